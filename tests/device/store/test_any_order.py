"""Whatever is asked for, in whatever order, with restarts in between: the store is as a list."""

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from device.reps.events import AmendReason, EndReason
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import find_damage, open_store
from device.store.recovery.salvage import with_companions

MEMORY = Path("/dev/shm")
FIGURES = (0.6, None, 1.1, True, 0.6, 1.2, 1.0, 1.0, 1.6, 0.5, *[None] * 6, 0.0, "1-0-X-1", "good")


def rep(number: int) -> Rep:
    return Rep(number, *[number * 10**9] * 5, *FIGURES)  # type: ignore[arg-type]


@dataclass
class Kept:
    """What the store must hold of a set."""

    ended: EndReason | None = None
    weight_kg: float | None = None
    deleted: bool = False
    reps: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """By number: key, and whether it was put away."""
    amended: dict[int, float] = field(default_factory=dict)
    """By number: the range that it was amended to."""
    withdrawn: set[int] = field(default_factory=set)


class Training(RuleBasedStateMachine):
    """The store beside a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.layout = StoreLayout(self.folder)
        self.reader = StoreReader(self.layout.database)
        self.writer = open_store(self.layout, "simulated").writer
        self.kept: dict[int, Kept] = {}
        self.open: int | None = None

    def teardown(self) -> None:
        self.writer.close()
        shutil.rmtree(self.folder)

    @precondition(lambda self: self.open is None)
    @rule(exercise=st.sampled_from(Exercise), side=st.sampled_from(Side))
    def open_set(self, exercise: Exercise, side: Side) -> None:
        self.open = self.writer.sets.open_set(SetPlan(exercise, side), 0)
        assert self.open not in self.kept
        self.kept[self.open] = Kept()

    @precondition(lambda self: self.open is not None)
    @rule(again=st.booleans())
    def add_rep(self, again: bool) -> None:
        assert self.open is not None
        known = self.kept[self.open].reps
        number = len(known) + (0 if again and known else 1)
        key = self.writer.sets.add_rep(self.open, rep(number))
        known[number] = (key, known[number][1] if number in known else False)

    @precondition(lambda self: self.open is not None and self.kept[self.open].reps)
    @rule(data=st.data(), rom_m=st.floats(0.1, 1.0))
    def amend(self, data: st.DataObject, rom_m: float) -> None:
        assert self.open is not None
        kept = self.kept[self.open]
        number = data.draw(st.sampled_from(sorted(kept.reps)))
        better = replace(rep(number), rom_m=rom_m)
        self.writer.amendments.amend_rep(self.open, better, AmendReason.WHEEL_SLIPPED, 7)
        kept.amended[number] = rom_m

    @precondition(lambda self: self.open is not None and self.kept[self.open].reps)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        assert self.open is not None
        kept = self.kept[self.open]
        number = data.draw(st.sampled_from(sorted(kept.reps)))
        self.writer.amendments.withdraw_rep(self.open, number, AmendReason.REBOUND, 7)
        kept.withdrawn.add(number)

    @precondition(lambda self: self.open is not None)
    @rule(reason=st.sampled_from([EndReason.USER, EndReason.REST]))
    def end_set(self, reason: EndReason) -> None:
        assert self.open is not None
        self.writer.sets.end_set(self.open, 10**10, reason)
        self.kept[self.open].ended = reason
        self.open = None

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), deleted=st.booleans())
    def put_away_or_restore_a_set(self, data: st.DataObject, deleted: bool) -> None:
        set_id = data.draw(st.sampled_from(sorted(self.kept)))
        corrections = self.writer.corrections
        (corrections.delete_set if deleted else corrections.restore_set)(set_id)
        self.kept[set_id].deleted = deleted

    @precondition(lambda self: any(kept.reps for kept in self.kept.values()))
    @rule(data=st.data(), deleted=st.booleans())
    def put_away_or_restore_a_rep(self, data: st.DataObject, deleted: bool) -> None:
        places = [(s, n) for s, kept in sorted(self.kept.items()) for n in kept.reps]
        set_id, number = data.draw(st.sampled_from(places))
        key, _ = self.kept[set_id].reps[number]
        corrections = self.writer.corrections
        (corrections.delete_rep if deleted else corrections.restore_rep)(key)
        self.kept[set_id].reps[number] = (key, deleted)

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), weight_kg=st.none() | st.integers(0, 100) | st.floats(0, 100))
    def correct(self, data: st.DataObject, weight_kg: float | None) -> None:
        set_id = data.draw(st.sampled_from(sorted(self.kept)))
        undo = self.writer.corrections.change_set(set_id, {"weight_kg": weight_kg})
        assert undo == {"weight_kg": self.kept[set_id].weight_kg}
        self.kept[set_id].weight_kg = weight_kg

    @rule()
    def start_anew(self) -> None:
        self.writer.close()
        self.writer = open_store(self.layout, "simulated").writer
        if self.open is not None:
            self.kept[self.open].ended = EndReason.INTERRUPTED
            self.open = None

    @precondition(lambda self: self.open is None)
    @rule()
    def lose_the_database(self) -> None:
        """With no set open, the log of sets has everything."""
        self.writer.close()
        for path in with_companions(self.layout.database):
            path.unlink(missing_ok=True)
        self.writer = open_store(self.layout, "simulated").writer

    @invariant()
    def holds_what_was_saved(self) -> None:
        for set_id, kept in self.kept.items():
            record = self.reader.set(set_id)
            assert record.set.ended is kept.ended
            assert record.set.deleted is kept.deleted
            assert record.set.plan.weight_kg == kept.weight_kg
            there = [n for n, (_, deleted) in sorted(kept.reps.items()) if not deleted]
            counted = [number for number in there if number not in kept.withdrawn]
            assert [(s.rep.number, s.rep_id, s.rep.rom_m) for s in record.reps] == [
                (number, kept.reps[number][0], kept.amended.get(number, 0.6)) for number in counted
            ]
            assert [stored.rep.number for stored in record.withdrawn] == [
                number for number in there if number in kept.withdrawn
            ]
        listed = [record.set.set_id for record in self.reader.each_set()]
        assert listed == [set_id for set_id, kept in self.kept.items() if not kept.deleted]
        assert find_damage(self.layout.database) is None


TestTraining = Training.TestCase
TestTraining.settings = settings(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
