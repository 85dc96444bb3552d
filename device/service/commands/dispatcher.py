"""The thread that answers commands."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.live.answering import CommandServer
from device.live.endpoints import Endpoints
from device.live.idempotency import Answer
from device.live.messages import Command, ErrorCode
from device.live.refusal import CommandError
from device.process.heartbeat import Heartbeats
from device.process.loop import Loop
from device.service.commands import arguments

_POLL_S: Final = 0.25
"""How long it waits for a command before it looks whether to end."""

Handle = Callable[[arguments.Args, str | None], Answer]
"""Takes the arguments and the idempotency key of one command; see ``CommandServer``."""


class CommandDispatcher:
    """Answers commands until it is stopped.

    Args:
        addresses: Where to answer.
        handlers: Who handles which command.
        beats: Beaten as ``commands``.
        clock: Tells which answers are late.
    """

    def __init__(
        self,
        *,
        addresses: Endpoints,
        handlers: Mapping[Command, Handle],
        beats: Heartbeats,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._addresses = addresses
        self._handlers = handlers
        self._clock = clock
        self._server: CommandServer | None = None
        self._loop = Loop(
            "commands", self._run, beat=partial(beats.beat, "commands"), wake=self._wake
        )

    def start(self) -> None:
        """Begin; returns once commands are taken, or that has failed."""
        self._loop.start_and_wait()

    def stop(self) -> None:
        """Answer what can be answered and end."""
        self._loop.stop()

    def _wake(self) -> None:
        if self._server is not None:
            self._server.wake()

    def _run(self) -> None:
        self._server = CommandServer(self._addresses, self._handle, clock=self._clock)
        self._loop.ready()
        try:
            for _ in self._loop.turns():
                self._server.poll_once(_POLL_S)
        finally:
            self._server.close()

    def _handle(self, command: Command, args: dict[str, Any], key: str | None) -> Answer:
        handle = self._handlers.get(command)
        if handle is None:
            raise CommandError(ErrorCode.INVALID, f"This station cannot {command}.")
        return handle(args, key)
