"""What the tablet may change while the station runs."""

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from device.config import Config
from device.config.load import check_values
from device.config.options import OPTIONS
from device.errors import Reason, UserError
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.service.commands import arguments

CHANGEABLE: Final = tuple(name for name, option in OPTIONS.items() if option.page)


class Settings:
    """The options that the page shows; changed ones are kept in the store.

    What file, environment or command line set on purpose goes before what the page changed, so
    such an option refuses to be changed here rather than silently come back at the next start.

    Attributes:
        config: The effective configuration.
    """

    def __init__(self, config: Config, origins: Mapping[str, str]) -> None:
        self.config = config
        self._fixed = {name: where for name, where in origins.items() if where != "default"}

    def adopt(self, kept: Mapping[str, Any]) -> None:
        """Use what the store has kept; what has become invalid since is left out."""
        for name, value in kept.items():
            if name in CHANGEABLE and name not in self._fixed:
                with contextlib.suppress(UserError):
                    self.use(check_values({name: value}, "Settings"))

    def use(self, values: Mapping[str, Any]) -> None:
        """These hold from now on."""
        self.config = replace(self.config, **values)

    def values(self) -> dict[str, Any]:
        """What the page may change, as it is now."""
        return {name: value for name, value in asdict(self.config).items() if name in CHANGEABLE}

    def checked(self, args: arguments.Args) -> dict[str, Any]:
        """The given settings, all of them allowed.

        Raises:
            UserError: One is not.
        """
        arguments.refuse_others(args, *CHANGEABLE)
        for name in args:
            if name in self._fixed:
                raise CommandError(
                    ErrorCode.CONFLICT,
                    f"{name} is set by {self._fixed[name]}; change or remove it there.",
                    Reason.SETTING_FIXED,
                    {"where": self._fixed[name]},
                )
        return dict(check_values(dict(args), "Settings"))
