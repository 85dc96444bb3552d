"""What is recorded: a station at work, from its first start to a purge. Run under the recorder.

Every line on standard output is an acknowledgement: a JSON object with what was promised.
"""

import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path

from device import files
from device.calibration.factors import Factors
from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import stamp
from device.files import replacing
from device.recordings.archive import RecordingArchive
from device.reps.events import AmendReason, EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.sensors.reading import Reading
from device.store import connection
from device.store.layout import StoreLayout
from device.store.reading.csv_export import csv_lines
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import open_store

REPS = 12
CAP_BYTES = 24_000


def acknowledge(**promise: object) -> None:
    os.write(1, json.dumps(promise).encode() + b"\n")


def make_rep(number: int) -> Rep:
    start = number * 3_000_000_000
    times = [start + 100_000_000 * step for step in (0, 6, 17, 29, 30)]
    figures = (0.6, 99.0, 1.1, True, 0.6, 1.2, 1.0, 1.1, 1.6, 0.5, 200.0, 260.0, 200.0, 380.0)
    return Rep(number, *times, *figures, 120.0, 900.0, 0.0, "1-0-X-1", "good")


def better_rep(number: int) -> Rep:
    return replace(make_rep(number), rom_m=0.55)


def train(root: Path, marks_store: str) -> None:
    layout = StoreLayout(root)
    opened = open_store(layout, "simulated")
    store = opened.writer
    acknowledge(opened=marks_store)
    boot_id, mono_ns = stamp()
    store.anchors.add(Anchor(boot_id, mono_ns, 1_780_000_000_000_000, AnchorSource.NTP, 10))
    athlete = store.athletes.add("Ada")
    acknowledge(athlete=athlete.athlete_id)
    archive = RecordingArchive(root / "recordings", CAP_BYTES)
    for place, reps in enumerate((1, REPS, 1)):
        name = f"set-{place}"
        set_id = store.sets.open_set(SetPlan(athlete_id=athlete.athlete_id), 0, recording=name)
        acknowledge(set=set_id)
        with archive.open_new(name, {"exercise": "row"}) as recording:
            for number in range(1, reps + 1):
                for sample in range(60):
                    recording.write(Reading(number * 10**9 + sample * 5_000_000, sample, None))
                recording.flush()
                rep_id = store.sets.add_rep(set_id, make_rep(number))
                acknowledge(rep=rep_id, of=set_id, number=number)
            if reps == REPS:
                store.amendments.amend_rep(set_id, better_rep(2), AmendReason.WHEEL_SLIPPED, 10)
                acknowledge(amended=set_id, number=2, rom_m=better_rep(2).rom_m)
                store.amendments.withdraw_rep(set_id, 3, AmendReason.REBOUND, 11)
                acknowledge(withdrawn=set_id, number=3)
        acknowledge(recording=name)
        store.sets.end_set(set_id, 99 * 10**9, EndReason.USER)
        acknowledge(ended=set_id)
        for dropped in archive.prune():
            acknowledge(purged=dropped.name)
        if place == 0:
            calibration = store.calibrations.add(Factors(1990.0, 0.0026, 83_000.0), "procedure")
            acknowledge(calibration=calibration.calibration_id, factors=asdict(calibration.factors))
            store.corrections.change_set(set_id, {"weight_kg": 42.5})
            acknowledge(corrected=set_id, weight_kg=42.5)
        lines = list(csv_lines(StoreReader(layout.database).each_set()))
        with replacing(root / "export.csv") as file:
            file.writelines(line.encode() for line in lines)
        acknowledge(exported=len(lines))
    store.close()


if __name__ == "__main__":
    if "--normal" in sys.argv:  # the mutant: SQLite's usual advice for WAL
        connection._WRITER_PRAGMAS = tuple(
            ("synchronous", "NORMAL", 1) if name == "synchronous" else (name, value, expected)
            for name, value, expected in connection._WRITER_PRAGMAS
        )
    if "--lazy-names" in sys.argv:  # the mutant: a rename without a sync of its folder
        files.sync_folder = lambda path: None
    train(Path(sys.argv[1]), sys.argv[2])
