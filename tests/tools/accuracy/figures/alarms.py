"""What is said of sensors in sets in which nothing is wrong with any."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tests.tools.accuracy.run import Outcome


class Alarms(NamedTuple):
    """Over all sound sets.

    Attributes:
        sets: How many; likewise ``reps`` found in them.
        faults: How often each kind of fault was raised.
        flagged: How many repetitions have each flag.
        any_flag: How many have any.
    """

    sets: int
    reps: int
    faults: Counter[str]
    flagged: Counter[str]
    any_flag: int


def alarms(outcomes: Sequence[Outcome]) -> Alarms:
    """Add up those of sound sets."""
    sound = [outcome for outcome in outcomes if outcome.sound]
    flags = [flags for outcome in sound for flags in outcome.flags]
    return Alarms(
        len(sound),
        len(flags),
        Counter(kind for outcome in sound for kind in outcome.faults),
        Counter(flag for some in flags for flag in some),
        sum(bool(some) for some in flags),
    )
