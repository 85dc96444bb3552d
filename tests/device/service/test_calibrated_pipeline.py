import pytest

from device.calibration.factors import Factors
from device.calibration.profile import MachineProfile
from device.calibration.refusal import RefusalCode
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.motion.faults import FaultKind
from device.reps.events import RepConfirmed
from device.reps.exercises import Exercise
from device.reps.plan import SetPlan
from device.sensors.reading import Reading
from device.service.calibrated_pipeline import CalibratedPipeline

SECOND_NS = 1_000_000_000
MINUTE_NS = 60 * SECOND_NS


@pytest.fixture
def measuring():
    return CalibratedPipeline(
        Factors(),
        wiring="here",
        profile=MachineProfile(),
        follow_drift=True,
        now=lambda: None,
        found=lambda *_: None,
        min_rom_m=0.15,
        rest_s=30.0,
    )


def pull(measuring, start_ns):
    """Two seconds of a pull of 0.8 m and back."""
    events = []
    for k in range(400):
        metres = 0.8 * (1 - abs(k - 200) / 200)
        events += measuring.feed(Reading(start_ns + k * 5_000_000, round(metres * 2000), 40_000))
    return events


def test_pulls_of_a_calibration_are_no_repetitions(measuring):
    assert pull(measuring, 0) != []
    measuring.pipeline.end_set()
    measuring.calibrate("begin", {})
    assert pull(measuring, MINUTE_NS) == []
    measuring.calibrate("cancel", {})
    assert pull(measuring, 2 * MINUTE_NS) != []


def test_what_was_pulled_during_a_calibration_does_not_return_as_a_repetition(measuring):
    def feed(metres, second):
        """A second at 200 readings and 66 conversions, on the way to a position."""
        events, began_m = [], feed.at_m
        for k in range(200):
            feed.at_m = began_m + (metres - began_m) * (k + 1) / 200
            load = 40_000 + k % 7 if k % 3 == 0 else None
            t_ns = second * 1_000_000_000 + k * 5_000_000
            events += measuring.feed(Reading(t_ns, round(feed.at_m * 2000), load))
        return events

    feed.at_m = 0.0
    assert feed(0.0, 0) == []
    measuring.calibrate("begin", {})
    for second in range(1, 20):
        assert feed(0.8, second) == []
    measuring.calibrate("cancel", {})
    events = feed(0.8, 20) + feed(0.0, 21) + feed(0.0, 22) + feed(0.0, 23)
    assert [type(event).__name__ for event in events] == []


def test_a_forgotten_calibration_ends_by_itself(measuring):
    pull(measuring, 0)
    measuring.pipeline.end_set()
    measuring.calibrate("begin", {})
    pull(measuring, 11 * MINUTE_NS)
    assert pull(measuring, 12 * MINUTE_NS) != []


def test_a_page_left_open_does_not_keep_a_calibration_alive(measuring):
    measuring.calibrate("begin", {})
    for minute in range(12):
        pull(measuring, minute * MINUTE_NS)
        measuring.calibrate("live", {})
    assert not measuring.calibrating


def test_a_step_keeps_a_calibration_alive(measuring):
    measuring.calibrate("begin", {})
    for minute in (1, 9, 18):
        pull(measuring, minute * MINUTE_NS)
        with pytest.raises(CommandError):
            measuring.calibrate("tare", {})
    assert measuring.calibrating


def test_a_fault_from_before_other_rules_is_cleared_after_them(measuring):
    def feed(second, load):
        events = []
        for k in range(200):
            events += measuring.feed(Reading(second * SECOND_NS + k * 5_000_000, 0, load))
        return [(type(event).__name__, event.kind) for event in events]

    feed(0, 40_000)
    assert feed(1, None) == [("FaultRaised", FaultKind.LOAD_CELL_LOST)]
    measuring.train_by(SetPlan(exercise=Exercise.PUNCH), 0.2, 60.0)
    assert measuring.live().faults == (FaultKind.LOAD_CELL_LOST,)
    assert measuring.pipeline.plan.exercise == "punch"
    assert feed(2, 40_000) == [("FaultCleared", FaultKind.LOAD_CELL_LOST)]


def test_other_rules_wait_for_the_end_of_a_set_that_is_open(measuring):
    def confirmed(start_ns):
        return sum(isinstance(e, RepConfirmed) for e in pull(measuring, start_ns))

    measuring.pipeline.start_set(SetPlan())
    measuring.pipeline.use_rules(1.0, 60.0)
    with pytest.raises(CommandError, match="end it"):
        measuring.train_by(SetPlan(), 1.0, 60.0)
    assert sum(confirmed(k * 4 * SECOND_NS) for k in range(4)) >= 3
    measuring.pipeline.end_set()
    assert sum(confirmed(k * 4 * SECOND_NS) for k in range(5, 9)) == 0
    measuring.pipeline.use_rules(0.15, 60.0)
    assert sum(confirmed(k * 4 * SECOND_NS) for k in range(10, 14)) >= 3


def at_rest(measuring, load_of, count_of=lambda k: 0):
    for k in range(400):
        measuring.feed(Reading(k * 5_000_000, count_of(k), load_of(k)))


def test_a_tare_takes_the_load_at_rest_for_zero(measuring):
    at_rest(measuring, lambda k: 40_000 + k % 3)
    assert measuring.tare().load_zero == pytest.approx(40_001, abs=0.1)


@pytest.mark.parametrize(
    ("load_of", "count_of", "reason"),
    [
        (lambda k: 2**23 - 1, lambda k: 0, RefusalCode.LOAD_SATURATED),
        (lambda k: (-1) ** k * 200_000, lambda k: 0, RefusalCode.NOISE_TOO_LARGE),
        (lambda k: None, lambda k: 0, RefusalCode.LOAD_SILENT),
        (lambda k: 40_000 + k % 3, lambda k: k // 10, RefusalCode.HANDLE_MOVING),
    ],
)
def test_a_tare_refuses_what_gives_no_zero(measuring, load_of, count_of, reason):
    at_rest(measuring, load_of, count_of)
    before = measuring.factors
    with pytest.raises(CommandError) as refused:
        measuring.tare()
    assert (refused.value.code, refused.value.reason) == (ErrorCode.CONFLICT, reason)
    assert measuring.factors == before


def test_a_set_is_not_interrupted(measuring):
    measuring.pipeline.start_set(SetPlan())
    with pytest.raises(CommandError, match="end it"):
        measuring.calibrate("begin", {})


def test_a_refused_step_says_why_for_a_program_too(measuring):
    measuring.calibrate("begin", {})
    with pytest.raises(CommandError) as refused:
        measuring.calibrate("tare", {})
    assert refused.value.code is ErrorCode.CONFLICT
    assert refused.value.reason == RefusalCode.LOAD_SILENT


def stand(measuring, second, load, seconds=3):
    for k in range(200 * seconds):
        value = load + k % 5 if k % 3 == 0 else None
        measuring.feed(Reading(second * SECOND_NS + k * 5_000_000, 0, value))


@pytest.mark.parametrize(
    ("known", "force_n", "refused"),
    [
        (False, 100.0, False),
        (False, 196.0, True),
        (True, 20.0, False),
        (True, 50.0, True),
        (True, -60.0, True),
    ],
)
def test_a_zero_under_load_is_asked_for_twice(measuring, known, force_n, refused):
    if known:
        measuring.adopt(Factors())
    stand(measuring, 0, force_n / 0.0025)
    if refused:
        with pytest.raises(CommandError, match="Take the load off") as error:
            measuring.tare()
        assert error.value.reason == "tare_loaded"
        assert measuring.factors.load_zero == 0.0
        stand(measuring, 10, force_n / 0.0025)
    assert measuring.tare().load_zero == pytest.approx(force_n / 0.0025, abs=5)


def test_the_second_request_must_find_the_same_force_and_come_soon(measuring):
    measuring.adopt(Factors())
    for second, force_n in ((0, 80.0), (10, 120.0), (200, 120.0)):
        stand(measuring, second, force_n / 0.0025)
        with pytest.raises(CommandError):
            measuring.tare()
