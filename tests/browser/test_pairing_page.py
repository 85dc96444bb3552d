"""Roles as the page shows them: one tablet lets another in, strangers may only watch."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from in_page import LONGEST_MS, reach_app, wait_in_app
from playwright.sync_api import expect
from stepped import SteppedTrainee

from server.access.hosts import lan_address
from tests.tools.browsing import station


@pytest.fixture
def own_station(tmp_path: Path, own_trainee: SteppedTrainee) -> Iterator[str]:
    """A station of its own: once an operator is paired, it belongs to somebody."""
    with station(tmp_path, "--source", own_trainee.source) as address:
        own_trainee.rest(2)
        yield address


def _tablet(browser: Any, address: str) -> Any:
    page = browser.new_context(locale="en-GB").new_page()
    page.set_default_timeout(LONGEST_MS)
    page.goto(address)
    page.wait_for_function("() => document.body.dataset.ready !== undefined")
    reach_app(page)
    return page


def test_a_code_from_one_tablet_pairs_another_and_strangers_only_watch(
    browser: Any, own_station: str, own_trainee: SteppedTrainee
) -> None:
    first = _tablet(browser, own_station)
    wait_in_app(first, "return app.model.view.role === 'operator';")
    first.evaluate("() => { location.hash = '#/setup'; }")
    panel = first.locator(".panel", has=first.get_by_test_id("show-code"))
    expect(panel).to_contain_text("This is the station itself: it needs no pairing.")
    expect(panel.get_by_role("button", name="Pair this tablet")).to_have_count(0)
    first.get_by_role("radio", name="operator").click()
    first.get_by_test_id("show-code").click()
    code = first.get_by_test_id("pair-code").inner_text()
    expect(panel).to_contain_text("only this computer can open the station")
    expect(panel).not_to_contain_text("127.0.0.1")
    expect(panel.get_by_test_id("pair-qr")).to_have_count(0)

    second = _tablet(browser, f"{own_station}/#pair={code.replace(' ', '')}")
    expect(second.locator(".toast")).to_contain_text("This tablet is paired")
    assert "pair" not in second.url
    wait_in_app(second, "return app.model.view.role === 'operator';")
    second.evaluate("() => { location.hash = '#/setup'; }")
    panel = second.locator(".panel", has=second.get_by_test_id("show-code"))
    expect(panel).to_contain_text("This tablet is paired as operator.")

    stranger = _tablet(browser, own_station)
    wait_in_app(stranger, "return app.model.view.role === 'viewer';")
    own_trainee.rep()
    wait_in_app(stranger, "return app.model.view.count >= 1;")
    stranger.get_by_test_id("set-button").click()
    expect(stranger.locator(".toast")).to_be_visible()
    stranger.locator(".toast").get_by_role("button", name="Pair this tablet").click()
    stranger.fill("#pair-code", "000000")
    stranger.locator("dialog form .primary").click()
    expect(stranger.locator(".toast")).to_be_visible()
    expect(stranger.locator("dialog")).to_be_visible()
    stranger.keyboard.press("Escape")
    stranger.evaluate("() => { location.hash = '#/history'; }")
    stranger.get_by_test_id("csv-all").click()
    expect(stranger.locator(".toast")).to_contain_text("Only a paired tablet can do this.")
    for page in (first, second, stranger):
        page.context.close()


@pytest.mark.skipif(lan_address() == "127.0.0.1", reason="this machine is in no network")
def test_the_stations_own_browser_shows_an_address_for_other_tablets(
    browser: Any, tmp_path: Path
) -> None:
    with station(tmp_path, "--source", "simulated", "--host", "0.0.0.0") as address:
        page = _tablet(browser, f"{address}/#/setup")
        page.get_by_test_id("show-code").click()
        panel = page.locator(".panel", has=page.get_by_test_id("show-code"))
        told = f"http://{lan_address()}:{address.rpartition(':')[2]}"
        expect(panel).to_contain_text(f"open {told} and type the code")
        width = page.get_by_test_id("pair-qr").evaluate(
            "async (i) => i.decode().then(() => i.naturalWidth)"
        )
        assert width > 20
        code = page.get_by_test_id("pair-code").inner_text().replace(" ", "")
        other = _tablet(browser, f"{told}/#pair={code}")
        expect(other.locator(".toast")).to_contain_text("This tablet is paired")
        for one in (page, other):
            one.context.close()


def test_a_wrong_code_is_told_in_the_language_of_the_page(browser: Any, own_station: str) -> None:
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(f"{own_station}/#pair=000000")
    expect(page.locator(".toast")).to_contain_text("Die Station zeigt gerade keinen Code")
    context.close()
