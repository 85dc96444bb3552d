"""What the repetitions of a set say about the next excursion."""

from collections.abc import Iterator

from device.reps.detection.excursion import Excursion
from device.reps.detection.tuning import (
    CRASH_M_S,
    HOME_SHARE,
    LIKE_LEAST_SHARE,
    LIKE_MOST_SHARE,
    NO_LOAD_SHARE,
    REBOUND_NS,
    REBOUND_SHARE,
)
from device.reps.exercises import ExerciseSpec
from device.reps.rep import Rep
from device.reps.scoring.scorer import SetContext
from device.reps.scoring.summary import range_that_counts
from device.reps.scoring.verdict import reference_rom_m


class SessionReps:
    """The repetitions of the open set, and the places and falls that go with them.

    Attributes:
        home_m: Where the athlete came to rest after the latest one; ``None`` before the first.
    """

    def __init__(self) -> None:
        self._reps: list[Rep] = []
        self._last_fall: tuple[int, float, float] | None = None
        self.home_m: float | None = None

    def __len__(self) -> int:
        return len(self._reps)

    def __iter__(self) -> Iterator[Rep]:
        return iter(self._reps)

    def amend(self, rep: Rep) -> None:
        """One of them, as it is now known."""
        self._reps = [rep if one.number == rep.number else one for one in self._reps]

    @property
    def last_end_ns(self) -> int | None:
        """When the latest one ended; ``None`` before the first."""
        return self._reps[-1].end_ns if self._reps else None

    @property
    def reference_rom_m(self) -> float | None:
        """The range of the set's own best; ``None`` until there are enough of them."""
        ranges = (range_that_counts(rep.rom_m, rep.hold_s, rep.flags) for rep in self._reps)
        return reference_rom_m([range_m for range_m in ranges if range_m is not None])

    @property
    def usual_rom_m(self) -> float | None:
        """The median range; ``None`` before the first."""
        return _middle([rep.rom_m for rep in self._reps if rep.rom_m is not None])

    def new_set(self) -> None:
        """Forget the repetitions: the next one is the first of its set."""
        self._reps.clear()

    def add(self, rep: Rep, home_m: float | None) -> None:
        """Take a repetition that counts, and where the handle rests after it."""
        self._reps.append(rep)
        self.home_m = home_m

    def context(self, rules: ExerciseSpec, reference_rom_m: float | None) -> SetContext:
        """What the score of the next one takes from those before it."""
        return SetContext(
            rules=rules,
            number=len(self._reps) + 1,
            fastest_m_s=max((rep.mean_velocity_m_s or 0.0 for rep in self._reps), default=0.0),
            last_end_ns=self.last_end_ns,
            reference_rom_m=reference_rom_m,
        )

    def resembles(self, excursion: Excursion) -> bool:
        """Whether it begins where the last repetition ended, and goes about as far as they did."""
        usual_m = self.usual_rom_m
        if self.home_m is None or usual_m is None:
            return False
        at_home = abs(excursion.start_m - self.home_m) < HOME_SHARE * usual_m
        return at_home and LIKE_LEAST_SHARE * usual_m < excursion.rom_m < LIKE_MOST_SHARE * usual_m

    def is_unloaded(self, rep: Rep) -> bool:
        """Whether the load of the repetitions before is missing; says nothing of a first one."""
        forces = [one.mean_force_n for one in self._reps if one.mean_force_n is not None]
        if rep.mean_force_n is None or rep.flags or len(forces) < 2:
            return False
        return abs(rep.mean_force_n) < NO_LOAD_SHARE * sorted(forces)[len(forces) // 2]

    def is_rebound(self, excursion: Excursion) -> bool:
        """Whether it follows a fall that nobody braked, and is much smaller than that."""
        if self._last_fall is None:
            return False
        low_ns, fell_m, fall_m_s = self._last_fall
        return (
            fall_m_s > CRASH_M_S
            and excursion.high_ns - low_ns < REBOUND_NS
            and excursion.high_m - excursion.base_m < REBOUND_SHARE * fell_m
        )

    def falls(self, excursion: Excursion, fall_m_s: float) -> None:
        """Remember how an excursion came back, for the rebound that may follow."""
        self._last_fall = (excursion.low_ns, excursion.high_m - excursion.low_m, fall_m_s)


def _middle(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None
