"""Many sets with broken sensors, as a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from tests.tools.accuracy.printing.table import Table
from tests.tools.accuracy.sensors.judging import Judged

_HEADS: Final = (
    "sensor fault",
    "sets",
    "named",
    "in time",
    "after s, p50 p95",
    "after reps, p95",
    "reps kept",
    "wrong in silence",
    "other faults",
)
_TOLD: Final = 3
"""Other faults that are named in one cell."""


def sensor_table(judged: Iterable[Judged]) -> Table:
    """A row for each fault, for all of them, and for each sound situation and all of those."""
    judged = list(judged)
    broken, sound = ([one for one in judged if one.sound is is_sound] for is_sound in (False, True))
    rows = [*_rows(broken), _row("all that are broken", broken)] if broken else []
    if sound:
        rows += [*_rows(sound), _row("all that are sound", sound)]
    return Table("What is said of sensors", _HEADS, rows)


def _rows(judged: Sequence[Judged]) -> Iterator[Sequence[str]]:
    for name in dict.fromkeys(one.name for one in judged):
        yield _row(name, [one for one in judged if one.name == name])


def _row(name: str, judged: Sequence[Judged]) -> Sequence[str]:
    named = [one for one in judged if one.named_s is not None]
    after_s = [one.named_s for one in named if one.named_s is not None]
    sound = all(one.sound for one in judged)
    silent = sum(len(one.silent) for one in judged)
    invented = sum(one.invented for one in judged)
    return (
        name,
        str(len(judged)),
        "–" if sound else _share(len(named), len(judged)),
        "–" if sound else _share(sum(one.in_time for one in named), len(judged)),
        " ".join(f"{value:.1f}" for value in np.quantile(after_s, (0.5, 0.95))) if named else "–",
        f"{np.quantile([one.named_reps for one in named], 0.95):.0f}" if named else "–",
        f"{sum(one.kept for one in judged)} of {sum(one.true for one in judged)}",
        f"{silent} figures" + (f", {invented} reps" if invented else ""),
        _others(judged),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def _others(judged: Sequence[Judged]) -> str:
    counted = Counter(kind for one in judged for kind in one.others).most_common()
    told = ", ".join(f"{kind} {count}" for kind, count in counted[:_TOLD])
    return told + (" …" if len(counted) > _TOLD else "") or "–"
