"""A cable machine with exact factors, as a small generator of readings for a calibration."""

import random

from device.calibration.factors import Factors
from device.calibration.procedure.session import CalibrationSession
from device.sensors.reading import Fault, Reading

TRUE = Factors(counts_per_metre=3819.7, newtons_per_count=1 / 2190, load_zero=-81234.0)
GRAVITY_M_S2 = 9.80665
READING_NS = 5_000_000


class Rig:
    """Feeds a session with what two sensors of known factors would say.

    Faults are set as attributes and hold from then on.
    """

    def __init__(self, session: CalibrationSession, true: Factors = TRUE, seed: int = 1) -> None:
        self.session = session
        self.true = true
        self.noise_counts = 60.0
        self.conversions_every = 2.5
        self.load_silent = self.encoder_silent = False
        self.faults = 0
        self.slip = 0.0
        self._random = random.Random(seed)
        self._t_ns = 7_000_000_000
        self._due = 0.0
        self._position_m = self._counted_m = 0.4

    def reading(self, force_n: float) -> Reading:
        self._t_ns += READING_NS
        self._due += 1.0
        raw = None
        if self._due >= self.conversions_every and not self.load_silent:
            self._due -= self.conversions_every
            ideal = self.true.load_zero + force_n / self.true.newtons_per_count
            noisy = ideal + self._random.gauss(0, self.noise_counts)
            raw = max(-(2**23), min(2**23 - 1, round(noisy)))
        counted = 0.4 if self.encoder_silent else self._counted_m
        count = round(counted * self.true.counts_per_metre)
        return Reading(self._t_ns, count, raw, self.faults)

    def hang(self, kg: float = 0.0, seconds: float = 2.0) -> None:
        self.hold(kg * GRAVITY_M_S2, seconds)

    def hold(self, force_n: float = 0.0, seconds: float = 2.0) -> None:
        for _ in range(round(seconds * 200)):
            self.session.feed(self.reading(force_n))

    def pull(self, length_m: float, force_n: float = 120.0, seconds: float = 1.0) -> None:
        steps = round(seconds * 200)
        for _ in range(steps):
            self._position_m += length_m / steps
            share = 1 + self.slip if length_m < 0 else 1.0
            self._counted_m += length_m / steps * share
            self.session.feed(self.reading(force_n))

    def restart(self) -> None:
        self._counted_m = 0.0
        self.session.feed(self.reading(0.0)._replace(faults=int(Fault.RESTARTED)))
