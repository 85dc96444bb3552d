"""What one option is, and how a value of it is read and checked."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from device.errors import UserError

Value = bool | int | float | str

ENVIRONMENT_PREFIX: Final = "CABLECOACH_"

_SWITCH: Final = MappingProxyType(
    {"1": True, "true": True, "yes": True, "on": True}
    | {"0": False, "false": False, "no": False, "off": False}
)
_KIND_NAMES: Final[Mapping[type, str]] = MappingProxyType(
    {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}
)


@dataclass(frozen=True, slots=True)
class Option:
    """One row of the table of options.

    Attributes:
        name: As in the file; upper-cased after ``CABLECOACH_`` it is the environment variable.
        kind: ``bool``, ``int``, ``float`` or ``str``.
        default: Its value where nobody sets it.
        help: One sentence for people.
        group: The heading that it is shown under.
        unit: Unit of a number; empty where it has none.
        low: Least allowed number.
        high: Greatest allowed number.
        choices: All allowed texts; empty where any is allowed.
        pattern: A regular expression that a text must match as a whole.
        expects: What ``pattern`` asks for, in words.
        nonzero: Whether zero is refused.
        page: Whether the tablet may change it while the product runs.
        flag: The command-line flag.
    """

    name: str
    kind: type
    default: Value
    help: str
    group: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""
    expects: str = ""
    nonzero: bool = False
    page: bool = False
    flag: str = ""

    @property
    def environment_variable(self) -> str:
        """The variable that overrides the file."""
        return ENVIRONMENT_PREFIX + self.name.upper()

    def from_toml(self, value: object, where: str) -> Value:
        """Check a value of the file, or of JSON; ``where`` names it in the error.

        Raises:
            UserError: It is of the wrong kind or out of bounds.
        """
        if self.kind is float and type(value) is int:
            value = float(value)
        if type(value) is not self.kind:
            raise self._refusal(value, where)
        return self._checked(value, where)

    def from_text(self, text: str, where: str) -> Value:
        """Check a value of an environment variable or flag; ``where`` names it in the error.

        Raises:
            UserError: It is of the wrong kind or out of bounds.
        """
        try:
            if self.kind is bool:
                return _SWITCH[text.strip().lower()]
            return self._checked(self.kind(text), where)
        except (KeyError, ValueError):
            raise self._refusal(text, where) from None

    def expected(self) -> str:
        """What a value must be, in words: ``a number from 5 to 600 s``."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.expects:
            return self.expects
        unit = f" {self.unit}" if self.unit else ""
        text = _KIND_NAMES[self.kind]
        if self.low is not None and self.high is not None:
            text += f" from {_plain(self.low)} to {_plain(self.high)}"
        elif self.low is not None:
            text += f" of at least {_plain(self.low)}"
        return text + unit + (" and not zero" if self.nonzero else "")

    def _checked(self, value: Any, where: str) -> Value:
        if self.kind in (int, float):
            good = (
                math.isfinite(value)
                and (self.low is None or value >= self.low)
                and (self.high is None or value <= self.high)
                and not (self.nonzero and value == 0)
            )
        elif self.kind is str:
            good = (not self.choices or value in self.choices) and (
                not self.pattern or re.fullmatch(self.pattern, value) is not None
            )
        else:
            good = True
        if not good:
            raise self._refusal(value, where)
        return value  # type: ignore[no-any-return]

    def _refusal(self, value: object, where: str) -> UserError:
        return UserError(f"{where}: {self.name} must be {self.expected()}, not {value!r}.")


def option(default: Value, text: str, **details: Any) -> Any:
    """A dataclass field that carries a row of the table; ``details`` as in ``Option``."""
    return field(default=default, metadata={"help": text, **details})


def _plain(number: float) -> str:
    return f"{number:.12g}"
