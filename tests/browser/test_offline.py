"""Either half goes and comes back: the page says so at once, and recovers by itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from in_page import in_app, reach_app, wait_in_app
from playwright.sync_api import expect
from stepped import SteppedTrainee

from tests.tools.browsing import free_port, wait_until_online

COMMAND = [sys.executable, "-m", "server"]


class Halves:
    """Device and server as two processes that can be killed and started one by one."""

    def __init__(self, data_dir: Path, source: str) -> None:
        self.data_dir = data_dir
        self.source = source
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, half: str) -> None:
        options = {
            "device": ["--source", self.source],
            "server": ["--host", "127.0.0.1", "--port", str(self.port)],
        }[half]
        with (self.data_dir / f"{half}.log").open("ab") as log:
            self.running[half] = subprocess.Popen(
                [*COMMAND, half, "--data-dir", str(self.data_dir), *options],
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self, half: str) -> None:
        process = self.running.pop(half)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait()


@pytest.fixture
def halves(tmp_path: Path, own_trainee: SteppedTrainee) -> Iterator[Halves]:
    both = Halves(tmp_path, own_trainee.source)
    both.start("server")
    both.start("device")
    wait_until_online(both.address, both.running["server"], tmp_path / "server.log")
    yield both
    both.stop()


def test_sensor_offline_and_server_gone_are_said_and_overcome(
    browser: Any, halves: Halves, own_trainee: SteppedTrainee
) -> None:
    context = browser.new_context(viewport={"width": 1180, "height": 820}, locale="en-GB")
    page = context.new_page()
    page.goto(halves.address)
    page.wait_for_function("() => document.body.dataset.ready !== undefined")
    reach_app(page)
    body = page.locator("body")
    own_trainee.rest(2)
    own_trainee.rep()
    expect(body).to_have_attribute("data-link", "live")
    wait_in_app(page, "return app.model.view.count >= 1;")

    halves.kill("device")
    own_trainee.leave()
    expect(page.locator(".banner[data-key=offline]")).to_contain_text("Sensor offline")
    for part in (".ring-box", ".range", ".trace"):
        filters = page.locator(part).evaluate("(node) => getComputedStyle(node).filter")
        assert filters == "grayscale(1)", part
    expect(page.get_by_test_id("cue")).to_have_text("No data")
    halves.start("device")
    own_trainee.rest(2)
    expect(body).to_have_attribute("data-link", "live")
    expect(page.locator(".banner[data-key=offline]")).to_have_count(0)

    halves.kill("server")
    expect(page.locator(".banner[data-key=server]")).to_be_visible()
    halves.start("server")
    expect(body).to_have_attribute("data-link", "live")
    before = in_app(page, "return app.model.seq;")
    wait_in_app(page, f"return app.model.seq > {before} + 10;")
    context.close()


def test_a_refused_stream_is_tried_again(open_page: Any) -> None:
    """``EventSource`` itself gives up for good when all streams are taken (503)."""
    page = open_page()
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    page.route("**/api/v1/stream", lambda route: route.fulfill(status=503))
    in_app(page, "app.stream.open();")
    wait_in_app(page, "return app.stream.source?.readyState === EventSource.CLOSED;")
    refused = in_app(page, "return app.stream.connections;")
    expect(page.locator("body")).to_have_attribute("data-link", "offline")
    page.unroute("**/api/v1/stream")
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    assert in_app(page, "return app.stream.connections;") > refused


def test_a_page_that_comes_back_opens_a_new_stream(open_page: Any) -> None:
    """A tablet freezes a hidden page without closing its socket."""
    page = open_page()
    wait_in_app(page, "return app.model.view.known;")
    before = in_app(page, "return app.stream.connections;")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    wait_in_app(page, f"return app.stream.connections === {before} + 1;")
    expect(page.locator("body")).to_have_attribute("data-link", "live")


@pytest.mark.parametrize("again", ["reconnect", "tap"])
def test_a_screen_that_did_not_come_is_said_and_comes_later(open_page: Any, again: str) -> None:
    page = open_page()
    expect(page.locator("body")).to_have_attribute("data-link", "live")
    page.route("**/history.js*", lambda route: route.abort())
    page.get_by_role("link", name="History").click()
    expect(page.locator(".toast")).to_contain_text("could not be loaded")
    expect(page.locator(".live")).to_be_visible()
    page.unroute("**/history.js*")
    if again == "tap":
        page.get_by_role("link", name="History").click()
    else:
        in_app(page, "app.stream.open();")
    expect(page.locator(".history")).to_be_visible()
