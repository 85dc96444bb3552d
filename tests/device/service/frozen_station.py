"""A station one of whose loops freezes as soon as a file appears; run as a program by its test.

Usage: ``python frozen_station.py DATA_DIR LOOP FLAG_FILE`` with LOOP one of ``acquisition``,
``writer``, ``commands``, ``broadcaster``, or ``none`` for a station whose sensor is absent; with
``failing broadcaster`` or ``failing set-recorder`` that thread does not freeze but fails.
"""

import sys
import threading
import time
from pathlib import Path

from device.calibration.factors import Factors
from device.config import load_config
from device.sensors.reading import Fault, Reading
from device.service.commands.settings import Settings
from device.service.saving.recorder import SetRecorder
from device.service.saving.store_session import StoreSession
from device.service.station import Station
from device.service.station_state import StationState
from device.sources import Opened

data_dir, loop, flag = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])


def freeze_when_told(in_thread: str) -> None:
    if flag.exists() and threading.current_thread().name == in_thread:
        threading.Event().wait()


class AbsentSensor:
    name = "serial"
    closed = False

    def __iter__(self):
        while not self.closed:
            if loop == "acquisition":
                freeze_when_told("acquisition")
            time.sleep(0.05)
            yield Reading(time.monotonic_ns(), 0, None, int(Fault.OFFLINE))

    def close(self):
        self.closed = True


def freezing(function, in_thread):
    def wrapped(*args, **kwargs):
        freeze_when_told(in_thread)
        return function(*args, **kwargs)

    return wrapped


def failing(function):
    def wrapped(*args, **kwargs):
        if flag.exists():
            raise ZeroDivisionError("on purpose")
        return function(*args, **kwargs)

    return wrapped


if loop == "writer":
    StoreSession.learn_names = freezing(StoreSession.learn_names, "writer")
if loop == "commands":
    StationState.plan = property(freezing(StationState.plan.fget, "commands"))
if loop == "broadcaster":
    StationState.state = freezing(StationState.state, "broadcaster")

if loop == "failing broadcaster":
    StationState.state = failing(StationState.state)
if loop == "failing set-recorder":
    SetRecorder._do = failing(SetRecorder._do)

resolved = load_config(data_dir / "none.toml", {}, {})
opened = Opened(
    source=AbsentSensor(), factors=Factors(), own_factors=False, simulated=False, speed=1.0
)
Station(opened, data_dir, Settings(resolved.config, resolved.origins)).run()
