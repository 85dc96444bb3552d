"""A real Chromium for the tests of the page, and the page's modules alone behind a small server."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from in_page import LONGEST_MS, reach_app
from playwright.sync_api import expect
from stepped import SET_OVER_S, SteppedTrainee

import server
from tests.tools.browsing import ARGUMENTS, station

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
STATIC = Path(server.__file__).parent / "static"
TABLET = {"width": 1180, "height": 820}
expect.set_options(timeout=LONGEST_MS)


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser; one worker runs all of it, so that it starts once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium. Where it is missing the tests are skipped, but never on the build server."""
    if CHROMIUM is None:
        reason = "no Chromium here: apt-get install chromium, or set CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield running
        running.close()


class _Files(SimpleHTTPRequestHandler):
    """The page's files under ``/static/``, and an empty page at ``/``."""

    def guess_type(self, path: Any) -> str:
        """Module scripts need this type, whatever the machine's own table says."""
        return "text/javascript" if str(path).endswith(".js") else super().guess_type(path)

    def do_GET(self) -> None:
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>modules</title><main></main>")
            return
        self.path = self.path.removeprefix("/static")
        super().do_GET()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def modules(browser: Any) -> Iterator[Any]:
    """A page in which the page's own modules can be imported one by one, without a station."""
    files = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(STATIC)))
    threading.Thread(target=files.serve_forever, daemon=True).start()
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{files.server_port}/")
    yield page
    context.close()
    files.shutdown()
    files.server_close()


@pytest.fixture(scope="session")
def trainee() -> Iterator[SteppedTrainee]:
    """Moves the handle of the running station."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-") as folder,
        SteppedTrainee(Path(folder)) as trainee,
    ):
        yield trainee


@pytest.fixture
def own_trainee(short_folder: Path) -> Iterator[SteppedTrainee]:
    """Moves the handle of a station that a test starts for itself."""
    with SteppedTrainee(short_folder) as trainee:
        yield trainee


@pytest.fixture(scope="session")
def address(trainee: SteppedTrainee, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running station of two real processes, whose trainee does what a test says."""
    data_dir = tmp_path_factory.mktemp("station")
    with station(data_dir, "--source", trainee.source) as running:
        yield running


@pytest.fixture
def open_page(browser: Any, address: str, trainee: SteppedTrainee) -> Iterator[Callable[..., Any]]:
    """Open a screen of the running station, in which no set is open and the handle rests.

    At the end no script may have failed.
    """
    trainee.go_on()  # what a test before left half done
    trainee.rest(SET_OVER_S)
    contexts, errors = [], []

    def open_one(path: str = "/", viewport: dict[str, int] = TABLET, **options: Any) -> Any:
        context = browser.new_context(
            viewport=viewport, accept_downloads=True, **{"locale": "en-GB", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LONGEST_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address + path)
        page.wait_for_function("() => document.body.dataset.ready !== undefined")
        reach_app(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []
