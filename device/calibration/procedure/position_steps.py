"""The steps of the encoder: length, direction and the closing check.

A step that watches a pull takes two calls: one with ``mark`` while the handle stands at its start,
one after the pull.
"""

from dataclasses import replace
from typing import Final

from device.calibration.fit import LoadFit, wheel_counts_per_metre
from device.calibration.procedure.bench import Bench
from device.calibration.procedure.draft import CheckFound, Draft, LengthFound
from device.calibration.procedure.load_steps import NOTHING_HUNG_COUNTS, NOTHING_HUNG_NOISES
from device.calibration.procedure.pull import Pull
from device.calibration.recent import CountStatistics
from device.calibration.refusal import RefusalCode, RefusalError
from device.calibration.values import Values, flag, number

MIN_LENGTH_M: Final = 0.3
_MAX_LENGTH_M: Final = 5.0
_MIN_CHECK_M: Final = 0.1
_MIN_TRAVEL_COUNTS: Final = 10
_MOVING: Final = 0.01
_CLOSURE_M: Final = 0.01
_CLOSURE: Final = 0.01
_MIN_PEAK_N: Final = 5.0


def length(draft: Draft, bench: Bench, values: Values) -> tuple[Draft, str]:
    """Mark the start, then give the length that was pulled; or the wheel; or keep the scale."""
    if flag(values, "mark"):
        return draft, _mark(bench, "Pull a length that you measured, hold still, and give it.")
    if flag(values, "keep"):
        kept = LengthFound(bench.previous.counts_per_metre, "kept", None)
        return replace(draft, length=kept, directed=True), "The encoder keeps its scale."
    if "wheel_diameter_m" in values:
        scale = wheel_counts_per_metre(
            number(values, "wheel_diameter_m", 0.005, 1.0),
            number(values, "counts_per_turn", 4, 100_000),
        )
        found = LengthFound(scale, "wheel", None)
    else:
        length_m = number(values, "length_m", 0.0, _MAX_LENGTH_M)
        if length_m < MIN_LENGTH_M:
            raise RefusalError(RefusalCode.LENGTH_TOO_SHORT, length=length_m, least=MIN_LENGTH_M)
        found = LengthFound(_travel(draft, bench) / length_m, "pull", length_m)
    bench.pull = None
    return (
        replace(draft, length=found, directed=False),
        f"The encoder counts {abs(found.counts_per_metre):.1f} a metre; now find its direction.",
    )


def direction(draft: Draft, bench: Bench, values: Values) -> tuple[Draft, str]:
    """Learn the sign of the scale from the pull of the length, or from one of its own."""
    if flag(values, "mark"):
        return draft, _mark(bench, "Pull the handle out, hold still, and go on.")
    found = draft.length
    if found is None:
        raise RefusalError(RefusalCode.OUT_OF_ORDER, first="Give the length first.")
    travel = _travel(draft, bench) if bench.pull else _pulled_counts(found)
    if travel < 0 and not flag(values, "accept_reversed"):
        raise RefusalError(RefusalCode.ENCODER_REVERSED)
    scale = abs(found.counts_per_metre) * (1 if travel > 0 else -1)
    bench.pull = None
    return (
        replace(draft, length=found._replace(counts_per_metre=scale), directed=True),
        "The direction is known; now mark the start, pull once out and back, and check.",
    )


def _pulled_counts(found: LengthFound) -> float:
    if found.method == "wheel":
        raise RefusalError(
            RefusalCode.OUT_OF_ORDER, first="Mark the handle's start, pull it out, then go on."
        )
    return found.counts_per_metre


def check(draft: Draft, bench: Bench, values: Values) -> tuple[Draft, str]:
    """Judge one pull out and back by the new factors."""
    if flag(values, "mark"):
        return draft, _mark(bench, "Pull the handle out and let it come all the way back.")
    pull, load, found = bench.pull, draft.load, draft.length
    if pull is None or load is None or found is None:
        raise RefusalError(
            RefusalCode.OUT_OF_ORDER, first="Mark the handle's start, pull it out and back."
        )
    counts = _counts_at_rest(bench, abs(pull.reach))
    travel_m = pull.reach / found.counts_per_metre
    if abs(travel_m) < _MIN_CHECK_M:
        raise _no_travel(draft, pull)
    if travel_m < 0:
        raise RefusalError(RefusalCode.ENCODER_REVERSED)
    closure_m = abs((counts.mean - pull.start_count) / found.counts_per_metre)
    if closure_m > _CLOSURE_M + _CLOSURE * travel_m:
        raise RefusalError(RefusalCode.SLIP, closure_mm=closure_m * 1000)
    peak_n = _peak_force_n(pull, load)
    checked = CheckFound(travel_m, closure_m, peak_n)
    bench.pull = None
    return replace(draft, check=checked), (
        f"{travel_m:.2f} m out, back to {closure_m * 1000:.0f} mm, at most {peak_n:.0f} N:"
        " accept it if that is right."
    )


def _peak_force_n(pull: Pull, load: LoadFit) -> float:
    if pull.low_load is None or pull.high_load is None:
        raise RefusalError(RefusalCode.LOAD_SILENT)
    forces = [
        (raw - load.load_zero) * load.newtons_per_count for raw in (pull.low_load, pull.high_load)
    ]
    if max(forces) < _MIN_PEAK_N:
        raise RefusalError(
            RefusalCode.WRONG_SIGN if min(forces) < -_MIN_PEAK_N else RefusalCode.NO_FORCE
        )
    return max(forces)


def _mark(bench: Bench, message: str) -> str:
    counts, load = bench.recent.counts(), bench.recent.load()
    if counts is None:
        raise RefusalError(RefusalCode.ENCODER_SILENT, counts=0)
    if not counts.still:
        raise RefusalError(RefusalCode.HANDLE_MOVING)
    bench.pull = Pull(counts.mean, load.mean if load else None)
    return message


def _travel(draft: Draft, bench: Bench) -> float:
    pull = bench.pull
    if pull is None:
        raise RefusalError(
            RefusalCode.OUT_OF_ORDER, first="Mark the handle's start, pull it out, then go on."
        )
    if abs(pull.reach) < _MIN_TRAVEL_COUNTS:
        raise _no_travel(draft, pull)
    counts = _counts_at_rest(bench, abs(pull.reach))
    travel = counts.mean - pull.start_count
    if abs(travel) < _MIN_TRAVEL_COUNTS:
        raise _no_travel(draft, pull)
    return travel


def _counts_at_rest(bench: Bench, reach: float) -> CountStatistics:
    counts = bench.recent.counts()
    if counts is None:
        raise RefusalError(RefusalCode.ENCODER_SILENT, counts=0)
    if bench.pull is not None and bench.pull.broken:
        raise RefusalError(RefusalCode.COUNTS_LOST)
    if not counts.still and counts.spread > _MOVING * reach:
        raise RefusalError(RefusalCode.HANDLE_MOVING)
    return counts


def _no_travel(draft: Draft, pull: Pull) -> RefusalError:
    """Nothing moved at all, or the cable was pulled and only the encoder did not see it."""
    noise = draft.tare.noise if draft.tare else 0.0
    if pull.load_changed(max(4 * NOTHING_HUNG_NOISES * noise, NOTHING_HUNG_COUNTS)):
        return RefusalError(RefusalCode.ENCODER_SILENT, counts=pull.high_count - pull.low_count)
    return RefusalError(RefusalCode.NOTHING_MOVED)
