"""The table of commands and their handlers."""

from collections.abc import Mapping

from device.live.idempotency import Answer
from device.live.messages import Command
from device.service.commands import arguments
from device.service.commands.context import CommandContext, ready
from device.service.commands.dispatcher import Handle
from device.service.commands.edits import Edits
from device.service.commands.measuring import Measuring
from device.service.commands.settings_commands import SettingsCommands
from device.service.commands.training import Training
from device.service.health.report import HealthReport
from device.service.present_state import PresentState


class Questions:
    """Handlers of what is answered at once, from memory."""

    def __init__(self, *, present: PresentState, health: HealthReport) -> None:
        self._present = present
        self._health = health

    def state(self, args: arguments.Args, key: str | None) -> Answer:
        """``state``."""
        return ready(self._present.message())

    def health(self, args: arguments.Args, key: str | None) -> Answer:
        """``health``."""
        return ready(self._health.as_dict())


def command_table(
    context: CommandContext, *, training: Training, present: PresentState, health: HealthReport
) -> Mapping[Command, Handle]:
    """All commands of a station."""
    questions = Questions(present=present, health=health)
    edits = Edits(context, training=training)
    measuring, settings = Measuring(context), SettingsCommands(context)
    return {
        Command.STATE: questions.state,
        Command.HEALTH: questions.health,
        Command.CHOOSE: training.choose,
        Command.START_SET: training.start_set,
        Command.END_SET: training.end_set,
        Command.TARE: measuring.tare,
        Command.CLOCK: measuring.hear_clock,
        Command.CALIBRATE: measuring.calibrate,
        Command.SETTINGS: settings.show,
        Command.CHANGE_SETTINGS: settings.change,
        Command.ADD_ATHLETE: edits.add_athlete,
        Command.CHANGE_ATHLETE: edits.change_athlete,
        Command.ERASE_ATHLETE: edits.erase_athlete,
        Command.CHANGE_SET: edits.change_set,
        Command.DELETE_SET: edits.delete_set,
        Command.RESTORE_SET: edits.restore_set,
        Command.DELETE_REP: edits.delete_rep,
        Command.RESTORE_REP: edits.restore_rep,
    }
