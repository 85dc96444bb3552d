# Two commands: `make run` shows the product on the simulated cable machine, `make test` passes the tests.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
RUN_OPTIONS ?=

# Parameters of `make install`, explained in docs/install.md.
export WIRING ARCH PYTHON_VERSION WHEELHOUSE DESTDIR PURGE PYTHON

# What developers measure; OPTIONS are those of the tool, `make accuracy OPTIONS=--help` lists them.
TOOLS := accuracy contract house latency page-latency reliability screenshots sensitivity tablets
OPTIONS ?=

.PHONY: run test test-long test-timing lint wheelhouse install uninstall $(TOOLS)

run: $(VENV)/.installed-run
	$(BIN)/cablecoach run $(RUN_OPTIONS)

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not soak and not timing and not long"

test-long: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "long and not soak and not timing"

test-timing: $(VENV)/.installed-test
	$(BIN)/python -m pytest -m "timing and not soak"

lint: $(VENV)/.installed-test node_modules/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict device server wiring tests/tools
	$(BIN)/lint-imports --no-cache
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive device server wiring
	npm run --silent check

$(TOOLS): $(VENV)/.installed-test
	$(BIN)/python -m tests.tools.$(subst -,_,$@) $(OPTIONS)

install uninstall:
	systemd/install.sh $@

wheelhouse: | $(BIN)/python
	PYTHON=$(BIN)/python systemd/wheelhouse.sh

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || (echo "Python's venv is missing: sudo apt-get install python3-venv" >&2; exit 1)

$(VENV)/.installed-run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@ $(VENV)/.installed-run

# What checks the page's JavaScript; the page itself needs none of it.
node_modules/.installed: package.json package-lock.json
	@command -v npm >/dev/null || (echo "npm is missing: sudo apt-get install nodejs npm" >&2; exit 1)
	npm ci --silent
	touch $@
