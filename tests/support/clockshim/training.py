"""A training session under a wall clock that jumps. Run with ``wall_offset.c`` preloaded.

Arguments: data folder, recording, when to jump (``before``, ``inside``, ``after``), seconds to
jump to. Prints one JSON object: the log before and after a synchronisation, and what was kept.
"""

import csv
import io
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from device.calibration.recorded import factors_from_header
from device.clock.stamp import Stamp, boot_id, stamp
from device.clock.watch import ClockWatch, SyncMark
from device.pipeline import Pipeline
from device.recordings.archive import RecordingArchive
from device.recordings.reader import RecordingReader
from device.reps.events import RepConfirmed, SetEnded, SetStarted
from device.store.layout import StoreLayout
from device.store.reading.csv_export import csv_lines
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import open_store


def move_wall_clock(seconds: int) -> None:
    with open(os.environ["WALL_OFFSET_FILE"], "r+b") as file:
        file.write(seconds.to_bytes(8, sys.byteorder, signed=True))


def main(folder: Path, recording: Path, when: str, jump_s: int) -> dict[str, Any]:
    mark = folder / "synchronized"
    watch = ClockWatch(lambda: SyncMark(mark)() if mark.exists() else None)
    true_offset_s = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    layout = StoreLayout(folder)
    archive = RecordingArchive(folder / "recordings", 1 << 20)

    def jump_if(moment: str) -> None:
        if when == moment:
            move_wall_clock(jump_s)
        anchor = watch.poll()
        if anchor is not None:
            writer.anchors.add(anchor)

    def one_set() -> None:
        with RecordingReader(recording) as source:
            pipeline = Pipeline(factors_from_header(source.header))
            events = [event for reading in source for event in pipeline.feed(reading)]
        set_id = 0
        for event in [*events, *pipeline.finish()]:
            if isinstance(event, SetStarted):
                started.append(stamp())
                name = archive.new_name(writer.run_id)
                set_id = writer.sets.open_set(
                    event.plan, event.t_ns, at=started[-1], recording=name
                )
                archive.open_new(name, {}).close()
            elif isinstance(event, RepConfirmed):
                writer.sets.add_rep(set_id, event.rep)
                jump_if("inside")
            elif isinstance(event, SetEnded):
                writer.sets.end_set(set_id, event.ended_ns, event.reason)

    started: list[Stamp] = []
    with open_store(layout, "replay").writer as writer:
        jump_if("before")
        one_set()
        one_set()
        jump_if("after")
        archive.prune()
        unsynced = rows(layout)
        move_wall_clock(0)
        mark.touch()
        jump_if("synchronised")
        synced = rows(layout)
    return {
        "before": unsynced,
        "after": synced,
        "sets": [
            [r.set.set_id, r.set.started_ns, r.set.ended_ns, str(r.set.ended)]
            for r in StoreReader(layout.database).each_set()
        ],
        "recordings": len(list((folder / "recordings").iterdir())),
        "errors_s": [error_s(row, at, true_offset_s) for row, at in zip(first(synced), started)],  # noqa: B905
    }


def rows(layout: StoreLayout) -> list[dict[str, str]]:
    text = "".join(csv_lines(StoreReader(layout.database).each_set()))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def first(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first row of each set."""
    return [row for row in found if row["rep"] == "1"]


def error_s(row: dict[str, str], at: Stamp, true_offset_s: float) -> float:
    assert at.boot_id == boot_id()
    told = datetime.fromisoformat(row["started_at"]).timestamp()
    return told - (at.mono_ns / 1e9 + true_offset_s)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))))
