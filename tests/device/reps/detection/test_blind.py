"""While the position is known to be wrong there is no hold, and such time fills no ring."""

import numpy as np
import pytest

from device.motion.sample import MotionSample
from device.reps.detector import RepDetector
from device.reps.events import HoldReached, PhaseChanged, RepConfirmed
from device.reps.exercises import Exercise
from device.reps.rep import Phase

STEP_S = 0.005


def watch(handle, blind_from_s, blind_s):
    """What is found and shown while the position is not measured for some time."""
    detector = RepDetector(Exercise.ROW.spec, quantum_m=5e-4, load_delay_s=0.0, min_rom_m=0.15)
    t_s = np.arange(0.0, handle.t_s, STEP_S)
    x_m = handle.position_m(t_s)
    events, ring_s = [], []
    for t, x, v in zip(t_s, x_m, np.gradient(x_m, STEP_S), strict=True):
        ok = not blind_from_s <= t < blind_from_s + blind_s
        shown = x if ok else 7.0
        stamp_ns = round(t * 1e9)
        events += detector.update(MotionSample(stamp_ns, shown, v, v, None, None, None, 0, ok))
        ring_s.append((t, detector.phases.hold_s, ok))
    return events, ring_s


@pytest.mark.parametrize("blind_s", [0.03, 0.1, 0.28])
@pytest.mark.parametrize("late_s", [0.0, 0.1, 0.4])
def test_time_without_a_position_is_taken_off_the_hold_and_the_ring(handle, blind_s, late_s):
    handle.wait(1.0).rep().wait(0.8).move(0.8, 0.5)
    top_s = handle.t_s
    handle.wait(0.75 + blind_s).move(1.5, -0.5).wait(1.0)
    events, ring_s = watch(handle, top_s + late_s, blind_s)
    rep = [event.rep for event in events if isinstance(event, RepConfirmed)][1]
    # A loss that no gap of samples would be noticed by is none: 60 ms.
    assert rep.hold_s == pytest.approx(0.83 + (blind_s if blind_s < 0.06 else 0.0), abs=0.03)
    assert rep.rom_m == pytest.approx(0.5, abs=0.003)
    assert max(held for t, held, _ in ring_s if t > top_s) == pytest.approx(rep.hold_s, abs=0.05)
    cues = [e for e in events if isinstance(e, HoldReached) and e.t_ns * 1e-9 > top_s]
    assert cues == []


def test_nothing_is_held_meanwhile_and_a_long_loss_leaves_the_hold_unknown(handle):
    handle.wait(1.0).rep().wait(0.8).move(0.8, 0.5)
    top_s = handle.t_s
    handle.wait(1.5).move(1.5, -0.5).wait(1.0)
    events, ring_s = watch(handle, top_s + 0.4, 0.5)
    rep = [event.rep for event in events if isinstance(event, RepConfirmed)][1]
    assert rep.hold_s is None
    assert rep.held is None
    assert all(held == 0.0 for t, held, ok in ring_s if not ok)
    phases = [
        e.phase for e in events if isinstance(e, PhaseChanged) and e.t_ns * 1e-9 > top_s - 0.2
    ]
    assert phases == [Phase.HOLD, Phase.CONCENTRIC, Phase.HOLD, Phase.ECCENTRIC, Phase.REST]
