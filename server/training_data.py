"""What the server reads from the training store, without asking the device process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from device.curves import read_samples
from device.errors import NotFoundError, Reason, UserError
from device.objects.answers import SamplesObject
from device.objects.calibration import CalibrationObject
from device.objects.coaching import ComparisonObject, TrendsObject
from device.objects.sets import AthleteObject, SetObject
from device.recordings.archive import RecordingArchive
from device.reps.exercises import Exercise, Side
from device.reps.scoring.trends import comparison_of, trends_of
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

    def trends(self, wanted: Filter, limit: int) -> TrendsObject:
        """How the latest ``limit`` sets of one exercise went.

        Where ``wanted`` names no exercise, it is that of the latest set.
        """
        if wanted.exercise is None:
            latest, _ = self.sets(wanted, 1, None)
            if latest:
                wanted = replace(wanted, exercise=latest[0]["plan"]["exercise"])
        found, _ = self.sets(wanted, limit, None)
        return trends_of(found)

    def comparison(self, found: SetObject, limit: int) -> ComparisonObject:
        """A set beside the latest ``limit`` ones of its athlete and exercise."""
        plan = found["plan"]
        alike = Filter(athletes=frozenset({plan["athlete_id"]}), exercise=plan["exercise"])
        others, _ = self.sets(alike, limit, None)
        return comparison_of(found, others)

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
