"""A live training session without hardware: sets, sides and rests without end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Event
from time import monotonic_ns
from typing import Final, NamedTuple

import numpy as np

from device.closing import Closing
from device.errors import UserError
from device.sensors.capabilities import Turn
from device.sensors.reading import Reading
from device.sensors.simulated.condition import CONDITIONS
from device.sensors.simulated.generate import read_script, station_header
from device.sensors.simulated.style import Span, Style
from device.sensors.simulated.trainee import perform

REST_S: Final[Span] = (32.0, 40.0)
"""Stillness between sets: longer than what ends a set by itself."""

_STYLE: Final = Style(
    pull_s=(0.6, 1.0),
    release_s=(1.2, 2.2),
    bottom_s=(0.4, 1.2),
    lead_s=(3.0, 4.0),
    tail_s=REST_S,
    fatigue=0.08,
)
_LEAST_WAIT_S: Final = 0.001


class Task(NamedTuple):
    """How the trainee does a turn.

    Attributes:
        turn: Which exercise and side it is.
        range_m: What the full range of a set is drawn from.
        hold_s: What the time at each end position is drawn from.
        in_session: Whether it is done unasked, when it is due.
    """

    turn: Turn
    range_m: Span
    hold_s: Span = (0.85, 1.5)
    in_session: bool = True


class SimulatedSource(Closing):
    """A trainee on a cable machine, 200 readings per second, for ever.

    The tasks of a session, over and over; once somebody asks for a turn, only that one, from the
    next set on. The same seed gives the same session. Readings come in real time and are stamped
    with it; at ``speed`` 10 they come ten times as fast, and their clock runs ten times as fast as
    the machine's, so that repetitions keep their durations. With ``speed=None`` nothing waits, and
    stamps begin at 0.

    Attributes:
        name: ``simulated``.
        header: Header values of a recording of this source: the factors of its station.
        turn: What is being done at present, as nobody chooses it on a tablet.

    Raises:
        UserError: The speed is not above 0.
    """

    name = "simulated"

    def __init__(
        self,
        tasks: Sequence[Task],
        seed: int = 1,
        speed: float | None = 1.0,
        rest_s: Span = REST_S,
    ) -> None:
        if speed is not None and not 0 < speed < float("inf"):
            raise UserError(f"The speed of the simulation is {speed}; it must be above 0.")
        self._rng = np.random.default_rng(seed)
        self._speed = speed
        self._rest_s = rest_s
        self._setup = CONDITIONS["plain"].setup(self._rng)
        self._closed = Event()
        self._session_tasks = [task for task in tasks if task.in_session]
        self._task_of = {task.turn: task for task in tasks}
        self.turn = self._session_tasks[0].turn
        self._asked_for: Turn | None = None
        self.header: dict[str, str | int | float] = {
            **station_header(self._setup),
            "weight_kg": self._setup.machine.stack_kg,
        }

    def __iter__(self) -> Iterator[Reading]:
        """The readings, each when it is due; ends with ``close``."""
        speed = self._speed
        started_ns = 0 if speed is None else monotonic_ns()
        for reading in self._session():
            if self._closed.is_set():
                return
            if speed is not None:
                wait_s = (reading.t_ns / speed - (monotonic_ns() - started_ns)) * 1e-9
                if wait_s > _LEAST_WAIT_S and self._closed.wait(wait_s):
                    return
            yield Reading(started_ns + reading.t_ns, reading.encoder_count, reading.load_raw)

    def ask_for(self, turn: Turn) -> None:
        """Do that from the next set on; what the trainee does not know is left out."""
        self._asked_for = turn

    def close(self) -> None:
        """End the session, at once even while it waits."""
        self._closed.set()

    def _task(self, number: int) -> Task:
        """What the set of that number is: the one asked for, else the next of the session."""
        asked_for = self._asked_for
        known = None if asked_for is None else self._task_of.get(asked_for)
        return known or self._session_tasks[number % len(self._session_tasks)]

    def _session(self) -> Iterator[Reading]:
        """All sets in a row, from ``t_ns`` 0 on; each is made when the one before it is over."""
        period_ns = round(1e9 / self._setup.clock.rate_hz)
        set_ns, place_m, number = 0, 0.0, 0
        while True:
            task = self._task(number)
            self.turn = task.turn
            style = replace(_STYLE, tail_s=self._rest_s, range_m=task.range_m, hold_s=task.hold_s)
            script = perform(style, self._rng, place_m)
            readings = read_script(script, self._setup, self._rng)
            for t_ns, count, raw, _ in readings:
                yield Reading(set_ns + t_ns, count, raw)
            set_ns += len(readings) * period_ns
            place_m = script.x_m
            number += 1
