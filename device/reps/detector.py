"""Which excursions are repetitions, announced as they happen."""

from device.motion.sample import MotionSample
from device.reps.detection.arriving import Arriving
from device.reps.detection.excursion import Excursion, ExcursionTracker
from device.reps.detection.phases import PhaseTracker
from device.reps.detection.sample_window import SampleWindow
from device.reps.detection.tuning import (
    FOOT_NS,
    TOO_LONG_NS,
    UNSEEN_NS,
)
from device.reps.events import (
    AmendReason,
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
from device.reps.scoring.scorer import Measured, measure, score, without_return
from device.reps.session_reps import SessionReps
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

    A repetition is counted when nine tenths of its way back are behind, and confirmed, with its
    final figures, when the place that the handle comes to rest at is known.
    """

    def __init__(
        self, rules: ExerciseSpec, *, quantum_m: float, load_delay_s: float, min_rom_m: float
    ) -> None:
        self._rules = rules
        self._quantum_m = quantum_m
        self._load_delay_s = load_delay_s
        self._tracker = ExcursionTracker(min_rom_m=min_rom_m, quantum_m=quantum_m)
        self.phases = PhaseTracker(min_rom_m=min_rom_m, quantum_m=quantum_m)
        self.phases.use_hold_target(rules.hold_target_s)
        self._trace = SampleWindow()
        self._reps = SessionReps()
        self._flagged_ns: dict[RepFlag, int] = {}
        self._topped = self._weighed = self._counted = False
        self._rise_m_s = self._fall_m_s = 0.0
        self._arriving: Arriving | None = None
        self._t_ns = 0
        self._released_ns = 0
        self._position_m = 0.0
        self.reference_rom_m: float | None = None

    @property
    def excursion_m(self) -> float:
        """Handle position above the start of the present or coming repetition."""
        return self._position_m - self.phases.base_m

    @property
    def idle_until_ns(self) -> int:
        """Until when surely no repetition was in progress: the start of the present one, if any.

        A pull shows only when it has covered some way; so without one it is a little while ago.
        """
        if self._arriving is not None:
            return self._arriving.excursion.start_ns
        return self._tracker.base_ns if self._tracker.out else self._t_ns - UNSEEN_NS

    def use_rules(self, rules: ExerciseSpec, min_rom_m: float) -> None:
        """Judge by another exercise's row; no set may be open."""
        self._rules = rules
        self._tracker.min_rom_m = self.phases.min_rom_m = min_rom_m
        self.phases.use_hold_target(rules.hold_target_s)

    @property
    def pace(self) -> Pace | None:
        """How the present release goes; ``None`` outside one."""
        phases = self.phases
        if phases.phase is not Phase.ECCENTRIC:
            return None
        return pace_of(
            self._rules,
            pull_s=phases.pull_s or 0.0,
            elapsed_s=(self._t_ns - phases.since_ns) * 1e-9,
            returned=phases.returned,
        )

    def use_reference(self, reference_rom_m: float | None) -> None:
        """Set the athlete's range; ``None`` learns one from the set's own repetitions."""
        self.reference_rom_m = reference_rom_m
        self._tell_phases()

    @property
    def reference_in_force_m(self) -> float | None:
        """The range to reach: the athlete's own, else the best of this set, once it is known."""
        return self.reference_rom_m or self._reps.reference_rom_m

    def new_set(self) -> None:
        """Forget the repetitions so far: the next one is the first of its set."""
        self._reps.new_set()
        self._tracker.home_m = None
        self._tell_phases()

    @property
    def trace(self) -> SampleWindow:
        """The recent past of the handle."""
        return self._trace

    @property
    def reps(self) -> tuple[Rep, ...]:
        """The repetitions of the open set, as they are known."""
        return tuple(self._reps)

    def amend(self, rep: Rep) -> None:
        """A repetition of the open set, as it is now known."""
        self._reps.amend(rep)
        self._tell_phases()

    def add(self, rep: Rep) -> None:
        """A repetition that was found without the position."""
        self._reps.add(rep, self._reps.home_m)

    @property
    def usual_rom_m(self) -> float | None:
        """The median range of the open set; ``None`` before the first repetition."""
        return self._reps.usual_rom_m

    @property
    def height_m(self) -> float | None:
        """How far the present excursion has gone; ``None`` while there is none."""
        tracker = self._tracker
        return tracker.high_m - tracker.base_m if tracker.out else None

    @property
    def base_ns(self) -> int:
        """When the handle was last at the low point before the present excursion."""
        return self._tracker.base_ns

    def lose_position(
        self, t_ns: int, position_m: float | None = None
    ) -> tuple[list[DetectorEvent], int | None]:
        """The position has been worth nothing for a while: drop the present excursion.

        Args:
            t_ns: When it is known again, or the present time.
            position_m: Where the handle was then; ``None`` for where it is.

        Returns:
            What had been waited for, and when the present excursion began, where it was long
            enough for a repetition.
        """
        events = self._arrived()
        tracker = self._tracker
        long_enough = tracker.out and tracker.high_m - tracker.base_m >= tracker.min_rom_m
        began_ns = tracker.base_ns if long_enough else None
        tracker.restart(t_ns, self._position_m if position_m is None else position_m)
        self._topped = self._weighed = self._counted = False
        if position_m is not None:
            tracker.home_m = self._reps.home_m = None
        return events, began_ns

    def update(self, sample: MotionSample) -> list[DetectorEvent]:
        """Take one sample; return what it caused, usually nothing."""
        t_ns, position_m = sample.t_ns, sample.position_m
        if sample.faults:
            restarted = self._take_faults(sample)
            if restarted is not None:
                return restarted
        if not sample.position_ok:
            return self._blind(t_ns)
        self._t_ns, self._position_m = t_ns, position_m
        self._trace.append(sample)
        tracker, phases = self._tracker, self.phases
        excursion = tracker.update(t_ns, position_m, sample.velocity_m_s, sample.slow_velocity_m_s)
        change = phases.update(t_ns, position_m, sample.slow_velocity_m_s, sample.force_n)
        if tracker.out:
            velocity_m_s = sample.velocity_m_s
            if velocity_m_s > self._rise_m_s:
                self._rise_m_s = velocity_m_s
            elif velocity_m_s < self._fall_m_s:
                self._fall_m_s = velocity_m_s
        arriving = self._arriving
        nearly_back = phases.came_back and tracker.out and not self._weighed
        if change is None and excursion is None and arriving is None and not nearly_back:
            if tracker.out and t_ns - tracker.high_ns > TOO_LONG_NS:
                return self.give_up(t_ns)
            return []
        events: list[DetectorEvent] = []
        if arriving is not None and (tracker.out or arriving.is_over(t_ns, tracker.base_m)):
            events.extend(self._arrived())
        if nearly_back and excursion is None:
            events.extend(self._count())
        return events + self._announce(change, excursion)

    def give_up(self, t_ns: int) -> list[DetectorEvent]:
        """Close the present excursion, if any, without waiting for its return."""
        events = self._arrived()
        if self._tracker.out:
            counted, self._counted = self._counted, False
            self._topped = self._weighed = False
            if counted:
                excursion = self._tracker.so_far(t_ns)
                self._tracker.abandon(t_ns)
                return events + self._finish(excursion, counted=True)
            events.extend(self._judge_unreturned(self._tracker.abandon(t_ns)))
        return events

    def _blind(self, t_ns: int) -> list[DetectorEvent]:
        """The position is not measured: what is not seen is no sample, and no hold goes on."""
        self._t_ns = t_ns
        change = self.phases.blind(t_ns)
        events: list[DetectorEvent] = [] if change is None else [change]
        if self._tracker.out and t_ns - self._tracker.high_ns > TOO_LONG_NS:
            events.extend(self.give_up(t_ns))
        return events

    def _announce(
        self, change: PhaseChanged | HoldReached | None, excursion: Excursion | None
    ) -> list[DetectorEvent]:
        events: list[DetectorEvent] = [] if change is None else [change]
        if isinstance(change, PhaseChanged) and change.phase is Phase.ECCENTRIC:
            self._released_ns = change.since_ns
        topped = isinstance(change, PhaseChanged) and change.phase in (Phase.HOLD, Phase.ECCENTRIC)
        if topped and self._tracker.out and not self._topped:
            self._topped = True
            rom_m = self.phases.high_m - self.phases.base_m
            events.append(RepTopped(self._t_ns, len(self._reps) + 1, rom_m, self._rise_m_s))
        if excursion is not None:
            events.extend(self._judge(excursion))
        return events

    def _count(self) -> list[DetectorEvent]:
        """The handle is nearly back: say at once that this one counts, with what is known."""
        self._weighed = True
        excursion = self._tracker.so_far(self._t_ns)
        if excursion.rom_m < self._tracker.min_rom_m or self._reps.is_rebound(excursion):
            return []
        weighed = self._weigh(excursion)
        if isinstance(weighed, Rejected):
            return []
        self._counted = True
        return [RepCounted(self._t_ns, without_return(weighed[1]))]

    def _judge(self, excursion: Excursion) -> list[DetectorEvent]:
        counted, self._counted = self._counted, False
        self._topped = self._weighed = False
        fall_m_s, self._rise_m_s, self._fall_m_s = -self._fall_m_s, 0.0, 0.0
        rebound = self._reps.is_rebound(excursion)
        self._reps.falls(excursion, fall_m_s)
        if rebound:
            return self._reject(RejectReason.REBOUND, excursion.rom_m, counted=counted)
        if excursion.rom_m < self._tracker.min_rom_m:
            return self._reject(RejectReason.TOO_SHORT, excursion.rom_m, counted=counted)
        self._arriving = Arriving.begin(
            excursion,
            counted=counted,
            t_ns=self._t_ns,
            released_ns=self._released_ns,
            lowest_m=self._tracker.base_m,
        )
        travel_m = excursion.start_m - excursion.base_m
        if travel_m < self._tracker.min_rom_m:
            return []
        return self._reject(RejectReason.SET_UP_TRAVEL, travel_m, counted=False)

    def _arrived(self) -> list[DetectorEvent]:
        """Confirm the excursion that was waited for."""
        if self._arriving is None:
            return []
        arriving, self._arriving = self._arriving, None
        return self._finish(arriving.excursion, counted=arriving.counted)

    def _judge_unreturned(self, excursion: Excursion) -> list[DetectorEvent]:
        if excursion.rom_m < self._tracker.min_rom_m:
            return []
        if not self._reps.resembles(excursion):
            return self._reject(RejectReason.SET_UP_TRAVEL, excursion.rom_m, counted=False)
        return self._finish(excursion, counted=False)

    def _finish(self, excursion: Excursion, *, counted: bool) -> list[DetectorEvent]:
        """Confirm an excursion with its final figures, or say why it is no repetition."""
        weighed = self._weigh(excursion)
        if isinstance(weighed, Rejected):
            return self._reject(weighed.reason, weighed.rom_m, counted=counted)
        measured, rep = weighed
        self._reps.add(rep, measured.rests_m)
        self._tracker.home_m = measured.rests_m
        self._tell_phases()
        return [RepConfirmed(self._t_ns, rep)]

    def _weigh(self, excursion: Excursion) -> tuple[Measured, Rep] | Rejected:
        """Measure and score an excursion, or say why it is no repetition."""
        measured = self._measure(excursion)
        if measured is None:
            return Rejected(self._t_ns, RejectReason.SET_UP_TRAVEL, excursion.rom_m)
        if measured.rom_m < self._tracker.min_rom_m:
            return Rejected(self._t_ns, RejectReason.TOO_SHORT, measured.rom_m)
        rep = self._score(measured)
        if self._reps.is_unloaded(rep) and not self._reps.resembles(excursion):
            return Rejected(self._t_ns, RejectReason.NO_LOAD, measured.rom_m)
        return measured, rep

    def _reject(self, reason: RejectReason, rom_m: float, *, counted: bool) -> list[DetectorEvent]:
        events: list[DetectorEvent] = [Rejected(self._t_ns, reason, rom_m)]
        if counted:
            number = len(self._reps) + 1
            events.append(RepWithdrawn(self._t_ns, number, AmendReason(str(reason))))
        return events

    def _measure(self, excursion: Excursion) -> Measured | None:
        return measure(
            self._trace,
            excursion,
            until_ns=self._t_ns,
            last_end_ns=self._reps.last_end_ns,
            home_m=self._reps.home_m,
            quantum_m=self._quantum_m,
            load_delay_s=self._load_delay_s,
        )

    def _score(self, measured: Measured) -> Rep:
        context = self._reps.context(self._rules, self.reference_in_force_m)
        flags = self._flags_since(min(measured.excursion.start_ns, measured.start_ns - FOOT_NS))
        return score(measured, self._trace, context, self._load_delay_s, flags)

    def _flags_since(self, start_ns: int) -> tuple[RepFlag, ...]:
        """What came since a repetition began: a fault during the rest before it is none of its."""
        flagged_ns = self._flagged_ns
        return tuple(f for f in RepFlag if f in flagged_ns and flagged_ns[f] >= start_ns)

    def _tell_phases(self) -> None:
        self.phases.reference_rom_m = self.reference_in_force_m
        self.phases.usual_rom_m = self._reps.usual_rom_m

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
        if self._counted or self.phases.phase is Phase.ECCENTRIC:
            # Its top was seen: only the return is not known.
            events.extend(self.give_up(self._t_ns))
        lost = self._tracker.out
        rom_m = self._tracker.high_m - self._tracker.base_m
        self._tracker.restart(sample.t_ns, sample.position_m)
        self.phases.restart()
        self._trace.trim(sample.t_ns)
        self._trace.append(sample)
        self._reps.home_m = self._tracker.home_m = None
        self._position_m, self._t_ns = sample.position_m, sample.t_ns
        if lost and rom_m >= self._tracker.min_rom_m:
            events.append(Rejected(sample.t_ns, RejectReason.POSITION_LOST, rom_m))
        return events
