"""Which repetitions a set has, while some are counted, confirmed or withdrawn."""

from dataclasses import replace

from made_reps import make_rep

from device.reps.detection.set_tracker import SetTracker
from device.reps.events import EndReason
from device.reps.plan import SetPlan

S = 1_000_000_000


def test_a_counted_rep_opens_the_set_and_its_confirmation_counts_nothing_more() -> None:
    sets = SetTracker(SetPlan(), rest_s=30.0)
    counted = replace(make_rep(1), end_ns=5 * S)
    assert len(sets.take(counted)) == 1
    assert sets.take(replace(counted, end_ns=6 * S)) == []
    assert sets.rep_count == 1
    assert not sets.is_over(36 * S), "the rest begins with the final end"
    assert sets.is_over(36 * S + 1)


def test_a_withdrawn_rep_is_not_counted_and_the_next_ones_are() -> None:
    sets = SetTracker(SetPlan())
    for number in (1, 2, 3):
        sets.take(make_rep(number))
    sets.withdraw(2)
    sets.withdraw(2)
    assert sets.rep_count == 2
    sets.take(make_rep(4))
    assert sets.rep_count == 3
    [ended] = sets.end(99 * S, EndReason.USER)
    assert ended.ended_ns == make_rep(4).end_ns
    assert sets.rep_count == 3, "of the last set, while none is open"
