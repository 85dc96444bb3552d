"""axe-core finds no violation on any screen, dark or light."""

from pathlib import Path
from typing import Any

import pytest
from in_page import wait_in_app

AXE = Path(__file__).parent / "vendor/axe-core/axe.min.js"
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  const where = (one) => one.nodes.map((node) => node.html).join(' ');
  return found.violations.map((one) => `${one.id}: ${where(one)}`);
}"""


def _violations(page: Any) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    return list(page.evaluate(RUN))


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_every_screen_is_accessible(open_page: Any, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    wait_in_app(page, "return app.model.view.reps.length > 0;")
    found = {"live": _violations(page)}
    for hash_, ready in [
        ("#/session", ".preview"),
        ("#/history", ".set-line, .days"),
        ("#/setup", "[data-testid=tare]"),
        ("#/setup/calibrate", "[data-testid=calibration-live] dt"),
    ]:
        page.evaluate("(hash) => { location.hash = hash; }", hash_)
        page.wait_for_selector(ready)
        found[hash_] = _violations(page)
    set_id = page.evaluate(
        "async () => (await (await fetch('/api/v1/sets?limit=1')).json()).sets[0].set_id"
    )
    page.evaluate(f"() => {{ location.hash = '#/review/{set_id}'; }}")
    page.wait_for_selector("[data-testid=rep-table]")
    found["review"] = _violations(page)
    page.evaluate("() => { location.hash = '#/session'; }")
    page.get_by_test_id("begin").click()
    found["warm-up"] = _violations(page)
    page.get_by_test_id("warmup-skip").click()
    page.wait_for_selector(".card")
    found["card"] = _violations(page)
    page.evaluate("() => { location.hash = '#/'; }")
    for sheet in ("[data-testid=athlete]", ".fact-weight"):
        page.click(sheet)
        page.wait_for_selector("dialog[open]")
        found[sheet] = _violations(page)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
    assert {screen: faults for screen, faults in found.items() if faults} == {}
