"""``make reliability``: every fault put in, and what was measured, as a table."""

import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET  # nosec B405: pytest's own report
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from device.errors import UserError
from device.files import replace_file

_ROWS: Final = Path("tests/reliability/rows.toml")
_TABLE: Final = Path("docs/reliability.md")
_HEAD: Final = """# What goes wrong, and what must hold

Made by `make reliability`, which puts every fault in and measures; the rows and their tests
stand in `tests/reliability/rows.toml`.

| # | fault | how it is put in | must hold | measured |
|---|---|---|---|---|
"""


@dataclass(slots=True)
class _Outcome:
    """What the tests of a row gave."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    figures: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        """The last column of the table."""
        counts = [f"{self.passed} tests hold"] if self.passed else []
        counts += [f"**{self.failed} fail**"] if self.failed else []
        counts += [f"{self.skipped} skipped here"] if self.skipped else []
        return "<br>".join([*dict.fromkeys(self.figures), ", ".join(counts) or "**not run**"])


@click.command()
@click.option(
    "--working-copy",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder with the tests and docs; the present one by default.",
)
def reliability(working_copy: Path) -> None:
    """Put every fault of the table in, measure, and write docs/reliability.md.

    Takes some minutes, and works in a working copy with the test packages installed. Ends with
    status 1 where a bound does not hold.
    """
    rows = _rows(working_copy)
    outcomes = _run(working_copy, rows)
    lines = [
        f"| {row['number']} | {row['fault']} | {row['injected']} | {row['bound']} "
        f"| {outcomes[row['number']].said} |"
        for row in rows
    ]
    replace_file(working_copy / _TABLE, (_HEAD + "\n".join(lines) + "\n").encode(), mode=0o644)
    bad = [row for row in rows if outcomes[row["number"]].failed]
    click.echo(f"{len(rows)} faults, {len(bad)} of them beyond their bound: {_TABLE}")
    sys.exit(1 if bad else 0)


def _rows(working_copy: Path) -> list[dict[str, Any]]:
    try:
        document = tomllib.loads((working_copy / _ROWS).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            f"There is no {_ROWS} here; run this in a working copy of CableCoach."
        ) from error
    return list(document["row"])


def _run(working_copy: Path, rows: list[dict[str, Any]]) -> dict[int, _Outcome]:
    """Run all tests of the rows once; a test may belong to several."""
    tests = dict.fromkeys(test for row in rows for test in row["tests"])
    with tempfile.TemporaryDirectory(prefix="cablecoach-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-o", "junit_family=xunit1"]
        command += ["-o", "addopts=--import-mode=importlib --timeout=300"]
        subprocess.run([*command, f"--junitxml={report}", *tests], cwd=working_copy, check=False)
        if not report.exists():
            raise UserError(
                "pytest cannot run; install the test packages: pip install -e '.[test]'."
            )
        cases = ET.parse(report).getroot().iter("testcase")  # nosec B314: ours
        return _sort(rows, list(cases))


def _sort(rows: list[dict[str, Any]], cases: list[ET.Element]) -> dict[int, _Outcome]:
    outcomes: dict[int, _Outcome] = defaultdict(_Outcome)
    for case in cases:
        identity = _identity(case)
        for row in rows:
            if any(_belongs(identity, test) for test in row["tests"]):
                _count(outcomes[row["number"]], case, row["number"])
    return outcomes


def _identity(case: ET.Element) -> str:
    """The node id of a test case, without its parameters: ``path::Class::name``."""
    path = case.get("file", "")
    inside = case.get("classname", "").removeprefix(path.removesuffix(".py").replace("/", "."))
    names = [*filter(None, inside.split(".")), case.get("name", "").partition("[")[0]]
    return "::".join([path, *names])


def _belongs(identity: str, test: str) -> bool:
    return identity == test or identity.startswith(f"{test}::")


def _count(outcome: _Outcome, case: ET.Element, number: int) -> None:
    if case.find("failure") is not None or case.find("error") is not None:
        outcome.failed += 1
    elif case.find("skipped") is not None:
        outcome.skipped += 1
    else:
        outcome.passed += 1
    outcome.figures += [
        each.get("value", "").replace("|", "/")
        for each in case.iter("property")
        if each.get("name") == f"row {number}"
    ]


if __name__ == "__main__":
    reliability()
