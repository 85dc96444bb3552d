"""The state of the station, for finding out what is wrong."""

from typing import Annotated, TypedDict

from device.objects.station import FaultObject
from device.objects.words import TimeQualityWord


class SourceHealth(TypedDict):
    """The source of the readings."""

    name: Annotated[str, "Its name."]
    delivers: Annotated[bool, "Whether readings come."]
    ended: Annotated[bool, "It has no more readings, as a recording at its end."]
    status: Annotated[str | None, "How things stand with it, in a sentence, where it knows."]
    situation: Annotated[str | None, "The same in one word, for a page in another language."]
    counters: Annotated[dict[str, int], "What it has counted since its start, by name."]


class SensorHealth(TypedDict):
    """Rates and counts of the readings."""

    readings: Annotated[int, "Readings since the start."]
    readings_per_s: Annotated[float | None, "Over the last ten seconds."]
    load_per_s: Annotated[float | None, "Conversions of the load cell, over the last ten seconds."]
    load_noise_n: Annotated[float | None, "Standard deviation of the force at the latest rest."]
    reading_flags: Annotated[dict[str, int], "Readings with each flag, those that came up."]
    faults_raised: Annotated[dict[str, int], "How often each fault was raised."]


class RecordingHealth(TypedDict):
    """Whether sets and raw readings are saved."""

    ok: Annotated[bool, "Sets are saved."]
    reason: Annotated[str | None, "Why not, in a sentence."]
    code: Annotated[str | None, "The same as a `Reason` of `device/errors.py`."]
    unsaved_reps: Annotated[int, "Repetitions held in memory because they cannot be saved."]
    raw: Annotated[bool, "Raw readings are recorded."]
    raw_reason: Annotated[str | None, "Why not, in a sentence."]


class ClockHealth(TypedDict):
    """The station's clock."""

    time_quality: Annotated[TimeQualityWord, "How far it can be trusted."]


class DiskHealth(TypedDict):
    """The disk of the data folder."""

    folder: Annotated[str, "The data folder."]
    free_mb: Annotated[int | None, "Room that is left, in megabytes."]
    total_mb: Annotated[int | None, "Room in all, in megabytes."]


class ProcessHealth(TypedDict):
    """The device process and its computer."""

    hanging: Annotated[list[str], "Loops that have not turned in time."]
    cpu_pct: Annotated[float, "Share of one core since the start, in percent."]
    memory_mb: Annotated[float, "Largest resident memory, in megabytes."]
    temperature_c: Annotated[float | None, "Of the hottest thermal zone, in degrees Celsius."]


class HealthObject(TypedDict):
    """The device's answer to ``health``."""

    run: Annotated[str, "Identity of this run of the device process."]
    uptime_s: Annotated[float, "How long it has run."]
    source: Annotated[SourceHealth, "What delivers the readings."]
    sensors: Annotated[SensorHealth, "Rates and counts of the readings."]
    recording: Annotated[RecordingHealth, "What is saved."]
    faults: Annotated[list[FaultObject], "The faults that hold at present."]
    calibration: Annotated[
        str, "`current`, `stale` (another wiring), `none`, `unknown`, or `own` to the source."
    ]
    clock: Annotated[ClockHealth, "The station's clock."]
    disk: Annotated[DiskHealth, "The disk."]
    process: Annotated[ProcessHealth, "The process and its computer."]
    versions: Annotated[dict[str, str], "Of the product and of what it stands on."]
