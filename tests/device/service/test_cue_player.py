"""The box tells each repetition once."""

from types import SimpleNamespace
from typing import Any

from made_reps import make_rep

from device.reps.events import (
    AmendReason,
    HoldReached,
    RepConfirmed,
    RepCounted,
    RepWithdrawn,
)
from device.sensors.cue import Cue
from device.service.cue_player import CuePlayer


class Box:
    """What can be heard of the box."""

    def __init__(self) -> None:
        self.played: list[Cue] = []

    def play_cue(self, cue: Cue) -> None:
        self.played.append(cue)


def player(box: Box, *, cues: bool = True) -> CuePlayer:
    settings: Any = SimpleNamespace(config=SimpleNamespace(cues=cues))
    return CuePlayer(output=box, settings=settings)


def test_a_rep_is_heard_when_it_counts_and_not_again_when_it_is_confirmed() -> None:
    box = Box()
    cues = player(box)
    for event in (
        HoldReached(1),
        RepCounted(2, make_rep(1)),
        RepConfirmed(3, make_rep(1)),
        RepConfirmed(4, make_rep(2)),  # the last one of a set never came all the way back
    ):
        cues.event(event)
    assert box.played == [Cue.HOLD_REACHED, Cue.REP_DONE, Cue.REP_DONE]
    cues.event(RepWithdrawn(5, 2, AmendReason.REBOUND))
    assert box.played[-1] is Cue.REP_NOT_COUNTED


def test_settings_silence_it() -> None:
    box = Box()
    player(box, cues=False).event(RepCounted(1, make_rep(1)))
    assert box.played == []
