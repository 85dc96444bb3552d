"""The position that the live rule sees: a mean over 50 ms with the stamp of its middle."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.reps.detection.smoothed import SmoothedPosition

MS = 1_000_000


def fed(x_of_t, seconds, every_ms=5):
    smoothed = SmoothedPosition()
    for ms in range(0, int(seconds * 1000), every_ms):
        smoothed.update(ms * MS, x_of_t(ms * 1e-3))
    return smoothed


def test_a_line_has_no_delay():
    for place in fed(lambda t: 0.4 * t, 1.0).places:
        assert place.x_m == pytest.approx(0.4 * place.t_ns * 1e-9, abs=1e-9)


def test_places_are_10_ms_apart_and_as_old_as_800_ms():
    places = fed(lambda _: 0.1, 3.0).places
    stamps = [place.t_ns for place in places]
    assert {b - a for a, b in itertools.pairwise(stamps)} == {10 * MS}
    assert 780 * MS <= stamps[-1] - stamps[0] <= 800 * MS


def test_a_level_was_passed_between_two_places():
    smoothed = fed(lambda t: 0.5 * min(t, 1.0), 1.5)
    assert smoothed.last_below(0.4) == pytest.approx(0.8e9, abs=2 * MS)
    falling = fed(lambda t: 0.5 * max(0.0, 1.0 - t), 1.5)
    assert falling.last_above(0.1) == pytest.approx(0.8e9, abs=2 * MS)
    assert smoothed.last_below(-1.0) is None
    assert smoothed.last_above(1.0) is None


def test_the_latest_place_is_its_own_passage():
    smoothed = fed(lambda _: 0.1, 0.5)
    newest_ns = smoothed.places[-1].t_ns
    assert smoothed.last_below(0.2) == smoothed.last_above(0.0) == newest_ns


def test_a_restart_forgets_everything():
    smoothed = fed(lambda _: 0.1, 0.5)
    smoothed.restart()
    assert smoothed.last_below(9.0) is None
    place = smoothed.update(10**9, 0.7)
    assert (place.t_ns, place.x_m) == (10**9, 0.7)


@given(
    st.lists(
        st.tuples(st.sampled_from((0, 1, 5, 12, 70, 400, 2000)), st.floats(-2.0, 2.0)),
        min_size=1,
        max_size=80,
    )
)
def test_whatever_the_stamps_a_place_lies_among_its_samples(steps):
    smoothed, t_ns, seen = SmoothedPosition(), 0, []
    for step_ms, x_m in steps:
        t_ns += step_ms * MS
        seen.append(x_m)
        place = smoothed.update(t_ns, x_m)
        if place is not None:
            assert t_ns - 25 * MS <= place.t_ns <= t_ns
            assert min(seen) - 1e-9 <= place.x_m <= max(seen) + 1e-9
    stamps = [place.t_ns for place in smoothed.places]
    assert stamps == sorted(stamps)
    assert stamps
