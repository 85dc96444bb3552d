"""A simulated trainee chooses nothing on a tablet; the station follows what it does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from device.replay import plan_from_header
from device.reps.rep import Exercise, Side
from device.sensors.reading import Source
from device.service.training import Training


def plan_of(source: Source) -> Any:
    """The plan that a recording or a simulation starts with; the default one for real sensors."""
    return plan_from_header(getattr(source, "header", {}))


def follow_turns(source: Source, training: Training) -> Callable[[], None] | None:
    """What is to be called now and then in the acquisition thread; ``None`` for real sensors.

    As soon as somebody chooses on a tablet, that goes before.
    """
    if not hasattr(source, "turn"):
        return None
    turns: Any = source
    done = turns.turn

    def follow() -> None:
        nonlocal done
        turn = turns.turn
        if turn == done or training.chosen:
            return
        done = turn
        exercise, side = Exercise(turn.exercise), Side(turn.side)
        training.use(replace(training.plan, exercise=exercise, side=side))

    return follow
