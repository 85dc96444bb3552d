"""The answer to ``health``: everything somebody needs who wonders what is wrong."""

import platform
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import zmq

from device import __version__
from device.process.heartbeat import Heartbeats
from device.sensors.reading import Source
from device.service.health.power import Power
from device.service.health.statistics import Statistics
from device.service.saving.recorder import SetRecorder
from device.service.source_capabilities import counters_of, situation_of, status_of
from device.service.station_state import StationState

_MEGABYTE: Final = 1_000_000


class HealthReport:
    """Collects the answer from those who know.

    Args:
        source: What delivers.
        data_dir: The data folder.
        run: Identity of this run.
        board: The present state.
        statistics: Counts of the readings.
        tap: Keeps the raw readings.
        power: Supply and temperature.
        beats: Which loops turn.
        time_quality: How good the clock is.
        calibration: ``current``, ``stale``, ``none``, ``unknown``, or ``own`` to the source.
    """

    def __init__(
        self,
        source: Source,
        data_dir: Path,
        run: str,
        board: StationState,
        statistics: Statistics,
        tap: SetRecorder,
        power: Power,
        beats: Heartbeats,
        time_quality: Callable[[], str],
        calibration: Callable[[], str],
    ) -> None:
        self._source = source
        self._data_dir = data_dir
        self._run = run
        self._board = board
        self._statistics = statistics
        self._tap = tap
        self._power = power
        self._beats = beats
        self._time_quality = time_quality
        self._calibration = calibration
        self._started_s = time.monotonic()

    def as_dict(self) -> dict[str, Any]:
        """The answer; quick enough for the command thread."""
        return {
            "run": self._run,
            "uptime_s": round(time.monotonic() - self._started_s, 1),
            "source": self._about_source(),
            "sensors": self._statistics.as_dict(),
            "recording": {
                "ok": self._board.problem is None,
                "reason": self._board.problem,
                "code": self._board.problem_code,
                "unsaved_reps": self._board.unsaved_reps,
                "raw": self._tap.problem is None,
                "raw_reason": self._tap.problem,
            },
            "faults": self._board.faults(),
            "calibration": self._calibration(),
            "clock": {"time_quality": self._time_quality()},
            "disk": disk_of(self._data_dir),
            "process": self._about_process(),
            "versions": versions(),
        }

    def _about_source(self) -> dict[str, Any]:
        return {
            "name": self._source.name,
            "delivers": self._board.sensor_ok,
            "ended": self._board.has_ended,
            "status": status_of(self._source),
            "situation": situation_of(self._source),
            "counters": counters_of(self._source),
        }

    def _about_process(self) -> dict[str, Any]:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        uptime_s = max(1e-3, time.monotonic() - self._started_s)
        return {
            "hanging": self._beats.late(),
            "cpu_pct": round((usage.ru_utime + usage.ru_stime) / uptime_s * 100, 1),
            "memory_mb": round(usage.ru_maxrss * 1024 / _MEGABYTE, 1),
            "temperature_c": self._power.temperature_c(),
        }


def disk_of(data_dir: Path) -> dict[str, Any]:
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
