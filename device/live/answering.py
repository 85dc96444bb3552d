"""The answering end of the commands."""

import contextlib
import json
import logging
import os
from collections import deque
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import zmq

from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import ConflictError, NotFoundError, Reason, UnsavedError, UserError
from device.live.endpoints import Endpoints, share_with_group
from device.live.idempotency import Answer, RecentRequests
from device.live.messages import VERSION, Command, ErrorCode
from device.live.publisher import encode
from device.live.refusal import CommandError

_log = logging.getLogger(__name__)

Handler = Callable[[Command, dict[str, Any], str | None], Answer]
"""Takes command, arguments and idempotency key; see ``CommandServer``."""

_ANSWER_WITHIN_S: Final = 1.8  # just before the client gives up
_LONGEST_REQUEST: Final = 64 * 1024  # bytes
_LONGEST_KEY: Final = 64
_MOST_PENDING: Final = 256

_CODES: Final = (
    (NotFoundError, ErrorCode.NOT_FOUND),
    (ConflictError, ErrorCode.CONFLICT),
    (UnsavedError, ErrorCode.UNAVAILABLE),
)


class _Request(NamedTuple):
    sender: bytes
    id: str
    deadline_s: float


class CommandServer:
    """Takes requests, has them handled, and answers each within its time.

    The handler returns a future, so one slow command (a locked disk) holds up no other. Belongs
    to the thread that made it; only ``wake`` may be called from others.
    """

    def __init__(
        self, addresses: Endpoints, handle: Handler, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self._now = clock.monotonic
        self._handle = handle
        self._recent = RecentRequests()
        self._pending: list[tuple[_Request, Answer]] = []
        self._context = zmq.Context()
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.setsockopt(zmq.LINGER, 200)
        self._socket.setsockopt(zmq.MAXMSGSIZE, _LONGEST_REQUEST)
        self._socket.bind(addresses.commands)
        share_with_group(addresses.commands)
        self._wakeup_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._poller = zmq.Poller()
        self._poller.register(self._socket, zmq.POLLIN)
        self._poller.register(self._wakeup_fd, zmq.POLLIN)

    def poll_once(self, timeout_s: float) -> None:
        """Wait for something to do, at most ``timeout_s``, and do it."""
        for ready, _ in self._poller.poll(round(timeout_s * 1000)):
            if ready == self._wakeup_fd:
                with contextlib.suppress(BlockingIOError):
                    os.eventfd_read(self._wakeup_fd)
            else:
                self._receive()
        self._answer_ready()

    def wake(self) -> None:
        """End the waiting of ``poll_once``; from any thread."""
        with contextlib.suppress(BlockingIOError, OSError):
            os.eventfd_write(self._wakeup_fd, 1)

    def close(self) -> None:
        """Give the socket back."""
        self._context.destroy(linger=200)
        os.close(self._wakeup_fd)

    def _receive(self) -> None:
        frames = self._socket.recv_multipart()
        if len(frames) != 2:
            return
        sender, payload = frames
        request = _Request(sender, "", self._now() + _ANSWER_WITHIN_S)
        try:
            message = _parse(payload)
            request = request._replace(id=message["id"])
            answer = self._start(message)
        except UserError as error:
            self._refuse(request, error)
            return
        self._pending.append((request, answer))
        answer.add_done_callback(lambda _: self.wake())

    def _start(self, message: dict[str, Any]) -> Answer:
        if len(self._pending) >= _MOST_PENDING:
            raise CommandError(
                ErrorCode.UNAVAILABLE, "Too many requests at once; try again.", Reason.BUSY
            )
        command, args, key = Command(message["command"]), message["args"], message.get("key")
        return self._recent.once(key, command, args, lambda: self._handle(command, args, key))

    def _answer_ready(self) -> None:
        now, waiting = self._now(), deque[tuple[_Request, Answer]]()
        for request, answer in self._pending:
            if answer.done():
                self._answer(request, answer)
            elif now > request.deadline_s:
                self._refuse(request, _late(answer))
            else:
                waiting.append((request, answer))
        self._pending = list(waiting)

    def _answer(self, request: _Request, answer: Answer) -> None:
        if answer.cancelled():  # another request with the same key had waited too long
            self._refuse(request, _late(answer))
            return
        error = answer.exception()
        if error is None:
            self._send(request, {"ok": True, "result": answer.result()})
        elif isinstance(error, UserError):
            self._refuse(request, error)
        else:
            _log.error("a command failed", exc_info=error)
            self._refuse(
                request,
                CommandError(
                    ErrorCode.UNAVAILABLE,
                    "The device service could not do this; see its log.",
                    Reason.DEVICE_FAILED,
                ),
            )

    def _refuse(self, request: _Request, error: UserError) -> None:
        if not isinstance(error, CommandError):
            codes = (code for kind, code in _CODES if isinstance(error, kind))
            code = next(codes, ErrorCode.INVALID)
            error = CommandError(code, str(error), error.reason, error.values)
        self._send(request, {"ok": False, "error": error.to_json()})

    def _send(self, request: _Request, fields: dict[str, Any]) -> None:
        answer = {"v": VERSION, "id": request.id} | fields
        # A client that is gone is no reason to stop; one that does not read, none to wait.
        with contextlib.suppress(zmq.Again):
            self._socket.send_multipart([request.sender, encode(answer)], zmq.DONTWAIT)


def _late(answer: Answer) -> CommandError:
    """A request not yet begun must not run after its client was told that it failed."""
    if answer.cancel():
        text, reason = "The station is busy and has changed nothing; try again.", Reason.BUSY
    else:
        text, reason = (
            "This is taking longer than usual. Check whether it worked before you try again.",
            Reason.LATE,
        )
    return CommandError(ErrorCode.UNAVAILABLE, text, reason)


def _parse(payload: bytes) -> dict[str, Any]:
    """Check the frame of a request; what is in ``args`` is the handler's to check."""
    try:
        message = json.loads(payload)
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict) or message.get("v") != VERSION:
        raise CommandError(
            ErrorCode.INVALID,
            "The request is from another version; update the device service and the web server "
            "together.",
        )
    for name, kind in (("id", str), ("command", str), ("args", dict)):
        if not isinstance(message.get(name), kind):
            raise CommandError(ErrorCode.INVALID, f"The request lacks `{name}`.")
    key = message.get("key")
    if key is not None and not (isinstance(key, str) and 0 < len(key) <= _LONGEST_KEY):
        raise CommandError(ErrorCode.INVALID, f"A key is text of 1 to {_LONGEST_KEY} characters.")
    if message["command"] not in {command.value for command in Command}:
        raise CommandError(ErrorCode.INVALID, f"There is no command `{message['command'][:40]}`.")
    return message
