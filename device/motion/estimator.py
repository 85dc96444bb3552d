"""Measurements to motion: one clock, one estimate a sample."""

from math import inf

from device.calibration.factors import Measurement
from device.motion.consistency.health import Sensor, SensorHealth, health_of
from device.motion.consistency.watch import Consistency
from device.motion.faults import FaultBoard, FaultKind
from device.motion.load_cell import LoadCellMonitor
from device.motion.sample import MotionSample
from device.motion.tuning import FAULT_SHOWN_NS
from device.motion.velocity import VelocityEstimator
from device.sensors.reading import Fault

_FAULT_OF_FLAG = (
    (Fault.ENCODER_OVERRUN, FaultKind.ENCODER_OVERRUN),
    (Fault.ENCODER_ILLEGAL, FaultKind.ENCODER_NOISY),
    (Fault.LOST_FRAMES, FaultKind.SAMPLES_LOST),
    (Fault.OFFLINE, FaultKind.SENSOR_OFFLINE),
    (Fault.RESTARTED, FaultKind.SENSOR_RESTARTED),
    (Fault.CLOCK_OFF, FaultKind.BOARD_CLOCK_OFF),
)

_OFFLINE = int(Fault.OFFLINE)
_RESTARTED = int(Fault.RESTARTED)


class MotionEstimator:
    """Position, velocity, force and power of one handle, sample by sample, in bounded memory."""

    def __init__(self, board: FaultBoard, quantum_m: float, rated_n: float | None = None) -> None:
        """Estimate with one count worth ``quantum_m``, and a cell built for ``rated_n``."""
        self._board = board
        self._quantum_m = quantum_m
        self._rated_n = inf if rated_n is None else rated_n
        self._velocity = VelocityEstimator()
        self._load = LoadCellMonitor(board)
        self._flagged_until_ns: dict[FaultKind, int] = {}
        self.consistency = Consistency(board)

    def update(self, measurement: Measurement) -> MotionSample:
        """Take one measurement; faults that came with it are raised, and cleared 2 s later."""
        t_ns, position_m, force_n, faults = measurement
        if faults:
            self._flag(t_ns, faults)
        if self._flagged_until_ns:
            self._unflag(t_ns)
        velocity, load, consistency = self._velocity, self._load, self.consistency
        offline = faults & _OFFLINE
        if not offline:
            position_m, compares = consistency.position(
                t_ns, position_m, velocity.fast_m_s, self._quantum_m
            )
            if not compares:
                faults |= _RESTARTED
                velocity.reset()
            if consistency.jumped:
                consistency.jumped = False
                self._show(FaultKind.COUNT_JUMPED, t_ns)
        velocity.update(t_ns, position_m)
        load.update(t_ns, force_n, position_m, faults)
        if faults and faults & Fault.LOAD_SATURATED and not load.saturated:
            faults &= ~Fault.LOAD_SATURATED
        force = load.force_n() if consistency.force_ok else None
        if force_n is not None and force is not None:
            if force > self._rated_n:
                self._show(FaultKind.LOAD_OVERLOAD, t_ns)
            consistency.force(t_ns, force, load.period_ns, rejected=load.rejected, quick=load.quick)
        return MotionSample(
            t_ns,
            position_m,
            velocity.fast_m_s,
            velocity.slow_m_s,
            force,
            force_n,
            None if force is None else force * velocity.fast_m_s,
            faults,
            not offline and consistency.silence is None,
        )

    @property
    def sensors(self) -> dict[Sensor, SensorHealth]:
        """How far each sensor can be trusted."""
        return health_of(self._board)

    def forget_position(self, quantum_m: float) -> None:
        """The next position does not compare with earlier ones; one count is worth another."""
        self._velocity.reset()
        self.consistency.forget_position()
        self._quantum_m = quantum_m

    def resume(self) -> None:
        """Readings go on after a pause: what was before does not compare with what comes."""
        self._velocity.reset()
        self.consistency.forget_position()
        self._load.resume()

    def _flag(self, t_ns: int, faults: int) -> None:
        if faults & Fault.RESTARTED:
            self._velocity.reset()
            self.consistency.forget_position()
        for flag, kind in _FAULT_OF_FLAG:
            if faults & flag:
                # An offline sensor is back with the first reading that does not say so.
                self._show(kind, t_ns)
                if flag is Fault.OFFLINE:
                    self._flagged_until_ns[kind] = t_ns

    def _show(self, kind: FaultKind, t_ns: int) -> None:
        self._flagged_until_ns[kind] = t_ns + FAULT_SHOWN_NS
        self._board.set(kind, t_ns, holds=True)

    def _unflag(self, t_ns: int) -> None:
        over = [kind for kind, until in self._flagged_until_ns.items() if until < t_ns]
        for kind in over:
            del self._flagged_until_ns[kind]
            self._board.set(kind, t_ns, holds=False)
