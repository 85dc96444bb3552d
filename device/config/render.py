"""The effective configuration as a table, as JSON and as a file to start from."""

import json
from dataclasses import asdict
from itertools import groupby

from device.config.load import DEFAULT, Resolved
from device.config.option import Option, Value
from device.config.options import OPTIONS


def as_table(resolved: Resolved) -> str:
    """Aligned columns for people: name, value with unit, where it came from."""
    values = asdict(resolved.config)
    shown = {name: f"{_toml(values[name])} {row.unit}".rstrip() for name, row in OPTIONS.items()}
    width, value_width = max(map(len, OPTIONS)), max(map(len, shown.values()))
    state = "" if resolved.file.exists() else " (does not exist, and need not)"
    lines = [f"File: {resolved.file}{state}"]
    for group, rows in _groups():
        lines += ["", group]
        lines += [
            f"  {row.name:<{width}}  {shown[row.name]:<{value_width}}  "
            f"{_origin(resolved, row.name)}"
            for row in rows
        ]
    return "\n".join(lines)


def as_json(resolved: Resolved) -> str:
    """One object: the file, and for each option its value, origin, default, bounds and help."""
    values = asdict(resolved.config)
    options = {
        row.name: {
            "value": values[row.name],
            "origin": resolved.origins[row.name],
            "default": row.default,
            "unit": row.unit or None,
            "low": row.low,
            "high": row.high,
            "choices": list(row.choices) or None,
            "help": row.help,
            "environment_variable": row.environment_variable,
        }
        for row in OPTIONS.values()
    }
    return json.dumps({"file": str(resolved.file), "options": options}, indent=2)


def as_toml(resolved: Resolved) -> str:
    """A whole configuration file; what is at its default stands in it as a comment."""
    values = asdict(resolved.config)
    lines = ["# CableCoach's configuration. Remove the # before a line to change it."]
    for group, rows in _groups():
        lines += ["", f"# {group}"]
        for row in rows:
            mark = "# " if resolved.origins[row.name] == DEFAULT else ""
            line = f"{mark}{row.name} = {_toml(values[row.name])}"
            lines += [f"## {row.help} ({row.expected()})", line]
    return "\n".join(lines) + "\n"


def _groups() -> list[tuple[str, list[Option]]]:
    return [(group, list(rows)) for group, rows in groupby(OPTIONS.values(), lambda row: row.group)]


def _origin(resolved: Resolved, name: str) -> str:
    origin = resolved.origins[name]
    return "file" if origin == str(resolved.file) else origin


def _toml(value: Value) -> str:
    """A TOML value: JSON's texts, numbers and truth values are TOML's as well, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
