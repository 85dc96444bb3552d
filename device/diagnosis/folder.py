"""Looks at the data folder and the clock, without a running station."""

import os
import shutil
from pathlib import Path
from typing import Final

from device.clock.watch import sync_mark
from device.diagnosis.finding import Finding, Level
from device.errors import StoreError
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import find_damage

_LOW_MB: Final = 500
_FULL_MB: Final = 50
_MEGABYTE: Final = 1_000_000


def check_folder(data_dir: Path) -> list[Finding]:
    """Room, rights, the training store, and the clock that dates it."""
    if not data_dir.exists():
        missing = Finding(
            Level.NOTE,
            "data folder",
            f"{data_dir} does not exist.",
            "Check --data-dir, or make it with `cablecoach run`.",
        )
        return [missing, check_clock()]
    return [check_disk(data_dir), check_rights(data_dir), check_store(data_dir), check_clock()]


def check_disk(data_dir: Path) -> Finding:
    """Room for sets and recordings."""
    free_mb = shutil.disk_usage(data_dir).free // _MEGABYTE
    found = f"{free_mb:,} MB are free."
    if free_mb < _FULL_MB:
        return Finding(Level.PROBLEM, "disk", found, "Delete something.")
    if free_mb < _LOW_MB:
        return Finding(Level.NOTE, "disk", found, "Delete something, or lower recordings_max_mb.")
    return Finding(Level.GOOD, "disk", found)


def check_rights(data_dir: Path) -> Finding:
    """Whether the data folder can be written."""
    if os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        return Finding(Level.GOOD, "data folder", f"{data_dir} can be written.")
    return Finding(
        Level.PROBLEM,
        "data folder",
        f"{data_dir} cannot be written.",
        "Give it to the user who runs this, or choose another one with --data-dir.",
    )


def check_store(data_dir: Path) -> Finding:
    """Whether the sets can be read, and are whole."""
    database = StoreLayout(data_dir).database
    if not database.exists():
        return Finding(Level.GOOD, "training store", "There are no sets yet.")
    try:
        damage = find_damage(database)
        sets, _ = StoreReader(database).sets(limit=1)
    except (StoreError, OSError) as error:
        return Finding(Level.PROBLEM, "training store", "It cannot be read.", str(error))
    if damage is not None:
        return Finding(
            Level.PROBLEM,
            "training store",
            f"It is damaged: {damage}.",
            "Restart the station: it keeps the damaged file and continues with what can be read.",
        )
    newest = f"; the latest set is number {sets[0].set.set_id}" if sets else ""
    return Finding(Level.GOOD, "training store", f"Every row is whole{newest}.")


def check_clock() -> Finding:
    """Whether a network clock has set this machine's."""
    if sync_mark() is not None:
        return Finding(Level.GOOD, "clock", "It was set by a network clock.")
    return Finding(
        Level.NOTE,
        "clock",
        "No network clock has set it.",
        "Nothing needs doing: the first tablet that connects tells the time.",
    )
