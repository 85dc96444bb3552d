"""The order of the stages, once, without I/O: live, replay and tests all run this one."""

from collections.abc import Iterable

from device.calibration.factors import Factors
from device.motion.estimator import MotionEstimator
from device.motion.faults import FaultBoard
from device.motion.sample import MotionSample
from device.reps.detection.set_tracker import SetTracker
from device.reps.detection.tuning import REST_S
from device.reps.detector import DetectorEvent, RepDetector
from device.reps.events import (
    EndReason,
    Event,
    LiveFrame,
    PhaseChanged,
    RepConfirmed,
    RepCounted,
    RepWithdrawn,
)
from device.reps.plan import SetPlan
from device.reps.rep import RepFlag
from device.reps.sensor_check import SensorCheck
from device.sensors.reading import Fault, Reading

_BEGINS = int(Fault.RESTARTED | Fault.OFFLINE)
_RESTART_KEYS = ("exercise", "side", "athlete_id")


class Pipeline:
    """Counts in, events out; one reading at a time, in bounded memory.

    Not thread-safe: one thread feeds it and calls its other methods.
    """

    def __init__(
        self,
        factors: Factors,
        plan: SetPlan | None = None,
        *,
        min_rom_m: float = 0.0,
        rest_s: float = REST_S,
        rated_n: float | None = None,
    ) -> None:
        """Measure with ``factors`` by ``plan``.

        Args:
            factors: What turns counts into newtons and metres.
            plan: What the first set is.
            min_rom_m: Shorter movements are not repetitions; 0 leaves it to the exercise.
            rest_s: A pause of this length ends a set.
            rated_n: What the load cell is built for, where that is known.
        """
        self._factors = factors
        self._min_rom_m = min_rom_m
        self._due: tuple[float, float] | None = None
        self._board = FaultBoard()
        self._motion = MotionEstimator(self._board, self._factors.quantum_m, rated_n)
        self._sets = SetTracker(plan or SetPlan(), rest_s)
        self._detector = self._new_detector()
        self._check = SensorCheck(
            self._motion.consistency,
            self._board,
            load_delay_s=factors.load_delay_s,
            quantum_m=factors.quantum_m,
        )
        self._sample: MotionSample | None = None

    @property
    def plan(self) -> SetPlan:
        """What the next set (or the open one) is."""
        return self._sets.plan

    @property
    def set_open(self) -> bool:
        """Whether a set is open."""
        return self._sets.open

    def feed(self, reading: Reading) -> list[Event]:
        """Take one reading; return what it caused, usually nothing."""
        sample = self._motion.update(self._factors.apply(reading))
        if self._sample is None or sample.faults & _BEGINS:
            self._check.begin(sample.t_ns)
        self._sample = sample
        caused = self._detector.update(sample)
        if caused and any(isinstance(event, PhaseChanged) for event in caused):
            caused = [*caused, *self._check.topped(self._detector, sample.t_ns)]
        if not sample.position_ok:
            caused = self._without_position(sample, caused)
        sets = self._sets
        if not caused and not sets.open and not self._board.has_events:
            return []
        events: list[Event] = list(self._board.take_events())
        events.extend(self._in_sets(caused))
        if sets.open and sets.is_over(self._detector.idle_until_ns):
            events.extend(self._close(EndReason.REST))
        return events

    def finish(self) -> list[Event]:
        """The source has ended: close the repetition in progress, if it counts, and the set."""
        return self._end(EndReason.SOURCE_ENDED)

    def choose(self, plan: SetPlan) -> list[Event]:
        """Set the plan for what comes; ends an open set where exercise, side or athlete change."""
        changed = any(getattr(plan, key) != getattr(self.plan, key) for key in _RESTART_KEYS)
        events = self._end(EndReason.CHANGED) if changed and self._sets.open else []
        self._use_plan(plan)
        return events

    def start_set(self, plan: SetPlan) -> list[Event]:
        """Open a set now, by the user; an open one is ended first."""
        events = self._end(EndReason.USER)
        self._use_plan(plan)
        events.append(self._sets.start(self._now_ns(), by_user=True))
        return events

    def end_set(self, reason: EndReason = EndReason.USER) -> list[Event]:
        """End the open set, if any."""
        return self._end(reason)

    def recalibrate(self, factors: Factors) -> None:
        """Use other factors from the next reading on."""
        moved = factors.counts_per_metre != self._factors.counts_per_metre
        self._motion.consistency.forget_force()
        self._check.load_delay_s = factors.load_delay_s
        self._check.quantum_m = factors.quantum_m
        self._factors = factors
        if moved:
            self._motion.forget_position(self._factors.quantum_m)
            self._detector = self._new_detector()

    def use_rules(self, min_rom_m: float, rest_s: float) -> None:
        """Use other rules: at once, or as soon as the open set has ended."""
        self._due = (min_rom_m, rest_s)
        if not self._sets.open:
            self._use_due_rules()

    def resume(self) -> None:
        """Go on after readings were withheld: no movement spans the pause. No set may be open."""
        self._motion.resume()
        self._detector = self._new_detector()

    def live(self) -> LiveFrame:
        """The present state, for the screen."""
        sample, detector = self._sample, self._detector
        phases = detector.phases
        seen = sample is None or sample.position_ok
        return LiveFrame(
            t_ns=self._now_ns(),
            phase=phases.phase,
            phase_since_ns=phases.since_ns,
            rep_count=self._sets.rep_count,
            excursion_m=detector.excursion_m if seen else None,
            hold_s=phases.hold_s if seen else None,
            velocity_m_s=0.0 if sample is None else sample.velocity_m_s,
            force_n=None if sample is None else sample.force_n,
            power_w=None if sample is None else sample.power_w,
            reference_rom_m=detector.reference_in_force_m,
            faults=self._board.active,
            pace=detector.pace if seen else None,
            sensors=self._motion.sensors,
            position_ok=seen,
        )

    def _now_ns(self) -> int:
        return 0 if self._sample is None else self._sample.t_ns

    def _new_detector(self) -> RepDetector:
        detector = RepDetector(
            self.plan.exercise.spec,
            quantum_m=self._factors.quantum_m,
            load_delay_s=self._factors.load_delay_s,
            min_rom_m=self._least_rom_m,
        )
        detector.use_reference(self.plan.reference_rom_m)
        return detector

    def _use_due_rules(self) -> None:
        if self._due is None:
            return
        (min_rom_m, rest_s), self._due = self._due, None
        self._sets.use_rest(rest_s)
        if min_rom_m != self._min_rom_m:
            self._min_rom_m = min_rom_m
            self._detector = self._new_detector()

    @property
    def _least_rom_m(self) -> float:
        return self._min_rom_m or self.plan.exercise.spec.min_rom_m

    def _use_plan(self, plan: SetPlan) -> None:
        self._sets.plan = plan
        self._detector.use_rules(plan.exercise.spec, self._least_rom_m)
        self._detector.use_reference(plan.reference_rom_m)

    def _in_sets(self, caused: Iterable[DetectorEvent]) -> list[Event]:
        """Put the set's opening ahead of its first repetition, and the sensors' word to each."""
        events: list[Event] = []
        for event in caused:
            if isinstance(event, RepConfirmed) and RepFlag.POSITION_LOST not in event.rep.flags:
                rep, amended = self._check.confirm(self._detector, event.rep)
                events.extend(amended)
                event = RepConfirmed(event.t_ns, rep)
            if isinstance(event, RepCounted | RepConfirmed):
                events.extend(self._sets.take(event.rep))
            elif isinstance(event, RepWithdrawn):
                self._sets.withdraw(event.number)
            events.append(event)
        return events

    def _without_position(
        self, sample: MotionSample, caused: list[DetectorEvent]
    ) -> list[DetectorEvent]:
        """What force tells while the encoder is out."""
        silence = self._motion.consistency.take_silence()
        if silence is not None:
            return [*caused, *self._check.lost(self._detector, silence, sample.t_ns)]
        return [*caused, *self._check.follow(self._detector, sample)]

    def _end(self, reason: EndReason) -> list[Event]:
        return self._in_sets(self._detector.give_up(self._now_ns())) + self._close(reason)

    def _close(self, reason: EndReason) -> list[Event]:
        events: list[Event] = list(self._sets.end(self._now_ns(), reason))
        self._detector.new_set()
        self._use_due_rules()
        return events
