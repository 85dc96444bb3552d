"""What was not measured is a dash with its reason, on every screen that shows figures."""

from collections.abc import Callable
from typing import Any

import pytest
from in_page import in_app, wait_in_app
from playwright.sync_api import Route, expect

UNKNOWN = ("rom_m", "hold_s", "held", "rom_pct", "eccentric_s", "mean_velocity_m_s", "tempo")
PLUS_MINUS = ("start_pm_s", "hold_pm_s", "rom_pm_m", "mean_velocity_pm_m_s", "steadiness_mm")
NO_NUMBERS = ("NaN", "null", "undefined", "Infinity")


def _mended(change: Callable[[dict[str, Any]], None]) -> Callable[[Route], None]:
    """A handler that lets the station's answer be another one."""

    def mend(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        change(told)
        route.fulfill(response=answer, json=told)

    return mend


def _unknown(rep: dict[str, Any]) -> None:
    rep.update(dict.fromkeys((*UNKNOWN, *PLUS_MINUS)))
    rep.update(verdict="unknown", reasons=[], flags=["gap"], close=False)


def _a_set_of(trainee: Any, page: Any, reps: int) -> int:
    for _ in range(reps):
        trainee.rep()
    wait_in_app(page, f"return app.model.view.set && app.model.view.reps.length === {reps};")
    page.get_by_test_id("set-button").click()
    return int(wait_in_app(page, "return !app.model.view.set && app.model.view.lastSet.set_id;"))


def test_review_shows_what_is_known_how_well_and_why_not_more(open_page: Any, trainee: Any) -> None:
    page = open_page()
    set_id = _a_set_of(trainee, page, 3)

    def change(told: dict[str, Any]) -> None:
        first, second, third = told["reps"]
        first.update(rom_m=0.5851, rom_pm_m=0.0016, hold_s=1.2249, hold_pm_s=0.02)
        first.update(start_pm_s=0.0082, mean_velocity_m_s=0.7012, mean_velocity_pm_m_s=0.0121)
        first.update(close=True, steadiness_mm=3.1)
        _unknown(second)
        third["amended"] = "wheel_slipped"
        told["withdrawn"] = [{"rep": 4, "reason": "encoder_out"}]

    page.route(f"**/api/v1/sets/{set_id}", _mended(change))
    page.goto(f"{page.url.split('#')[0]}#/review/{set_id}")
    rows = page.get_by_test_id("rep-table").locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("0.585 ± 0.002")
    expect(rows.nth(0)).to_contain_text("1.22 ± 0.02")
    expect(rows.nth(0).locator(".verdict")).to_contain_text("Goodclose callshaky")
    rows.nth(0).locator("summary").click()
    expect(rows.nth(0).locator("dl")).to_contain_text("Start known to± 0.009 s")
    expect(rows.nth(0).locator("dl")).to_contain_text("Speed0.701 ± 0.013 m/s")
    expect(rows.nth(1).locator(".verdict")).to_contain_text("Not judged")
    cells = rows.nth(1).locator("td:not(.verdict)").all_inner_texts()
    assert [cell.split("\n")[0].split()[0] for cell in cells[:2]] == ["–", "–"]
    rows.nth(1).locator("summary").click()
    expect(rows.nth(1).locator(".rep-details p")).to_have_text(
        "Range, Hold, Back, Speed: unknown (readings missing)."
    )
    expect(rows.nth(2)).to_contain_text("corrected: the wheel had slipped")
    expect(page.get_by_test_id("set-lines")).to_contain_text(
        "Rep 4 does not count after all: the position sensor was out."
    )
    text = page.locator("main").inner_text()
    assert not [word for word in NO_NUMBERS if word in text]


def test_the_live_screen_has_a_dash_where_a_figure_is_unknown(open_page: Any) -> None:
    page = open_page()
    wait_in_app(page, "return app.model.view.known;")
    rep = {"rep": 1, "verdict": "unknown", "reasons": [], "flags": ["gap"], "close": False}
    rep |= dict.fromkeys(("rom_m", "hold_s", "held", "velocity_loss_pct", "steadiness_mm"))
    in_app(page, "app.stream.close(); app.stream.look = () => {};")
    page.evaluate(
        """(rep) => {
          const { model } = window.tested;
          const now = performance.now();
          Object.assign(model.view, { set: { set_id: 1, reps: [], plan: model.view.plan },
            reps: [rep], repAt: now, phase: 'rest', sensorOk: true, positionOk: true,
            liveAt: now, rejected: null, faults: [] });
          model.arrivedAt = now;
          window.tested.draw(now);
        }""",
        rep,
    )
    assert page.get_by_test_id("cue").inner_text() == "Not judged"
    assert page.get_by_test_id("fact-loss").inner_text() == "–"
    tile = page.locator(".rep[data-rep='1']")
    assert tile.get_attribute("data-tone") == "note"
    assert tile.inner_text().split("\n")[-2:] == ["Not judged", "readings missing"]
    assert page.locator(".range-ghost:visible").count() == 0
    text = page.locator("main").inner_text()
    assert not [word for word in NO_NUMBERS if word in text]


@pytest.mark.parametrize("former", [0, 2], ids=["one definition", "two definitions"])
def test_no_trend_joins_two_definitions_without_a_word(
    open_page: Any, trainee: Any, former: int
) -> None:
    page = open_page()
    for _ in range(4):
        _a_set_of(trainee, page, 1)

    def change(told: dict[str, Any]) -> None:
        told["sets"] = told["sets"][-4:]
        for one in told["sets"][:former]:
            one["definition"] = 1

    page.route("**/api/v1/trends*", _mended(change))
    page.get_by_role("link", name="History").click()
    expect(page.locator(".curves canvas").first).to_be_visible()
    sentence = page.get_by_test_id("redefined")
    if former:
        expect(sentence).to_contain_text("by a new definition")
        expect(sentence).to_contain_text("do not compare")
    else:
        expect(sentence).to_have_count(0)


def test_a_correction_is_told_in_a_sentence_and_the_count_follows(
    open_page: Any, trainee: Any
) -> None:
    page = open_page()
    for _ in range(3):
        trainee.rep()
    wait_in_app(page, "return app.model.view.set && app.model.view.reps.length === 3;")
    expect(page.get_by_test_id("count")).to_have_text("3")
    in_app(page, "app.stream.close(); app.stream.look = () => {};")
    tell = """
      const {{ model }} = app;
      const {{ run }} = model;
      const set_id = model.view.set.set_id;
      model.take('rep', {{ run, seq: model.seq + 1, set_id, {fields} }}, performance.now());
    """
    amended = "stage: 'amended', number: 2, reason: 'wheel_slipped', rep: { rep: 2, rom_m: null }"
    in_app(page, tell.format(fields=amended))
    expect(page.locator(".toast")).to_have_text("Rep 2 was corrected: the wheel had slipped.")
    withdrawn = "stage: 'withdrawn', number: 3, reason: 'encoder_out', rom_m: null"
    in_app(page, tell.format(fields=withdrawn))
    expect(page.locator(".toast")).to_have_text(
        "Rep 3 does not count after all: the position sensor was out."
    )
    expect(page.get_by_test_id("count")).to_have_text("2")
    expect(page.get_by_test_id("strip")).to_have_attribute("data-count", "2")


def test_a_counted_rep_shows_its_figures_at_once_and_its_verdict_when_it_is_known(
    open_page: Any, trainee: Any
) -> None:
    page = open_page()
    trainee.rep()
    first = wait_in_app(page, "return app.model.view.set && app.model.view.reps[0];")
    in_app(page, "app.stream.close(); app.stream.look = () => {};")
    tell = """(rep) => {
      const { model } = window.tested;
      const stage = rep.provisional ? 'counted' : 'confirmed';
      model.take('rep', { run: model.run, seq: model.seq + 1, stage, number: 2, rom_m: rep.rom_m,
        set_id: model.view.set.set_id, rep }, performance.now());
      window.tested.draw(performance.now());
    }"""
    early = first | {"rep": 2, "hold_s": 1.31, "rom_m": 0.583, "eccentric_s": None, "tempo": None}
    early |= {"provisional": True, "verdict": "fast_release", "reasons": ["fast_release"]}
    page.evaluate(tell, early)
    tile = page.locator(".rep[data-rep='2']")
    assert page.get_by_test_id("count").inner_text() == "2"
    assert tile.inner_text().split() == ["2", "1.3", "s", "58", "cm"]
    assert tile.get_attribute("data-tone") == "plain"
    page.evaluate(tell, first | {"rep": 2, "hold_s": 1.31, "rom_m": 0.583})
    assert tile.inner_text().split() == ["2", "Good"]
    assert page.get_by_test_id("count").inner_text() == "2"
