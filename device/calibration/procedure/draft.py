"""What a calibration has found so far, and what is still to do; derived, never stored twice."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from device.calibration.fit import LoadFit, WeightPoint
from device.calibration.recent import LoadStatistics


class Step(StrEnum):
    """The steps, in their order; ``live`` changes nothing and may come at any time."""

    BEGIN = "begin"
    TARE = "tare"
    WEIGHT = "weight"
    LENGTH = "length"
    DIRECTION = "direction"
    CHECK = "check"
    ACCEPT = "accept"
    CANCEL = "cancel"
    LIVE = "live"


class LengthFound(NamedTuple):
    """The encoder's scale, with the sign that was measured or assumed."""

    counts_per_metre: float
    method: str
    length_m: float | None


class CheckFound(NamedTuple):
    """What the last pull showed with the new factors."""

    travel_m: float
    closure_m: float
    peak_force_n: float


@dataclass(frozen=True, slots=True)
class Draft:
    """The findings; each is ``None`` until its step is done.

    Attributes:
        tare: The load cell with nothing on it.
        load: The line through tare and weights.
        weights: The known forces of that line.
        length: The encoder's scale.
        directed: Whether the sign of that scale is known from a pull.
        check: The last pull.
    """

    tare: LoadStatistics | None = None
    load: LoadFit | None = None
    weights: tuple[WeightPoint, ...] = ()
    length: LengthFound | None = None
    directed: bool = False
    check: CheckFound | None = None

    def done(self, step: Step) -> bool:
        """Whether the step has its result."""
        return {
            Step.TARE: self.tare is not None,
            Step.WEIGHT: self.load is not None,
            Step.LENGTH: self.length is not None,
            Step.DIRECTION: self.directed,
            Step.CHECK: self.check is not None,
        }.get(step, False)

    @property
    def next(self) -> Step:
        """The first step that has no result yet."""
        return next((step for step in MEASURING if not self.done(step)), Step.ACCEPT)

    def without_what_follows(self, step: Step) -> Self:
        """The draft without the results that rest on this step's."""
        return replace(self, **{name: EMPTY[name] for name in _RESTS_ON[step]})


MEASURING: Final = (Step.TARE, Step.WEIGHT, Step.LENGTH, Step.DIRECTION, Step.CHECK)

EMPTY: Final[dict[str, Any]] = {
    "load": None,
    "weights": (),
    "length": None,
    "directed": False,
    "check": None,
}

_RESTS_ON: Final[dict[Step, tuple[str, ...]]] = {
    Step.TARE: ("load", "weights", "check"),
    Step.WEIGHT: ("check",),
    Step.LENGTH: ("directed", "check"),
    Step.DIRECTION: ("check",),
    Step.CHECK: (),
}
