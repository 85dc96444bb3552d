"""What a station begins with: the settings, the plan and the calibration of earlier runs."""

import logging

from device.errors import UnsavedError
from device.recordings.format import Header
from device.replay import plan_from_header
from device.reps.plan import SetPlan
from device.service.commands.context import CommandContext

_log = logging.getLogger(__name__)


def resume(context: CommandContext, *, header: Header | None) -> None:
    """Adopt what the store has kept; without a store, what the options say.

    Before acquisition begins, so that nothing is measured by other rules.

    Args:
        context: The station.
        header: The plan that a recording or a simulation starts with; real sensors have none.
    """
    settings, session, measuring = context.settings, context.session, context.measuring
    try:
        settings.adopt(session.reader.settings())
    except UnsavedError as error:
        _log.warning("no settings: %s", error)
    plan = _plan_to_go_on_with(context) if header is None else plan_from_header(header)
    measuring.train_by(plan, settings.config.min_rom_m, settings.config.rest_s)
    context.state.choose(plan)
    kept = session.factors()
    if kept is not None:
        measuring.adopt(kept)


def _plan_to_go_on_with(context: CommandContext) -> SetPlan:
    try:
        return context.session.plan_to_go_on_with() or SetPlan()
    except UnsavedError:
        return SetPlan()
