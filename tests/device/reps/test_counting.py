"""A repetition is counted before it is over, and confirmed or withdrawn when it is."""

import numpy as np
import pytest

from device.calibration.factors import Factors
from device.pipeline import Pipeline
from device.reps import detector
from device.reps.events import (
    AmendReason,
    Rejected,
    RepConfirmed,
    RepCounted,
    RepWithdrawn,
    SetEnded,
    SetStarted,
)
from device.sensors.reading import Fault

COUNTED_AT = 0.92


def run(readings):
    pipeline, events = Pipeline(Factors(counts_per_metre=2000.0)), []
    for reading in readings:
        events += pipeline.feed(reading)
    return events + pipeline.finish()


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def three(handle, back=1.5, wait=0.8):
    handle.wait(1.0)
    for _ in range(3):
        handle.rep(back=back).wait(wait)
    return handle.wait(1.0)


@pytest.mark.parametrize("back_s", [0.8, 1.5, 4.0])
def test_a_rep_is_counted_at_92_percent_of_its_return(handle, back_s):
    handle.wait(1.0)
    back_from_s = []
    for _ in range(3):
        handle.rep(back=back_s)
        back_from_s.append(handle.t_s - back_s)
        handle.wait(0.8)
    counted = of(run(handle.wait(1.0).readings()), RepCounted)
    assert [event.rep.number for event in counted] == [1, 2, 3]
    for event, from_s in zip(counted, back_from_s, strict=True):
        there_s = handle.passes_s((1.0 - COUNTED_AT) * 0.5, from_s)
        assert there_s - 0.01 <= event.t_ns * 1e-9 <= there_s + 0.06


@pytest.mark.parametrize("back_s", [0.8, 1.5, 4.0])
def test_it_is_counted_before_its_end_and_confirmed_after_with_the_same_number(handle, back_s):
    events = run(three(handle, back_s).readings())
    counted, confirmed = of(events, RepCounted), of(events, RepConfirmed)
    assert [event.rep.number for event in counted] == [event.rep.number for event in confirmed]
    for early, final in zip(counted, confirmed, strict=True):
        assert early.t_ns < final.rep.end_ns < final.t_ns
        assert early.rep.end_ns <= early.t_ns, "no time that has not come yet"
        assert final.t_ns == final.rep.detected_ns
        assert (final.t_ns - final.rep.end_ns) * 1e-9 < 0.25 + 0.06 * back_s
    assert not of(events, RepWithdrawn)


def test_what_is_past_is_final_already_and_the_return_is_unknown(handle):
    events = run(three(handle).readings())
    for early, final in zip(of(events, RepCounted), of(events, RepConfirmed), strict=True):
        assert early.rep.eccentric_s is None
        assert early.rep.eccentric_velocity_m_s is None
        assert early.rep.tempo is None
        assert final.rep.eccentric_s == pytest.approx(1.3, abs=0.15)
        assert early.rep.hold_s == pytest.approx(final.rep.hold_s, abs=0.01)
        assert early.rep.rom_m == pytest.approx(final.rep.rom_m, abs=0.002)
        assert early.rep.concentric_s == pytest.approx(final.rep.concentric_s, abs=0.02)
        assert early.rep.peak_velocity_m_s == pytest.approx(final.rep.peak_velocity_m_s, rel=0.01)
        assert final.rep.verdict == "good"


def test_the_first_counted_rep_opens_the_set(handle):
    events = run(three(handle).readings())
    kinds = [type(e) for e in events if isinstance(e, SetStarted | RepCounted | SetEnded)]
    assert kinds == [SetStarted, RepCounted, RepCounted, RepCounted, SetEnded]


def test_a_touch_and_go_rep_is_counted_too(handle):
    handle.wait(1.0)
    for _ in range(4):
        handle.move(0.5, 0.5).move(0.7, -0.5)
    events = run(handle.wait(1.0).readings())
    assert len(of(events, RepCounted)) == len(of(events, RepConfirmed)) == 4


def test_a_return_that_stops_short_is_confirmed_without_being_counted_before(handle):
    handle.wait(1.0).rep().wait(0.8).rep().wait(0.8)
    handle.move(0.8, 0.5).wait(1.2).move(1.5, -0.4).wait(3.0)
    events = run(handle.readings())
    assert [event.rep.number for event in of(events, RepCounted)] == [1, 2]
    assert [event.rep.number for event in of(events, RepConfirmed)] == [1, 2, 3]


@pytest.mark.parametrize("fault_after_s", [0.02, 0.05, 0.1])
def test_a_restart_after_a_rep_was_counted_confirms_it(handle, fault_after_s):
    three(handle)
    [counted_ns, *_] = [e.t_ns for e in of(run(handle.readings()), RepCounted)]
    at_ns = counted_ns + round(fault_after_s * 1e9)
    offset, readings = None, []
    for reading in handle.readings():
        if reading.t_ns >= at_ns:
            faults = 0 if offset is not None else int(Fault.RESTARTED)
            offset = reading.encoder_count if offset is None else offset
            reading = reading._replace(encoder_count=reading.encoder_count - offset, faults=faults)
        readings.append(reading)
    events = run(readings)
    assert [event.rep.number for event in of(events, RepCounted)] == [1, 2, 3]
    assert [event.rep.number for event in of(events, RepConfirmed)] == [1, 2, 3]
    first = of(events, RepConfirmed)[0]
    assert first.rep.hold_s == pytest.approx(1.25, abs=0.1)
    assert first.rep.rom_m == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize("cut_s", np.arange(3.0, 5.0, 0.1).tolist())
def test_wherever_the_source_ends_what_was_counted_is_settled(handle, cut_s):
    three(handle)
    events = run(r for r in handle.readings() if r.t_ns < cut_s * 1e9)
    settled = {e.rep.number for e in of(events, RepConfirmed)}
    settled |= {e.number for e in of(events, RepWithdrawn)}
    assert {e.rep.number for e in of(events, RepCounted)} <= settled


def test_a_counted_rep_that_turns_out_to_be_none_is_withdrawn(handle, monkeypatch):
    """No movement is known that does this; a course that no longer holds a pull would."""
    three(handle)
    second_rep_s = handle.t_s - 1.0 - 2 * (3.5 + 0.8)
    measure = detector.measure

    def without_the_second_end(trace, excursion, **options):
        final = options["until_ns"] > excursion.low_ns + 50_000_000
        second = abs(excursion.base_ns * 1e-9 - second_rep_s) < 1.0
        return None if final and second else measure(trace, excursion, **options)

    monkeypatch.setattr(detector, "measure", without_the_second_end)
    events = run(handle.readings())
    assert [event.rep.number for event in of(events, RepCounted)] == [1, 2, 2]
    [withdrawn] = of(events, RepWithdrawn)
    assert (withdrawn.number, withdrawn.reason) == (2, AmendReason.SET_UP_TRAVEL)
    [rejected] = of(events, Rejected)
    assert rejected.t_ns == withdrawn.t_ns
    assert [event.rep.number for event in of(events, RepConfirmed)] == [1, 2]
