"""The server's one connection to the device process: broadcasts in, commands out."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from device import __version__
from device.clock.anchors import TimeQuality
from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import Reason
from device.live.client import Broadcast, CommandClient, CommandError, LiveSubscriber
from device.live.messages import VERSION, Command, ErrorCode
from device.objects.stream import StateMessage
from device.process.loop import Loop
from device.reps.document import plan_document
from device.reps.plan import SetPlan
from server.live.event_buffer import EventBuffer, Frame, event
from server.live.redaction import named_athletes, public_message
from server.objects import PresentState

_log = logging.getLogger(__name__)

_TICK_S: Final = 0.1
"""How long it waits for the device before it looks at the time."""

_OFFLINE_BEAT_S: Final = 0.5
"""While the device is silent the page still hears the server this often."""

_NEVER_SEEN: Final[StateMessage] = {
    "v": VERSION,
    "run": "",
    "seq": 0,
    "t_ns": 0,
    "source": "",
    "simulated": False,
    "sensor_ok": False,
    "recording": False,
    "not_recording_reason": "The device service is not running; start it with `cablecoach device`.",
    "not_recording_code": Reason.DEVICE_ABSENT,
    "unsaved_reps": 0,
    "faults": [],
    "sensors": None,
    "calibrating": False,
    "plan": plan_document(SetPlan(), None),
    "live": None,
    "set": None,
    "last_set": None,
    "time_quality": str(TimeQuality.UNSYNCED),
    "version": __version__,
}


class DeviceLink:
    """Feeds the event buffer from the device's broadcasts and knows whether the device is there.

    ``subscribe`` is called in the feeding thread, because a ZeroMQ socket belongs to one thread.
    """

    def __init__(
        self,
        *,
        events: EventBuffer,
        subscribe: Callable[[], LiveSubscriber],
        commander: CommandClient,
        beat: Callable[[], None] = lambda: None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._events = events
        self._subscribe = subscribe
        self._commander = commander
        self._now = clock.monotonic
        self._state: StateMessage = _NEVER_SEEN
        self._online = False
        self._listeners: dict[str, Callable[[Mapping[str, Any]], None]] = {}
        self._loop = Loop("device-link", self._run, beat=beat, daemon=True)

    @property
    def online(self) -> bool:
        """Whether the device was heard within the last second."""
        return self._online

    @property
    def simulated(self) -> bool:
        """Whether the device said that its source is no real machine: simulated or a replay."""
        return self._state["simulated"] or self._state["source"].startswith("replay")

    def on(self, topic: str, listener: Callable[[Mapping[str, Any]], None]) -> None:
        """Also call ``listener`` for every message of ``topic``. Before ``start`` only."""
        self._listeners[topic] = listener

    def start(self) -> None:
        """Begin to listen; returns at once, whether the device runs or not."""
        self._loop.start()

    def stop(self) -> None:
        """End the feeding thread and give the sockets back."""
        self._loop.stop(timeout_s=5.0)
        self._commander.close()

    def state(self) -> PresentState:
        """Return the state as last heard."""
        return self._with_presence(self._state)

    def fresh_state(self) -> PresentState:
        """Ask the device, so that a write is seen by the read after it; else the last heard."""
        if self._online:
            try:
                return self._with_presence(cast(StateMessage, self._commander.call(Command.STATE)))
            except CommandError as error:
                if error.code is not ErrorCode.UNAVAILABLE:
                    raise
        return self.state()

    def call(self, command: Command, args: dict[str, Any], key: str | None) -> dict[str, Any]:
        """Ask the device to do something.

        Raises:
            CommandError: It refused, or did not answer within two seconds.
        """
        return self._commander.call(command, args, key)

    def _with_presence(self, state: StateMessage) -> PresentState:
        if self._online:
            return {**state, "device_online": True}
        return {**state, "device_online": False, "sensor_ok": False}

    def _run(self) -> None:
        subscriber = self._subscribe()
        beat_s = self._now()
        try:
            for _ in self._loop.turns():
                broadcast = subscriber.receive(_TICK_S)
                if broadcast is not None:
                    self._take(broadcast)
                known = self._state is not _NEVER_SEEN  # not online before its state is known
                was_online, self._online = self._online, known and subscriber.online
                now = self._now()
                beat_due = not self._online and now - beat_s >= _OFFLINE_BEAT_S
                if beat_due or (was_online and not self._online):
                    beat_s = now
                    self._publish("heartbeat", self.state())
        finally:
            self._online = False
            subscriber.close()

    def _take(self, broadcast: Broadcast) -> None:
        topic, message = broadcast.topic, broadcast.message
        try:
            if topic == "heartbeat":
                message = {**message, "device_online": True}
            self._publish(topic, message)
            if topic == "heartbeat":
                self._state = cast(StateMessage, message)
            if listener := self._listeners.get(topic):
                listener(message)
        except (AttributeError, KeyError, TypeError, ValueError):
            _log.exception("A %r broadcast was not as docs/live.md says; it was left out.", topic)

    def _publish(self, topic: str, message: Mapping[str, Any]) -> None:
        self._events.publish(make_frame(topic, message))


def make_frame(topic: str, message: Mapping[str, Any]) -> Frame:
    """Encode a message for the event buffer, once with names and once without."""
    data = _encode(message)
    shown = public_message(topic, message)
    public = data if shown is message else _encode(shown)
    run, seq = str(message.get("run", "")), int(message.get("seq", 0))
    named = event(topic, run, seq, data)
    if public is data:
        return Frame(topic, run, seq, named, named)
    athletes = named_athletes(topic, message)
    return Frame(topic, run, seq, named, event(topic, run, seq, public), athletes)


def _encode(message: Mapping[str, Any]) -> bytes:
    # ASCII on purpose: U+2028 and line ends inside a name cannot break the event's framing.
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii")
