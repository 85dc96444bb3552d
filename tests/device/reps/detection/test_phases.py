"""The phases on the screen, the ring and the cue, and that the score says the same."""

import numpy as np
import pytest

from device.calibration.factors import Factors
from device.pipeline import Pipeline
from device.reps.events import HoldReached, PhaseChanged, RepConfirmed
from device.reps.rep import Phase
from device.sensors.reading import Reading

COUNTS_PER_METRE = 2000.0


class Screen:
    """What was shown of a handle's path."""

    def __init__(self, handle, extra=lambda t: 0.0 * t, gaps_s=()):
        t_s = np.arange(0.0, handle.t_s, 0.005)
        for begin_s, end_s in gaps_s:
            t_s = t_s[(t_s <= begin_s) | (t_s >= end_s)]
        counts = np.floor((handle.position_m(t_s) + extra(t_s)) * COUNTS_PER_METRE).astype(int)
        pipeline, events, self.ring = Pipeline(Factors(counts_per_metre=COUNTS_PER_METRE)), [], []
        for t, count in zip(t_s.tolist(), counts.tolist(), strict=True):
            events += pipeline.feed(Reading(round(t * 1e9), count, None))
            self.ring.append((t, pipeline.live().hold_s or 0.0))
        events += pipeline.finish()
        self.cues_s = [e.t_ns * 1e-9 for e in events if isinstance(e, HoldReached)]
        self.reps = [e.rep for e in events if isinstance(e, RepConfirmed)]
        self.phases = [e for e in events if isinstance(e, PhaseChanged)]

    def ring_after(self, t_s):
        return max(held_s for at_s, held_s in self.ring if at_s >= t_s)


def shown_hold_s(rep):
    return 0.0 if rep.hold_s is None else rep.hold_s


@pytest.mark.parametrize("pull_s", [0.5, 0.8, 1.4])
@pytest.mark.parametrize("hold_s", [0.4, 0.75, 1.1, 2.0])
def test_the_ring_is_the_score(handle, hold_s, pull_s):
    handle.wait(1.0).rep(hold=1.2).wait(0.8)
    begin_s = handle.t_s
    screen = Screen(handle.rep(pull=pull_s, hold=hold_s).wait(1.0))
    assert screen.ring_after(begin_s) == pytest.approx(screen.reps[1].hold_s, abs=0.06)
    late = [cue_s for cue_s in screen.cues_s if cue_s > begin_s]
    if abs(screen.reps[1].hold_s - 1.0) > 0.06:
        assert bool(late) is (screen.reps[1].hold_s > 1.0)


def test_the_ring_counts_from_nothing_and_never_back(handle):
    screen = Screen(handle.wait(1.0).rep(hold=1.5).wait(1.0))
    during = [held_s for _, held_s in screen.ring if held_s > 0.0]
    assert during[0] < 0.05
    assert (np.diff(during) > -0.02).all()


def test_the_phases_of_a_repetition_come_in_order(handle):
    screen = Screen(handle.wait(1.0).rep().wait(1.0))
    order = [Phase.CONCENTRIC, Phase.HOLD, Phase.ECCENTRIC, Phase.REST]
    assert [change.phase for change in screen.phases] == order
    assert all(change.since_ns <= change.t_ns for change in screen.phases)
    [rep] = screen.reps
    since_ns = [change.since_ns for change in screen.phases]
    for found_ns, scored_ns in zip(
        since_ns, (rep.start_ns, rep.top_ns, rep.release_ns), strict=False
    ):
        assert found_ns == pytest.approx(scored_ns, abs=60_000_000)


@pytest.mark.parametrize("gap_s", [0.14, 0.2, 0.28])
@pytest.mark.parametrize("late_s", [-0.05, 0.0, 0.06, 0.15, 0.4])
def test_what_nobody_measured_fills_no_ring(handle, gap_s, late_s):
    """A gap is taken off a hold although it began before the hold was known."""
    handle.wait(1.0).rep().wait(0.8).rep().wait(0.8).move(0.8, 0.5)
    top_s = handle.t_s
    handle.wait(0.75 + gap_s).move(1.5, -0.5).wait(1.0)
    begin_s = top_s + late_s
    screen = Screen(handle, gaps_s=[(begin_s, begin_s + gap_s)])
    assert screen.reps[2].hold_s == pytest.approx(0.83, abs=0.04)
    assert screen.ring_after(top_s) == pytest.approx(screen.reps[2].hold_s, abs=0.06)
    assert [cue_s for cue_s in screen.cues_s if cue_s > top_s] == []


def test_a_long_gap_begins_the_ring_anew(handle):
    handle.wait(1.0).rep().wait(0.8).move(0.8, 0.5)
    top_s = handle.t_s
    handle.wait(1.8).move(1.5, -0.5).wait(1.0)
    screen = Screen(handle, gaps_s=[(top_s + 0.6, top_s + 1.1)])
    assert screen.reps[1].hold_s is None
    assert screen.reps[1].verdict == "unknown"
    assert screen.ring_after(top_s) < 0.85
    assert [cue_s for cue_s in screen.cues_s if cue_s > top_s] == []


@pytest.mark.parametrize("sway_m", [0.004, 0.008])
@pytest.mark.parametrize("sway_hz", [0.3, 0.8])
def test_standing_ready_with_a_sway_cues_nothing_and_the_first_hold_is_cued(
    handle, sway_m, sway_hz
):
    handle.wait(1.0).move(1.6, 0.4).wait(12.0)
    left_s = handle.t_s
    handle.rep(rom_m=0.5, pull=0.6, hold=1.5).wait(1.0)

    def sway(t):
        stands = np.clip((t - 2.6) / 0.5, 0.0, 1.0) * np.clip((left_s - t) / 0.5, 0.0, 1.0)
        return sway_m * stands * np.sin(2 * np.pi * sway_hz * t)

    screen = Screen(handle, sway)
    assert len(screen.reps) == 1
    assert [cue_s > left_s for cue_s in screen.cues_s] == [True]


@pytest.mark.parametrize("walk_s", [1.2, 2.0, 3.0])
def test_a_walk_out_is_no_hold(handle, walk_s):
    handle.wait(1.0).move(walk_s, 0.35).wait(4.0)
    screen = Screen(handle)
    assert screen.cues_s == []
    assert screen.ring_after(0.0) == 0.0


def test_a_put_down_after_the_last_repetition_is_no_hold(handle):
    handle.wait(0.5).move(1.5, 0.4).wait(1.5).rep().wait(0.8).rep().wait(1.0)
    down_s = handle.t_s
    screen = Screen(handle.move(1.8, -0.4).wait(4.0))
    assert len(screen.reps) == 2
    assert [cue_s for cue_s in screen.cues_s if cue_s > down_s] == []
    assert screen.ring_after(down_s) == 0.0


@pytest.mark.parametrize("hz", [3.0, 6.0, 9.0])
def test_a_hand_that_shakes_by_8_mm_is_cued(handle, hz):
    handle.wait(1.0).rep().wait(0.8).move(0.8, 0.5)
    top_s = handle.t_s
    handle.wait(1.4).move(1.5, -0.5).wait(1.0)

    def shake(t):
        inside = np.clip((t - top_s) / 0.1, 0.0, 1.0) * np.clip((top_s + 1.4 - t) / 0.1, 0.0, 1.0)
        return 0.008 * inside * np.sin(2 * np.pi * hz * (t - top_s))

    screen = Screen(handle, shake)
    assert len([cue_s for cue_s in screen.cues_s if cue_s > top_s]) == 1
    assert screen.reps[1].held


def test_an_overshoot_begins_its_hold_when_it_has_settled(handle):
    handle.wait(1.0).rep().wait(0.8).move(0.8, 0.55).move(0.4, -0.05)
    settled_s = handle.t_s
    screen = Screen(handle.wait(0.75).move(1.5, -0.5).wait(1.0))
    assert screen.reps[1].hold_s < 0.95
    assert [cue_s for cue_s in screen.cues_s if cue_s > settled_s - 0.5] == []
    assert screen.ring_after(settled_s) == pytest.approx(screen.reps[1].hold_s, abs=0.1)


def test_a_turn_fills_no_ring(handle):
    handle.wait(1.0)
    for _ in range(4):
        handle.move(0.6, 0.5).move(0.7, -0.5)
    screen = Screen(handle.wait(1.0))
    assert len(screen.reps) == 4
    assert screen.ring_after(0.0) < 0.1
    assert screen.cues_s == []
