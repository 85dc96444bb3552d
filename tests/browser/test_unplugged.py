"""The box is unplugged in the middle of a repetition: nothing is claimed, and the set goes on."""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from bridge_board import PlayingBridge, as_counted_by_default_sensors
from in_page import in_app, reach_app, wait_in_app
from playwright.sync_api import expect

from device.sensors.reading import Reading
from device.sensors.simulated.generate import station_header
from device.sensors.stepped.machine import Movement, SteppedMachine
from tests.tools.browsing import station

PHASES = ("pull", "hold", "release")
_HEARD_S = 0.3
_ON_ITS_WAY_MS = 60.0
"""What was measured before the cable came out is still shown and heard so long."""

LISTEN = """
  window.frames = [];
  window.out = null;
  const text = (name) => document.querySelector(name).textContent;
  app.onDrawn = () => window.out && window.frames.push({ out: window.out,
    word: text('.cue-word'), number: text('.cue-value'), below: text('.ring-below'),
    ring: document.querySelector('.ring').dataset.state,
    filled: document.querySelector('.ring-fill').getAttribute('visibility') !== 'hidden',
    range: text('.range-text'), bar: document.querySelector('.range-fill').style.transform });
  app.sound.played.length = 0;
"""
"""Note each drawn frame while ``window.out`` names a piece of time without the box."""


def _claims(frame: dict[str, Any]) -> bool:
    """Whether a frame says that something was held."""
    return "Held" in frame["word"] + frame["below"] or frame["ring"] == "done"


def _says_no_data(frame: dict[str, Any]) -> bool:
    known = (frame["word"], frame["number"], frame["below"], frame["range"])
    drawn = (frame["ring"], frame["filled"], frame["bar"])
    return known == ("No data", "", "no data", "no data") and drawn == ("blind", False, "scaleX(0)")


def _judged(rep: dict[str, Any], longest_hold_s: float) -> bool:
    """Whether a repetition with a hole in it claims no more than can have been seen."""
    hold_s = rep["hold_s"]
    return rep["verdict"] != "good" and (hold_s is None or hold_s < longest_hold_s)


@pytest.mark.parametrize("seconds", [0.5, 3.0, 40.0], ids="{}s".format)
@pytest.mark.parametrize("phase", PHASES)
def test_time_without_the_box_is_no_hold(
    open_page: Any, trainee: Any, phase: str, seconds: float
) -> None:
    page = open_page()
    page.locator("main").click(position={"x": 5, "y": 5})
    trainee.rep()
    trainee.rep()
    before = wait_in_app(page, "return app.model.view.reps.length === 2 && app.model.view.set;")
    trainee.rep_until(phase, hold_s=0.8)
    shown = {"pull": "concentric", "hold": "hold", "release": "eccentric"}[phase]
    wait_in_app(page, f"return app.model.view.phase === '{shown}';")
    in_app(page, LISTEN)
    in_app(page, "window.out = 'now';")
    trainee.unplug(_HEARD_S)
    wait_in_app(page, "return !app.model.view.sensorOk;")  # as it is long before the time is over
    trainee.unplug(seconds - _HEARD_S)
    expect(page.get_by_test_id("cue")).to_have_text("No data")
    expect(page.locator(".banner")).to_have_count(1)
    expect(page.locator(".banner")).to_contain_text("Sensor offline")
    wait_in_app(page, "return window.frames.length > 3;")
    frames = in_app(page, "window.out = null; return window.frames;")
    assert not [frame for frame in frames if _claims(frame)]
    assert _says_no_data(frames[-1])
    assert set(in_app(page, "return app.sound.played;")) <= {"fault", "set"}

    trainee.go_on()
    trainee.rest(3.0)
    wait_in_app(page, "return app.model.view.sensorOk && app.model.view.positionOk;")
    in_app(page, "app.sound.played.length = 0;")
    trainee.rep()
    trainee.rep(hold_s=1.4)
    expect(page.locator(".banner")).to_have_count(0)
    wait_in_app(
        page,
        "return ['good', 'good'].every((word, i) =>"
        " app.model.view.reps.at(i - 2)?.verdict === word);",
    )
    held = in_app(page, "return app.sound.played.filter((name) => name === 'done').length;")
    assert held == 2
    page.get_by_test_id("set-button").click()
    ended = wait_in_app(page, "return !app.model.view.set && app.model.view.lastSet;")
    reps = ended["reps"]
    assert [rep["verdict"] for rep in reps[-2:]] == ["good", "good"]
    assert [rep["rom_m"] for rep in reps[-2:]] == pytest.approx([0.6, 0.6], abs=0.01)
    if seconds < 30.0:  # a longer time ends the set
        assert ended["set_id"] == before["set_id"]
        torn = reps[2:-2]
        assert len(torn) <= 1
        whole = phase == "release"  # its hold was seen to the end
        assert all(whole or _judged(rep, 0.8) for rep in torn), torn


def test_the_health_panel_says_which_sensor_since_when_and_what_to_check(
    open_page: Any, trainee: Any
) -> None:
    page = open_page("/#/setup/health")
    present = page.get_by_test_id("present").locator("li")
    trainee.rep()
    expect(present).to_have_text(["Position sensor: sound.", "Load cell: sound."])
    trainee.unplug(70.0)
    cable = "Sensor offline: no data from the box. Check its cable."
    expect(present.nth(0)).to_have_text(
        re.compile(rf"Position sensor: out for 1:\d\d min. {cable}")
    )
    expect(present.nth(1)).to_have_text(re.compile(rf"Load cell: out for 1:\d\d min. {cable}"))
    expect(present).to_have_count(2)  # nothing is said twice, or against it
    trainee.rest(3.0)
    trainee.rep()
    expect(present.nth(0)).to_have_text("Position sensor: sound.")


class Hole(NamedTuple):
    """When the cable is out, in seconds of the recording."""

    name: str
    out_s: float
    in_s: float


def _in_a_row(movements: Sequence[Movement]) -> tuple[list[Reading], list[int]]:
    """The readings of all movements, and when each begins."""
    readings: list[Reading] = []
    begins: list[int] = []
    now_ns = 0
    for movement in movements:
        begins.append(now_ns)
        readings += [r._replace(t_ns=now_ns + r.t_ns) for r in movement.readings]
        now_ns += movement.duration_ns
    return readings, begins


def _torn_set() -> tuple[list[Reading], list[Hole]]:
    """A whole repetition behind each in whose middle the cable is pulled out."""
    machine = SteppedMachine(1)
    cases = list(product((0.5, 3.0), PHASES))
    movements, torn = [machine.rest(3.0), machine.rep()], []
    for seconds, _ in cases:
        torn.append(len(movements))
        movements += [machine.rep(hold_s=0.8, rest_s=1.5 + seconds), machine.rep()]
    movements.append(machine.rest(2.0))
    readings, begins = _in_a_row(movements)
    holes = []
    for place, (seconds, phase) in zip(torn, cases, strict=True):
        out_s = (begins[place] + movements[place].marks_ns[phase]) * 1e-9
        holes.append(Hole(f"{phase} {seconds}", out_s, out_s + seconds))
    return as_counted_by_default_sensors(readings, station_header(machine.setup)), holes


class LooseBridge(PlayingBridge):
    """Its cable falls out as planned; ``out`` names the hole while it is."""

    def __init__(self, link: Path, readings: Sequence[Reading], holes: Sequence[Hole]) -> None:
        self.out: str | None = None
        self._link = link
        self._now_s = 0.0
        self._holes = holes
        self._loosening = threading.Thread(target=self._loosen, daemon=True)
        super().__init__(link, readings, wait_for_host=True)

    def __enter__(self) -> "LooseBridge":
        super().__enter__()
        self._loosening.start()
        return self

    def _tick(self, reading: Reading) -> None:
        super()._tick(reading)
        self._now_s = reading.t_ns * 1e-9

    def _loosen(self) -> None:
        for hole in self._holes:
            self._until(hole.out_s)
            self.out = hole.name
            self.unplug()
            self._until(hole.in_s)
            self.out = None
            self.plug(self._link)

    def _until(self, at_s: float) -> None:
        while self._now_s < at_s and not self.finished.is_set():
            time.sleep(0.005)


@pytest.fixture
def torn(short_folder: Path, tmp_path: Path) -> Iterator[tuple[str, LooseBridge, list[Hole]]]:
    readings, holes = _torn_set()
    link = short_folder / "board"
    options = ("--source", "serial", "--port-path", str(link))
    with LooseBridge(link, readings, holes) as bridge, station(tmp_path, *options) as address:
        yield address, bridge, holes


@pytest.mark.long
def test_a_board_pulled_out_and_plugged_in_again(
    browser: Any, torn: tuple[str, LooseBridge, list[Hole]]
) -> None:
    """On the real wire, whose board boots anew each time."""
    address, bridge, holes = torn
    context = browser.new_context(viewport={"width": 1180, "height": 820}, locale="en-GB")
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("() => document.body.dataset.ready !== undefined")
    reach_app(page)
    in_app(page, LISTEN)
    page.locator("main").click(position={"x": 5, "y": 5})
    in_app(page, "app.model.on('rep', (m) => (window.told ??= []).push(m));")
    heard: dict[str, list[str]] = {}
    before = None
    while not bridge.finished.is_set():
        page.wait_for_timeout(_ON_ITS_WAY_MS)
        out = bridge.out
        page.evaluate("(out) => { window.out = out; }", out)
        if out is not None and out == before:
            heard[out] = in_app(page, "return [...app.sound.played];")
        else:
            in_app(page, "app.sound.played.length = 0;")
        before = out
    frames = in_app(page, "return window.frames;")
    assert not [frame for frame in frames if _claims(frame)]
    for hole in holes:
        last = [frame for frame in frames if frame["out"] == hole.name][-1]
        assert _says_no_data(last), hole
        assert set(heard[hole.name]) <= {"fault"}, hole
    reps = in_app(page, "return app.model.view.reps;")
    context.close()
    whole = [rep for rep in reps if rep["verdict"] == "good"]
    assert [rep["rom_m"] for rep in whole] == pytest.approx([0.6] * len(whole), abs=0.01)
    assert len(whole) == 1 + len(holes)
