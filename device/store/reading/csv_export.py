"""The set log as CSV: one row per repetition, RFC 4180, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from device.clock.anchors import TimeQuality
from device.reps.document import rep_document
from device.store.reading.columns import COLUMNS
from device.store.reading.set_records import SetRecord
from device.store.rows import StoredRep

# A spreadsheet runs a text that begins so as a formula (OWASP, "CSV Injection"; LF added in
# 2025; the full-width signs are folded to ASCII by some locales).
_TRIGGERS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SIMULATED: Final = "simulated"
WITHDRAWN: Final = "withdrawn"
"""The verdict of a row that is no repetition."""
_TIME_FLAGS: Final = {
    TimeQuality.NTP: (),
    TimeQuality.TABLET: ("time_from_tablet",),
    TimeQuality.BRACKETED: ("time_bracketed",),
    TimeQuality.UNSYNCED: ("time_unsynced",),
}


def csv_lines(records: Iterable[SetRecord]) -> Iterator[str]:
    """The log of ``records``: the header, then one line per repetition, each with CR LF.

    A repetition that was announced and then withdrawn has a line as well, so that no gap in the
    numbers is unexplained; its verdict is ``withdrawn``.

    Numbers stay numbers, with a point and without a thousands separator; what could not be
    measured is empty. ``held`` is ``true`` or ``false``. ``reasons`` and ``flags`` are words
    separated by spaces; ``flags`` also says where nobody pulled because the source was the
    simulated one, and where ``started_at`` rests on less than a network clock.
    """
    yield _line(COLUMNS)
    for record in records:
        for rep in sorted((*record.reps, *record.withdrawn), key=lambda each: each.rep.number):
            yield _line(_cells(record, rep))


def _cells(record: SetRecord, stored: StoredRep) -> list[str]:
    plan = record.set.plan
    document = rep_document(stored.rep)
    of_source = (_SIMULATED,) if record.source == _SIMULATED else ()
    flags = (*document["flags"], *of_source, *_TIME_FLAGS[record.began.quality])
    words = {"reasons": " ".join(document["reasons"]), "flags": " ".join(flags)}
    rep: dict[str, object] = {**document, **words}
    rep |= {"amended": None, "withdrawn": None}
    if stored.amended is not None:
        rep["amended"] = str(stored.amended.reason)
    if stored.withdrawn is not None:
        # Whoever counts what is good, or slow, must not count it.
        rep |= {"withdrawn": str(stored.withdrawn.reason), "verdict": WITHDRAWN, "reasons": ""}
    of_set: dict[str, object] = {
        "set_id": record.set.set_id,
        "started_at": record.began.iso(),
        "athlete": None if record.athlete is None else record.athlete.name,
        "exercise": plan.exercise,
        "variant": plan.variant,
        "side": plan.side,
        "weight_kg": plan.weight_kg,
        "definition": record.set.definition,
    }
    cells = of_set | rep
    return [_cell(cells[name]) for name in COLUMNS]


def decimal(value: float) -> str:
    """To the sixth digit, without an exponent: not every spreadsheet reads one."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_TRIGGERS) else text


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
