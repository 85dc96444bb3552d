"""What the server reads from the training store, without asking the device process."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from device.curves import read_samples
from device.errors import NotFoundError, Reason, UserError
from device.objects.answers import SamplesObject, TrendObject
from device.objects.calibration import CalibrationObject
from device.objects.sets import AthleteObject, SetObject
from device.recordings.archive import RecordingArchive
from device.reps.rep import Exercise, Side
from device.store.layout import StoreLayout
from device.store.reading.csv_export import csv_lines
from device.store.reading.documents import athlete_document, set_document
from device.store.reading.query import SetQuery
from device.store.reading.reader import StoreReader
from device.store.reading.set_records import SetRecord


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sets are asked for.

    Attributes:
        athletes: Only sets of these (``None`` among them: of guests); ``None``: of all.
        exercise: Only this one.
        side: Only this one.
        first_day: Not begun before this day of the station's time zone.
        last_day: Not begun after it.
    """

    athletes: frozenset[int | None] | None = None
    exercise: str | None = None
    side: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def query(self) -> SetQuery:
        """The same for the store.

        Raises:
            UserError: A day is beyond what clocks know.
        """
        return SetQuery(
            athletes=self.athletes,
            exercise=Exercise(self.exercise) if self.exercise else None,
            side=Side(self.side) if self.side else None,
            since=_midnight(self.first_day, 0),
            until=_midnight(self.last_day, 1),
        )


def _midnight(day: date | None, later: int) -> datetime | None:
    if day is None:
        return None
    try:
        start = datetime.combine(day + timedelta(days=later), time.min).astimezone()
        start.timestamp()
    except (OverflowError, OSError, ValueError) as error:
        raise UserError(
            f"The day {day} is too far away; choose one in this century.", Reason.DAY_TOO_FAR
        ) from error
    return start


class TrainingData:
    """Read access to the training store. May be used by several threads."""

    def __init__(self, data_dir: Path) -> None:
        self._reader = StoreReader(StoreLayout(data_dir).database)
        self._recordings = RecordingArchive(data_dir / "recordings", cap_bytes=1)

    def athletes(self) -> list[AthleteObject]:
        """All athletes."""
        return [athlete_document(athlete) for athlete in self._reader.athletes()]

    def find_set(self, set_id: int) -> SetObject | None:
        """A set; ``None`` where there is none."""
        record = self._record(set_id)
        return set_document(record) if record else None

    def find_set_of_rep(self, rep_id: int) -> SetObject | None:
        """The set that a repetition belongs to, put away or not."""
        set_id = self._reader.set_id_of_rep(rep_id)
        return self.find_set(set_id) if set_id is not None else None

    def sets(
        self, wanted: Filter, limit: int, before: int | None
    ) -> tuple[list[SetObject], int | None]:
        """Sets, newest first, and the ``before`` of the next page."""
        records, following = self._reader.sets(wanted.query(), limit=limit, before=before)
        return [set_document(record) for record in records], following

    def set_log(self, wanted: Filter) -> Iterator[str]:
        """The set log CSV of the sets, oldest first, line by line."""
        return csv_lines(self._reader.each_set(wanted.query()))

    def set_log_of(self, set_id: int) -> Iterator[str]:
        """The set log CSV of one set.

        Raises:
            NotFoundError: There is none.
        """
        return csv_lines([self._reader.set(set_id)])

    def samples(self, set_id: int) -> SamplesObject | None:
        """The curves of a set, or ``None`` where its recording is gone."""
        record = self._record(set_id)
        if record is None or record.set.recording is None:
            return None
        path = self._recordings.path_of(record.set.recording)
        return read_samples(path) if path.exists() else None

    def trends(self, athlete_id: int | None, exercise: str | None) -> list[TrendObject]:
        """One row a set with repetitions, oldest first."""
        wanted = Filter(athletes=frozenset({athlete_id}), exercise=exercise)
        return [_trend(r) for r in self._reader.each_set(wanted.query()) if r.reps]

    def calibrations(self) -> list[CalibrationObject]:
        """The calibrations, newest first."""
        clock = self._reader.wall_clock()
        return [
            {
                "calibration_id": found.calibration_id,
                "made_at": clock.at(found.at).iso(),
                "kind": found.kind,
                "counts_per_metre": found.factors.counts_per_metre,
                "newtons_per_count": found.factors.newtons_per_count,
                "load_zero": found.factors.load_zero,
                "load_delay_s": found.factors.load_delay_s,
                "details": dict(found.details),
            }
            for found in self._reader.calibrations()
        ]

    def _record(self, set_id: int) -> SetRecord | None:
        try:
            return self._reader.set(set_id)
        except NotFoundError:
            return None


def _trend(record: SetRecord) -> TrendObject:
    """One row of the history plots; means are over repetitions without flags where there are."""
    stored = record.set
    clean = [r.rep for r in record.reps if not r.rep.flags] or [r.rep for r in record.reps]
    count = len(clean)
    return {
        "set_id": stored.set_id,
        "started_at": record.began.iso(),
        "exercise": str(stored.plan.exercise),
        "side": str(stored.plan.side),
        "variant": str(stored.plan.variant),
        "weight_kg": stored.plan.weight_kg,
        "reps": len(record.reps),
        "good_reps": sum(r.rep.verdict == "good" for r in record.reps),
        "mean_rom_m": sum(rep.rom_m for rep in clean) / count,
        "mean_hold_s": sum(rep.hold_s for rep in clean) / count,
        "mean_velocity_m_s": sum(rep.mean_velocity_m_s for rep in clean) / count,
        "peak_velocity_m_s": max(rep.peak_velocity_m_s for rep in clean),
        "peak_power_w": max(
            (rep.peak_power_w for rep in clean if rep.peak_power_w is not None), default=None
        ),
        "work_j": _total(rep.work_j for rep in clean),
        "flagged": count != len(record.reps) or any(rep.flags for rep in clean),
    }


def _total(values: Iterator[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
