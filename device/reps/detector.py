"""Which excursions are repetitions, announced as they happen."""

from dataclasses import replace

from device.motion.sample import MotionSample
from device.reps.detection.excursion import Excursion, ExcursionTracker
from device.reps.detection.phases import PhaseTracker
from device.reps.detection.sample_window import SampleWindow
from device.reps.detection.tuning import (
    ARRIVING_MOST_NS,
    ARRIVING_NS,
    CRASH_M_S,
    HOME_SHARE,
    LIKE_LEAST_SHARE,
    LIKE_MOST_SHARE,
    NO_LOAD_SHARE,
    REBOUND_NS,
    REBOUND_SHARE,
    TOO_LONG_NS,
    UNSEEN_NS,
)
from device.reps.events import (
    HoldReached,
    Pace,
    PhaseChanged,
    Rejected,
    RepAmended,
    RepConfirmed,
    RepCounted,
    RepTopped,
    RepWithdrawn,
)
from device.reps.exercises import ExerciseSpec
from device.reps.rep import Phase, RejectReason, Rep, RepFlag
from device.reps.scoring.pace import pace_of
from device.reps.scoring.scorer import Measured, SetContext, measure, score
from device.reps.scoring.summary import range_that_counts
from device.reps.scoring.verdict import reference_rom_m
from device.sensors.reading import Fault

_FLAG_OF_FAULT = (
    (Fault.ENCODER_OVERRUN, RepFlag.ENCODER_OVERRUN),
    (Fault.ENCODER_ILLEGAL, RepFlag.POSITION_SUSPECT),
    (Fault.LOAD_SATURATED, RepFlag.LOAD_SATURATED),
    (Fault.RESTARTED, RepFlag.RESTARTED),
)

DetectorEvent = (
    PhaseChanged
    | HoldReached
    | RepTopped
    | RepCounted
    | RepConfirmed
    | RepAmended
    | RepWithdrawn
    | Rejected
)


class RepDetector:
    """Follows one handle and scores its repetitions; knows the set only as far as a score needs.

    An excursion is not a repetition when it is a rebound (it follows a fall that nobody braked and
    is much smaller than that), when it never came back and does not resemble the repetitions
    before it, or when the load that the other repetitions had is missing.
    """

    def __init__(
        self, rules: ExerciseSpec, *, quantum_m: float, load_delay_s: float, min_rom_m: float
    ) -> None:
        self._rules = rules
        self._quantum_m = quantum_m
        self._load_delay_s = load_delay_s
        self._tracker = ExcursionTracker(min_rom_m=min_rom_m, quantum_m=quantum_m)
        self.phases = PhaseTracker(self._tracker)
        self.phases.use_hold_target(rules.hold_target_s)
        self._trace = SampleWindow()
        self._reps: list[Rep] = []
        self._home_m: float | None = None
        self._flagged_ns: dict[RepFlag, int] = {}
        self._topped = False
        self._rise_m_s = self._fall_m_s = 0.0
        self._last_fall: tuple[int, float, float] | None = None
        self._arriving: tuple[Measured, int] | None = None
        self._t_ns = 0
        self._position_m = 0.0
        self.reference_rom_m: float | None = None
        self._own_reference_m: float | None = None

    @property
    def excursion_m(self) -> float:
        """Handle position above the start of the present or coming repetition."""
        return self._position_m - self._tracker.base_m

    @property
    def idle_until_ns(self) -> int:
        """Until when surely no repetition was in progress: the start of the present one, if any.

        A pull shows only when it has covered some way; so without one it is a little while ago.
        """
        if self._arriving is not None:
            return self._arriving[0].excursion.start_ns
        return self._tracker.base_ns if self._tracker.out else self._t_ns - UNSEEN_NS

    def use_rules(self, rules: ExerciseSpec, min_rom_m: float) -> None:
        """Judge by another exercise's row; no set may be open."""
        self._rules = rules
        self._tracker.min_rom_m = min_rom_m
        self.phases.use_hold_target(rules.hold_target_s)

    @property
    def pace(self) -> Pace | None:
        """How the present release goes; ``None`` outside one."""
        phases, tracker = self.phases, self._tracker
        if phases.phase is not Phase.ECCENTRIC:
            return None
        top_m = tracker.high_m - tracker.base_m
        return pace_of(
            self._rules,
            pull_s=phases.pull_s or 0.0,
            elapsed_s=(self._t_ns - phases.since_ns) * 1e-9,
            returned=1.0 - self.excursion_m / top_m if top_m > 0.0 else 0.0,
        )

    def use_reference(self, reference_rom_m: float | None) -> None:
        """Set the athlete's range; ``None`` learns one from the set's own repetitions."""
        self.reference_rom_m = reference_rom_m
        self.phases.reference_rom_m = self.reference_in_force_m

    @property
    def reference_in_force_m(self) -> float | None:
        """The range to reach: the athlete's own, else the best of this set, once it is known."""
        return self.reference_rom_m or self._own_reference_m

    def new_set(self) -> None:
        """Forget the repetitions so far: the next one is the first of its set."""
        self._reps.clear()
        self._tracker.at_home = False
        self._own_reference_m = None
        self.phases.reference_rom_m = self.reference_rom_m

    def update(self, sample: MotionSample) -> list[DetectorEvent]:
        """Take one sample; return what it caused, usually nothing."""
        t_ns, position_m = sample.t_ns, sample.position_m
        if sample.faults:
            restarted = self._take_faults(sample)
            if restarted is not None:
                return restarted
        self._t_ns, self._position_m = t_ns, position_m
        self._trace.append(sample)
        tracker = self._tracker
        excursion = tracker.update(t_ns, position_m, sample.velocity_m_s, sample.slow_velocity_m_s)
        change = self.phases.update(t_ns, position_m, sample.velocity_m_s, sample.slow_velocity_m_s)
        if tracker.out:
            velocity_m_s = sample.velocity_m_s
            if velocity_m_s > self._rise_m_s:
                self._rise_m_s = velocity_m_s
            elif velocity_m_s < self._fall_m_s:
                self._fall_m_s = velocity_m_s
        arriving = self._arriving
        if change is None and excursion is None and arriving is None:
            if tracker.out and t_ns - tracker.high_ns > TOO_LONG_NS:
                return self.give_up(t_ns)
            return []
        events: list[DetectorEvent] = []
        if arriving is not None and (t_ns >= arriving[1] or tracker.out):
            events.extend(self._arrived())
        return events + self._announce(change, excursion)

    def give_up(self, t_ns: int) -> list[DetectorEvent]:
        """Close the present excursion, if any, without waiting for its return."""
        events = self._arrived()
        if self._tracker.out:
            self._topped = False
            events.extend(self._judge_unreturned(self._tracker.abandon(t_ns)))
        return events

    def _announce(
        self, change: PhaseChanged | HoldReached | None, excursion: Excursion | None
    ) -> list[DetectorEvent]:
        events: list[DetectorEvent] = [] if change is None else [change]
        topped = isinstance(change, PhaseChanged) and change.phase in (Phase.HOLD, Phase.ECCENTRIC)
        tracker = self._tracker
        if topped and tracker.out and not self._topped:
            self._topped = True
            rom_m = tracker.high_m - tracker.base_m
            events.append(RepTopped(self._t_ns, len(self._reps) + 1, rom_m, self._rise_m_s))
        if excursion is not None:
            self._topped = False
            events.extend(self._judge(excursion))
        return events

    def _judge(self, excursion: Excursion) -> list[DetectorEvent]:
        rom_m = excursion.rom_m
        fall_m_s = -self._fall_m_s
        self._rise_m_s = self._fall_m_s = 0.0
        previous = self._last_fall
        self._last_fall = (excursion.low_ns, excursion.high_m - excursion.low_m, fall_m_s)
        if previous is not None and self._is_rebound(excursion, *previous):
            return [Rejected(excursion.closed_ns, RejectReason.REBOUND, rom_m)]
        if rom_m < self._tracker.min_rom_m:
            return [Rejected(excursion.closed_ns, RejectReason.TOO_SHORT, rom_m)]
        events: list[DetectorEvent] = []
        if excursion.start_m - excursion.base_m >= self._tracker.min_rom_m:
            travel_m = excursion.start_m - excursion.base_m
            events.append(Rejected(excursion.closed_ns, RejectReason.SET_UP_TRAVEL, travel_m))
        self._tracker.at_home = True
        return events + self._arrive(excursion)

    def _judge_unreturned(self, excursion: Excursion) -> list[DetectorEvent]:
        rom_m = excursion.rom_m
        if rom_m < self._tracker.min_rom_m:
            return []
        if not self._resembles(excursion):
            reason = RejectReason.SET_UP_TRAVEL
            return [Rejected(excursion.closed_ns, reason, rom_m)]
        measured = self._measure(excursion)
        if measured is None or measured.rom_m < self._tracker.min_rom_m:
            return []
        return self._confirm(measured)

    def _resembles(self, excursion: Excursion) -> bool:
        """Whether it begins where the last repetition ended, and goes about as far as they did."""
        if not self._reps or self._home_m is None:
            return False
        ranges = sorted(rep.rom_m for rep in self._reps if rep.rom_m is not None)
        if not ranges:
            return False
        usual_m = ranges[len(ranges) // 2]
        at_home = abs(excursion.start_m - self._home_m) < HOME_SHARE * usual_m
        return at_home and LIKE_LEAST_SHARE * usual_m < excursion.rom_m < LIKE_MOST_SHARE * usual_m

    def _is_rebound(
        self, excursion: Excursion, low_ns: int, fell_m: float, fall_m_s: float
    ) -> bool:
        return (
            fall_m_s > CRASH_M_S
            and excursion.high_ns - low_ns < REBOUND_NS
            and excursion.high_m - excursion.base_m < REBOUND_SHARE * fell_m
        )

    def _measure(self, excursion: Excursion) -> Measured | None:
        last_end_ns = self._reps[-1].end_ns if self._reps else None
        return measure(self._trace, excursion, last_end_ns, self._quantum_m)

    def _arrive(self, excursion: Excursion) -> list[DetectorEvent]:
        """Confirm at once, or when the handle, which already seems to stand, has arrived.

        The last tenth of a slow return moves less than a millimetre; the fit knows when it ends.
        """
        measured = self._measure(excursion)
        if measured is None:
            reason = RejectReason.SET_UP_TRAVEL
            return [Rejected(excursion.closed_ns, reason, excursion.rom_m)]
        if measured.rom_m < self._tracker.min_rom_m:
            reason = RejectReason.TOO_SHORT
            return [Rejected(excursion.closed_ns, reason, measured.rom_m)]
        wait_ns = measured.end_ns - excursion.closed_ns
        if wait_ns <= ARRIVING_NS:
            return self._confirm(measured)
        self._arriving = (measured, excursion.closed_ns + min(wait_ns, ARRIVING_MOST_NS))
        return []

    def _arrived(self) -> list[DetectorEvent]:
        """Confirm the excursion that was waited for."""
        if self._arriving is None:
            return []
        (measured, _), self._arriving = self._arriving, None
        excursion = replace(measured.excursion, closed_ns=self._t_ns)
        return self._confirm(replace(measured, excursion=excursion))

    def _confirm(self, measured: Measured) -> list[DetectorEvent]:
        excursion = measured.excursion
        context = SetContext(
            rules=self._rules,
            number=len(self._reps) + 1,
            fastest_m_s=max((rep.mean_velocity_m_s or 0.0 for rep in self._reps), default=0.0),
            last_end_ns=self._reps[-1].end_ns if self._reps else None,
            reference_rom_m=self.reference_in_force_m,
        )
        flags = self._flags_since(min(excursion.start_ns, measured.start_ns))
        rep = score(measured, self._trace, context, self._load_delay_s, flags)
        if self._is_unloaded(rep):
            return [Rejected(excursion.closed_ns, RejectReason.NO_LOAD, measured.rom_m)]
        self._reps.append(rep)
        self._learn_reference()
        self._home_m = excursion.low_m
        return [RepConfirmed(excursion.closed_ns, rep)]

    def _flags_since(self, start_ns: int) -> tuple[RepFlag, ...]:
        """What came since a repetition began: a fault during the rest before it is none of its."""
        return tuple(flag for flag in RepFlag if self._flagged_ns.get(flag, -1) >= start_ns)

    def _learn_reference(self) -> None:
        ranges = (range_that_counts(rep.rom_m, rep.hold_s, rep.flags) for rep in self._reps)
        self._own_reference_m = reference_rom_m([m for m in ranges if m is not None])
        self.phases.reference_rom_m = self.reference_in_force_m

    def _is_unloaded(self, rep: Rep) -> bool:
        """Whether the load of the repetitions before is missing; says nothing of a first one."""
        forces = [r.mean_force_n for r in self._reps if r.mean_force_n is not None]
        if rep.mean_force_n is None or rep.flags or len(forces) < 2:
            return False
        usual_n = sorted(forces)[len(forces) // 2]
        return abs(rep.mean_force_n) < NO_LOAD_SHARE * usual_n

    def _take_faults(self, sample: MotionSample) -> list[DetectorEvent] | None:
        """Note what the faults mean for the present repetition; a restart ends it.

        What is left of its pull may be a repetition still, but one whose start was not seen.
        """
        for fault, flag in _FLAG_OF_FAULT:
            if sample.faults & fault:
                self._flagged_ns[flag] = sample.t_ns
        if not sample.faults & Fault.RESTARTED:
            return None
        events = self._arrived()
        lost = self._tracker.out
        rom_m = self._tracker.high_m - self._tracker.base_m
        self._tracker.restart(sample.t_ns, sample.position_m)
        self._trace.trim(sample.t_ns)
        self._trace.append(sample)
        self._home_m, self._position_m, self._t_ns = None, sample.position_m, sample.t_ns
        if lost and rom_m >= self._tracker.min_rom_m:
            events.append(Rejected(sample.t_ns, RejectReason.POSITION_LOST, rom_m))
        return events
