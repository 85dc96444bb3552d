"""A query for sets."""

from dataclasses import dataclass
from datetime import datetime

from device.reps.exercises import Exercise, Side
from device.store.rows import Value


@dataclass(frozen=True, slots=True)
class SetQuery:
    """A filter of sets not put away; what is left out does not restrict.

    Attributes:
        exercise: Which.
        side: Which arm.
        since: Not begun before (with zone).
        until: Begun before (with zone).
        athletes: Only of these; ``None`` among them stands for guests.
    """

    exercise: Exercise | None = None
    side: Side | None = None
    since: datetime | None = None
    until: datetime | None = None
    athletes: frozenset[int | None] | None = None

    def condition(self) -> tuple[str, dict[str, Value]]:
        """What SQLite can decide: a condition and its values. Dates it cannot: they derive."""
        wanted: dict[str, Value] = {
            "exercise": self.exercise and str(self.exercise),
            "side": self.side and str(self.side),
            "deleted": 0,
        }
        values: dict[str, Value] = {
            name: value for name, value in wanted.items() if value is not None
        }
        terms = ["1", *(f"{name} = :{name}" for name in values)]
        if self.athletes is not None:
            known = sorted(who for who in self.athletes if who is not None)
            named = {f"athlete_{place}": who for place, who in enumerate(known)}
            values |= named
            guests = " OR athlete_id IS NULL" if None in self.athletes else ""
            listed = ", ".join(f":{name}" for name in named)
            terms.append(f"(athlete_id IN ({listed}){guests})")
        return " AND ".join(terms), values

    def begins_within(self, wall_us: int | None) -> bool:
        """Whether a set that began then matches; one without a time needs a query without dates."""
        if wall_us is None:
            return self.since is None and self.until is None
        if self.since is not None and wall_us < self.since.timestamp() * 1e6:
            return False
        return self.until is None or wall_us < self.until.timestamp() * 1e6
