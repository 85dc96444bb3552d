"""What is trained after a restart: that which was trained before, by those who are still there."""

import pytest

from device.clock.stamp import Stamp, stamp
from device.process.heartbeat import Heartbeats
from device.reps.events import EndReason
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.service.saving.records import SetKeys
from device.service.saving.station_time import StationTime
from device.service.saving.store_session import StoreSession
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

EARLIER = Stamp("0" * 32, 5)


def session_of(tmp_path):
    reader = StoreReader(StoreLayout(tmp_path).database)
    return StoreSession(
        layout=StoreLayout(tmp_path),
        source="serial",
        run="run",
        wiring="here",
        reader=reader,
        time=StationTime(reader),
        keys=SetKeys(),
        state=None,
        beats=Heartbeats(["writer"]),
    )


@pytest.fixture
def session(tmp_path):
    return session_of(tmp_path)


@pytest.fixture
def trained(tmp_path):
    """Trains a set at a stamp that ends for a reason; returns its plan."""
    with StoreWriter(StoreLayout(tmp_path).database, "serial") as store:
        ada = store.athletes.add("Ada").athlete_id
        plan = SetPlan(Exercise.PUNCH, Side.RIGHT, weight_kg=17.5, athlete_id=ada)

        def train(at, reason):
            set_id = store.sets.open_set(plan, 0, at=at)
            store.sets.end_set(set_id, 1, reason)
            return plan

        yield train


def test_nothing_was_trained_yet(session):
    assert session.plan_to_go_on_with() is None


@pytest.mark.parametrize("reason", [EndReason.USER, EndReason.INTERRUPTED])
def test_within_a_boot_everything_goes_on(session, trained, reason):
    plan = trained(stamp(), reason)
    assert session.plan_to_go_on_with() == plan


def test_after_a_power_cut_all_but_the_athlete(session, trained):
    trained(EARLIER, EndReason.INTERRUPTED)
    plan = session.plan_to_go_on_with()
    assert (plan.exercise, plan.side, plan.weight_kg) == (Exercise.PUNCH, Side.RIGHT, 17.5)
    assert plan.athlete_id is None


def test_another_day_begins_anew(session, trained):
    trained(EARLIER, EndReason.USER)
    assert session.plan_to_go_on_with() is None
