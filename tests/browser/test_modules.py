"""The page's pure modules, each run in the real browser without a station."""

from typing import Any

import pytest


def call(modules: Any, module: str, expression: str, argument: Any = None) -> Any:
    """Evaluate ``expression`` over the module's exports ``m`` and the argument ``a``."""
    load = f"const m = await import('/static/js/{module}.js');"
    code = f"async ([a]) => {{ {load} return {expression}; }}"
    return modules.evaluate(code, [argument])


# --- pace of the release


@pytest.mark.parametrize(
    ("elapsed_s", "returned", "concentric_s", "hurry"),
    [
        (0.5, 0.3, 0.8, False),  # at this rate 1.67 s
        (0.2, 0.3, 0.8, True),  # at this rate 0.67 s: under a second
        (0.5, 0.4, 2.0, True),  # at this rate 1.25 s: faster than the pull
        (0.05, 0.05, 0.8, False),  # too early to tell
        (0.5, 0.95, 0.8, False),  # too late to help
    ],
)
def test_slower_is_said_while_it_helps(
    modules: Any, elapsed_s: float, returned: float, concentric_s: float, hurry: bool
) -> None:
    release = {
        "elapsedS": elapsed_s,
        "excursionM": 0.7 * (1 - returned),
        "topM": 0.7,
        "concentricS": concentric_s,
    }
    assert call(modules, "coach/pace", "m.paceOf(a).hurry", release) is hurry


# --- the ring never says "done" by itself


def _view(**changes: Any) -> dict[str, Any]:
    view = {
        "phase": "hold",
        "phaseAt": 0,
        "holdS": 0.95,
        "holdReached": False,
        "liveAt": 1000,
        "reps": [],
        "set": None,
        "restFrom": None,
        "rejected": None,
        "plan": {"exercise": "row"},
    }
    return view | changes


@pytest.mark.parametrize(
    ("now", "reached", "shown"),
    [
        (1000, False, 0.95),
        (1040, False, 0.99),
        (1500, False, 0.999),  # carried on for 100 ms at most, and never to 1
        (1000, True, 1.0),  # the device knows better
    ],
)
def test_the_hold_is_carried_on_for_a_tenth_and_done_only_by_the_device(
    modules: Any, now: int, reached: bool, shown: float
) -> None:
    view = _view(holdReached=reached)
    assert call(modules, "coach/cue", "m.shownHold(a[0], a[1])", [view, now]) == pytest.approx(
        shown
    )


def test_a_hold_far_beyond_is_not_carried_on_without_data(modules: Any) -> None:
    view = _view(holdS=0.2)
    assert call(modules, "coach/cue", "m.shownHold(a, 9000)", view) == pytest.approx(0.3)


# --- words of a repetition and of a set


def _rep(number: int = 1, **changes: Any) -> dict[str, Any]:
    rep = {"rep": number, "verdict": "good", "reasons": [], "flags": [], "hold_s": 1.2}
    return rep | {"held": True, "rom_m": 0.7, "work_j": None, "velocity_loss_pct": 5.0} | changes


WORDS = "(await import('/static/js/kit/i18n.js')).loadWords('en')"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Good"),
        ({"verdict": "short_hold", "reasons": ["short_hold"], "hold_s": 0.8}, "Hold 0.2 s longer"),
        (
            {"verdict": "short_hold", "reasons": ["short_hold"], "hold_s": 0.999},
            "Hold 0.1 s longer",
        ),
        ({"verdict": "short_range", "reasons": ["short_range", "short_hold"]}, "Reach further"),
        ({"verdict": "fast_release", "reasons": ["fast_release"]}, "Slower back"),
        ({"verdict": "slow_pull", "reasons": ["slow_pull"]}, "Pull faster"),
    ],
)
def test_a_verdict_in_a_few_words(modules: Any, changes: dict[str, Any], words: str) -> None:
    said = call(modules, "coach/advice", f"m.verdictText(await {WORDS}, a, 'row')", _rep(**changes))
    assert said == words


@pytest.mark.parametrize("hold_s", [0.04, 0.86, 0.949, 0.951, 0.999, 1.0, 1.04, 1.1])
def test_the_hold_shown_and_what_is_missing_make_a_second(modules: Any, hold_s: float) -> None:
    shown = call(modules, "coach/advice", "m.holdTenths(a)", hold_s)
    assert (shown >= 1.0) is (hold_s >= 1.0)
    if hold_s < 1.0:
        assert shown + call(modules, "coach/advice", "m.missingHold(a)", hold_s) == pytest.approx(
            1.0
        )


# --- doubtful figures


def test_doubtful_figures_are_said_with_their_reason(modules: Any) -> None:
    reps = [_rep(1, flags=["load_lost", "slip"]), _rep(2, flags=["slip"]), _rep(3)]
    sets = "{reps: a, plan: {weight_kg: null, exercise: 'row'}, weight_step: 0}"
    lines = f"m.setLines({{words: await {WORDS}, unit: () => 'kg'}}, {sets}).textContent"
    said = "The figures of 2 reps are doubtful (load cell silent, wheel slipped)"
    assert said in call(modules, "widgets/setlines", lines, reps)
    assert "The figures of one rep are" in call(modules, "widgets/setlines", lines, reps[1:])
    assert "doubtful" not in call(modules, "widgets/setlines", lines, reps[2:])
    cell = f"m.verdictCell(await {WORDS}, a, 'row').textContent"
    assert call(modules, "widgets/setlines", cell, reps[0]) == " Goodload cell silentwheel slipped"


@pytest.mark.parametrize(("step", "expected_kg"), [(1, 42.5), (0, 40), (-1, 37.5)])
def test_the_next_weight_follows_the_stations_step(
    modules: Any, step: int, expected_kg: float
) -> None:
    done = {"plan": {"weight_kg": 40}, "weight_step": step}
    assert call(modules, "coach/advice", "m.nextWeightKg(a, 'kg')", done) == expected_kg


def test_what_was_not_measured_is_no_zero(modules: Any) -> None:
    sums = call(modules, "coach/advice", "m.summary(a)", [_rep(), _rep(2)])
    assert sums["workJ"] is None
    assert sums["powerW"] is None
    assert sums["romM"] == pytest.approx(0.7)


# --- the model


def _feed(modules: Any, messages: list[tuple[str, dict[str, Any], int]], result: str) -> Any:
    code = (
        "(() => { const model = new m.Model();"
        " for (const [topic, message, now] of a) model.take(topic, message, now);"
        f" return {result}; }})()"
    )
    return call(modules, "station/model", code, messages)


def _live(seq: int, **changes: Any) -> dict[str, Any]:
    live = {"run": "r", "seq": seq, "phase": "rest", "phase_s": 0.1, "rep_count": 0}
    live |= {"excursion_m": 0.0, "hold_s": 0.0, "velocity_m_s": 0.0, "force_n": None}
    return live | {"reference_rom_m": None, "set_elapsed_s": None} | changes


def test_an_older_message_never_turns_the_picture_back(modules: Any) -> None:
    messages = [("live", _live(8, rep_count=4), 100), ("live", _live(5, rep_count=3), 110)]
    assert _feed(modules, messages, "model.view.count") == 4


def test_another_run_of_the_device_begins_anew(modules: Any) -> None:
    messages = [("live", _live(800), 100), ("live", _live(1, run="s", rep_count=2), 110)]
    assert _feed(modules, messages, "model.view.count") == 2


@pytest.mark.parametrize(("now", "link"), [(1400, "live"), (1600, "stale"), (3000, "offline")])
def test_old_values_look_old(modules: Any, now: int, link: str) -> None:
    assert _feed(modules, [("live", _live(1), 1000)], f"model.link({now})") == link


def test_a_top_counts_until_it_is_rejected(modules: Any) -> None:
    top = {"run": "r", "seq": 2, "stage": "top", "number": 1, "rom_m": 0.4}
    rejected = {"run": "r", "seq": 4, "stage": "rejected", "number": None, "reason": "rebound"}
    messages = [("live", _live(1), 0), ("rep", top, 10), ("live", _live(3), 20)]
    assert _feed(modules, messages, "model.shownCount") == 1
    assert (
        _feed(modules, [*messages, ("rep", {**rejected, "rom_m": 0.4}, 30)], "model.shownCount")
        == 0
    )


def _set(seq: int, stage: str, set_id: int, reps: list[Any]) -> tuple[str, dict[str, Any], int]:
    return (
        "set",
        {"run": "r", "seq": seq, "stage": stage, "set": {"set_id": set_id, "reps": reps}},
        seq,
    )


def _told(seq: int, stage: str, set_id: int, number: int) -> tuple[str, dict[str, Any], int]:
    message = {"run": "r", "seq": seq, "stage": stage, "number": number, "rom_m": 0.7}
    message |= {"rep": {"rep": number}, "set_id": set_id}
    return "rep", message | ({"rep_id": 100 + number} if stage == "saved" else {}), seq


SHOWN = "model.view.reps.map((rep) => [rep.rep, rep.rep_id ?? null])"


def test_a_repetition_saved_late_stays_in_its_own_set(modules: Any) -> None:
    done = [{"rep": number} for number in range(1, 9)]
    messages = [
        _set(1, "started", 1, done[:7]),
        _told(2, "confirmed", 1, 8),
        _set(3, "ended", 1, done),
        _set(4, "started", 2, []),
        _told(5, "saved", 1, 8),
    ]
    assert _feed(modules, messages, SHOWN) == []
    assert _feed(modules, messages, "model.shownCount") == 0
    confirmed = [*messages, _told(6, "confirmed", 2, 1), _told(7, "confirmed", 1, 8)]
    assert _feed(modules, confirmed, SHOWN) == [[1, None]]


def test_a_repetition_saved_late_leaves_the_later_ones(modules: Any) -> None:
    messages = [
        _set(1, "started", 1, []),
        _told(2, "confirmed", 1, 1),
        _told(3, "confirmed", 1, 2),
        ("rep", {"run": "r", "seq": 4, "stage": "top", "number": 3, "rom_m": 0.7}, 4),
        _told(5, "saved", 1, 1),
    ]
    assert _feed(modules, messages, SHOWN) == [[1, 101], [2, None]]
    assert _feed(modules, messages, "model.shownCount") == 3


def test_the_last_repetition_saved_after_the_set_gets_its_key(modules: Any) -> None:
    messages = [
        _set(1, "started", 1, []),
        _told(2, "confirmed", 1, 1),
        _set(3, "ended", 1, [{"rep": 1}]),
        _told(4, "saved", 1, 1),
    ]
    assert _feed(modules, messages, SHOWN) == [[1, 101]]


STRIP = "[model.shownReps.length, model.shownCount]"


def _pulled(seq: int, **changes: Any) -> tuple[str, dict[str, Any], int]:
    """A frame of a pull, with the count of the set before, as the device sends it."""
    moving = {"phase": "concentric", "excursion_m": 0.4, "rep_count": 8}
    return "live", _live(seq, **(moving | changes)), seq


def test_the_first_pull_of_a_set_shows_nothing_of_the_set_before(modules: Any) -> None:
    ended = [_set(1, "ended", 1, [{"rep": number} for number in range(1, 9)])]
    resting = [*ended, _pulled(2, phase="rest", excursion_m=0.0)]
    assert _feed(modules, resting, STRIP) == [8, 8]
    touched = [*ended, _pulled(2, excursion_m=0.03)]
    assert _feed(modules, touched, STRIP) == [8, 8]
    pulled = [*resting, _pulled(3)]
    assert _feed(modules, pulled, STRIP) == [0, 0]
    top = ("rep", {"run": "r", "seq": 4, "stage": "top", "number": 1, "rom_m": 0.7}, 4)
    back = [*pulled, top, _pulled(5, phase="rest", excursion_m=0.0)]
    assert _feed(modules, back, STRIP) == [0, 1]
    opened = [*back, _set(6, "started", 2, []), _told(7, "confirmed", 2, 1)]
    assert _feed(modules, opened, STRIP) == [1, 1]
    none = {"run": "r", "seq": 6, "stage": "rejected", "number": None, "reason": "set_up_travel"}
    assert _feed(modules, [*back, ("rep", none | {"rom_m": 0.4}, 6)], STRIP) == [8, 8]


def test_a_correction_of_the_last_set_leaves_the_strip_of_the_open_one(modules: Any) -> None:
    messages = [
        _set(1, "ended", 1, [{"rep": 1}, {"rep": 2}]),
        _set(2, "started", 2, []),
        _told(3, "confirmed", 2, 1),
        _set(4, "changed", 1, [{"rep": 2}]),
    ]
    assert _feed(modules, messages, SHOWN) == [[1, None]]


def test_a_device_that_has_not_measured_yet_is_shown(modules: Any) -> None:
    state = {"run": "r", "seq": 1, "plan": {"exercise": "row"}, "set": None, "last_set": None}
    state |= {"live": None, "version": "1.2.3", "faults": [], "sensor_ok": True}
    assert _feed(modules, [("state", state, 100)], "model.view.version") == "1.2.3"
    assert _feed(modules, [("state", state, 100)], "model.link(200)") == "live"


# --- the session


def test_a_session_goes_row_left_right_then_punch(modules: Any) -> None:
    order = call(modules, "coach/flow", "m.setsOf(1).map((s) => `${s.exercise} ${s.side}`)")
    assert order == ["row left", "row right", "punch left", "punch right"]


FLOW = "(() => { const flow = new m.Flow(null, () => {}); %s })()"


def test_only_the_due_set_moves_a_session_on(modules: Any) -> None:
    code = FLOW % (
        "flow.begin({rounds: 1, warmUp: false, variant: 'static'});"
        "const set = (side, reps) => ({set_id: 7, plan: {exercise: 'row', side}, reps});"
        "const empty = flow.setEnded(set('left', []));"
        "const other = flow.setEnded(set('right', [1]));"
        "const due = flow.setEnded(set('left', [1]));"
        "return [empty, other, due, flow.state, flow.due.side];"
    )
    assert call(modules, "coach/flow", code) == [False, False, True, "rest", "right"]


def test_the_warm_up_has_six_steps_and_ends(modules: Any) -> None:
    code = FLOW % (
        "flow.begin({rounds: 1, warmUp: true, variant: 'static'}); let steps = 0;"
        "while (flow.state === 'warmup') { steps += 1; flow.nextWarmUp(); }"
        "return [steps, flow.state];"
    )
    assert call(modules, "coach/flow", code) == [6, "ready"]


# --- curves and units


def test_curves_are_aligned_at_each_start(modules: Any) -> None:
    times = [i / 10 for i in range(101)]
    samples = {"t_s": times, "position_m": [0.1 + (t % 5) * 0.2 for t in times]}
    reps = [{"start_s": 0.0, "end_s": 2.0}, {"start_s": 5.0, "end_s": 7.0}]
    got = call(modules, "widgets/curves", "m.overlay(a[0], a[1], 'position_m')", [samples, reps])
    at = got["x"].index(1.0)
    assert [column[at] for column in got["columns"]] == pytest.approx([0.2, 0.2], abs=1e-9)


def test_a_gap_in_the_samples_stays_a_gap(modules: Any) -> None:
    got = call(modules, "widgets/curves", "m.valueAt([0, 1, 2], [1, null, 3], 1.5)")
    assert got is None


@pytest.mark.parametrize(
    ("kg", "unit", "text"),
    [(40, "kg", "40 kg"), (22.5, "kg", "22.5 kg"), (None, "kg", "–"), (45.359237, "lb", "100 lb")],
)
def test_weights_in_the_athletes_unit(modules: Any, kg: float | None, unit: str, text: str) -> None:
    assert (
        call(modules, "kit/units", f"m.weightText(await {WORDS}, a[0], a[1])", [kg, unit]) == text
    )


def test_names_stay_text(modules: Any) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    code = (
        "(() => { const n = m.el('p', {text: a}); return [n.childElementCount, n.textContent]; })()"
    )
    assert call(modules, "kit/dom", code, hostile) == [0, hostile]
