"""The configuration as a table, as JSON, as a file to start from and as a page of the manual."""

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


def as_markdown() -> str:
    """Every option with its default and bounds: the page ``docs/options.md``."""
    lines = [
        "# Options",
        "",
        "Made by `cablecoach config --markdown`. None needs to be set. A value on the command line "
        "overrides the environment, which overrides `cablecoach.toml` in the data folder, which "
        "overrides the default; what the page can change (◆) it keeps for itself, and what is set "
        "in one of the other places it leaves alone. `cablecoach config` shows the values that "
        "hold, and where each came from.",
    ]
    for group, rows in _groups():
        lines += ["", f"## {group}", "", "| option | what it is | default | allowed |"]
        lines += ["|---|---|---|---|", *map(_markdown_row, rows)]
    renamed = [
        f"`{row.name}` is `{row.flag}`"
        for row in OPTIONS.values()
        if row.flag != "--" + row.name.replace("_", "-")
    ]
    lines += [
        "",
        "Each is also an environment variable, in capitals after `CABLECOACH_` "
        "(`CABLECOACH_REST_S`), and a flag of the commands that use it (`--rest-s`; "
        f"{', '.join(renamed)}). "
        "`CABLECOACH_DATA_DIR` and `CABLECOACH_RUNTIME_DIR` say where the data "
        "folder and the sockets are.",
    ]
    return "\n".join(lines) + "\n"


def _markdown_row(row: Option) -> str:
    default = f"`{_toml(row.default)}`{' ' + row.unit if row.unit else ''}"
    cells = [f"`{row.name}`{' ◆' if row.page else ''}", row.help, default, row.expected()]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _groups() -> list[tuple[str, list[Option]]]:
    return [(group, list(rows)) for group, rows in groupby(OPTIONS.values(), lambda row: row.group)]


def _origin(resolved: Resolved, name: str) -> str:
    origin = resolved.origins[name]
    return "file" if origin == str(resolved.file) else origin


def _toml(value: Value) -> str:
    """A TOML value: JSON's texts, numbers and truth values are TOML's as well, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
