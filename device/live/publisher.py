"""The sending end of the broadcasts."""

import contextlib
import json
import math
from collections.abc import Mapping
from typing import Any, Final

import zmq

from device.live.endpoints import Endpoints, share_with_group
from device.live.messages import RAW_TOPIC, VERSION
from device.objects.stream import Envelope

_QUEUED: Final = 2000  # messages a slow subscriber may be behind before it misses some


class Publisher:
    """Stamps every broadcast with version, run and sequence number, and sends it to subscribers.

    Never waits: a subscriber that is too slow misses messages, and sees it by ``seq``. Belongs
    to the thread that made it.

    Attributes:
        seq: The number of the latest broadcast, sent or lost before; any thread may read it.
        raw_wanted: Whether somebody subscribes to raw readings, as of the latest ``look``; any
            thread may read it.
    """

    def __init__(self, addresses: Endpoints, run: str) -> None:
        self._run = run
        self.seq = 0
        self.raw_wanted = False
        self._context = zmq.Context()
        self._socket = self._context.socket(zmq.XPUB)  # a PUB that hears of subscriptions
        self._socket.setsockopt(zmq.SNDHWM, _QUEUED)
        self._socket.setsockopt(zmq.LINGER, 0)
        self._socket.bind(addresses.broadcasts)
        share_with_group(addresses.broadcasts)

    def envelope(self, t_ns: int, *, counts: bool = True) -> Envelope:
        """What stands before the fields of the next broadcast, which has a number if it counts."""
        self.seq += counts
        return {"v": VERSION, "run": self._run, "seq": self.seq, "t_ns": t_ns}

    def look(self) -> None:
        """Take note of subscribers that came and went."""
        with contextlib.suppress(zmq.Again):
            while True:
                # First byte 1 or 0, then the topic: the first one subscribes, the last one leaves
                # (ZeroMQ RFC 29, "Publish-Subscribe").
                change = self._socket.recv(zmq.DONTWAIT)
                if change[1:] == RAW_TOPIC.encode():
                    self.raw_wanted = change[:1] == b"\x01"

    def send(self, topic: str, t_ns: int, fields: Mapping[str, object]) -> None:
        """Broadcast one message. ``t_ns`` is the monotonic time of what it tells."""
        message = {**self.envelope(t_ns, counts=topic != RAW_TOPIC), **fields}
        self._socket.send_multipart([topic.encode(), encode(message)])

    def close(self) -> None:
        """Give the socket back; may be called twice."""
        self._context.destroy(linger=0)


def encode(message: Mapping[str, object]) -> bytes:
    """Write JSON as the standard has it: a figure that is no number becomes ``null``."""
    try:
        return json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
    except ValueError:
        return json.dumps(_finite(message), separators=(",", ":"), allow_nan=False).encode()


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
