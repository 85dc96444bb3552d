"""Has the box itself tell of what was measured, where it can and shall."""

from collections.abc import Mapping
from typing import Final

from device.reps.events import (
    Event,
    FaultRaised,
    HoldReached,
    Rejected,
    RepConfirmed,
    RepCounted,
    RepWithdrawn,
)
from device.sensors.capabilities import CueOutput
from device.sensors.cue import Cue
from device.service.commands.settings import Settings

_CUES: Final[Mapping[type, Cue]] = {
    HoldReached: Cue.HOLD_REACHED,
    RepCounted: Cue.REP_DONE,
    RepConfirmed: Cue.REP_DONE,
    RepWithdrawn: Cue.REP_NOT_COUNTED,
    Rejected: Cue.REP_NOT_COUNTED,
    FaultRaised: Cue.FAULT,
}


class CuePlayer:
    """Plays the cue of an event, unless the settings say no.

    Args:
        output: What can be heard and seen, if anything.
        settings: Whether cues are wanted.
    """

    def __init__(self, *, output: CueOutput | None, settings: Settings) -> None:
        self._output = output
        self._settings = settings
        self._counted: int | None = None

    def event(self, event: Event) -> None:
        """Play what belongs to the event, if anything."""
        cue = _CUES.get(type(event))
        if isinstance(event, RepCounted):
            self._counted = event.rep.number
        elif isinstance(event, RepConfirmed):
            counted, self._counted = self._counted, None
            if event.rep.number == counted:  # it was heard when it counted
                return
        if cue is not None and self._output is not None and self._settings.config.cues:
            self._output.play_cue(cue)
