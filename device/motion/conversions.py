"""Which conversions of the load cell are wrong: one rule for live, stored and fault alike."""

from device.motion.tuning import (
    CARRY_ON_SHARE,
    LEAST_LIKELY_N,
    MOST_LIKELY_N,
    PERIOD_GAIN,
    QUICK_PERIOD_NS,
    RETURN_MOST_N,
    RETURN_SHARE,
    RUN_NS,
    SPIKE_N,
    SPIKE_SHARE,
    SPIKE_STEPS,
    USUAL_GAIN,
    USUAL_PERIOD_NS,
)


class ConversionFilter:
    """Tells wrong conversions from forces, each with as little delay as its kind allows.

    The converter averages over four conversions, so that a force, however sudden, arrives in two
    steps at least of about the same size. A wrong word, or a run of them after a late read, arrives
    in one step and leaves in one. A conversion that steps too far is therefore held back until the
    next ones tell: it is a force if they carry the step on, or if it lasts for longer than
    ``RUN_NS``; it was wrong if they return to what was before.

    A slow converter (10 per second) shows nothing of such shapes: there every value is believed.

    Attributes:
        force_n: The latest value that can be believed; ``None`` before the first.
        rejected: How many have been found wrong so far.
        period_ns: Usual time from one conversion to the next; 0 before the second.
    """

    def __init__(self) -> None:
        self.force_n: float | None = None
        self.rejected = 0
        self._before_n = self._usual_n = 0.0
        self._last_ns = 0
        self.period_ns = 0.0
        self._held: list[tuple[int, float, int]] = []
        self._index = -1
        self.wrong: list[int] = []

    @property
    def undecided(self) -> list[int]:
        """The latest conversions, by their place in all, of which nothing is known yet."""
        return [index for _, _, index in self._held]

    def restart(self) -> None:
        """What comes does not compare with what was."""
        self.force_n = None
        self._held.clear()
        self.period_ns = 0.0

    def take(self, t_ns: int, force_n: float) -> bool:
        """Take the next conversion; return whether ``force_n`` of this object is a new value."""
        self._index += 1
        self._learn_period(t_ns)
        good_n = self.force_n
        if good_n is None or self.period_ns > QUICK_PERIOD_NS:
            return self._believe(force_n)
        apart = max(1.0, self.period_ns / USUAL_PERIOD_NS) ** 2
        limit_n = max(SPIKE_N, SPIKE_SHARE * abs(good_n), SPIKE_STEPS * self._usual_n) * apart
        held = self._held
        if not held:
            step_n, before_n = force_n - good_n, good_n - self._before_n
            if abs(step_n) <= limit_n or (
                step_n * before_n > 0 and abs(before_n) > abs(step_n) / 2
            ):
                return self._believe(force_n)
            held.append((t_ns, force_n, self._index))
            return False
        first_n = held[0][1]
        step_n, on_n = first_n - good_n, force_n - first_n
        if len(held) == 1 and on_n * step_n > 0.0:
            share = on_n / step_n
            if CARRY_ON_SHARE <= share <= 2 / CARRY_ON_SHARE and _likely(force_n, good_n):
                return self._believe(force_n)
        if self._is_back(force_n, good_n, abs(step_n), limit_n):
            if abs(step_n) >= 2 * RETURN_SHARE * abs(first_n - self._before_n):
                self._reject(len(held))
            return self._believe(force_n)
        held.append((t_ns, force_n, self._index))
        return t_ns - held[0][0] > RUN_NS and self._believe_the_end(limit_n)

    def _is_back(self, force_n: float, good_n: float, step_n: float, limit_n: float) -> bool:
        """Whether the force has returned to where it was before the step, or was going to."""
        near_n = min(max(limit_n, min(RETURN_SHARE * step_n, RETURN_MOST_N)), step_n / 2)
        there_n = good_n + (good_n - self._before_n) * (len(self._held) + 1)
        return min(good_n, there_n) - near_n <= force_n <= max(good_n, there_n) + near_n

    def _learn_period(self, t_ns: int) -> None:
        step_ns = t_ns - self._last_ns
        self._last_ns = t_ns
        if self._index and step_ns > 0:
            if not self.period_ns:
                self.period_ns = step_ns
            self.period_ns += PERIOD_GAIN * (step_ns - self.period_ns)

    def _believe(self, force_n: float) -> bool:
        before_n = force_n if self.force_n is None else self.force_n
        self._learn_step(abs(force_n - before_n))
        self._before_n, self.force_n = before_n, force_n
        if self._held:
            self._held.clear()
        return True

    def _learn_step(self, step_n: float) -> None:
        step_n = min(step_n, SPIKE_STEPS * self._usual_n + SPIKE_N)
        self._usual_n += USUAL_GAIN * (step_n - self._usual_n)

    def _reject(self, count: int) -> None:
        for _, value_n, _ in self._held[:count]:
            self._learn_step(abs(value_n - (self.force_n or 0.0)))
        self.rejected += count
        self.wrong.extend(index for _, _, index in self._held[:count])

    def _believe_the_end(self, limit_n: float) -> bool:
        """What was held back has lasted: its smooth end is a force, what steps before it is not."""
        held = self._held
        first = len(held) - 1
        while first and abs(held[first][1] - held[first - 1][1]) <= limit_n:
            first -= 1
        self._reject(first)
        return self._believe(held[-1][1])


def _likely(force_n: float, good_n: float) -> bool:
    """Whether a hand may have brought a force about so quickly: a cable does not push."""
    return LEAST_LIKELY_N < force_n < MOST_LIKELY_N or abs(force_n) < 2 * abs(good_n)
