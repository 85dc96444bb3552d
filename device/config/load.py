"""From defaults, file, environment and command line to one configuration."""

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from device.config.option import ENVIRONMENT_PREFIX, Value
from device.config.options import OPTIONS, Config
from device.errors import UserError

FILE_NAME: Final = "cablecoach.toml"
"""The configuration file, in the data folder."""

DATA_DIR_VARIABLE: Final = ENVIRONMENT_PREFIX + "DATA_DIR"
_OTHER_VARIABLES: Final = frozenset({DATA_DIR_VARIABLE, ENVIRONMENT_PREFIX + "RUNTIME_DIR"})
"""Variables of the product that are not options: they say where the options' file lies."""

DEFAULT: Final = "default"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The effective configuration and its history.

    Attributes:
        config: The values.
        origins: Where each value came from, by option name: ``default``, the file's name, the
            environment variable or the flag.
        file: The configuration file, whether or not it exists.
    """

    config: Config
    origins: Mapping[str, str]
    file: Path


def load_config(
    file: Path,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, str | None] | None = None,
) -> Resolved:
    """Put the layers over one another: defaults, file, environment, command line.

    Args:
        file: The configuration file; it need not exist.
        environment: Environment variables; those of the process where left out.
        flags: Texts of the command line by option name; ``None`` is "not given".

    Raises:
        UserError: A layer holds an unknown name or a value out of bounds; the text names the
            layer and the option.
    """
    values: dict[str, Any] = {name: row.default for name, row in OPTIONS.items()}
    origins = dict.fromkeys(OPTIONS, DEFAULT)
    for name, value in read_file(file).items():
        values[name], origins[name] = value, str(file)
    surroundings = os.environ if environment is None else environment
    for name, value in _read_environment(surroundings).items():
        values[name], origins[name] = value, OPTIONS[name].environment_variable
    for name, given in (flags or {}).items():
        if given is not None:
            row = OPTIONS[name]
            values[name], origins[name] = row.from_text(given, row.flag), row.flag
    return Resolved(Config(**values), origins, file)


def read_file(file: Path) -> dict[str, Value]:
    """The options that a configuration file sets; none where it does not exist.

    Raises:
        UserError: It cannot be read, is not TOML, or sets something wrongly.
    """
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(
            f"The configuration file {file} cannot be read ({error.strerror}); "
            "give it to the user who runs this, or remove it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file} is not a TOML file: {error}.") from error
    return check_values(document, str(file))


def check_values(given: Mapping[str, object], where: str) -> dict[str, Value]:
    """Check option values of TOML or JSON; ``where`` names their origin in the error.

    Raises:
        UserError: A name is unknown or a value out of bounds.
    """
    refuse_unknown(given, OPTIONS, where)
    return {name: OPTIONS[name].from_toml(value, where) for name, value in given.items()}


def refuse_unknown(names: Iterable[str], known: Iterable[str], where: str) -> None:
    """Refuse a name that does not exist, and suggest the nearest one that does.

    Raises:
        UserError: The first such name.
    """
    known = list(known)
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else "; `cablecoach config` lists them all."
            raise UserError(f"{where}: there is no option {name}{hint}")


def _read_environment(environment: Mapping[str, str]) -> dict[str, Value]:
    by_variable = {row.environment_variable: row for row in OPTIONS.values()}
    ours = {
        name: text
        for name, text in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and name not in _OTHER_VARIABLES
    }
    refuse_unknown(ours, by_variable, "Environment")
    rows = {by_variable[name]: text for name, text in ours.items()}
    return {row.name: row.from_text(text, row.environment_variable) for row, text in rows.items()}
