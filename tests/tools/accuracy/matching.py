"""Which found repetition is which true one."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from device.sensors.simulated.truth import TrueRep
from tests.tools.accuracy.methods.found import FoundRep

_LEAST_OVERLAP: Final = 0.3
"""Of the longer of the two, that both must have in common: a fragment is no match."""


class Matching(NamedTuple):
    """Pairs one to one, and what is left on either side."""

    pairs: list[tuple[TrueRep, FoundRep]]
    missed: list[TrueRep]
    invented: list[FoundRep]


def match(
    true: Sequence[TrueRep],
    found: Sequence[FoundRep],
    spoiled_s: Sequence[tuple[float, float]] = (),
) -> Matching:
    """Pair repetitions by their overlap in time, the largest overlap first.

    A true one that touches a stretch of ``spoiled_s`` is left out, and so is whatever was found
    in the stretch or of that repetition.
    """
    half_seen = [(rep.start_s, rep.end_s) for rep in true if touches(rep, spoiled_s)]
    true = [rep for rep in true if not touches(rep, spoiled_s)]
    found = [
        rep
        for rep in found
        if not touches(rep, spoiled_s)
        and not (touches(rep, half_seen) and max(_shares(rep, true)) < _LEAST_OVERLAP)
    ]
    overlaps = sorted(
        (
            (_overlap(truth, rep), i, j)
            for i, truth in enumerate(true)
            for j, rep in enumerate(found)
            if _overlap(truth, rep) > 0.0
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for share, i, j in overlaps:
        if share >= _LEAST_OVERLAP and i not in partner and j not in partner.values():
            partner[i] = j
    return Matching(
        [(true[i], found[j]) for i, j in sorted(partner.items())],
        [truth for i, truth in enumerate(true) if i not in partner],
        [rep for j, rep in enumerate(found) if j not in partner.values()],
    )


def _shares(rep: FoundRep, true: Sequence[TrueRep]) -> list[float]:
    return [0.0, *(_overlap(truth, rep) for truth in true)]


def touches(rep: TrueRep | FoundRep, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether a repetition shares time with any of the stretches."""
    return any(rep.start_s < to_s and rep.end_s > from_s for from_s, to_s in spans)


def _overlap(truth: TrueRep, rep: FoundRep) -> float:
    """Common time as a share of the longer one's; 0 where there is none."""
    common = min(truth.end_s, rep.end_s) - max(truth.start_s, rep.start_s)
    longer = max(truth.end_s - truth.start_s, rep.end_s - rep.start_s)
    return max(0.0, common / longer)
