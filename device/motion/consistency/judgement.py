"""From what movements weigh to what is wrong with a sensor."""

from collections import deque
from collections.abc import Iterator
from math import log
from statistics import median
from typing import NamedTuple

from device.motion.consistency.movement import Fit
from device.motion.consistency.tuning import (
    AGREE_LOG,
    CLEAN_SHARE,
    CONSTANT_N,
    CONSTANT_SHARE,
    DEAF_SHARE,
    EVIDENT_SDS,
    FIRST_REPS,
    GAIN_LOG,
    GRAVITY_M_S2,
    HANDS_M_S2,
    KNOWN_MASS_SHARE,
    LEARN_REPS,
    LEAST_MASS_KG,
    LEAST_SD_N,
    LIGHT_SHARE,
    POOR_SHARE,
    POOR_TIMES,
    REVERSED_SHARE,
    SAME_MASS_SHARE,
    SIGN_N,
    SILENT_SHARE,
    TARED_SHARE,
    ZERO_LEAST_N,
    ZERO_SHARE,
)
from device.motion.faults import FaultKind


class Reference(NamedTuple):
    """What the load weighed in the movements before: medians."""

    weight_n: float
    mass_kg: float
    friction_n: float
    residual_n: float


class Judgement(NamedTuple):
    """What a movement says of the two sensors.

    Attributes:
        fault: What is known to be wrong; ``None`` where nothing is.
        doubtful: Whether its forces contradict the movements before, though no name is known yet.
        sound: Whether the two sensors agree.
    """

    fault: FaultKind | None = None
    doubtful: bool = False
    sound: bool = False


class Judge:
    """Compares movements of one handle with each other.

    A stack that is put down and another pin are one case that looks like a changed gain: after a
    rest, other forces are learned instead of doubted.

    Attributes:
        reference: What the load weighs; ``None`` until a movement has told.
    """

    def __init__(self) -> None:
        self.reference: Reference | None = None
        self._fits: deque[Fit] = deque(maxlen=LEARN_REPS)
        self._first: list[float] = []
        self._suspected: FaultKind | None = None

    def forget(self) -> None:
        """Another load, another scale or another zero: nothing compares."""
        self.reference = None
        self._fits.clear()
        self._first.clear()
        self._suspected = None

    def judge(self, fit: Fit, *, rested: bool) -> Judgement:
        """Judge a movement; ``rested`` says that the stack had time for another pin before."""
        if _is_constant(fit, self.reference):
            return Judgement(FaultKind.LOAD_WIRE_OFF)
        if fit.weight_n < -SIGN_N and fit.median_n < -SIGN_N and fit.mass_kg <= 0.0:
            return Judgement(FaultKind.LOAD_SIGN_REVERSED)
        if _is_reversed(fit):
            certain = abs(fit.mass_kg) > EVIDENT_SDS * fit.mass_sd_kg
            return self._suspect(FaultKind.DIRECTION_REVERSED, certain=certain)
        if _is_tared(fit):
            return self._suspect(FaultKind.LOAD_ZERO_MOVED, certain=False)
        reference = self.reference
        if reference is None or len(self._fits) < 2:
            return self._learn(fit)
        if rested and abs(fit.weight_n - reference.weight_n) > ZERO_SHARE * reference.weight_n:
            if _is_scaled(fit, reference):
                self.forget()
            return self._learn(fit)
        for fault, certain in _against(fit, reference):
            return self._suspect(fault, certain=certain)
        if _has_moved(fit, reference, median(self._first)):
            return self._suspect(FaultKind.LOAD_ZERO_MOVED, certain=True)
        if _is_poor(fit, reference):
            return Judgement(doubtful=True)
        return self._learn(fit)

    def _suspect(self, fault: FaultKind, *, certain: bool) -> Judgement:
        if certain or self._suspected is fault:
            self._suspected = fault
            return Judgement(fault)
        self._suspected = fault
        return Judgement(doubtful=True)

    def _learn(self, fit: Fit) -> Judgement:
        if fit.weight_n <= 0.0 or fit.residual_n > POOR_SHARE * fit.weight_n:
            return Judgement()
        self._suspected = None
        self._fits.append(fit)
        self.reference = Reference(
            median(one.weight_n for one in self._fits),
            median(one.mass_kg for one in self._fits),
            median(one.friction_n for one in self._fits),
            median(one.residual_n for one in self._fits),
        )
        if len(self._first) < FIRST_REPS:
            self._first.append(fit.weight_n)
        return Judgement(sound=fit.mass_kg * GRAVITY_M_S2 > LIGHT_SHARE * fit.weight_n)


def _is_constant(fit: Fit, reference: Reference | None) -> bool:
    """Whether force ignores a movement that it should have shown, whatever it says instead."""
    follows = fit.mass_kg * GRAVITY_M_S2 / fit.weight_n > LIGHT_SHARE if fit.weight_n else False
    if follows and LEAST_SD_N < fit.force_sd_n > 2 * fit.residual_n:
        return False
    if fit.acceleration_m_s2 * 2 > HANDS_M_S2 and fit.force_sd_n < max(
        CONSTANT_N, CONSTANT_SHARE * abs(fit.weight_n)
    ):
        return True
    mass_kg = max(LEAST_MASS_KG, DEAF_SHARE * abs(fit.weight_n) / GRAVITY_M_S2)
    if reference is not None:
        mass_kg = reference.mass_kg
    expected_n = mass_kg * fit.acceleration_m_s2
    if expected_n < CONSTANT_N or abs(fit.mass_kg) > SILENT_SHARE * mass_kg:
        return False
    return fit.force_sd_n < DEAF_SHARE * expected_n or (
        reference is not None and fit.residual_n > (1.0 - 2 * SILENT_SHARE) * fit.force_sd_n
    )


def _is_reversed(fit: Fit) -> bool:
    """Whether force is higher on the way in: no machine pushes its handle out."""
    return (
        fit.weight_n > SIGN_N
        and fit.mass_kg * GRAVITY_M_S2 < -REVERSED_SHARE * fit.weight_n
        and fit.friction_n <= 0.0
    )


def _is_scaled(fit: Fit, reference: Reference) -> bool:
    """Whether weight and mass changed by one factor."""
    if fit.mass_kg <= 0.0 or reference.mass_kg <= 0.0 or fit.weight_n <= 0.0:
        return False
    by_weight = log(fit.weight_n / reference.weight_n)
    by_mass = log(fit.mass_kg / reference.mass_kg)
    return abs(by_weight) > GAIN_LOG and abs(by_weight - by_mass) < AGREE_LOG


def _against(fit: Fit, reference: Reference) -> Iterator[tuple[FaultKind, bool]]:
    """What speaks against the force of this movement, and whether it needs no second one."""
    if _is_scaled(fit, reference):
        yield FaultKind.LOAD_GAIN_CHANGED, False
    if _has_moved(fit, reference, reference.weight_n):
        off_n = abs(fit.weight_n - reference.weight_n)
        yield FaultKind.LOAD_ZERO_MOVED, off_n > 2 * ZERO_SHARE * reference.weight_n


def _has_moved(fit: Fit, reference: Reference, weight_n: float) -> bool:
    """Whether the weight is another while the mass is the same."""
    known = fit.mass_sd_kg < KNOWN_MASS_SHARE * reference.mass_kg
    same = abs(fit.mass_kg - reference.mass_kg) < SAME_MASS_SHARE * reference.mass_kg
    least_n = max(ZERO_LEAST_N, ZERO_SHARE * weight_n, 2 * fit.residual_n)
    return known and same and abs(fit.weight_n - weight_n) > least_n


def _is_tared(fit: Fit) -> bool:
    """Whether the zero has taken weight away, as one that was set while a weight hung."""
    known = fit.mass_sd_kg < KNOWN_MASS_SHARE * fit.mass_kg
    known = known and fit.residual_n < CLEAN_SHARE * fit.mass_kg * GRAVITY_M_S2
    return known and fit.mass_kg * GRAVITY_M_S2 > TARED_SHARE * fit.weight_n + ZERO_LEAST_N


def _is_poor(fit: Fit, reference: Reference) -> bool:
    """Whether force follows this movement far worse than those before: something fell in it."""
    return fit.residual_n > max(POOR_TIMES * reference.residual_n, POOR_SHARE * reference.weight_n)
