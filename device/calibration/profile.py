"""A cable machine's own numbers: its pulleys, its stack, and what was put on its cable."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self

from device.calibration.refusal import RefusalCode, RefusalError
from device.calibration.values import number, text

STANDARD_GRAVITY_M_S2: Final = 9.80665
"""Standard acceleration of gravity (3rd CGPM, 1901)."""

_BOUNDS: Final = {
    "pulley_ratio": (0.25, 8.0),
    "wheel_diameter_m": (0.005, 1.0),
    "counts_per_turn": (4, 100_000),
    "load_cell_capacity_kg": (1.0, 5000.0),
    "load_delay_s": (0.0, 1.0),
}
_OPTIONAL: Final = frozenset({"wheel_diameter_m", "counts_per_turn", "load_delay_s"})
_MAX_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class MachineProfile:
    """One cable machine.

    Attributes:
        profile_id: Short name that records refer to.
        name: Name for people.
        pulley_ratio: Weight of the stack for one unit of pull at the handle: 1 with one fixed
            pulley, 2 where a moving pulley halves it.
        stack_steps_kg: The weights the stack can be set to, ascending; empty where unknown.
        wheel_diameter_m: Of the encoder's wheel, where the cable runs; ``None`` where unknown.
        counts_per_turn: Quadrature counts a turn of it, four per encoder line.
        load_cell_capacity_kg: The load cell's rated load.
        load_delay_s: Group delay of the load cell's converter; ``None`` derives it from the rate.
    """

    profile_id: str = "default"
    name: str = "Cable machine"
    pulley_ratio: float = 1.0
    stack_steps_kg: tuple[float, ...] = ()
    wheel_diameter_m: float | None = None
    counts_per_turn: float | None = None
    load_cell_capacity_kg: float = 200.0
    load_delay_s: float | None = None

    def stack_kg(self, force_n: float) -> float:
        """The weight of the stack that a still handle's force speaks for.

        The nearest of ``stack_steps_kg`` where they are known.
        """
        stack_kg = force_n * self.pulley_ratio / STANDARD_GRAVITY_M_S2
        if not self.stack_steps_kg:
            return stack_kg
        return min(self.stack_steps_kg, key=lambda step: abs(step - stack_kg))

    def to_json(self) -> dict[str, Any]:
        """The profile as plain JSON values."""
        return {**asdict(self), "stack_steps_kg": list(self.stack_steps_kg)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The profile of ``to_json``; what is left out takes its default.

        Raises:
            RefusalError: A value is unknown, of the wrong kind or out of bounds.
        """
        return cls().changed(values)

    def changed(self, values: Mapping[str, Any]) -> Self:
        """This profile with some values replaced.

        Raises:
            RefusalError: A value is unknown, of the wrong kind or out of bounds.
        """
        if unknown := set(values) - set(asdict(self)):
            names = ", ".join(sorted(map(str, unknown)))
            raise RefusalError(RefusalCode.BAD_VALUE, problem=f"A machine profile has no {names}.")
        return replace(self, **{name: _parsed(name, values) for name in values})


def _parsed(name: str, values: Mapping[str, Any]) -> Any:
    if name in _OPTIONAL and values[name] is None:
        return None
    if name in _BOUNDS:
        return number(values, name, *_BOUNDS[name])
    if name == "stack_steps_kg":
        return _steps(values[name])
    if (given := text(values, name)) is None:
        raise RefusalError(RefusalCode.BAD_VALUE, problem=f"Give the machine's {name}.")
    return given


def _steps(given: object) -> tuple[float, ...]:
    if not isinstance(given, list | tuple) or len(given) > _MAX_STEPS:
        raise RefusalError(
            RefusalCode.BAD_VALUE,
            problem=f"Give stack_steps_kg as a list of at most {_MAX_STEPS} weights.",
        )
    named = "each of stack_steps_kg"
    return tuple(sorted({number({named: step}, named, 0.0, 1000.0) for step in given}))
