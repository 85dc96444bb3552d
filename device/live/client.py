"""The asking end of the commands, and beside it the receiving end of the broadcasts."""

import json
import uuid
from typing import Any, Final

import zmq

from device.closing import Closing
from device.errors import Reason
from device.live.endpoints import Endpoints, endpoints
from device.live.messages import VERSION, Command, ErrorCode
from device.live.refusal import CommandError
from device.live.subscriber import OFFLINE_AFTER_S, Broadcast, LiveSubscriber

__all__ = [
    "ANSWER_WITHIN_S",
    "OFFLINE_AFTER_S",
    "Broadcast",
    "CommandClient",
    "CommandError",
    "LiveSubscriber",
    "endpoints",
]

ANSWER_WITHIN_S: Final = 2.0


class CommandClient(Closing):
    """Asks the device process. May be shared by threads: every call has its own socket."""

    def __init__(self, addresses: Endpoints) -> None:
        self._address = addresses.commands
        self._context = zmq.Context()

    def call(
        self,
        command: Command | str,
        args: dict[str, Any] | None = None,
        key: str | None = None,
        timeout_s: float = ANSWER_WITHIN_S,
    ) -> dict[str, Any]:
        """Ask, and wait for the answer.

        Args:
            command: One of ``Command``.
            args: Its arguments, as in ``docs/live.md``.
            key: Idempotency key: the same one again has no further effect and the same answer.
            timeout_s: How long to wait.

        Raises:
            CommandError: Refused; or ``unavailable`` where no answer came in time.
        """
        request: dict[str, Any] = {
            "v": VERSION,
            "id": uuid.uuid4().hex,
            "command": str(command),
            "args": args or {},
        }
        if key is not None:
            request["key"] = key
        answer = json.loads(self._exchange(json.dumps(request).encode(), timeout_s))
        if answer.get("ok"):
            result: dict[str, Any] = answer["result"]
            return result
        raise CommandError.from_json(answer["error"])

    def close(self) -> None:
        """Give the sockets back; may be called twice."""
        self._context.destroy(linger=0)

    def _exchange(self, request: bytes, timeout_s: float) -> bytes:
        milliseconds = max(1, round(timeout_s * 1000))
        with self._context.socket(zmq.DEALER) as socket:
            socket.setsockopt(zmq.LINGER, 0)
            socket.setsockopt(zmq.RECONNECT_IVL, 20)
            socket.setsockopt(zmq.RECONNECT_IVL_MAX, 200)
            # A request is never queued for a device that starts later: it would act long after
            # its sender was told that nothing happened.
            socket.setsockopt(zmq.IMMEDIATE, 1)
            socket.connect(self._address)
            if not socket.poll(milliseconds, zmq.POLLOUT):
                raise CommandError(
                    ErrorCode.UNAVAILABLE,
                    "The device service is not running; nothing was changed.",
                    Reason.DEVICE_ABSENT,
                )
            socket.send(request)
            if not socket.poll(milliseconds):
                raise CommandError(
                    ErrorCode.UNAVAILABLE,
                    "The device service did not answer in time. Check whether it worked before you "
                    "try again.",
                    Reason.LATE,
                )
            return socket.recv()
