"""A source whose clock moves only on request, alone and under a whole device process."""

import queue
import threading
from itertools import pairwise

import pytest

from device.calibration.recorded import factors_from_header
from device.errors import UserError
from device.pipeline import Pipeline
from device.reps.events import RepConfirmed, SetEnded
from device.sensors.capabilities import Turn
from device.sensors.reading import Fault
from device.sensors.stepped.source import SteppedSource

TURN = Turn("row", "left")


class Taking(threading.Thread):
    """Iterates a source, and keeps what comes."""

    def __init__(self, source):
        super().__init__()
        self.source = source
        self.readings = []
        self.idle = queue.Queue()

    def run(self):
        self.source.when_idle(self.idle.put)
        self.readings.extend(self._each())

    def _each(self):
        for reading in self.source:
            self.readings.append(reading)
        return ()


@pytest.fixture
def taking(trainee):
    with SteppedSource(trainee.source.removeprefix("stepped:"), TURN) as source:
        thread = Taking(source)
        thread.start()
        yield thread
    thread.join()


def events_of(taking):
    pipeline = Pipeline(factors_from_header(taking.source.header))
    return [event for reading in taking.readings for event in pipeline.feed(reading)]


def test_all_readings_of_a_word_are_taken_when_it_is_answered(trainee, taking):
    assert trainee.rest(1) == pytest.approx(1.0)
    assert len(taking.readings) == 200
    assert trainee.rep() == pytest.approx(5.6, abs=0.02)
    assert taking.readings[-1].t_ns - taking.readings[0].t_ns == pytest.approx(5.6e9, rel=0.01)
    steps = {later.t_ns - earlier.t_ns for earlier, later in pairwise(taking.readings)}
    assert steps == {5_000_000}


def test_nothing_comes_while_nothing_is_asked_for(trainee, taking):
    trainee.rest(1)
    known = len(taking.readings)
    for _ in range(20):
        assert taking.idle.get() in (True, False)
    assert len(taking.readings) == known
    assert taking.idle.get()  # it delivered: a clock that stands is no silent sensor


def test_a_repetition_is_what_was_asked_for(trainee, taking):
    trainee.rest(2)
    trainee.rep(rom_m=0.5, hold_s=1.3)
    trainee.rep(rom_m=0.62, hold_s=0.7)
    trainee.rest(31)
    events = events_of(taking)
    reps = [event.rep for event in events if isinstance(event, RepConfirmed)]
    assert [rep.rom_m for rep in reps] == pytest.approx([0.5, 0.62], abs=0.01)
    assert [rep.hold_s for rep in reps] == pytest.approx([1.3, 0.7], abs=0.25)
    assert [type(event) for event in events].count(SetEnded) == 1


def test_it_stops_in_the_middle_of_a_phase_and_goes_on(trainee, taking):
    trainee.rest(1)
    per_metre = taking.source.header["counts_per_metre"]

    def place_m():
        return taking.readings[-1].encoder_count / per_metre

    trainee.rep_until("pull", rom_m=0.6)
    assert place_m() == pytest.approx(0.3, abs=0.02)
    trainee.go_on("hold")
    assert place_m() == pytest.approx(0.6, abs=0.01)
    trainee.go_on("release")
    assert place_m() == pytest.approx(0.3, abs=0.02)
    now_s = trainee.go_on(seconds=0.1)
    assert trainee.go_on() > now_s + 1
    assert place_m() == pytest.approx(0.0, abs=0.01)


def test_faults_are_those_asked_for(trainee, taking):
    trainee.rest(1)
    trainee.fault("LOAD_SATURATED", seconds=1)
    assert {reading.faults for reading in taking.readings[-200:]} == {int(Fault.LOAD_SATURATED)}
    trainee.fault("OFFLINE", seconds=2)
    assert [reading.faults for reading in taking.readings[-8:]] == [int(Fault.OFFLINE)] * 8
    assert all(reading.load_raw is None for reading in taking.readings[-8:])


def test_a_word_that_is_not_known_does_nothing(trainee, taking):
    with pytest.raises(AssertionError, match="KeyError"):
        trainee.fault("TIRED")
    with pytest.raises(AssertionError, match="TypeError"):
        trainee.rep(strength_n=3)
    assert trainee.rest(1) == pytest.approx(1.0)


def test_it_ends_when_it_is_told_to_and_when_the_peer_hangs_up(trainee, taking):
    trainee.rest(1)
    trainee.end()
    taking.join()
    assert len(taking.readings) == 200
    with SteppedSource(trainee.source.removeprefix("stepped:"), TURN) as again:
        thread = Taking(again)
        thread.start()
        trainee.leave()
        trainee.rest(1)
        trainee.leave()
        thread.join()
        assert len(thread.readings) == 200


def test_without_a_peer_it_is_refused(tmp_path):
    with pytest.raises(UserError, match="Nobody listens"):
        SteppedSource(str(tmp_path / "none"), TURN)


def test_no_set_ends_and_no_sensor_is_lost_while_time_stands(product, trainee):
    product.device("--source", trainee.source)
    listener = product.listen()
    trainee.rest(2)
    listener.heartbeat()  # it hears what is told from now on
    trainee.rep()
    listener.rep("saved", 1)
    beats = [listener.heartbeat() for _ in range(10)]  # longer than what a silent sensor may take
    assert all(beat["sensor_ok"] and beat["set"]["ended"] is None for beat in beats)
    trainee.rest(31)
    ended = listener.until(lambda b: b.topic == "set" and b.message["stage"] == "ended", "it ends")
    assert ended.message["set"]["ended"] == "rest"


def test_commands_are_answered_while_time_stands(product, trainee):
    product.device("--source", trainee.source)
    trainee.rest(2)
    commands = product.commands()
    assert "load_zero" in str(commands.call("tare"))
    assert commands.call("state")["sensor_ok"]


def test_what_happens_while_the_cable_is_out_is_not_seen(trainee, taking):
    trainee.rest(1)
    trainee.rep_until("pull")
    seen = list(taking.readings)
    trainee.unplug(3.0)
    blind = taking.readings[len(seen) :]
    assert len(blind) == 12
    assert {reading.encoder_count for reading in blind} == {seen[-1].encoder_count}
    assert {reading.load_raw for reading in blind} == {None}
    assert all(reading.faults & Fault.OFFLINE for reading in blind)
    trainee.go_on()
    after = taking.readings[len(seen) + len(blind) :]
    assert after[0].t_ns - seen[-1].t_ns == pytest.approx(3.0e9, abs=2e7)
    assert after[-1].encoder_count == pytest.approx(seen[0].encoder_count, abs=20)
    assert not any(reading.faults & Fault.OFFLINE for reading in after)
    trainee.rep_until("hold")
    trainee.unplug(40.0)
    assert trainee.rest(1) == pytest.approx(seen[-1].t_ns * 1e-9 - seen[0].t_ns * 1e-9 + 47, abs=3)
    assert taking.readings[-1].encoder_count == pytest.approx(seen[0].encoder_count, abs=20)
