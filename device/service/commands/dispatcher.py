"""The thread that answers commands, and the table of who handles which."""

import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from device.clock.stamp import stamp
from device.live.answering import CommandServer
from device.live.endpoints import Endpoints
from device.live.idempotency import Answer
from device.live.messages import Command, ErrorCode
from device.live.refusal import CommandError
from device.objects.stream import StateMessage
from device.process.heartbeat import Heartbeats
from device.recordings.archive import RecordingArchive
from device.service.commands import arguments
from device.service.commands.context import CommandContext, ready
from device.service.commands.edits import Edits
from device.service.commands.settings import Settings, SettingsCommands
from device.service.commands.training import Training
from device.service.saving.records import SetKeys
from device.store.writing.writer import StoreWriter

_TURN_S: Final = 0.25

Handle = Callable[[arguments.Args, str | None], Answer]


class CommandDispatcher:
    """Answers commands until it is stopped.

    Args:
        addresses: Where to answer.
        parts: The station.
        keys: Knows the keys of sets before they are saved.
        settings: What the tablet may change.
        recordings: Where the raw readings of sets are.
        state: Makes a ``StateMessage``.
        health: Makes the answer to ``health``.
        beats: Beaten as ``commands``.
        failed: Called with what made it end before its time.

    Attributes:
        training: Handles what is about the open set.
        edits: Handles what is about saved ones.
    """

    def __init__(
        self,
        addresses: Endpoints,
        parts: CommandContext,
        keys: SetKeys,
        settings: Settings,
        recordings: RecordingArchive,
        state: Callable[[], StateMessage],
        health: Callable[[], dict[str, Any]],
        beats: Heartbeats,
        failed: Callable[[Exception], None],
    ) -> None:
        self._addresses = addresses
        self._parts = parts
        self._beats = beats
        self._failed = failed
        self.training = Training(parts, keys)
        self.edits = Edits(parts, recordings, self.training)
        self._handlers: Mapping[Command, Handle] = {
            Command.STATE: lambda args, key: ready(state()),
            Command.HEALTH: lambda args, key: ready(health()),
            Command.CHOOSE: self.training.choose,
            Command.START_SET: self.training.start_set,
            Command.END_SET: self.training.end_set,
            Command.TARE: self._tare,
            Command.CLOCK: self._hear_clock,
            Command.CALIBRATE: self._calibrate,
            Command.SETTINGS: SettingsCommands(settings, parts).show,
            Command.CHANGE_SETTINGS: SettingsCommands(settings, parts).change,
            Command.ADD_ATHLETE: self.edits.add_athlete,
            Command.CHANGE_ATHLETE: self.edits.change_athlete,
            Command.ERASE_ATHLETE: self.edits.erase_athlete,
            Command.CHANGE_SET: self.edits.change_set,
            Command.DELETE_SET: self.edits.delete_set,
            Command.RESTORE_SET: self.edits.restore_set,
            Command.DELETE_REP: self.edits.delete_rep,
            Command.RESTORE_REP: self.edits.restore_rep,
        }
        self._stopping = threading.Event()
        self._up = threading.Event()
        self._server: CommandServer | None = None
        self._thread = threading.Thread(target=self._run, name="commands")

    def start(self) -> None:
        """Begin; returns once commands are taken, or ``failed`` was called."""
        self._thread.start()
        self._up.wait()

    def stop(self) -> None:
        """Answer what can be answered and end."""
        self._stopping.set()
        if self._server is not None:
            self._server.wake()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._server = CommandServer(self._addresses, self._handle)
            self._up.set()
            try:
                while not self._stopping.is_set():
                    self._beats.beat("commands")
                    self._server.turn(_TURN_S)
            finally:
                self._server.close()
        except Exception as error:  # noqa: BLE001 - handed to the main thread, which stops all
            self._failed(error)
        finally:
            self._up.set()

    def _handle(self, command: Command, args: dict[str, Any], key: str | None) -> Answer:
        handle = self._handlers.get(command)
        if handle is None:
            raise CommandError(ErrorCode.INVALID, f"This station cannot {command}.")
        return handle(args, key)

    def _tare(self, args: arguments.Args, key: str | None) -> Answer:
        arguments.refuse_others(args)

        def job() -> dict[str, Any]:
            return {"load_zero": self._parts.measuring.tare().load_zero}

        return self._parts.acquisition.ask(job)

    def _calibrate(self, args: arguments.Args, key: str | None) -> Answer:
        step = arguments.text(args, "step")
        values = {name: value for name, value in args.items() if name != "step"}
        return self._parts.acquisition.ask(lambda: self._parts.measuring.calibrate(step, values))

    def _hear_clock(self, args: arguments.Args, key: str | None) -> Answer:
        arguments.refuse_others(args, "client_ms", "rtt_ms", "tablet", "trusted")
        client_ms = arguments.number(args, "client_ms", 0, 2**53)
        rtt_ms = arguments.number(args, "rtt_ms", 0, 60_000)
        tablet = arguments.text(args, "tablet") if "tablet" in args else ""
        trusted = args.get("trusted") is True
        at = stamp()

        def job(store: StoreWriter) -> dict[str, Any]:
            quality = self._parts.books.hear_tablet(
                store, client_ms, rtt_ms, tablet, at, trusted=trusted
            )
            return {"time_quality": quality}

        return self._parts.writer.ask(job)
