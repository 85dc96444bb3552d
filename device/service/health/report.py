"""The answer to ``health``: everything needed to find out what is wrong."""

import platform
import resource
import shutil
import sqlite3
from pathlib import Path
from typing import Final

import zmq

from device import __version__
from device.clock.system import SYSTEM_CLOCK, Clock
from device.objects.health import DiskHealth, HealthObject, ProcessHealth, SourceHealth
from device.process.heartbeat import Heartbeats
from device.sensors.capabilities import SelfReport
from device.service.health.power import Power
from device.service.health.statistics import Statistics
from device.service.saving.recorder import SetRecorder
from device.service.saving.station_time import StationTime
from device.service.saving.store_session import StoreSession
from device.service.station_state import StationState

_MEGABYTE: Final = 1_000_000


class HealthReport:
    """Collects the answer from the parts of the service.

    Args:
        source: Name of what delivers.
        report: What the source knows of its hardware, if it does.
        data_dir: The data folder.
        run: Identity of this run.
        state: The present state.
        statistics: Counts of the readings.
        recorder: Keeps the raw readings.
        power: Supply and temperature.
        beats: Which loops turn.
        time: How good the clock is.
        session: Whether the station is calibrated.
        clock: Tells for how long the process has run.
    """

    def __init__(
        self,
        *,
        source: str,
        report: SelfReport | None,
        data_dir: Path,
        run: str,
        state: StationState,
        statistics: Statistics,
        recorder: SetRecorder,
        power: Power,
        beats: Heartbeats,
        time: StationTime,
        session: StoreSession,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._source = source
        self._report = report
        self._data_dir = data_dir
        self._run = run
        self._state = state
        self._statistics = statistics
        self._recorder = recorder
        self._power = power
        self._beats = beats
        self._time = time
        self._session = session
        self._now = clock.monotonic
        self._started_s = self._now()

    def as_dict(self) -> HealthObject:
        """The answer; quick enough for the command thread."""
        return {
            "run": self._run,
            "uptime_s": round(self._now() - self._started_s, 1),
            "source": self._about_source(),
            "sensors": self._statistics.as_dict(),
            "recording": {
                "ok": self._state.problem is None,
                "reason": self._state.problem,
                "code": self._state.problem_code,
                "unsaved_reps": self._state.unsaved_reps,
                "raw": self._recorder.problem is None,
                "raw_reason": self._recorder.problem,
            },
            "faults": self._state.faults(),
            "calibration": self._session.calibration_state(),
            "clock": {"time_quality": self._time.quality()},
            "disk": disk_of(self._data_dir),
            "process": self._about_process(),
            "versions": versions(),
        }

    def _about_source(self) -> SourceHealth:
        report = self._report
        return {
            "name": self._source,
            "delivers": self._state.sensor_ok,
            "ended": self._state.has_ended,
            "status": None if report is None else report.status,
            "situation": None if report is None else str(report.situation),
            "counters": {} if report is None else dict(report.counters()),
        }

    def _about_process(self) -> ProcessHealth:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        uptime_s = max(1e-3, self._now() - self._started_s)
        return {
            "hanging": self._beats.late(),
            "cpu_pct": round((usage.ru_utime + usage.ru_stime) / uptime_s * 100, 1),
            "memory_mb": round(usage.ru_maxrss * 1024 / _MEGABYTE, 1),
            "temperature_c": self._power.temperature_c(),
        }


def disk_of(data_dir: Path) -> DiskHealth:
    """Room on the disk of the data folder, in megabytes; ``None`` where it cannot be told."""
    try:
        usage = shutil.disk_usage(data_dir)
    except OSError:
        return {"folder": str(data_dir), "free_mb": None, "total_mb": None}
    return {
        "folder": str(data_dir),
        "free_mb": usage.free // _MEGABYTE,
        "total_mb": usage.total // _MEGABYTE,
    }


def versions() -> dict[str, str]:
    """Of the product and of what it stands on."""
    return {
        "cablecoach": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "zeromq": zmq.zmq_version(),
        "system": platform.platform(),
    }
