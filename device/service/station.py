"""The device process: every part, put together, started, watched and stopped."""

import logging
import math
import signal
import threading
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any, Final

from device.calibration.factors import Factors
from device.calibration.nominal import COUNTS_PER_LINE
from device.calibration.profile import MachineProfile
from device.calibration.record import wiring_fingerprint
from device.config import Config
from device.errors import UnsavedError
from device.live.endpoints import Endpoints, endpoints
from device.objects.station import FaultObject, StateObject
from device.objects.stream import FaultFields, StateMessage
from device.process.fail_fast import fail_fast_threads
from device.process.heartbeat import Heartbeats, watchdog_loop
from device.process.lock import DataFolderLock
from device.process.sd_notify import notify
from device.recordings.archive import RecordingArchive
from device.reps.events import EndReason, Event, FaultKind
from device.reps.plan import SetPlan
from device.service.acquisition import Acquisition
from device.service.broadcaster import Broadcaster
from device.service.calibrated_pipeline import CalibratedPipeline
from device.service.commands.context import CommandContext
from device.service.commands.dispatcher import CommandDispatcher
from device.service.commands.settings import Settings
from device.service.event_publisher import EventPublisher
from device.service.health.power import Power
from device.service.health.report import HealthReport
from device.service.health.statistics import Statistics
from device.service.raw_stream import RawStream
from device.service.saving.recorder import SetRecorder, recording_header
from device.service.saving.records import NewFactors, SetKeys
from device.service.saving.store_session import StoreSession
from device.service.saving.writer import Writer
from device.service.source_capabilities import cue_of, follow_turns, plan_of, status_of
from device.service.station_state import StationState
from device.sources import Opened
from device.store.layout import StoreLayout
from device.store.writing.writer import StoreWriter

_log = logging.getLogger(__name__)

LOOPS: Final = ("acquisition", "writer", "commands", "broadcaster")
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_MEGABYTE: Final = 1_000_000


class Station:
    """One run of the device process over one source.

    Args:
        opened: The source and what is known of its counts.
        data_dir: The data folder.
        settings: The effective configuration.

    Raises:
        UserError: Another process measures into that folder, or there is no place for sockets.
    """

    def __init__(self, opened: Opened, data_dir: Path, settings: Settings) -> None:
        self._lock = DataFolderLock(data_dir)
        self._opened = opened
        self._settings = settings
        self._run_id = uuid.uuid4().hex
        kind = opened.source.name.partition(":")[0]
        self._wiring = wiring_fingerprint({"source": kind, **opened.wiring})
        self._stop = threading.Event()
        self._error: Exception | None = None
        self._beats = Heartbeats(LOOPS)
        self._keys = SetKeys()
        self._statistics = Statistics()
        self._power = Power()
        self._troubles: dict[str, str] = {}
        addresses = endpoints(data_dir)
        self._make_books(data_dir)
        self._broadcaster = Broadcaster(addresses, self._run_id, self._state, self._beats)
        limit_mb = settings.config.recordings_max_mb
        self._recordings = RecordingArchive(data_dir / "recordings", limit_mb * _MEGABYTE)
        self._tap = SetRecorder(self._recordings)
        self._make_acquisition()
        self._make_desk(addresses, data_dir)
        self._add_listeners()

    def _make_books(self, data_dir: Path) -> None:
        """What is known, and what is saved."""
        name = self._opened.source.name
        self._board = StationState(
            name, self._opened.simulated, lambda at: self._books.wall_time(at)
        )
        self._books = StoreSession(
            StoreLayout(data_dir),
            name,
            self._run_id,
            self._keys,
            self._board,
            lambda: self._beats.beat("writer"),
        )
        self._writer = Writer(
            self._books.open_store,
            self._board.recording,
            self._chores,
            self._beats,
            self._failed,
        )

    def _make_acquisition(self) -> None:
        """From readings to events, and who hears of them."""
        opened, config = self._opened, self._settings.config
        self._measuring = CalibratedPipeline(
            opened.factors,
            wiring=self._wiring,
            profile=machine_profile(config),
            follow_drift=not opened.own_factors,
            now=self._books.trusted_now,
            found=self._keep_factors,
            min_rom_m=config.min_rom_m,
            rest_s=config.rest_s,
        )
        self._announcer = EventPublisher(
            self._run_id,
            self._board,
            self._broadcaster,
            self._writer,
            self._tap,
            self._keys,
            lambda: self._measuring.factors,
            opened.speed,
            self._set_saved,
        )
        self._acquisition = Acquisition(
            opened.source, self._measuring, self._announcer, self._beats, self._failed
        )

    def _make_desk(self, addresses: Endpoints, data_dir: Path) -> None:
        """Who answers commands."""
        parts = CommandContext(
            self._board,
            self._broadcaster,
            self._acquisition,
            self._measuring,
            self._writer,
            self._books,
            self._run_id,
        )
        health = HealthReport(
            self._opened.source,
            data_dir,
            self._run_id,
            self._board,
            self._statistics,
            self._tap,
            self._power,
            self._beats,
            self._books.quality,
            self._calibration_state,
        )
        self._desk = CommandDispatcher(
            addresses,
            parts,
            self._keys,
            self._settings,
            self._recordings,
            self._state_message,
            health.as_dict,
            self._beats,
            self._failed,
        )

    def _add_listeners(self) -> None:
        """Who else hears of what was measured."""
        feed = RawStream(
            self._broadcaster,
            lambda: recording_header(self._measuring.factors, self._measuring.pipeline.plan),
        )
        announcer, source = self._announcer, self._opened.source
        announcer.each_reading += [self._statistics.reading, feed.reading]
        announcer.each_event += [self._statistics.event, self._beep]
        announcer.each_frame.append(lambda: self._statistics.mark(self._measuring.noise_n))
        follow = follow_turns(source, self._desk.training)
        if follow is not None:
            announcer.each_frame.append(follow)

    def run(self) -> None:
        """Measure until a signal asks to stop, or something fails that cannot be mended.

        Raises:
            Exception: What failed.
        """
        before = {number: signal.signal(number, self._signalled) for number in _STOPPING}
        try:
            with fail_fast_threads(self._stop):
                self._start()
                notify("READY=1")
                watchdog_loop(self._beats, self._stop, self._status)
        finally:
            notify("STOPPING=1")
            self._shut_down()
            for number, handler in before.items():
                signal.signal(number, handler)
        if self._error is not None:
            raise self._error

    def _start(self) -> None:
        listen = getattr(self._opened.source, "when_pressed", None)
        if listen is not None:
            listen(lambda: self._broadcaster.tell_now("button", {}))
        stands = getattr(self._opened.source, "when_idle", None)
        if stands is not None:
            stands(self._clock_stands)
        self._writer.start()
        self._adopt_what_was_kept()
        self._tap.start()
        self._broadcaster.start()
        self._desk.start()
        self._acquisition.start()

    def _clock_stands(self, delivering: bool) -> None:
        """In the acquisition thread, where a source waits to be told that its time goes on."""
        self._board.heard(delivering)
        self._acquisition.wait()

    def _adopt_what_was_kept(self) -> None:
        """Settings and calibration of earlier runs; without a store, those of the options."""
        try:
            self._settings.adopt(self._books.reader.settings())
        except UnsavedError as error:
            _log.warning("no settings: %s", error)
        config = self._settings.config
        plan = plan_of(self._opened.source) or self._plan_to_go_on_with()
        self._measuring.train_by(plan, config.min_rom_m, config.rest_s)
        self._board.choose(plan)
        kept = None if self._opened.own_factors else self._books.factors(self._wiring)
        if kept is not None:
            self._measuring.adopt(kept)

    def _plan_to_go_on_with(self) -> SetPlan:
        try:
            return self._books.plan_to_go_on_with() or SetPlan()
        except UnsavedError:
            return SetPlan()

    def _calibration_state(self) -> str:
        return "own" if self._opened.own_factors else self._books.calibration_state(self._wiring)

    def _shut_down(self) -> None:
        """End the open set, save everything, close everything; also after half a start."""
        with ExitStack() as steps:  # from the last to the first; one that fails stops no other
            steps.callback(self._lock.release)
            steps.callback(self._broadcaster.stop)
            steps.callback(self._desk.stop)
            steps.callback(self._stop_writer)
            steps.callback(self._tap.stop)
            pipeline = self._measuring.pipeline
            steps.callback(self._acquisition.stop, lambda: pipeline.end_set(EndReason.INTERRUPTED))

    def _stop_writer(self) -> None:
        lost = self._writer.stop()
        if lost:
            _log.error("%d repetitions could not be saved: %s", lost, self._board.problem)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _failed(self, error: Exception) -> None:
        self._error = self._error or error
        self._stop.set()

    def _set_saved(self, store: StoreWriter, set_id: int) -> None:
        self._desk.training.refresh_reference()

    def _chores(self, store: StoreWriter) -> None:
        """In the writing thread, every ten seconds."""
        self._books.chores(store)
        self._watch_power()

    def _watch_power(self) -> None:
        """Raise and clear the faults of the computer itself."""
        now = {trouble.kind: trouble.detail for trouble in self._power.troubles()}
        for kind in {*self._troubles, *now}:
            detail = now.get(kind)
            if (detail is None) != (kind not in self._troubles):
                _log.warning("%s: %s", kind, detail or "over")
                self._board.fault(kind, detail)
                raised = detail is not None
                told: FaultFields = {"kind": kind, "raised": raised, "detail": detail or ""}
                self._broadcaster.tell_now("fault", told)
        self._troubles = now

    def _keep_factors(self, factors: Factors, kind: str, details: Mapping[str, Any]) -> None:
        self._writer.save(NewFactors(factors, kind, details, uuid.uuid4().hex))

    def _beep(self, event: Event) -> None:
        cue = cue_of(event)
        play = getattr(self._opened.source, "play_cue", None)
        if cue is not None and play is not None and self._settings.config.cues:
            play(cue)

    def _state(self) -> StateObject:
        state = self._board.state(self._books.quality(), calibrating=self._measuring.calibrating)
        state["faults"] = [self._explained(fault) for fault in state["faults"]]
        return state

    def _explained(self, fault: FaultObject) -> FaultObject:
        """The fault; of a lost sensor with what its source knows of the reason."""
        reason = status_of(self._opened.source)
        if fault["kind"] != FaultKind.SENSOR_OFFLINE or reason is None:
            return fault
        return {**fault, "detail": reason}

    def _state_message(self) -> StateMessage:
        return {**self._broadcaster.envelope(), **self._state()}

    def _status(self) -> str:
        if self._board.problem is not None:
            return f"not recording: {self._board.problem}"
        return "measuring" if self._board.sensor_ok else "waiting for the sensor"


def machine_profile(config: Config) -> MachineProfile:
    """What the options say of the machine; a calibration may say more."""
    return MachineProfile(
        name=config.machine_name or MachineProfile().name,
        pulley_ratio=config.pulley_ratio,
        load_cell_capacity_kg=config.load_cell_kg,
        wheel_diameter_m=config.wheel_circumference_mm / 1000 / math.pi,
        counts_per_turn=config.encoder_lines * COUNTS_PER_LINE,
    )
