"""What to look at first."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tests.tools.accuracy.figures.live import HELD_S, NOT_HELD_S
from tests.tools.accuracy.run import Outcome


class _Found(NamedTuple):
    what: str
    times_s: Sequence[float]


def worst_lines(results: Sequence[Outcome], count: int) -> Iterator[str]:
    """All that was missed, invented or cued wrongly, and the ``count`` largest errors of holds."""
    if not count:
        return
    for outcome in results:
        for what, times_s in _wrong(outcome):
            for t_s in times_s:
                yield f"{what:10}{outcome.condition} seed {outcome.seed} at {t_s:.2f} s"
    errors = [error for outcome in results for error in outcome.errors]
    for error in sorted(errors, key=lambda e: abs(e.hold_s or 0.0), reverse=True)[:count]:
        yield (
            f"{'hold':10}{error.condition} seed {error.seed} rep {error.number}: "
            f"{1e3 * (error.hold_s or 0.0):+.0f} ms (top {1e3 * error.top_s:+.0f}, "
            f"release {1e3 * error.release_s:+.0f})"
        )


def _wrong(outcome: Outcome) -> Iterator[_Found]:
    lost = [cue.top_s for cue in outcome.cues if cue.hold_s >= HELD_S and not cue.cued]
    false = [cue.top_s for cue in outcome.cues if cue.hold_s <= NOT_HELD_S and cue.cued]
    yield _Found("missed", outcome.missed_s)
    yield _Found("invented", outcome.invented_s)
    yield _Found("lost cue", lost)
    yield _Found("false cue", false)
    yield _Found("stray cue", outcome.stray_cues_s)
    yield _Found("stray top", outcome.stray_tops_s)
