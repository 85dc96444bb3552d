"""Readings on request: a peer on a Unix socket says what is done, and hears when it was taken.

One JSON object per line goes each way. A request names its ``word`` and that word's values; the
answer holds ``t_s``, the clock since the start, once everything read until then was taken, or
``error`` where the request was not understood and nothing happened:

=============  =========================================================================
word           values
=============  =========================================================================
``rest``       ``seconds``
``move``       ``delta_m``, ``seconds``
``rep``        ``rom_m``, ``pull_s``, ``hold_s``, ``release_s``, ``rest_s``; ``until``
``walk``       ``distance_m``
``fault``      ``faults`` (names of ``Fault``), ``seconds``
``unplug``     ``seconds``: what goes on meanwhile, and the stillness behind it, is not seen
``go_on``      ``until``, or ``seconds``: the next part of a repetition that was stopped
``turn``       ``exercise``, ``side``: what the trainee would choose
``end``        none: there are no more readings
=============  =========================================================================

``until`` stops in the middle of a repetition's phase: ``pull``, ``hold`` or ``release``.
"""

import json
import select
import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from threading import Event
from time import monotonic_ns
from typing import Any, Final

from device.closing import Closing
from device.errors import UserError
from device.sensors.capabilities import Turn
from device.sensors.reading import Fault, Reading
from device.sensors.simulated.generate import station_header
from device.sensors.stepped.machine import Movement, SteppedMachine

_LOOK_S: Final = 0.01
"""How often whoever iterates is let do something else while nothing is asked for."""

_READ_BYTES: Final = 65_536
_MISUNDERSTOOD: Final = (KeyError, TypeError, ValueError)


class SteppedSource(Closing):
    """A machine whose clock stands still between requests.

    It connects to a socket that the peer listens on; the source ends when the peer hangs up.

    Attributes:
        name: ``stepped:`` and the path.
        header: Header values of a recording of this source: the factors of its machine.
        turn: What the trainee would choose.

    Args:
        path: Where the peer listens.
        turn: What the trainee does at first.
        seed: Of the sensors' noise.

    Raises:
        UserError: Nobody listens there.
    """

    def __init__(self, path: str, turn: Turn, seed: int = 1) -> None:
        self.name = f"stepped:{path}"
        self.turn = turn
        self._machine = SteppedMachine(seed)
        self.header: dict[str, str | int | float] = {
            **station_header(self._machine.setup),
            "weight_kg": self._machine.setup.machine.stack_kg,
        }
        self._closed = Event()
        self._idle: Callable[[bool], None] = lambda _delivering: None
        self._start_ns = self._now_ns = self._due_ns = 0
        self._ahead: deque[Reading] = deque()
        self._marks_ns: dict[str, int] = {}
        self._delivering = False
        self._count = 0
        self._peer = socket.socket(socket.AF_UNIX)
        try:
            self._peer.connect(path)
        except OSError as error:
            self._peer.close()
            raise UserError(f"Nobody listens at {path}: {error}.") from error

    def ask_for(self, turn: Turn) -> None:
        """Nothing: the peer alone says what is done."""

    def when_idle(self, idle: Callable[[bool], None]) -> None:
        """Call ``idle`` many times per second while the clock stands.

        It is called in the thread that iterates, and is told whether the sensor delivers: a clock
        that stands is not a sensor that is silent.
        """
        self._idle = idle

    def __iter__(self) -> Iterator[Reading]:
        """The readings of each request, as fast as they are taken."""
        self._start_ns = self._now_ns = self._due_ns = monotonic_ns()
        for line in self._lines():
            try:
                until_ns = self._understand(json.loads(line))
            except _MISUNDERSTOOD as error:
                self._answer({"error": f"{type(error).__name__}: {error}"})
                continue
            if until_ns is None:
                self._answer({"t_s": self._elapsed_s()})
                return
            while self._ahead and self._ahead[0].t_ns < until_ns and not self._closed.is_set():
                reading = self._ahead.popleft()
                self._delivering = not reading.faults & Fault.OFFLINE
                self._count = reading.encoder_count
                yield reading
            self._now_ns = until_ns
            self._idle(self._delivering)
            self._answer({"t_s": self._elapsed_s()})

    def close(self) -> None:
        """Hang up; whoever iterates hears of it within a moment."""
        self._closed.set()
        with suppress(OSError):  # where the peer was first
            self._peer.shutdown(socket.SHUT_RDWR)
        self._peer.close()

    def _lines(self) -> Iterator[bytes]:
        """Each request when it comes; in between others are let do something."""
        heard = b""
        while not self._closed.is_set():
            self._idle(self._delivering)
            try:
                if not select.select([self._peer], [], [], _LOOK_S)[0]:
                    continue
                more = self._peer.recv(_READ_BYTES)
            except (OSError, ValueError):  # closed by another thread
                return
            if not more:
                return
            *lines, heard = (heard + more).split(b"\n")
            yield from lines

    def _understand(self, request: Mapping[str, Any]) -> int | None:
        """Put ahead what is asked for; return when to stop, or ``None`` for the end."""
        values = dict(request)
        word, until = values.pop("word"), values.pop("until", None)
        if word == "end":
            return None
        if word == "turn":
            self.turn = Turn(values["exercise"], values["side"])
            return self._now_ns
        if word == "go_on":
            return self._further(until, values.get("seconds"))
        if word == "unplug":
            return self._unplugged(round(values["seconds"] * 1e9))
        self._put_ahead(self._movement(word, values))
        return self._further(until, None)

    def _unplugged(self, span_ns: int) -> int:
        """Let nothing be seen of what comes within ``span_ns``; return when that is over."""
        until_ns = self._now_ns + span_ns
        if self._due_ns < until_ns:
            self._put_ahead(self._machine.rest((until_ns - self._due_ns) * 1e-9))
        hidden = [reading for reading in self._ahead if reading.t_ns < until_ns]
        seen = list(self._ahead)[len(hidden) :]
        self._ahead = deque([*self._machine.unseen(hidden, self._count), *seen])
        return until_ns

    def _movement(self, word: str, values: Mapping[str, Any]) -> Movement:
        machine = self._machine
        if word == "fault":
            faults = Fault(0)
            for name in values["faults"]:
                faults |= Fault[name]
            return machine.fault(faults, values["seconds"])
        movements: Mapping[str, Callable[..., Movement]] = {
            "rest": machine.rest,
            "move": machine.move,
            "rep": machine.rep,
            "walk": machine.walk,
        }
        return movements[word](**values)

    def _put_ahead(self, movement: Movement) -> None:
        begin_ns = self._due_ns
        self._ahead.extend(
            reading._replace(t_ns=begin_ns + reading.t_ns) for reading in movement.readings
        )
        self._marks_ns = {name: begin_ns + at_ns for name, at_ns in movement.marks_ns.items()}
        self._due_ns = begin_ns + movement.duration_ns

    def _further(self, until: str | None, seconds: float | None) -> int:
        if until is not None:
            return max(self._now_ns, self._marks_ns[until])
        if seconds is not None:
            return min(self._due_ns, self._now_ns + round(seconds * 1e9))
        return self._due_ns

    def _elapsed_s(self) -> float:
        return (self._now_ns - self._start_ns) * 1e-9

    def _answer(self, fields: Mapping[str, Any]) -> None:
        try:
            self._peer.sendall(json.dumps(fields).encode() + b"\n")
        except OSError:  # the peer did not wait for it
            self._closed.set()
