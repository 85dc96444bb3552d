import itertools
import threading
from time import monotonic_ns

import numpy as np
import pytest

from device.calibration.recorded import factors_from_header
from device.errors import UserError
from device.pipeline import Pipeline
from device.reps.events import RepConfirmed
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.sensors.capabilities import Turn
from device.sensors.simulated.source import SimulatedSource
from device.sources import trainee_tasks


def take(source, count):
    return list(itertools.islice(source, count))


def test_the_same_seed_is_the_same_session():
    first = take(SimulatedSource(trainee_tasks(), seed=4, speed=None), 30_000)
    assert first == take(SimulatedSource(trainee_tasks(), seed=4, speed=None), 30_000)
    assert first != take(SimulatedSource(trainee_tasks(), seed=5, speed=None), 30_000)


def test_sets_sides_and_exercises_alternate_with_rests_without_a_jump():
    source = SimulatedSource(trainee_tasks(), seed=1, speed=None)
    turns, rest_begins = [source.turn], None
    previous = next(iter_ := iter(source))
    longest_rest_s = 0.0
    place = previous.encoder_count
    for reading in itertools.islice(iter_, 120_000):
        assert reading.t_ns - previous.t_ns == 5_000_000
        assert abs(reading.encoder_count - previous.encoder_count) < 40
        if source.turn != turns[-1]:
            turns.append(source.turn)
        if abs(reading.encoder_count - place) > 60:
            place, rest_begins = reading.encoder_count, reading.t_ns
        elif rest_begins is not None:
            longest_rest_s = max(longest_rest_s, (reading.t_ns - rest_begins) / 1e9)
        previous = reading
    assert turns[:5] == [
        ("row", "left"),
        ("row", "right"),
        ("punch", "left"),
        ("punch", "right"),
        ("row", "left"),
    ]
    assert longest_rest_s > 32.0


def test_from_the_next_set_on_it_does_what_somebody_asks_for():
    source = SimulatedSource(trainee_tasks(), seed=1, speed=None)
    readings = iter(source)
    next(readings)
    source.ask_for(Turn("pushdown", "both"))
    assert source.turn == ("row", "left")
    for _ in range(60_000):
        next(readings)
        if source.turn != ("row", "left"):
            break
    assert source.turn == ("pushdown", "both")
    pipeline = Pipeline(factors_from_header(source.header), SetPlan(Exercise.PUSHDOWN, Side.BOTH))
    events = [event for reading in take(readings, 12_000) for event in pipeline.feed(reading)]
    reps = [event.rep for event in events if isinstance(event, RepConfirmed)]
    assert len(reps) >= 5
    assert all(0.3 < rep.rom_m < 0.5 and rep.held is None for rep in reps)
    assert max(rep.hold_s for rep in reps) < 0.6


def test_it_comes_in_real_time_with_real_stamps():
    source = SimulatedSource(trainee_tasks(), speed=20.0)
    before = monotonic_ns()
    readings = take(source, 401)
    elapsed_s = (monotonic_ns() - before) / 1e9
    assert readings[0].t_ns >= before
    assert readings[-1].t_ns - readings[0].t_ns == 2_000_000_000
    assert elapsed_s >= 0.099


def test_close_ends_it_at_once_from_another_thread():
    source = SimulatedSource(trainee_tasks(), speed=0.001)
    ended = threading.Event()

    def iterate():
        for _ in source:
            pass
        ended.set()

    thread = threading.Thread(target=iterate)
    thread.start()
    source.close()
    source.close()
    assert ended.wait(100)
    thread.join(5)


def test_the_station_keeps_its_zero_from_set_to_set():
    source = SimulatedSource(trainee_tasks(), seed=2, speed=None)
    loads = [r.load_raw for r in take(source, 60_000) if r.load_raw is not None]
    force = (np.array(loads) - source.header["load_zero"]) * source.header["newtons_per_count"]
    assert force.min() > -2.0
    assert 50 < np.median(force) + 50 < 500


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_a_senseless_speed_is_refused(speed):
    with pytest.raises(UserError, match="above 0"):
        SimulatedSource(trainee_tasks(), speed=speed)
