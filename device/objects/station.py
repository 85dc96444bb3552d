"""The state of the station."""

from typing import Annotated, TypedDict

from device.objects.coaching import PaceObject
from device.objects.sets import PlanObject, SetObject
from device.objects.words import PhaseWord, SensorStateWord, TimeQualityWord


class LiveObject(TypedDict):
    """The moving picture."""

    phase: Annotated[PhaseWord, "Where in a repetition the handle is, as known at this instant."]
    phase_s: Annotated[float, "How long this phase has lasted."]
    rep_count: Annotated[int, "Counted repetitions of the open set; of the last one between sets."]
    excursion_m: Annotated[
        float | None,
        "Position of the handle above the repetition's start; `null` while none is measured.",
    ]
    hold_s: Annotated[
        float | None,
        "Time held so far while in `hold`; 0 elsewhere, `null` while no position is measured.",
    ]
    velocity_m_s: Annotated[float, "Velocity of the handle, positive away from the machine."]
    force_n: Annotated[float | None, "Latest trustworthy force."]
    power_w: Annotated[float | None, "Force times velocity."]
    reference_rom_m: Annotated[float | None, "The range to reach; `null` until it is known."]
    set_elapsed_s: Annotated[float | None, "Age of the open set; `null` while none is open."]
    pace: Annotated[PaceObject | None, "How the release goes; `null` outside one."]
    position_ok: Annotated[
        bool, "Whether the position is measured: the sensors deliver, and the encoder is not out."
    ]


class FaultObject(TypedDict):
    """A fault that holds at present."""

    kind: Annotated[str, "Which."]
    detail: Annotated[str, "One sentence that says what to do."]


class SensorStateObject(TypedDict):
    """How far a sensor can be trusted, and why not further."""

    state: Annotated[
        SensorStateWord,
        "`sound`; `doubtful`: its figures are flagged; `out`: nothing is measured by it.",
    ]
    reason: Annotated[str | None, "The `kind` of the fault behind it; `null` while it is sound."]
    for_s: Annotated[float | None, "How long by now; `null` while it is sound."]


class SensorsObject(TypedDict):
    """Both sensors, as they watch each other."""

    position: Annotated[SensorStateObject, "The encoder and its wheel."]
    force: Annotated[SensorStateObject, "The load cell and its converter."]


class StateObject(TypedDict):
    """All a page needs to draw itself anew."""

    source: Annotated[str, "Name of the source."]
    simulated: Annotated[bool, "Whether the source is no real machine."]
    sensor_ok: Annotated[bool, "False while the source delivers nothing."]
    recording: Annotated[bool, "False while sets cannot be saved."]
    not_recording_reason: Annotated[str | None, "Why not, in one sentence."]
    not_recording_code: Annotated[str | None, "The same as a `Reason` of `device/errors.py`."]
    unsaved_reps: Annotated[int, "Repetitions held in memory because they cannot be saved."]
    faults: Annotated[list[FaultObject], "The faults that hold at present."]
    sensors: Annotated[SensorsObject | None, "Both sensors; `null` until the first reading."]
    calibrating: Annotated[
        bool, "A guided calibration runs: no repetition counts and no set can be started."
    ]
    plan: Annotated[PlanObject, "What the next set, or the open one, is about."]
    live: Annotated[LiveObject | None, "The moving picture; `null` until the first reading."]
    set: Annotated[SetObject | None, "The open set."]
    last_set: Annotated[SetObject | None, "The latest finished set of this run."]
    time_quality: Annotated[TimeQualityWord, "How far the station's clock can be trusted."]
    version: Annotated[str, "Version of the product."]
