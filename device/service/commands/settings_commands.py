"""Commands that show and change the settings."""

from typing import Final

from device.errors import Reason
from device.live.idempotency import Answer
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.objects.answers import SettingsAnswer
from device.service.commands import arguments
from device.service.commands.context import CommandContext, ready
from device.store.writing.writer import StoreWriter

_RULES: Final = frozenset({"min_rom_m", "rest_s"})


class SettingsCommands:
    """Shows and changes the settings of a running station."""

    def __init__(self, context: CommandContext) -> None:
        self._settings = context.settings
        self._context = context

    def show(self, args: arguments.Args, key: str | None) -> Answer:
        """``settings``: answered from memory, so also while the disk refuses."""
        arguments.refuse_others(args)
        shown: SettingsAnswer = {"settings": self._settings.values()}
        return ready(shown)

    def change(self, args: arguments.Args, key: str | None) -> Answer:
        """``change_settings``."""
        changes = self._settings.checked(args)
        if _RULES & set(changes) and self._context.state.open_set_id is not None:
            raise CommandError(
                ErrorCode.CONFLICT, "A set is open; end it, then change this.", Reason.SET_OPEN
            )

        def job(store: StoreWriter) -> SettingsAnswer:
            store.settings.change(changes, key=key)
            self._settings.use(changes)
            if _RULES & set(changes):
                self._context.acquisition.ask(self._use_rules)
            return {"settings": self._settings.values()}

        return self._context.writer.ask(job)

    def _use_rules(self) -> None:
        """A set that opened since they were changed ends by the rules it began with."""
        config = self._settings.config
        self._context.measuring.pipeline.use_rules(config.min_rom_m, config.rest_s)
