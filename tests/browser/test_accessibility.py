"""axe-core finds no violation on any screen, dark or light."""

from pathlib import Path
from typing import Any

from in_page import wait_in_app
from stepped import SET_OVER_S

from tests.tools.scenes import begin_calibration

AXE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  const where = (one) => one.nodes.map((node) => node.html).join(' ');
  return found.violations.map((one) => `${one.id}: ${where(one)}`);
}"""


def _violations(page: Any) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate(RUN)
    return found


def _go(page: Any, hash_: str, ready: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", hash_)
    page.wait_for_selector(ready)


def test_every_screen_is_accessible_dark_and_light(open_page: Any, trainee: Any) -> None:
    page = open_page()
    trainee.rep()
    wait_in_app(page, "return app.model.view.reps.length > 0;")
    found = {"live": _violations(page)}
    trainee.rest(SET_OVER_S)
    wait_in_app(page, "return !app.model.view.set;")
    _go(page, "#/session", ".preview")
    found["session"] = _violations(page)
    page.get_by_test_id("begin").click()
    found["warm-up"] = _violations(page)
    page.get_by_test_id("warmup-skip").click()
    page.wait_for_selector(".card")
    found["card"] = _violations(page)
    page.get_by_role("button", name="End session").click()
    _go(page, "#/history", ".day")
    found["history"] = _violations(page)
    page.locator(".set-line").last.click()
    page.wait_for_selector("[data-testid=rep-table]")
    found["review"] = _violations(page)
    _go(page, "#/setup", "[data-testid=tare]")
    found["set-up"] = _violations(page)
    begin_calibration(page)
    found["calibration"] = _violations(page)
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector("[data-testid=tare]")
    _go(page, "#/", ".live")
    for sheet in ("[data-testid=athlete]", ".fact-weight"):
        page.click(sheet)
        page.wait_for_selector("dialog[open]")
        found[sheet] = _violations(page)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
    assert {screen: faults for screen, faults in found.items() if faults} == {}
