"""What the two sensors say of each other, carried into the repetitions of the set."""

from collections.abc import Iterator

import numpy as np

from device.motion.consistency.judgement import Judgement
from device.motion.consistency.regression import fit
from device.motion.consistency.standing import Silence
from device.motion.consistency.watch import Consistency
from device.motion.faults import FaultBoard, FaultKind
from device.motion.sample import MotionSample
from device.motion.wrong_conversions import wrong_conversions
from device.reps.detection.closure import Closure
from device.reps.detection.force_reps import ForceRep, ForceReps
from device.reps.detection.outage import lost_a_return, stood_high, stops_dead
from device.reps.detection.tuning import DEAD_LEAD_NS
from device.reps.detector import DetectorEvent, RepDetector
from device.reps.doubts import Figure
from device.reps.events import AmendReason, RepAmended, RepConfirmed
from device.reps.rep import Rep, RepFlag
from device.reps.scoring.amending import MOTION, NONE, flagged
from device.reps.scoring.tuning import (
    JUDGED_LEAD_NS,
    MOVING_START_M,
    PIN_NS,
    TWICE_SHARE,
    UNREAD_LEAD_NS,
    UNSEEN_START_NS,
)
from device.reps.scoring.verdict import UNKNOWN

_FLAGS = (
    (FaultKind.COUNT_JUMPED, RepFlag.COUNT_JUMPED),
    (FaultKind.POSITION_SUSPECT, RepFlag.POSITION_SUSPECT),
    (FaultKind.LOAD_OVERLOAD, RepFlag.LOAD_OVERLOAD),
)
_FORCE_WRONG = (
    FaultKind.LOAD_WIRE_OFF,
    FaultKind.LOAD_SIGN_REVERSED,
    FaultKind.LOAD_GAIN_CHANGED,
    FaultKind.LOAD_ZERO_MOVED,
)


class SensorCheck:
    """Judges every finished repetition, and corrects those that came before it where need be.

    Args:
        consistency: What watches the sensors.
        board: The faults that hold.
        load_delay_s: How much earlier a conversion was valid than its reading.
        quantum_m: One count.
    """

    def __init__(
        self,
        consistency: Consistency,
        board: FaultBoard,
        *,
        load_delay_s: float,
        quantum_m: float,
    ) -> None:
        self._consistency = consistency
        self._board = board
        self.load_delay_s = load_delay_s
        self.quantum_m = quantum_m
        self._first_ns: int | None = None
        self._closure = Closure()
        self._home_m: float | None = None
        self._force_reps: ForceReps | None = None

    def begin(self, t_ns: int) -> None:
        """Positions from here on do not compare with those before."""
        self._first_ns = t_ns
        self._closure.restart()
        self._home_m = None
        self._force_reps = None

    def confirm(self, detector: RepDetector, rep: Rep) -> tuple[Rep, list[RepAmended]]:
        """The repetition as its sensors allow, and what they say of those before it."""
        out = self._was_out(detector, rep)
        judgement = Judgement() if out else self._judge(detector, rep)
        flags = [flag for kind, flag in _FLAGS if self._held(kind, rep.start_ns)]
        without = NONE
        amended: list[RepAmended] = []
        if judgement.doubtful or judgement.fault in _FORCE_WRONG:
            flags.append(RepFlag.LOAD_SUSPECT)
        if judgement.fault in _FORCE_WRONG:
            without |= Figure.FORCE
            amended += self._amend(
                detector, rep, AmendReason.LOAD_WRONG, RepFlag.LOAD_SUSPECT, Figure.FORCE
            )
        if judgement.fault is FaultKind.DIRECTION_REVERSED:
            flags.append(RepFlag.DIRECTION_REVERSED)
            reversed_of = Figure.HOLD | Figure.VELOCITY | Figure.FORCE
            without |= reversed_of
            amended += self._amend(detector, rep, AmendReason.DIRECTION, flags[-1], reversed_of)
        if self._consistency.unread(rep.start_ns - UNREAD_LEAD_NS, rep.end_ns):
            flags.append(RepFlag.GAP)
            without |= Figure.HOLD | Figure.VELOCITY
        if self._began_unseen(detector, rep):
            flags.append(RepFlag.START_UNSEEN)
            without |= Figure.RANGE | Figure.VELOCITY
        if out:
            flags += [RepFlag.POSITION_SUSPECT, RepFlag.POSITION_LOST]
            without |= MOTION
        if self._slipped(detector, rep):
            flags.append(RepFlag.SLIP)
            amended += self._amend(detector, rep, AmendReason.WHEEL_SLIPPED, RepFlag.SLIP)
        if flags:
            rep = flagged(rep, flags, without)
            detector.amend(rep)
        return rep, amended

    def topped(self, detector: RepDetector, t_ns: int) -> Iterator[DetectorEvent]:
        """The handle has reached a top: one far beyond the usual is two, and the count of the
        return between them was lost.
        """
        height_m, usual_m = detector.height_m, detector.usual_rom_m
        if height_m is None or usual_m is None or height_m < TWICE_SHARE * usual_m:
            return
        base_ns = detector.base_ns
        t_s, x_m = detector.trace.positions(base_ns, t_ns, base_ns)
        stood = stood_high(t_s, x_m, usual_m) if t_s.size > 2 else None
        if stood is None:
            return
        from_ns, until_ns = (base_ns + round(at_s * 1e9) for at_s in stood)
        level_m = float(x_m[int(np.searchsorted(t_s, stood[0]))])
        waited_for, open_ns = detector.lose_position(until_ns, level_m)
        yield from waited_for
        if open_ns is not None:
            yield self._add(detector, ForceRep(open_ns, from_ns, until_ns, None), t_ns)
        self._home_m = level_m
        self._board.set(FaultKind.ENCODER_SILENT, t_ns, holds=True)

    def lost(self, detector: RepDetector, silence: Silence, t_ns: int) -> Iterator[DetectorEvent]:
        """The encoder is out, and has been for a while: what was announced since is corrected."""
        waited_for, open_ns = detector.lose_position(t_ns)
        yield from waited_for
        flags = (RepFlag.POSITION_SUSPECT, RepFlag.POSITION_LOST)
        for rep in tuple(detector.reps):
            if rep.end_ns > silence.since_ns and RepFlag.POSITION_LOST not in rep.flags:
                changed = flagged(rep, flags, MOTION)
                detector.amend(changed)
                yield RepAmended(t_ns, changed, AmendReason.ENCODER_OUT)
        if open_ns is not None:
            last_ns = max(open_ns + 1, silence.since_ns)
            begun = ForceRep(open_ns, last_ns, last_ns, None)
            yield self._add(detector, begun, t_ns)
        times, forces = detector.trace.conversions(silence.since_ns, t_ns, 0)
        weight_n = self._consistency.reference_n
        if weight_n is None and forces.size:
            weight_n = float(forces.max())
        if weight_n is None or weight_n <= 0.0:
            return
        self._force_reps = ForceReps(weight_n, loaded=open_ns is not None)
        for time_s, force_n in zip(times.tolist(), forces.tolist(), strict=True):
            yield from self._count(detector, round(time_s * 1e9), force_n, t_ns)

    def follow(self, detector: RepDetector, sample: MotionSample) -> Iterator[RepConfirmed]:
        """Count on from force while the encoder is out."""
        if self._consistency.silence is not None and sample.conversion_n is not None:
            force_n = sample.force_n
            if force_n is not None:
                yield from self._count(detector, sample.t_ns, force_n, sample.t_ns)

    def _count(
        self, detector: RepDetector, t_ns: int, force_n: float, now_ns: int
    ) -> Iterator[RepConfirmed]:
        found = None if self._force_reps is None else self._force_reps.update(t_ns, force_n)
        if found is not None:
            yield self._add(detector, found, now_ns)

    def _add(self, detector: RepDetector, found: ForceRep, now_ns: int) -> RepConfirmed:
        rep = _from_force(found, number=len(detector.reps) + 1, now_ns=now_ns)
        detector.add(rep)
        return RepConfirmed(now_ns, rep)

    def _judge(self, detector: RepDetector, rep: Rep) -> Judgement:
        from_ns = rep.start_ns - JUDGED_LEAD_NS
        t_s, x_m = detector.trace.positions(from_ns, rep.detected_ns, rep.start_ns)
        load_s, load_n = detector.trace.conversions(from_ns, rep.detected_ns, rep.start_ns)
        before = [one.end_ns for one in detector.reps if one.number < rep.number]
        load_s = load_s - self.load_delay_s
        kept = ~wrong_conversions(load_s, load_n)
        return self._consistency.judge(
            fit(t_s, x_m, load_s[kept], load_n[kept]),
            low_m=float(x_m.min()) if x_m.size else None,
            t_ns=rep.detected_ns,
            rested=not before or rep.start_ns - before[-1] > PIN_NS,
        )

    def _held(self, kind: FaultKind, start_ns: int) -> bool:
        since_ns = self._board.since_ns(kind)
        lasting = kind is not FaultKind.COUNT_JUMPED and since_ns is not None
        return lasting or self._board.raised_since(kind, start_ns)

    def _amend(
        self,
        detector: RepDetector,
        rep: Rep,
        reason: AmendReason,
        flag: RepFlag,
        without: Figure = NONE,
    ) -> Iterator[RepAmended]:
        """Correct the repetitions before, where what is known now was only suspected then."""
        for one in tuple(detector.reps):
            if one.number >= rep.number:
                continue
            suspected = flag is RepFlag.DIRECTION_REVERSED or one.number == rep.number - 1
            if flag is RepFlag.LOAD_SUSPECT:
                suspected = flag in one.flags
            changed = flagged(one, (flag,), without)
            if suspected and changed != one:
                detector.amend(changed)
                yield RepAmended(rep.detected_ns, changed, reason)

    def _began_unseen(self, detector: RepDetector, rep: Rep) -> bool:
        """Whether the handle already moved when the first reading came."""
        first_ns = self._first_ns
        if first_ns is None or rep.start_ns - first_ns > UNSEEN_START_NS:
            return False
        _, x_m = detector.trace.positions(first_ns, first_ns + UNSEEN_START_NS // 2, first_ns)
        return bool(x_m.size) and float(x_m[-1] - x_m[0]) > MOVING_START_M

    def _was_out(self, detector: RepDetector, rep: Rep) -> bool:
        """Whether the encoder's plug was out for a moment; tells so of the rest before, too."""
        _, x_m = detector.trace.positions(rep.start_ns, rep.detected_ns, rep.start_ns)
        home_m, self._home_m = self._home_m, float(x_m[-1]) if x_m.size else None
        lead_ns = rep.start_ns - DEAD_LEAD_NS
        seen = detector.trace.positions(lead_ns, rep.detected_ns, rep.start_ns)
        out = stops_dead(*seen, self.quantum_m)
        lost = False
        if home_m is not None and rep.rom_m is not None and rep.number > 1:
            last_ns = detector.reps[-2].end_ns
            rest = detector.trace.positions(last_ns, rep.start_ns, rep.start_ns)
            lost = lost_a_return(*rest, home_m, float(x_m[0]), rep.rom_m)
        if self._consistency.silence is None:
            kind = FaultKind.ENCODER_SILENT
            self._board.set(kind, rep.detected_ns, holds=out or lost)
        return out

    def _slipped(self, detector: RepDetector, rep: Rep) -> bool:
        if rep.rom_m is None or RepFlag.NO_RETURN in rep.flags:
            return False
        slips = self._closure.slips(detector.trace, rep, self._consistency.reference_n)
        if slips is not None:
            self._board.set(FaultKind.WHEEL_SLIPPING, rep.detected_ns, holds=slips)
        return bool(slips)


def _from_force(found: ForceRep, *, number: int, now_ns: int) -> Rep:
    """A repetition of which force alone is known."""
    return Rep(
        number=number,
        start_ns=found.start_ns,
        top_ns=found.peak_ns,
        release_ns=found.end_ns,
        end_ns=found.end_ns,
        detected_ns=now_ns,
        rom_m=None,
        rom_pct=None,
        hold_s=None,
        held=None,
        concentric_s=None,
        eccentric_s=None,
        mean_velocity_m_s=None,
        mean_propulsive_velocity_m_s=None,
        peak_velocity_m_s=None,
        eccentric_velocity_m_s=None,
        mean_force_n=None,
        peak_force_n=found.peak_n,
        mean_power_w=None,
        peak_power_w=None,
        work_j=None,
        rfd_n_s=None,
        velocity_loss_pct=None,
        tempo=None,
        verdict=UNKNOWN,
        flags=(RepFlag.POSITION_SUSPECT, RepFlag.POSITION_LOST),
    )
