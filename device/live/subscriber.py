"""The receiving end of the broadcasts, for the server process."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import zmq

from device.clock.system import SYSTEM_CLOCK, Clock
from device.closing import Closing
from device.live.endpoints import Endpoints
from device.live.messages import TOPICS, VERSION

OFFLINE_AFTER_S: Final = 1.0
"""Four heartbeats per second are promised; after this long without any, the device is offline."""

_QUEUED: Final = 2000  # messages: over half a minute of them, in bounded memory


class Broadcast(NamedTuple):
    """One broadcast as it arrived.

    Attributes:
        topic: Name of the server-sent event.
        message: The object, as in ``messages``.
        payload: The same as the bytes that came, to be passed on without making them again.
        lost: How many broadcasts of this run are missing between this one and the one before.
        restarted: This is the first broadcast of another run than the one before.
    """

    topic: str
    message: dict[str, Any]
    payload: bytes
    lost: int
    restarted: bool


class LiveSubscriber(Closing):
    """Receives what the device process tells; which may start later, or again.

    One thread receives and closes; ``online`` and ``lost`` may be read from any thread.

    Args:
        addresses: Where the device publishes.
        topics: What to hear. ``lost`` and ``online`` rest on hearing all of ``TOPICS``.
        clock: Tells how long the device has been silent.
    """

    def __init__(
        self, addresses: Endpoints, topics: Iterable[str] = TOPICS, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self._now = clock.monotonic
        self._context = zmq.Context()
        self._socket = self._context.socket(zmq.SUB)
        self._socket.setsockopt(zmq.RCVHWM, _QUEUED)
        self._socket.setsockopt(zmq.LINGER, 0)
        self._socket.setsockopt(zmq.RECONNECT_IVL, 50)
        self._socket.setsockopt(zmq.RECONNECT_IVL_MAX, 250)
        for topic in topics:
            self._socket.subscribe(topic)
        self._socket.connect(addresses.broadcasts)
        self._run: str | None = None
        self._seq = 0
        self._heard_s = float("-inf")
        self.lost = 0

    @property
    def online(self) -> bool:
        """Whether the device was heard within the last second."""
        return self._now() - self._heard_s < OFFLINE_AFTER_S

    def receive(self, timeout_s: float) -> Broadcast | None:
        """Wait for the next broadcast; ``None`` where none came in time.

        What is not a broadcast of this version is passed over.
        """
        deadline = self._now() + timeout_s
        while self._socket.poll(max(0, round((deadline - self._now()) * 1000))):
            broadcast = self._read(self._socket.recv_multipart())
            if broadcast is not None:
                return broadcast
        return None

    def stream(self, tick_s: float = 0.25) -> Iterator[Broadcast | None]:
        """Broadcasts for ever, with a ``None`` whenever ``tick_s`` passed without one.

        The ticks let whoever iterates notice ``online`` going false, or that it shall end.
        """
        while True:
            yield self.receive(tick_s)

    def close(self) -> None:
        """Give the socket back; may be called twice."""
        self._context.destroy(linger=0)

    def _read(self, frames: list[bytes]) -> Broadcast | None:
        if len(frames) != 2:
            return None
        topic, payload = frames
        try:
            message = json.loads(payload)
        except ValueError:
            return None
        if not isinstance(message, dict) or message.get("v") != VERSION:
            return None
        run, seq = str(message.get("run")), message.get("seq")
        if not isinstance(seq, int):
            return None
        self._heard_s = self._now()
        restarted = self._run is not None and run != self._run
        lost = max(0, seq - self._seq - 1) if run == self._run else 0
        self.lost += lost
        self._run, self._seq = run, seq
        return Broadcast(topic.decode("ascii", "replace"), message, payload, lost, restarted)
