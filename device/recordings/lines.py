"""One line of a recording's body to a reading, exactly, or the reason why not."""

import re
from decimal import Decimal, InvalidOperation

from device.recordings.format import (
    COLUMNS,
    FAULT_COMMENT,
    MAX_ABS_COUNT,
    MAX_ABS_SECONDS,
    FormatError,
)

_USUAL = re.compile(rb"(\d{1,9})\.(\d{1,9}),(-?\d{1,9}),(-?\d{1,9})?\r?").fullmatch
_NS_OF_LAST_DIGIT = [10 ** (9 - digits) for digits in range(10)]
_FAULT = re.compile(re.escape(FAULT_COMMENT).encode() + rb" (\S+) ([0-9a-fA-F]{1,4})\r?").fullmatch

Row = tuple[int, int, int | None]
"""``(t_ns, encoder_count, load_raw)``."""


def parse_row(line: bytes) -> Row:
    """Read one line of the table, without its line feed.

    The stamp becomes nanoseconds from its decimal digits, never through a float:
    ``0.005000`` is 5 000 000.

    Raises:
        FormatError: it is not three columns of numbers within range.
    """
    usual = _USUAL(line)
    if usual is None:
        return _parse_unusual(line)
    seconds, fraction, count, raw = usual.groups()
    t_ns = int(seconds + fraction) * _NS_OF_LAST_DIGIT[len(fraction)]
    return t_ns, int(count), None if raw is None else int(raw)


def parse_fault(line: bytes) -> tuple[int, int] | None:
    """Read a ``# fault <t_s> <hex>`` line as ``(t_ns, faults)``; ``None`` for other comments.

    Raises:
        FormatError: it begins as a fault and goes on otherwise.
    """
    found = _FAULT(line)
    if found is not None:
        return _nanoseconds(found[1].decode(errors="replace")), int(found[2], 16)
    if line.startswith(FAULT_COMMENT.encode()):
        raise FormatError(f"not “{FAULT_COMMENT} <seconds> <hexadecimal flags>”")
    return None


def _parse_unusual(line: bytes) -> Row:
    """Numbers written in other ways than ours (exponents, spaces, ``12.0``), and all errors."""
    try:
        cells = [cell.strip() for cell in line.decode("ascii").split(",")]
    except UnicodeDecodeError as error:
        raise FormatError("not text") from error
    if len(cells) != 3:
        columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        raise FormatError(f"{columns} where 3 are expected ({COLUMNS})")
    raw = _whole(cells[2], "load_raw") if cells[2] else None
    return _nanoseconds(cells[0]), _whole(cells[1], "encoder_count"), raw


def _number(text: str, column: str) -> Decimal:
    try:
        value = Decimal("" if "_" in text else text)
    except InvalidOperation as error:
        raise FormatError(f"{column} is {text[:40]!r}, which is not a number") from error
    if not value.is_finite():
        raise FormatError(f"{column} is {text[:40]!r}, which is not finite")
    return value


def _nanoseconds(text: str) -> int:
    seconds = _number(text, "t_s")
    # Compared first: an exponent such as 1e999999 must not be multiplied out.
    if not -MAX_ABS_SECONDS < seconds < MAX_ABS_SECONDS:
        raise FormatError(f"t_s is {text[:40]}, more than {MAX_ABS_SECONDS} s from its origin")
    return round(seconds.scaleb(9))


def _whole(text: str, column: str) -> int:
    value = _number(text, column)
    if not -MAX_ABS_COUNT <= value <= MAX_ABS_COUNT:
        raise FormatError(f"{column} is {text[:40]}, outside ±{MAX_ABS_COUNT}")
    if value != value.to_integral_value():
        raise FormatError(f"{column} is {text[:40]}, which is not a whole number of counts")
    return int(value)
