"""The screens and states worth a picture: how to bring the page into each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

_MOMENT_MS: Final = 90_000
_SETTLE_MS: Final = 500
_CALIBRATION_TRIES: Final = 60

ANSWERED: Final = "[data-testid=calibration-step]:not([aria-busy])"
"""The calibration's panel once the station has answered the last press."""

_REACH: Final = "async () => { window.drawn = (await import('/static/js/main.js')).app; }"
# Not in the condition itself: a promise is always true to `wait_for_function`.

FREEZE: Final = """async (change) => {
  const { app } = await import('/static/js/main.js');
  const { view } = app.model;
  app.stream.close();
  app.stream.look = () => {};
  view.unsyncedAt = change.time_quality ? -1e9 : null;
  const state = { run: app.model.run, seq: app.model.seq + 1, device_online: true, role: view.role,
    simulated: view.simulated, sensor_ok: true, calibrating: false, recording: true,
    not_recording_reason: null, not_recording_code: null, unsaved_reps: 0, faults: [],
    sensors: view.sensors,
    plan: view.plan, set: view.set, last_set: view.lastSet, time_quality: 'ntp',
    version: view.version,
    live: { phase: 'rest', phase_s: 1, rep_count: view.count, excursion_m: 0, hold_s: 0,
      position_ok: true,
      velocity_m_s: 0, force_n: view.forceN, reference_rom_m: view.referenceM,
      set_elapsed_s: view.elapsedS }, ...change };
  const again = () => app.model.take('state', state, performance.now());
  again();
  setInterval(again, 100);
}"""
"""Stop the stream and hold the page in one state, so that rare conditions can be drawn."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture.

    Attributes:
        name: Of the file.
        prepare: Brings a page that shows the live screen into the state.
        everywhere: Also upright and on a phone, not only on a tablet.
        reload: The page must be loaded anew afterwards.
    """

    name: str
    prepare: "Callable[[Page], None]"
    everywhere: bool = False
    reload: bool = False


def go(hash_: str, ready: str) -> "Callable[[Page], None]":
    """Open a screen and wait for a part of it."""

    def prepare(page: "Page") -> None:
        page.evaluate("(hash) => { location.hash = hash; }", hash_)
        page.wait_for_selector(ready, timeout=_MOMENT_MS)
        page.wait_for_timeout(_SETTLE_MS)

    return prepare


def moment(condition: str) -> "Callable[[Page], None]":
    """Wait on the live screen until a JavaScript condition over ``view`` holds."""
    code = f"() => {{ const {{ view }} = window.drawn.model; return {condition}; }}"

    def prepare(page: "Page") -> None:
        page.evaluate(_REACH)
        page.evaluate("() => { location.hash = '#/'; }")
        page.wait_for_selector(".live", timeout=_MOMENT_MS)
        page.wait_for_function(code, timeout=_MOMENT_MS, polling=50)
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => drawn()))")

    return prepare


def condition(change: dict[str, object]) -> "Callable[[Page], None]":
    """Hold the live screen in a rare state."""

    def prepare(page: "Page") -> None:
        page.evaluate("() => { location.hash = '#/'; }")
        page.wait_for_selector(".live", timeout=_MOMENT_MS)
        page.evaluate(FREEZE, change)
        page.wait_for_timeout(2 * _SETTLE_MS)

    return prepare


def _fault(kind: str) -> dict[str, object]:
    return {"faults": [{"kind": kind, "detail": kind}]}


def _sheet(button: str) -> "Callable[[Page], None]":
    def prepare(page: "Page") -> None:
        page.evaluate("() => { location.hash = '#/'; }")
        page.click(button)
        page.wait_for_selector("dialog[open]")
        page.wait_for_timeout(_SETTLE_MS)

    return prepare


def _warm_up(page: "Page") -> None:
    go("#/session", "[data-testid=begin]")(page)
    page.click("[data-testid=begin]")
    page.click("[data-testid=warmup-next]")
    page.wait_for_timeout(_SETTLE_MS)


def _card(page: "Page") -> None:
    _warm_up(page)
    page.click("[data-testid=warmup-skip]")
    page.wait_for_selector(".card")
    page.wait_for_timeout(_SETTLE_MS)


def _review(page: "Page") -> None:
    go("#/history", ".set-line")(page)
    lines = page.locator(".set-line").all_inner_texts()
    counts = [max(map(int, re.findall(r"(\d+) (?:rep|Wdh)", line)), default=0) for line in lines]
    page.locator(".set-line").nth(counts.index(max(counts))).click()
    page.wait_for_selector("[data-testid=rep-table]")
    page.wait_for_timeout(2 * _SETTLE_MS)


def begin_calibration(page: "Page") -> None:
    """Open the calibration; where a simulated trainee pulls, a set may be in its way.

    Raises:
        RuntimeError: if it never begins.
    """
    begin = f"{ANSWERED} [data-testid=calibrate-go]"
    retry = f"{ANSWERED} [data-testid=calibrate-retry]"
    go("#/setup/calibrate", f"{begin}, {retry}")(page)
    for _ in range(_CALIBRATION_TRIES):
        page.wait_for_selector(f"{begin}, {retry}")
        if page.locator(begin).count():
            return
        page.click(retry)
        page.wait_for_timeout(_SETTLE_MS)
    raise RuntimeError("the calibration never began")


def _calibration(page: "Page") -> None:
    begin_calibration(page)
    page.wait_for_timeout(2 * _SETTLE_MS)


def _curves(page: "Page") -> None:
    _review(page)
    page.locator(".curves").scroll_into_view_if_needed()
    page.evaluate("() => document.querySelector('.curves').scrollIntoView()")
    page.wait_for_timeout(_SETTLE_MS)


SCENES: Final = (
    Scene(
        "live-pull",
        moment("view.phase === 'concentric' && view.topM > 0.35 && view.referenceM && view.set"),
    ),
    Scene(
        "live-hold",
        moment("view.phase === 'hold' && view.holdReached && view.referenceM && view.set"),
        everywhere=True,
    ),
    Scene(
        "live-release",
        moment(
            "view.phase === 'eccentric' && view.referenceM"
            " && performance.now() - view.phaseAt > 450"
        ),
    ),
    Scene(
        "live-verdict",
        moment(
            "view.phase === 'rest' && view.set && performance.now() - view.repAt < 1500"
            " && view.reps.length && !view.reps.at(-1).provisional"
        ),
        everywhere=True,
    ),
    Scene("athletes", _sheet("[data-testid=athlete]"), reload=True),
    Scene("plan", _sheet(".fact-weight"), everywhere=True, reload=True),
    Scene("session", go("#/session", "[data-testid=begin]"), everywhere=True),
    Scene("warm-up", _warm_up, everywhere=True, reload=True),
    Scene("exercise", _card, everywhere=True, reload=True),
    Scene("history", go("#/history", ".day"), everywhere=True),
    Scene("review", _review, everywhere=True),
    Scene("curves", _curves, everywhere=True),
    Scene("set-up", go("#/setup", "[data-testid=tare]"), everywhere=True),
    Scene("calibration", _calibration, everywhere=True),
    Scene("sensor-offline", condition({"sensor_ok": False}), reload=True),
    Scene("load-cell-lost", condition(_fault("load_cell_lost")), reload=True),
    Scene("position-suspect", condition(_fault("position_suspect")), reload=True),
    Scene(
        "not-recording",
        condition({"recording": False, "not_recording_code": "disk_full", "unsaved_reps": 7}),
        everywhere=True,
        reload=True,
    ),
    Scene(
        "calibrating", condition({"calibrating": True, "set": None}), everywhere=True, reload=True
    ),
    Scene("wrong-clock", condition({"time_quality": "unsynced"}), reload=True),
    Scene("offline", condition({"device_online": False}), everywhere=True, reload=True),
)
