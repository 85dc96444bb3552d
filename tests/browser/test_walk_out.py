"""The handle is carried out to where the set begins, and stands there: that is no hold.

A stride as fast as a pull is still taken for one; `accuracy` counts those.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bridge_board import as_counted_by_default_sensors
from in_page import in_app, reach_app, wait_in_app

from device.sensors.simulated.generate import generate
from tests.tools.known_reps import KnownReps, played_station

READY_S = 2.5
WATCH = """
  window.claims = [];
  app.onDrawn = () => {
    const ring = document.querySelector('.ring');
    const held = ring.dataset.state === 'done' || ring.textContent.includes('Held')
      || document.querySelector('.cue-word').textContent === 'Held';
    window.claims.push([performance.timeOrigin + performance.now(), held]);
  };
  app.sound.played.length = 0;
"""
"""Note when each frame was drawn, in ms of the wall clock, and whether it says that one holds."""


@pytest.mark.parametrize("distance_m", [0.15, 0.25])
def test_standing_ready_after_a_walk_out_is_not_held(
    open_page: Any, trainee: Any, distance_m: float
) -> None:
    page = open_page()
    page.locator("main").click(position={"x": 5, "y": 5})
    wait_in_app(page, "return app.model.view.known && app.sound.state === 'on';")
    in_app(page, WATCH)
    trainee.walk(distance_m)
    trainee.rest(READY_S)
    trainee.rep_until("pull", hold_s=1.4)
    wait_in_app(page, "return app.model.view.phase === 'concentric' && window.claims.length > 3;")
    assert not any(held for _, held in in_app(page, "return window.claims;"))
    assert "done" not in in_app(page, "return app.sound.played;")
    assert in_app(page, "return app.model.shownCount;") in (0, 1)
    trainee.go_on("release")
    wait_in_app(page, "return app.sound.played.includes('done');")
    trainee.go_on()
    reps = wait_in_app(page, "return app.model.view.set && app.model.view.reps;")
    trainee.walk(-distance_m)
    assert len(reps) == 1
    assert reps[0]["rom_m"] == pytest.approx(0.6, abs=0.01)
    assert reps[0]["verdict"] == "good"


@pytest.mark.long
@pytest.mark.parametrize("seed", [3, 4])
def test_a_swaying_person_who_walks_out_is_cued_from_the_first_hold_on(
    browser: Any, tmp_path: Path, short_folder: Path, seed: int
) -> None:
    """In real time: the board plays a set whose truth is known."""
    style = {"reps": (3, 3), "hold_s": (1.3, 1.5), "tail_s": (1.0, 1.0)}
    person = generate("stands_ready", seed, **style)
    reps = person.truth.reps
    assert min(rep.hold_s for rep in reps) > 1.15
    readings = as_counted_by_default_sensors(person.readings, person.header)
    known = KnownReps(readings, [rep.end_s for rep in reps])
    with played_station(tmp_path, known, link=short_folder / "board") as (address, bridge):
        context = browser.new_context(viewport={"width": 1180, "height": 820}, locale="en-GB")
        page = context.new_page()
        page.goto(address)
        page.wait_for_function("() => document.body.dataset.ready !== undefined")
        reach_app(page)
        in_app(page, WATCH)
        while not bridge.finished.is_set():
            page.wait_for_timeout(100)
        claims = in_app(page, "return window.claims;")
        context.close()
        begun_ms = bridge.begun_wall_ms()
    said_s = [(at_ms - begun_ms) * 1e-3 for at_ms, held in claims if held]
    assert len(claims) > 100
    assert _outside(said_s, [(rep.top_s + 1.0, rep.release_s + 0.5) for rep in reps]) == []
    for rep in reps:
        assert any(rep.top_s < at_s < rep.release_s + 0.2 for at_s in said_s), rep


def _outside(instants: Sequence[float], spans: Sequence[tuple[float, float]]) -> list[float]:
    return [at for at in instants if not any(low < at < high for low, high in spans)]
