"""While one tablet calibrates, every other one says so; either may end it."""

from collections.abc import Iterator
from typing import Any

import pytest
from in_page import in_app
from playwright.sync_api import expect

from tests.tools.scenes import begin_calibration

GERMAN = {"locale": "de-DE"}


@pytest.fixture
def calibrating(open_page: Any) -> Iterator[Any]:
    """A tablet that calibrates; cancelled at the end, whatever became of it."""
    page = open_page()
    begin_calibration(page)
    yield page
    page.evaluate(
        "async () => (await import('/static/js/station/api.js'))"
        ".api.calibrate('cancel').catch(() => {})"
    )


def test_another_tablet_says_that_the_station_is_calibrated(
    open_page: Any, calibrating: Any
) -> None:
    other = open_page(**GERMAN)
    banner = other.locator(".banner[data-key=calibrating]")
    expect(banner).to_contain_text("Die Station wird gerade kalibriert")
    expect(other.get_by_test_id("cue")).to_contain_text("Kalibrierung")
    expect(other.get_by_test_id("set-button")).to_be_disabled()
    other.keyboard.press("Space")
    expect(other.locator(".toast")).to_contain_text("Eine Kalibrierung läuft")
    expect(calibrating.locator(".banner[data-key=calibrating]")).to_have_count(0)
    calibrating.get_by_role("button", name="Cancel").click()
    expect(banner).to_have_count(0)
    expect(other.get_by_test_id("set-button")).to_be_enabled()
    expect(other.get_by_test_id("cue")).not_to_contain_text("Kalibrierung")


def test_another_tablet_can_cancel_it_and_both_are_told(open_page: Any, calibrating: Any) -> None:
    other = open_page()
    banner = other.locator(".banner[data-key=calibrating]")
    banner.get_by_role("button", name="Cancel").click()
    other.get_by_test_id("calibrating-yes").click()
    expect(banner).to_have_count(0)
    message = calibrating.get_by_test_id("calibration-message")
    expect(message).to_contain_text("This calibration has ended")
    expect(calibrating.get_by_role("button", name="Begin again")).to_be_visible()


def test_a_second_calibration_asks_before_it_drops_the_first(
    open_page: Any, calibrating: Any
) -> None:
    other = open_page("/#/setup/calibrate")
    expect(other.get_by_test_id("calibration-message")).to_contain_text("Another tablet")
    assert in_app(other, "return app.current.calibrates;") is False
    other.get_by_role("button", name="Discard that one").click()
    expect(other.get_by_role("button", name="Set as zero")).to_be_visible()


@pytest.mark.parametrize("size", [(1180, 820), (820, 1180), (390, 844)], ids=str)
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_it_fits_beside_all_else(
    open_page: Any, size: tuple[int, int], locale: str, calibrating: Any
) -> None:
    other = open_page(viewport={"width": size[0], "height": size[1]}, locale=locale)
    expect(other.locator(".banner[data-key=calibrating]")).to_be_visible()
    wide = in_app(other, "return document.documentElement.scrollWidth > innerWidth;")
    assert not wide
    for name in (".set-button", ".banner button"):
        box = other.locator(name).bounding_box()
        assert box["y"] + box["height"] <= size[1]
        inside = in_app(
            other,
            f"const n = document.querySelector('{name}'); return n.scrollWidth <= n.clientWidth;",
        )
        assert inside
