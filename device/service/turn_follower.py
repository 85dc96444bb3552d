"""Has the plan follow a simulated trainee, who chooses nothing on a tablet."""

from dataclasses import replace

from device.reps.events import LiveFrame
from device.reps.rep import Exercise, Side
from device.sensors.capabilities import TurnTaking
from device.service.commands.training import Training


class TurnFollower:
    """Follows until somebody does choose on a tablet, which goes before.

    Args:
        trainee: Says what is being done.
        training: Told of a change, in the acquisition thread.
    """

    def __init__(self, *, trainee: TurnTaking, training: Training) -> None:
        self._trainee = trainee
        self._training = training
        self._done = trainee.turn

    def frame(self, frame: LiveFrame) -> None:
        """Called several times a second: look whether the trainee does something else now."""
        turn = self._trainee.turn
        if turn == self._done or self._training.chosen:
            return
        self._done = turn
        exercise, side = Exercise(turn.exercise), Side(turn.side)
        self._training.turn_to(replace(self._training.plan, exercise=exercise, side=side))
