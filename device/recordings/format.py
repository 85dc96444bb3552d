"""The words of a recording, version 1: magic line, header, columns, body comments."""

import json
import math
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from device.sensors.reading import Reading

MAGIC: Final = "# cablecoach-recording"
VERSION: Final = 1
COLUMNS: Final = "t_s,encoder_count,load_raw"
FAULT_COMMENT: Final = "# fault"
"""``# fault <t_s> <hex>`` stands before the line of the reading that it belongs to. Programs that
know nothing of it skip it, as they skip every ``#`` line."""

MAX_LINE_BYTES: Final = 4096
MAX_HEADER_LINES: Final = 1000
MAX_JITTER_NS: Final = 100_000_000
"""A stamp may be this much before the one above it; more is a file put together wrongly."""
MAX_ABS_COUNT: Final = 2**31 - 1
"""Counts are signed 32-bit integers; both columns must lie within ± this."""
MAX_ABS_SECONDS: Final = 9 * 10**9
"""Seconds since 1970 are allowed as well; more does not fit into 64 bits of nanoseconds."""

Scalar = str | int | float | bool | datetime | date | time
Header = Mapping[str, Scalar]
"""The header's keys and values in the order of the file; unknown keys are kept."""


class FormatError(ValueError):
    """A line is not what the format asks for; the text says why, without file and line number."""


def parse_magic(line: str) -> None:
    """Check the first line of a recording.

    Raises:
        FormatError: it is not the magic line, or one of a version unknown here.
    """
    word, _, version = line.rstrip().rpartition(" ")
    if word != MAGIC or not version.isdecimal():
        raise FormatError(f"not a recording, which begins with “{MAGIC} {VERSION}”")
    if int(version) != VERSION:
        raise FormatError(f"a recording of version {version}; this program reads {VERSION}")


def parse_header_line(line: str) -> tuple[str, Scalar]:
    """Read ``# key = value``, the value being a TOML scalar.

    Raises:
        FormatError: it is something else.
    """
    try:
        table = tomllib.loads(line.removeprefix("#").strip())
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise FormatError("not a header line such as “# counts_per_metre = 2000.0”") from error
    if len(table) != 1:
        raise FormatError("not one header value such as “# counts_per_metre = 2000.0”")
    [(key, value)] = table.items()
    if not isinstance(value, Scalar):
        raise FormatError(f"the header value {key} is a list or a table, not a single value")
    return key, value


def format_header_line(key: str, value: Scalar) -> str:
    """The inverse of ``parse_header_line``, without a line end."""
    return f"# {_toml_key(key)} = {_toml_scalar(value)}"


def _toml_key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if bare else _toml_string(key)


def _toml_string(text: str) -> str:
    # A JSON string is a TOML basic string but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _toml_scalar(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _toml_string(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, int | float):
        return repr(value)
    return value.isoformat()


def format_stamp(t_ns: int) -> str:
    """Nanoseconds as decimal seconds, exactly: six digits, nine where six do not suffice."""
    sign = "-" if t_ns < 0 else ""
    seconds, ns = divmod(abs(t_ns), 10**9)
    micros, rest = divmod(ns, 1000)
    return f"{sign}{seconds}.{ns:09d}" if rest else f"{sign}{seconds}.{micros:06d}"


def format_reading(reading: Reading) -> str:
    """One reading as its line, with the line end; two lines where it carries faults."""
    t_ns, count, raw, faults = reading
    stamp = format_stamp(t_ns)
    line = f"{stamp},{count},{'' if raw is None else raw}\n"
    return f"{FAULT_COMMENT} {stamp} {faults:02x}\n{line}" if faults else line
