"""The guided calibration and its results."""

from typing import Annotated, Any, NotRequired, TypedDict


class WeightObject(TypedDict):
    """A known force and the load cell's counts under it."""

    force_n: Annotated[float, "The known force."]
    load_counts: Annotated[float, "Mean of the load cell's counts."]


class CheckObject(TypedDict):
    """What the last pull showed with the new factors."""

    travel_m: Annotated[float, "How far the handle went."]
    closure_m: Annotated[float, "How far from its start it came back."]
    peak_force_n: Annotated[float, "Highest force."]


class LoadLive(TypedDict):
    """What the load cell says, over the latest second and a half; ``null`` while it is silent."""

    load_mean: Annotated[float | None, "Mean of the counts."]
    load_noise: Annotated[float | None, "Their standard deviation."]
    load_low: Annotated[int | None, "The smallest."]
    load_high: Annotated[int | None, "The largest."]
    load_conversions: Annotated[int | None, "How many there were."]
    load_rate_hz: Annotated[float | None, "Conversions per second."]
    load_range_pct: Annotated[float | None, "Share of the converter's range, in percent."]
    load_saturated: Annotated[bool | None, "Whether one stood at an end of the range."]
    force_n: Annotated[float | None, "The force, once a weight is known."]
    noise_n: Annotated[float | None, "Its standard deviation, once a weight is known."]


class PositionLive(TypedDict):
    """What the encoder says."""

    encoder_count: Annotated[int | None, "The latest count."]
    encoder_low: Annotated[float | None, "The smallest of the pull, or of the latest readings."]
    encoder_high: Annotated[float | None, "The largest."]
    position_m: Annotated[float | None, "Position since the mark, once the length is known."]
    still: Annotated[bool | None, "Whether the handle stands."]
    marked: Annotated[bool, "Whether a pull is being watched."]


class CalibrationLive(LoadLive, PositionLive):
    """What the sensors say while one calibrates."""

    weights: Annotated[list[WeightObject], "The known forces so far."]
    residual_n: Annotated[float | None, "Root mean square error of the line through them."]
    check: Annotated[CheckObject | None, "The last pull."]
    faults: Annotated[list[str], "Names of the readings' flags, over the latest second and a half."]


class CalibrationAnswer(TypedDict):
    """The answer to one step of the calibration."""

    step: Annotated[str, "The step that was taken."]
    next: Annotated[str | None, "The one that comes next; `null` when it is over."]
    live: Annotated[CalibrationLive, "What the sensors say."]
    message: Annotated[str, "One sentence that says what to do."]
    record: NotRequired[Annotated[dict[str, Any], "With `accept`: all that was found."]]


class CalibrationObject(TypedDict):
    """Factors that were in force, with how they were found."""

    calibration_id: Annotated[int, "Key in the store."]
    made_at: Annotated[str | None, "When, ISO 8601 with offset, by the best known clock."]
    kind: Annotated[str, "`procedure`, `tare` or `import`."]
    counts_per_metre: Annotated[float, "Scale of the encoder, with its sign."]
    newtons_per_count: Annotated[float, "Scale of the load cell."]
    load_zero: Annotated[float, "Counts of the load cell with nothing on it."]
    load_delay_s: Annotated[float, "Group delay of its converter."]
    details: Annotated[dict[str, Any], "What the procedure measured."]


class CalibrationsAnswer(TypedDict):
    """The calibrations, newest first."""

    calibrations: Annotated[list[CalibrationObject], "The first is in force."]
