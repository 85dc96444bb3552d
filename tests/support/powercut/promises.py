"""Starts the product on what a power cut left, and holds it to what it had promised."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from device.recordings.reader import RecordingReader
from device.reps.events import EndReason
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.reading.set_records import SetRecord
from device.store.recovery.opening import open_store

Promise = dict[str, Any]


@dataclass
class Finding:
    """What is wrong after one power cut.

    Attributes:
        lost: Promises that are not kept: acknowledged and gone.
        wrong: Anything else that must not be: damage, strangers, an open set.
    """

    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def promises(data: bytes) -> list[Promise]:
    """What was acknowledged; a line that was cut off promised nothing."""
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def put_on_disk(files: dict[str, bytes], root: str, folder: Path) -> None:
    """Make ``folder`` hold what was below ``root``."""
    for name, content in files.items():
        path = folder / name.removeprefix(root).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def hold_to(
    made: Iterable[Promise], folder: Path, known_sets: int, may_repair: bool = False
) -> Finding:
    """Start on ``folder`` as the product does, and compare.

    Args:
        made: What was acknowledged before the power cut.
        folder: The data folder.
        known_sets: How many sets the store held before the recorded program began.
        may_repair: Whether it was damaged before, so that a repair is no sign of new damage.
    """
    finding = Finding()
    opened = open_store(StoreLayout(folder), "simulated")
    opened.writer.close()
    if opened.status.message is not None and not may_repair:
        finding.wrong.append(opened.status.message)
    reader = StoreReader(StoreLayout(folder).database)
    sets = {record.set.set_id: record for record in reader.each_set()}
    _check_sets(sets, finding)
    for promise in made:
        _check(promise, reader, sets, folder, finding)
    if any(set_id not in sets for set_id in range(1, known_sets + 1)):
        finding.lost.append("a set from before")
    return finding


def _check_sets(sets: dict[int, SetRecord], finding: Finding) -> None:
    for record in sets.values():
        if record.set.ended is None:
            finding.wrong.append(f"set {record.set.set_id} is still open")
        if record.damaged_reps:
            finding.wrong.append(f"set {record.set.set_id} has damaged reps")
        numbers = [stored.rep.number for stored in record.reps]
        if numbers != sorted(set(numbers)):
            finding.wrong.append(f"set {record.set.set_id} has reps {numbers}")


def _check(
    promise: Promise,
    reader: StoreReader,
    sets: dict[int, SetRecord],
    folder: Path,
    finding: Finding,
) -> None:
    kept = True
    if "rep" in promise:
        record = sets.get(promise["of"])
        wanted = (promise["rep"], promise["number"])
        kept = record is not None and wanted in {
            (stored.rep_id, stored.rep.number) for stored in (*record.reps, *record.withdrawn)
        }
    elif "amended" in promise:
        record = sets.get(promise["amended"])
        wanted = (promise["number"], promise["rom_m"], True)
        kept = record is not None and wanted in {
            (stored.rep.number, stored.rep.rom_m, stored.amended is not None)
            for stored in record.reps
        }
    elif "withdrawn" in promise:
        record = sets.get(promise["withdrawn"])
        kept = record is not None and promise["number"] in {
            stored.rep.number for stored in record.withdrawn
        }
    elif "set" in promise:
        kept = promise["set"] in sets
    elif "ended" in promise:
        record = sets.get(promise["ended"])
        kept = record is not None and record.set.ended is EndReason.USER
    elif "corrected" in promise:
        record = sets.get(promise["corrected"])
        kept = record is not None and record.set.plan.weight_kg == promise["weight_kg"]
    elif "athlete" in promise:
        kept = promise["athlete"] in {athlete.athlete_id for athlete in reader.athletes()}
    elif "calibration" in promise:
        found = reader.calibrations()
        kept = bool(found) and asdict(found[0].factors) == promise["factors"]
    elif "exported" in promise:
        export = folder / "export.csv"
        lines = export.read_bytes().split(b"\r\n")[:-1] if export.exists() else []
        kept = len(lines) >= promise["exported"]
    elif "recording" in promise:
        kept = _recording_is_whole(folder / "recordings" / f"{promise['recording']}.csv", finding)
    if not kept:
        finding.lost.append(json.dumps(promise))


def _recording_is_whole(path: Path, finding: Finding) -> bool:
    if not path.exists():
        return True  # purged since, or about to be: the oldest go
    with RecordingReader(path) as recording:
        readings = list(recording)
    if any(later.t_ns < earlier.t_ns for earlier, later in pairwise(readings)):
        finding.wrong.append(f"{path.name} runs backwards")
    return len(readings) >= 60
