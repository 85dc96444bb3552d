"""What some sources have beyond readings: a first plan, turns of a trainee, cues, counters."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from device.replay import plan_from_header
from device.reps.events import Event, FaultRaised, HoldReached, Rejected, RepConfirmed
from device.reps.plan import SetPlan
from device.reps.rep import Exercise, Side
from device.sensors.cue import Cue
from device.sensors.reading import Source
from device.service.commands.training import Training

_CUES: Final[Mapping[type, Cue]] = {
    HoldReached: Cue.HOLD_REACHED,
    RepConfirmed: Cue.REP_DONE,
    Rejected: Cue.REP_NOT_COUNTED,
    FaultRaised: Cue.FAULT,
}


def plan_of(source: Source) -> SetPlan | None:
    """The plan that a recording or a simulation starts with; real sensors have none."""
    header = getattr(source, "header", None)
    return None if header is None else plan_from_header(header)


def cue_of(event: Event) -> Cue | None:
    """What the box itself shall tell of an event, if anything."""
    return _CUES.get(type(event))


def follow_turns(source: Source, training: Training) -> Callable[[], None] | None:
    """Have the plan follow a simulated trainee, who chooses nothing on a tablet.

    As soon as somebody does choose on one, that goes before. What is returned is to be called
    several times a second in the acquisition thread.
    """
    if not hasattr(source, "turn"):
        return None
    trainee: Any = source
    done = trainee.turn

    def follow() -> None:
        nonlocal done
        turn = trainee.turn
        if turn != done and not training.chosen:
            done = turn
            exercise, side = Exercise(turn.exercise), Side(turn.side)
            training.turn_to(replace(training.plan, exercise=exercise, side=side))

    return follow


def counters_of(source: Source) -> Mapping[str, int]:
    """What the source has counted since its start, by name; empty where it counts nothing."""
    counters = getattr(source, "counters", None)
    return dict(counters()) if counters is not None else {}


def situation_of(source: Source) -> str | None:
    """The same as ``status_of`` in one word, for a page that says it in its own language."""
    situation = getattr(source, "situation", None)
    return str(situation) if isinstance(situation, str) else None


def status_of(source: Source) -> str | None:
    """How things stand with the source, in a sentence, where it knows."""
    status = getattr(source, "status", None)
    return status if isinstance(status, str) else None
