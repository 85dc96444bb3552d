"""The thread that tells the other process what happens."""

import queue
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.live.endpoints import Endpoints
from device.live.messages import RAW_TOPIC, VERSION
from device.live.publisher import Publisher
from device.objects.station import StateObject
from device.objects.stream import Envelope
from device.process.heartbeat import Heartbeats
from device.process.loop import Loop

HEARTBEAT_S: Final = 0.25
"""The server takes the station for offline after four of these were missed."""

_MOST_QUEUED: Final = 2000
"""Messages waiting for a blocked socket: about a minute at 30 frames per second."""

_Message = tuple[str, int, Mapping[str, object], int]
"""Topic, time, fields, and how many were dropped just before it."""
_WAKE: Final[_Message] = ("", 0, {}, 0)


class Broadcaster:
    """Sends what any thread tells it, in that order, and a heartbeat four times per second.

    What is told before ``start`` is sent once it has begun.

    Args:
        addresses: Where to publish.
        run: Identity of this run of the device process.
        beats: Beaten as ``broadcaster``.
        clock: Stamps what happens now, and tells when a heartbeat is due.
    """

    _state: Callable[[], StateObject]

    def __init__(
        self, *, addresses: Endpoints, run: str, beats: Heartbeats, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self._addresses = addresses
        self._run = run
        self._beats = beats
        self._clock = clock
        self._messages: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._telling = threading.Lock()
        self._dropped = 0
        self._up: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        self._publisher: Publisher | None = None
        self._loop = Loop("broadcaster", self._serve, wake=partial(self._messages.put, _WAKE))

    def start(self, state: Callable[[], StateObject]) -> None:
        """Bind the socket and begin; returns once it is bound.

        Args:
            state: Makes the heartbeat's fields, all but the envelope; called in the sending
                thread.

        Raises:
            Exception: It could not be bound.
        """
        self._state = state
        self._loop.start()
        failed = self._up.get()
        if failed is not None:
            raise failed

    def stop(self) -> None:
        """Send what is queued and end."""
        self._loop.stop()

    def tell(self, topic: str, t_ns: int, fields: Mapping[str, object]) -> None:
        """Queue a message. Never waits: with thousands queued (a frozen thread) it is dropped,
        and a subscriber notices by the number of the next one.
        """
        with self._telling:
            if self._messages.qsize() < _MOST_QUEUED:
                self._messages.put((topic, t_ns, fields, self._dropped))
                self._dropped = 0
            else:
                self._dropped += topic != RAW_TOPIC

    def envelope(self) -> Envelope:
        """What stands before the fields of a message that is asked for, not broadcast: the number
        is that of the latest broadcast, so that later ones can be told from earlier ones.
        """
        seq = 0 if self._publisher is None else self._publisher.seq
        return {"v": VERSION, "run": self._run, "seq": seq, "t_ns": self._clock.monotonic_ns()}

    @property
    def raw_wanted(self) -> bool:
        """Whether somebody wants raw readings."""
        return self._publisher is not None and self._publisher.raw_wanted

    def tell_now(self, topic: str, fields: Mapping[str, object]) -> None:
        """Queue a message about this moment."""
        self.tell(topic, self._clock.monotonic_ns(), fields)

    def _serve(self) -> None:
        try:
            publisher = self._publisher = Publisher(self._addresses, self._run)
        except Exception as error:  # noqa: BLE001 - raised again where `start` waits
            self._up.put(error)
            return
        self._up.put(None)
        try:
            self._send_until_stopped(publisher)
        finally:
            publisher.close()

    def _send_until_stopped(self, publisher: Publisher) -> None:
        due_s = self._clock.monotonic()
        while True:
            now_s = self._clock.monotonic()
            if now_s >= due_s:
                self._beats.beat("broadcaster")
                publisher.look()
                publisher.send("heartbeat", self._clock.monotonic_ns(), self._state())
                due_s = max(due_s + HEARTBEAT_S, now_s)
            try:
                topic, t_ns, fields, dropped = self._messages.get(timeout=max(0.0, due_s - now_s))
            except queue.Empty:
                continue
            publisher.seq += dropped
            if topic:
                publisher.send(topic, t_ns, fields)
            elif self._loop.stopping and self._messages.empty():
                return
