"""Whether a move that has come to a stop can be a pull, rather than a walk-out."""

from device.reps.detection.tuning import (
    FAR_PULL_M,
    FAR_PULL_M_S,
    FAST_PULL_M_S,
    LOADED_PULL_M_S,
    LOADED_SHARE,
    REST_GAIN,
    USUAL_SHARE,
)


class WalkOutGate:
    """Knows where the floor is, how fast the present move went, and whether the stack hung before.

    A walk-out begins at the lowest place, where the stack is down, and it is slow. Until the set
    has shown what a pull is, such a move is no pull.
    """

    def __init__(self) -> None:
        self._floor_m: float | None = None
        self._force_n: float | None = None
        self._force_at_rest_n: float | None = None
        self._fastest_m_s = 0.0

    def restart(self) -> None:
        """Positions do not compare with what was."""
        self._floor_m = None

    def see(self, x_m: float, force_n: float | None) -> bool:
        """Take the next place; return whether it is the first one."""
        if force_n is not None:
            before_n = force_n if self._force_n is None else self._force_n
            self._force_n = before_n + REST_GAIN * (force_n - before_n)
        first = self._floor_m is None
        self._floor_m = x_m if self._floor_m is None else min(self._floor_m, x_m)
        return first

    def rests(self) -> None:
        """The handle rests here: the force is that of standing."""
        if self._force_n is not None:
            self._force_at_rest_n = self._force_n

    def begins(self) -> None:
        """A move begins."""
        self._fastest_m_s = 0.0

    def moves(self, velocity_m_s: float) -> None:
        """The move goes on."""
        self._fastest_m_s = max(self._fastest_m_s, velocity_m_s)

    def is_pull(
        self, *, base_m: float, height_m: float, usual_rom_m: float | None, least_rom_m: float
    ) -> bool:
        """Whether the move can be a pull.

        Args:
            base_m: Where it began.
            height_m: How far it went.
            usual_rom_m: The athlete's range, as far as it is known.
            least_rom_m: Shorter movements are no repetitions.
        """
        if usual_rom_m is not None and height_m >= USUAL_SHARE * usual_rom_m:
            return True
        if self._floor_m is not None and base_m > self._floor_m + 0.5 * least_rom_m:
            return True
        if self._hung():
            return self._fastest_m_s > LOADED_PULL_M_S
        return self._fastest_m_s > (FAR_PULL_M_S if height_m > FAR_PULL_M else FAST_PULL_M_S)

    def _hung(self) -> bool:
        """Whether the stack hung on the cable already where the move began."""
        rest_n, now_n = self._force_at_rest_n, self._force_n
        return rest_n is not None and now_n is not None and rest_n > LOADED_SHARE * now_n
