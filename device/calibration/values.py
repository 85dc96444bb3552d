"""Reading the values that came with a step; everything here came from outside."""

from collections.abc import Mapping
from typing import Any

from device.calibration.refusal import RefusalCode, RefusalError

Values = Mapping[str, Any]


def number(values: Values, name: str, low: float, high: float) -> float:
    """A number within bounds.

    Raises:
        RefusalError: It is missing, no number, or out of bounds.
    """
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise RefusalError(
            RefusalCode.BAD_VALUE, problem=f"Give {name} as a number from {low:g} to {high:g}."
        )
    return float(value)


def flag(values: Values, name: str) -> bool:
    """A truth value; ``False`` where it is left out.

    Raises:
        RefusalError: It is something else.
    """
    value = values.get(name, False)
    if not isinstance(value, bool):
        raise RefusalError(RefusalCode.BAD_VALUE, problem=f"Give {name} as true or false.")
    return value


def text(values: Values, name: str, longest: int = 64) -> str | None:
    """A short text without control characters; ``None`` where it is left out or empty.

    Raises:
        RefusalError: It is no text, or too long.
    """
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise RefusalError(
            RefusalCode.BAD_VALUE, problem=f"Give {name} as a text of at most {longest} letters."
        )
    return value.strip() or None
