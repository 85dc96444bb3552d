"""The device process: every part, put together, started, watched and stopped."""

import logging
import signal
import threading
import uuid
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

from device.calibration.record import wiring_fingerprint
from device.clock.system import SYSTEM_CLOCK, Clock
from device.live.endpoints import Endpoints, endpoints
from device.process.fail_fast import fail_fast_threads
from device.process.heartbeat import Heartbeats, watchdog_loop
from device.process.lock import DataFolderLock
from device.process.sd_notify import notify
from device.recordings.archive import RecordingArchive
from device.reps.events import EndReason, Event
from device.service.acquisition import Acquisition
from device.service.broadcaster import Broadcaster
from device.service.calibrated_pipeline import CalibratedPipeline
from device.service.commands.context import CommandContext
from device.service.commands.dispatcher import CommandDispatcher
from device.service.commands.settings import Settings
from device.service.commands.table import command_table
from device.service.commands.training import Training
from device.service.cue_player import CuePlayer
from device.service.event_publisher import EventPublisher
from device.service.health.power import Power
from device.service.health.power_watch import PowerWatch
from device.service.health.report import HealthReport
from device.service.health.statistics import Statistics
from device.service.listening import Listeners
from device.service.machine import machine_profile
from device.service.present_state import PresentState
from device.service.raw_stream import RawStream
from device.service.resuming import resume
from device.service.saving.recorder import SetRecorder
from device.service.saving.records import FactorsKeeper, SetKeys
from device.service.saving.station_time import StationTime
from device.service.saving.store_session import StoreSession
from device.service.saving.writer import Writer
from device.service.station_state import StationState
from device.service.turn_follower import TurnFollower
from device.sources import Opened
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader

_log = logging.getLogger(__name__)

LOOPS: Final = ("acquisition", "writer", "commands", "broadcaster")
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_MEGABYTE: Final = 1_000_000


class Station:
    """One run of the device process over one source.

    Each part is made after those it needs. What goes in a circle (a command changes what is
    measured, whose events change the state that commands see) is closed by ``start``: broadcaster
    and acquisition take what they are told and asked from the beginning, and are given whom they
    serve when they begin.

    Args:
        opened: The source and what is known of its counts.
        data_dir: The data folder.
        settings: The effective configuration.
        clock: For all that waits, is due, or is late; the readings have stamps of their own.

    Raises:
        UserError: Another process measures into that folder, or there is no place for sockets.
    """

    def __init__(
        self, opened: Opened, data_dir: Path, settings: Settings, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self._lock = DataFolderLock(data_dir)
        self._opened = opened
        self._clock = clock
        self._stop = threading.Event()
        self._run = uuid.uuid4().hex
        self._beats = Heartbeats(LOOPS, clock=clock)
        self._keys = SetKeys()
        addresses = endpoints(data_dir)
        self._broadcaster = Broadcaster(
            addresses=addresses, run=self._run, beats=self._beats, clock=clock
        )
        self._make_saving(data_dir, settings)
        self._make_measuring(settings)
        self._make_commands(addresses, data_dir, settings)

    def _make_saving(self, data_dir: Path, settings: Settings) -> None:
        """What is known, and what is saved."""
        opened, layout = self._opened, StoreLayout(data_dir)
        kind = opened.source.name.partition(":")[0]
        self._wiring = wiring_fingerprint({"source": kind, **opened.wiring})
        reader = StoreReader(layout.database)
        self._time = StationTime(reader, clock=self._clock)
        self._state = StationState(
            source=opened.source.name,
            simulated=opened.simulated,
            wall_time=self._time.wall_time,
            clock=self._clock,
        )
        self._session = StoreSession(
            layout=layout,
            source=opened.source.name,
            run=self._run,
            wiring=None if opened.own_factors else self._wiring,
            reader=reader,
            time=self._time,
            keys=self._keys,
            state=self._state,
            beats=self._beats,
        )
        self._power = Power()
        watch = PowerWatch(power=self._power, state=self._state, broadcaster=self._broadcaster)
        self._writer = Writer(
            open_store=self._session.open_store,
            report=self._state.recording,
            chores=(self._session.chores, watch.look),
            beats=self._beats,
            clock=self._clock,
        )
        limit_bytes = settings.config.recordings_max_mb * _MEGABYTE
        self._recordings = RecordingArchive(data_dir / "recordings", limit_bytes)
        self._recorder = SetRecorder(self._recordings)

    def _make_measuring(self, settings: Settings) -> None:
        """From readings to events."""
        opened, config = self._opened, settings.config
        self._measuring = CalibratedPipeline(
            opened.factors,
            wiring=self._wiring,
            profile=machine_profile(config),
            follow_drift=not opened.own_factors,
            now=self._time.trusted_now,
            found=FactorsKeeper(self._writer).keep,
            min_rom_m=config.min_rom_m,
            rest_s=config.rest_s,
        )
        self._acquisition = Acquisition(
            source=opened.source, pipeline=self._measuring, beats=self._beats, clock=self._clock
        )
        self._statistics = Statistics(noise_n=self._measuring.noise_n, clock=self._clock)

    def _make_commands(self, addresses: Endpoints, data_dir: Path, settings: Settings) -> None:
        """From commands to answers."""
        self._context = CommandContext(
            state=self._state,
            broadcaster=self._broadcaster,
            acquisition=self._acquisition,
            measuring=self._measuring,
            writer=self._writer,
            session=self._session,
            time=self._time,
            keys=self._keys,
            recordings=self._recordings,
            settings=settings,
        )
        self._training = Training(self._context)
        self._present = PresentState(
            state=self._state,
            time=self._time,
            measuring=self._measuring,
            report=self._opened.report,
            broadcaster=self._broadcaster,
        )
        health = HealthReport(
            source=self._opened.source.name,
            report=self._opened.report,
            data_dir=data_dir,
            run=self._run,
            state=self._state,
            statistics=self._statistics,
            recorder=self._recorder,
            power=self._power,
            beats=self._beats,
            time=self._time,
            session=self._session,
            clock=self._clock,
        )
        self._dispatcher = CommandDispatcher(
            addresses=addresses,
            handlers=command_table(
                self._context, training=self._training, present=self._present, health=health
            ),
            beats=self._beats,
            clock=self._clock,
        )

    def _listeners(self) -> Listeners:
        """Who hears of what is measured, in this order."""
        publisher = EventPublisher(
            run=self._run,
            speed=self._opened.speed,
            state=self._state,
            broadcaster=self._broadcaster,
            writer=self._writer,
            recorder=self._recorder,
            keys=self._keys,
            measuring=self._measuring,
            training=self._training,
        )
        raw = RawStream(broadcaster=self._broadcaster, measuring=self._measuring)
        cues = CuePlayer(output=self._opened.cues, settings=self._context.settings)
        trainee = self._opened.trainee
        follower = (
            () if trainee is None else (TurnFollower(trainee=trainee, training=self._training),)
        )
        return Listeners(
            readings=(self._state, self._recorder, self._statistics, raw, publisher),
            events=(publisher, self._statistics, cues),
            frames=(publisher, self._statistics, *follower),
            ends=(self._state,),
        )

    def run(self) -> None:
        """Measure until a signal asks to stop, or something fails that cannot be mended.

        Raises:
            Exception: What failed.
        """
        before = {number: signal.signal(number, self._signalled) for number in _STOPPING}
        try:
            with fail_fast_threads(self._stop):
                try:
                    self._start()
                    notify("READY=1")
                    watchdog_loop(self._beats, self._stop, self._present.line, clock=self._clock)
                finally:
                    notify("STOPPING=1")
                    self._shut_down()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _start(self) -> None:
        if self._opened.button is not None:
            self._opened.button.when_pressed(partial(self._broadcaster.tell_now, "button", {}))
        if self._opened.standing is not None:
            self._opened.standing.when_idle(self._clock_stands)
        self._writer.start()
        resume(self._context, header=self._opened.header)
        self._recorder.start()
        self._broadcaster.start(self._present.object)
        self._dispatcher.start()
        self._acquisition.start(self._listeners())

    def _clock_stands(self, delivering: bool) -> None:
        """In the acquisition thread, where a source waits to be told that its time goes on."""
        self._state.heard(delivering)
        self._acquisition.wait()

    def _shut_down(self) -> None:
        """End the open set, save everything, close everything; also after half a start."""
        with ExitStack() as steps:  # from the last to the first; one that fails stops no other
            steps.callback(self._lock.release)
            steps.callback(self._broadcaster.stop)
            steps.callback(self._dispatcher.stop)
            steps.callback(self._stop_writer)
            steps.callback(self._recorder.stop)
            steps.callback(self._acquisition.stop, self._end_interrupted)

    def _end_interrupted(self) -> list[Event]:
        return self._measuring.pipeline.end_set(EndReason.INTERRUPTED)

    def _stop_writer(self) -> None:
        lost = self._writer.stop()
        if lost:
            _log.error("%d repetitions could not be saved: %s", lost, self._state.problem)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()
