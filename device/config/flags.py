"""Command-line flags made from the table of options, so that no command describes them again."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from device.config.load import DATA_DIR_VARIABLE, FILE_NAME, load_config
from device.config.option import Option
from device.config.options import OPTIONS
from device.paths import make_data_directory

Command = Callable[..., Any]
Folder = Callable[[Path | None], Path]


def config_flags(*names: str, folder: Folder = make_data_directory) -> Callable[[Command], Command]:
    """Give a click command ``--data-dir`` and one flag for each named option.

    The command receives ``resolved``, a ``Resolved`` with all layers applied, instead of them.

    Args:
        names: Of the options.
        folder: From the folder that was chosen, if any, to the one to use (``device.paths``).
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def with_config(*args: Any, data_dir: Path | None, **kwargs: Any) -> Any:
            given = {name: kwargs.pop(name) for name in names}
            file = folder(data_dir) / FILE_NAME
            return command(*args, resolved=load_config(file, flags=given), **kwargs)

        decorated: Command = with_config
        for name in reversed(names):
            decorated = _flag(name)(decorated)
        return click.option(
            "--data-dir",
            type=click.Path(path_type=Path),
            envvar=DATA_DIR_VARIABLE,
            help="Folder of sets, recordings, calibration and configuration.",
        )(decorated)

    return decorate


def _flag(name: str) -> Callable[[Command], Command]:
    row = OPTIONS[name]
    default = "on" if row.default is True else "off" if row.default is False else row.default
    shown = f"  [default: {default}{' ' + row.unit if row.unit else ''}]" if default != "" else ""
    return click.option(row.flag, name, metavar=_metavar(row), help=row.help + shown)


def _metavar(row: Option) -> str:
    if row.choices:
        return "[" + "|".join(row.choices) + "]"
    return row.unit or {bool: "[on|off]", int: "N", float: "X"}.get(row.kind, "TEXT")
