"""What the user may enter: each check gives the value as it is kept, or one sentence."""

import math
import re
import unicodedata
from enum import StrEnum
from typing import Any, Final

from device.errors import Reason, StoreError
from device.reps.exercises import Exercise

LONGEST_NAME: Final = 60
"""Characters. What the API and the page say of it comes from here."""
LONGEST_NOTE: Final = 1000
HEAVIEST_KG: Final = 500.0
UNITS: Final = ("kg", "lb")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}").fullmatch


def check_name(value: Any) -> str:
    """A person's name: one line, no control characters, NFC."""
    name = " ".join(unicodedata.normalize("NFC", value).split()) if _is_text(value) else ""
    if not 1 <= len(name) <= LONGEST_NAME or _has_control(name):
        raise StoreError(
            f"A name has 1 to {LONGEST_NAME} characters: enter another one.",
            Reason.NAME_LENGTH,
            {"most": LONGEST_NAME},
        )
    return name


def check_note(value: Any) -> str:
    """A note; line ends and tabs are kept."""
    if not _is_text(value) or len(value) > LONGEST_NOTE or _has_control(value, allowed="\n\t"):
        raise StoreError(f"A note is a text of up to {LONGEST_NOTE} letters: shorten it.")
    return unicodedata.normalize("NFC", value)


def check_unit(value: Any) -> str:
    """Kilograms or pounds."""
    if value not in UNITS:
        raise StoreError("The unit must be kg or lb.")
    return str(value)


def check_colour(value: Any) -> str:
    """A colour as ``#rrggbb``, in small letters."""
    if not isinstance(value, str) or _COLOUR(value) is None:
        raise StoreError("The colour must be like #3366cc.")
    return value.lower()


def check_weight_kg(value: Any) -> float | None:
    """What the stack is set to, or nothing."""
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not 0 <= value <= HEAVIEST_KG
    ):
        raise StoreError(
            f"The weight must be a number of kg from 0 to {HEAVIEST_KG:g}.",
            Reason.WEIGHT_RANGE,
            {"most": HEAVIEST_KG},
        )
    return float(value)


def choice(what: str, value: Any, options: type[StrEnum]) -> str:
    """One of the words of ``options``."""
    try:
        return str(options(value))
    except ValueError:
        words = " or ".join(options)
        raise StoreError(f"The {what} must be {words}.") from None


def fitting(changes: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Changes of a plan or of a set, with the side and the variant that its exercise has.

    Args:
        changes: Checked words by ``exercise``, ``side`` and ``variant``, and whatever else.
        before: What holds where ``changes`` says nothing.

    Returns:
        The changes; another exercise brings its own first side or variant with it where it has
        not got the one that was.

    Raises:
        StoreError: A side or variant is asked for that the exercise has not got.
    """
    exercise = Exercise((before | changes)["exercise"])
    spec = exercise.spec
    fitted = dict(changes)
    for name, words in (("side", spec.sides), ("variant", spec.variants)):
        if fitted.get(name, words[0]) not in words:
            offered = " or ".join(words)
            raise StoreError(f"The {name} of a {exercise} must be {offered}.")
        if "exercise" in fitted and fitted.get(name, before[name]) not in words:
            fitted[name] = words[0]
    return fitted


def _is_text(value: Any) -> bool:
    """A string that can be written as UTF-8: JSON can carry lone surrogates."""
    try:
        return isinstance(value, str) and bool(value.encode()) in (True, False)
    except UnicodeEncodeError:
        return False


def _has_control(text: str, allowed: str = "") -> bool:
    return any(unicodedata.category(c) == "Cc" and c not in allowed for c in text)
