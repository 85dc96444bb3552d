"""The two sensors of one handle, watching each other."""

from device.motion.consistency.judgement import Judge, Judgement
from device.motion.consistency.jumps import JumpBridge
from device.motion.consistency.movement import Fit
from device.motion.consistency.standing import Silence, StandingWatch
from device.motion.consistency.tuning import CALM_NS
from device.motion.faults import FaultBoard, FaultKind

_OF_FORCE = (
    FaultKind.LOAD_WIRE_OFF,
    FaultKind.LOAD_SIGN_REVERSED,
    FaultKind.LOAD_GAIN_CHANGED,
    FaultKind.LOAD_ZERO_MOVED,
)
_JUDGED = (*_OF_FORCE, FaultKind.DIRECTION_REVERSED, FaultKind.POSITION_SUSPECT)
_OUT = frozenset({FaultKind.LOAD_WIRE_OFF, FaultKind.LOAD_SIGN_REVERSED})
_SILENT = (FaultKind.ENCODER_SILENT, FaultKind.ENCODER_ONE_CHANNEL)


class Consistency:
    """What the sensors say of each other: sample by sample, and after every movement.

    Attributes:
        force_ok: Whether force follows the movements at all; ``None`` is shown where it does not.
        jumped: The count has leapt; whoever tells it sets this back.
        silence: The encoder is out, since when and how; ``None`` while it follows the handle.
    """

    def __init__(self, board: FaultBoard) -> None:
        self._board = board
        self._judge = Judge()
        self._standing = StandingWatch()
        self._jumps = JumpBridge()
        self._new_silence: Silence | None = None
        self._watches = True
        self._rejected = 0
        self._calm_ns = 0
        self.force_ok = True
        self.silence: Silence | None = None
        self.jumped = False

    def position(
        self, t_ns: int, position_m: float, velocity_m_s: float, quantum_m: float
    ) -> tuple[float, bool]:
        """Take a position; return it without leaps of the count, and whether it compares.

        It does not with those before where a silent encoder has come back.
        """
        position_m, jumped = self._jumps.take(t_ns, position_m, velocity_m_s)
        if jumped:
            self.jumped = True
        if self._standing.update(t_ns, position_m, quantum_m):
            self._come_back(t_ns)
            return position_m, False
        return position_m, True

    def force(
        self, t_ns: int, force_n: float, period_ns: float, *, rejected: int, quick: bool
    ) -> None:
        """Take a conversion that can be believed.

        Args:
            t_ns: Its time.
            force_n: Its value.
            period_ns: Usual time between two of them.
            rejected: How many were wrong so far.
            quick: Whether they come fast enough to show single pushes.
        """
        if rejected != self._rejected:
            self._rejected, self._calm_ns = rejected, t_ns + CALM_NS
        if not self._watches:
            return
        if t_ns < self._calm_ns or self._board.since_ns(FaultKind.LOAD_CELL_NOISY) is not None:
            self._standing.disturb(t_ns)
            return
        reference = self._judge.reference if quick else None
        silence = self._standing.weigh(t_ns, force_n, reference, period_ns)
        if silence is not None:
            self.silence = self._new_silence = silence
            self._board.set(silence.fault, t_ns, holds=True)

    def judge(
        self, movement: Fit | None, *, low_m: float | None, t_ns: int, rested: bool
    ) -> Judgement:
        """Judge a finished movement.

        Args:
            movement: What it weighed; ``None`` where too little of it was measured.
            low_m: Its lowest position; ``None`` where none was measured.
            t_ns: The present time.
            rested: Whether the stack had time for another pin before it.
        """
        if low_m is not None:
            self._standing.home_m = low_m
        if movement is None:
            return Judgement()
        judgement = self._judge.judge(movement, rested=rested)
        frozen = self._board.since_ns(FaultKind.LOAD_CELL_FROZEN) is not None
        for kind in _JUDGED:
            if kind is FaultKind.LOAD_WIRE_OFF and frozen:
                continue
            if kind is judgement.fault:
                self._board.set(kind, t_ns, holds=True)
            elif judgement.sound or (judgement.fault and kind is not FaultKind.POSITION_SUSPECT):
                self._board.set(kind, t_ns, holds=False)
        self.force_ok = judgement.fault not in _OUT and (self.force_ok or judgement.sound)
        self._watches = self.force_ok and judgement.fault is None
        return judgement

    @property
    def reference_n(self) -> float | None:
        """What the load weighs; ``None`` until a movement has told."""
        reference = self._judge.reference
        return None if reference is None else reference.weight_n

    def unread(self, from_ns: int, to_ns: int) -> bool:
        """Whether in that time the count stood although the handle moved."""
        return self._jumps.unread(from_ns, to_ns)

    def take_silence(self) -> Silence | None:
        """The encoder's silence since the last call, if it was found out meanwhile."""
        silence, self._new_silence = self._new_silence, None
        return silence

    def forget_position(self) -> None:
        """The next position does not compare with earlier ones."""
        self._jumps.restart()
        self._standing.restart(0, None)
        self._standing.home_m = None

    def forget_force(self) -> None:
        """Another load, another scale or another zero."""
        self._judge.forget()

    def _come_back(self, t_ns: int) -> None:
        self.silence = None
        self._standing.home_m = None
        for kind in _SILENT:
            self._board.set(kind, t_ns, holds=False)
        self._board.set(FaultKind.POSITION_SUSPECT, t_ns, holds=True)
