"""The factors of a recording: read from its header, written to it."""

from dataclasses import fields
from typing import Final

from device.calibration.factors import Factors
from device.errors import UserError
from device.recordings.format import Header, Scalar

_NAMES: Final = tuple(field.name for field in fields(Factors))
_NOT_ZERO: Final = frozenset({"counts_per_metre", "newtons_per_count"})
_MAX_LOAD_DELAY_S: Final = 1.0
_MAX_ABS: Final = 1e12


def factors_from_header(header: Header) -> Factors:
    """The factors that a recording's header gives; defaults for those it leaves out.

    Raises:
        UserError: A value is not a number, out of range, zero where that has no meaning, or the
            load delay is outside 0–1 s.
    """
    return Factors(**{name: _number(name, header[name]) for name in _NAMES if name in header})


def header_from_factors(factors: Factors) -> dict[str, Scalar]:
    """The header values that ``factors_from_header`` reads back."""
    return {name: float(getattr(factors, name)) for name in _NAMES}


def _number(name: str, value: Scalar) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(f"The recording's header value {name} is {value!r}; it must be a number.")
    if not -_MAX_ABS < value < _MAX_ABS:
        raise UserError(f"The recording's header value {name} is out of range.")
    if name in _NOT_ZERO and value == 0:
        raise UserError(f"The recording's header value {name} is 0; it must not be.")
    if name == "load_delay_s" and not 0 <= value <= _MAX_LOAD_DELAY_S:
        raise UserError(f"The recording's header value {name} is {value}; it must be 0 to 1 s.")
    return float(value)
