"""Has the plan follow a simulated trainee, and the trainee what is chosen on a tablet."""

from dataclasses import replace

from device.reps.events import LiveFrame
from device.reps.exercises import Exercise, Side
from device.sensors.capabilities import Turn, TurnTaking
from device.service.commands.training import Training


class TurnFollower:
    """Follows until somebody does choose on a tablet: then the trainee does that.

    Args:
        trainee: Says what is being done.
        training: Told of a change, in the acquisition thread.
    """

    def __init__(self, *, trainee: TurnTaking, training: Training) -> None:
        self._trainee = trainee
        self._training = training
        self._done = trainee.turn

    def frame(self, frame: LiveFrame) -> None:
        """Called several times per second: look whether one of them does something else now."""
        plan, turn = self._training.plan, self._trainee.turn
        if self._training.chosen:
            self._trainee.ask_for(Turn(plan.exercise, plan.side))
        elif turn != self._done:
            self._done = turn
            exercise, side = Exercise(turn.exercise), Side(turn.side)
            self._training.turn_to(replace(plan, exercise=exercise, side=side))
