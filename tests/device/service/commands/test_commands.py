"""Every command against a device process that runs for real."""

import time
from datetime import datetime

import pytest
from processes import wait_until

from device.errors import Reason
from device.live.client import CommandError
from device.live.messages import ErrorCode


@pytest.fixture
def quiet(product, trainee):
    """A station whose handle rests until the test says otherwise."""
    product.device("--source", trainee.source)
    trainee.rest(2)
    product.listen().heartbeat()
    return product.commands()


def refused(client, command, args=None):
    with pytest.raises(CommandError) as error:
        client.call(command, args)
    return error.value.code


def test_a_set_from_start_to_end(product, quiet):
    plan = quiet.call("choose", {"exercise": "punch", "side": "right", "weight_kg": 15})["plan"]
    assert (plan["exercise"], plan["side"], plan["weight_kg"]) == ("punch", "right", 15.0)
    opened = quiet.call("start_set", {"side": "left", "expected_set": None})["set"]
    assert opened["plan"]["exercise"] == "punch"
    assert opened["plan"]["side"] == "left"
    assert opened["ended"] is None
    assert refused(quiet, "start_set", {"expected_set": None}) is ErrorCode.CONFLICT
    assert refused(quiet, "end_set", {"set_id": opened["set_id"] + 1}) is ErrorCode.CONFLICT
    assert quiet.call("state")["set"]["set_id"] == opened["set_id"]
    quiet.call("choose", {"weight_kg": 17.5})
    ended = quiet.call("end_set", {"set_id": opened["set_id"]})["set"]
    assert (ended["ended"], ended["plan"]["weight_kg"]) == ("user", 17.5)
    assert quiet.call("state")["set"] is None
    corrected = quiet.call("change_set", {"set_id": ended["set_id"], "note": "heavy"})
    assert corrected["set"]["plan"]["weight_kg"] == 17.5  # the store was told too


def test_the_open_set_need_not_be_named(product, quiet):
    assert refused(quiet, "end_set") is ErrorCode.CONFLICT
    opened = quiet.call("start_set", {})["set"]
    assert quiet.call("end_set")["set"]["set_id"] == opened["set_id"]


def test_the_plan_does_not_stay_somebody_elses(product, quiet):
    ada, ben = (
        quiet.call("add_athlete", {"name": name})["athlete"]["athlete_id"]
        for name in ("Ada", "Ben")
    )
    for before, own, after in [
        (ada, ben, ben),
        (ada, ada, ada),
        (ada, None, None),
        (None, ada, None),  # a guest's stays a guest's
    ]:
        quiet.call("choose", {"athlete_id": before})
        plan = quiet.call("choose", {"side": "left", "own_athlete_id": own})["plan"]
        assert plan["athlete_id"] == after
    named = {"athlete_id": ada, "own_athlete_id": ben}
    assert quiet.call("start_set", named)["set"]["plan"]["athlete_id"] == ada
    assert refused(quiet, "choose", {"own_athlete_id": ben + 1}) is ErrorCode.NOT_FOUND


def test_another_exercise_ends_the_open_set(product, quiet):
    opened = quiet.call("start_set", {"exercise": "row"})["set"]
    quiet.call("choose", {"exercise": "punch"})
    state = quiet.call("state")
    assert state["set"] is None
    assert state["last_set"]["set_id"] == opened["set_id"]
    assert state["last_set"]["ended"] == "changed"


WRONG = (
    ("choose", {"exercise": "deadlift"}),
    ("choose", {"weight_kg": -1}),
    ("choose", {"weight_kg": float("inf")}),
    ("choose", {"wieght_kg": 10}),
    ("start_set", {"expected_set": "1"}),
    ("end_set", {"set_id": True}),
    ("tare", {"now": 1}),
    ("add_athlete", {}),
    ("add_athlete", {"name": "Kim", "unit": "stone"}),
    ("change_settings", {"port": 1}),
    ("change_settings", {"rest_s": 1}),
    ("calibrate", {"step": 3}),
    ("calibrate", {"step": "dance"}),
    ("delete_rep", {"rep_id": 2**70}),
)
MISSING = (
    ("choose", {"athlete_id": 77}),
    ("delete_set", {"set_id": 77}),
    ("restore_rep", {"rep_id": 77}),
    ("change_athlete", {"athlete_id": 77, "name": "Kim"}),
    ("erase_athlete", {"athlete_id": 77}),
)


def test_wrong_arguments_are_refused_and_change_nothing(quiet):
    before = quiet.call("state")["plan"]
    for command, args in WRONG:
        assert refused(quiet, command, args) is ErrorCode.INVALID, (command, args)
    for command, args in MISSING:
        assert refused(quiet, command, args) is ErrorCode.NOT_FOUND, (command, args)
    assert quiet.call("state")["plan"] == before


def test_athletes_come_change_and_go(product, quiet):
    kim = quiet.call("add_athlete", {"name": "Kim", "unit": "kg", "colour": "#56b4e9"})["athlete"]
    assert refused(quiet, "add_athlete", {"name": "kim"}) is ErrorCode.CONFLICT
    plan = quiet.call("choose", {"athlete_id": kim["athlete_id"]})["plan"]
    assert plan["athlete"] == "Kim"
    opened = quiet.call("start_set", {})["set"]
    erase = {"athlete_id": kim["athlete_id"]}
    assert refused(quiet, "erase_athlete", erase) is ErrorCode.CONFLICT
    quiet.call("end_set", {"set_id": opened["set_id"]})
    assert quiet.call("erase_athlete", erase) == {}
    state = quiet.call("state")
    assert state["last_set"] is None
    wait_until(lambda: quiet.call("state")["plan"]["athlete_id"] is None, "the plan is a guest's")
    assert not list((product.data_dir / "recordings").glob("*.csv"))


def test_corrections_are_told_to_everybody_and_can_be_undone(product, quiet, trainee):
    client, listener = quiet, product.listen()
    listener.heartbeat()  # it hears what is told from now on
    trainee.rep()
    trainee.rep()
    rep = listener.rep("saved", 2).message
    set_id = rep["set_id"]
    assert refused(client, "delete_set", {"set_id": set_id}) is ErrorCode.CONFLICT
    client.call("delete_rep", {"rep_id": rep["rep_id"]})
    told = listener.until(
        lambda b: b.topic == "set" and b.message["stage"] == "changed", "the correction"
    )
    assert rep["rep_id"] not in [each["rep_id"] for each in told.message["set"]["reps"]]
    client.call("restore_rep", {"rep_id": rep["rep_id"]})
    client.call("end_set", {"set_id": set_id})
    answer = client.call("change_set", {"set_id": set_id, "side": "right", "weight_kg": 30})
    assert answer["set"]["plan"]["side"] == "right"
    assert len(answer["set"]["reps"]) == 2
    undone = client.call("change_set", answer["undo"])["set"]
    assert undone["plan"]["side"] == "left"
    client.call("delete_set", {"set_id": set_id})
    assert client.call("state")["last_set"] is None
    assert client.call("restore_set", {"set_id": set_id})["set"]["set_id"] == set_id


def test_tare_and_settings(product, quiet):
    kept = quiet.call("tare")["load_zero"]
    assert quiet.call("tare")["load_zero"] == kept  # not a reading has come in between
    live = quiet.call("calibrate", {"step": "live"})
    assert live["step"] == "live"
    assert refused(quiet, "calibrate", {"step": "accept"}) is ErrorCode.CONFLICT
    settings = quiet.call("change_settings", {"rest_s": 45, "unit": "lb"})["settings"]
    assert (settings["rest_s"], settings["unit"]) == (45.0, "lb")


def test_no_set_is_started_during_a_calibration(quiet):
    assert quiet.call("state")["calibrating"] is False
    quiet.call("calibrate", {"step": "begin"})
    assert quiet.call("state")["calibrating"] is True
    with pytest.raises(CommandError, match="finish or cancel it") as error:
        quiet.call("start_set")
    assert (error.value.code, error.value.reason) == (ErrorCode.CONFLICT, Reason.CALIBRATION_RUNS)
    quiet.call("calibrate", {"step": "cancel"})
    assert quiet.call("state")["calibrating"] is False
    assert quiet.call("start_set")["set"]["ended"] is None


def test_settings_are_kept_over_a_restart(product, trainee):
    first = product.device("--source", trainee.source)
    product.listen().heartbeat()
    product.commands().call("change_settings", {"rest_s": 77, "language": "de"})
    first.terminate()
    first.wait()
    trainee.leave()
    product.device("--source", trainee.source)
    listener = product.listen()
    listener.heartbeat()
    settings = product.commands().call("change_settings", {})["settings"]
    assert (settings["rest_s"], settings["language"]) == (77.0, "de")


@pytest.mark.timing
def test_health_tells_the_rates_of_what_comes_in_real_time(product):
    product.device("--source", "simulated")
    product.listen().heartbeat()
    client = product.commands()
    sensors = wait_until(
        lambda: (found := client.call("health")["sensors"])["readings_per_s"] and found, "a rate"
    )
    assert 150 < sensors["readings_per_s"] < 250
    assert sensors["load_per_s"] / sensors["readings_per_s"] == pytest.approx(80 / 200, rel=0.1)


def test_health_tells_what_came_and_where_the_data_are(product, quiet, trainee):
    trainee.rest(3)
    health = quiet.call("health")
    assert health["sensors"]["readings"] == 5 * 200  # with those before it was first asked
    assert health["recording"] == {
        "ok": True,
        "reason": None,
        "code": None,
        "unsaved_reps": 0,
        "raw": True,
        "raw_reason": None,
    }
    assert health["disk"]["folder"] == str(product.data_dir)
    assert health["disk"]["free_mb"] > 0
    assert health["process"]["hanging"] == []
    assert health["source"]["delivers"] is True


def test_three_exchanges_with_a_tablet_make_a_clock(quiet):
    for _ in range(3):
        said = {"client_ms": time.time() * 1000, "rtt_ms": 8.0, "tablet": "a"}
        quality = quiet.call("clock", said)["time_quality"]
    assert quality in ("tablet", "ntp")
    assert quiet.call("state")["time_quality"] == quality
    assert quiet.call("start_set")["set"]["started_at"].startswith("20")


def test_a_paired_tablet_takes_the_clock_from_a_stranger(quiet):
    year_ms = 365 * 86_400_000
    for ahead_ms, who in ((year_ms, {}), (0, {"trusted": True}), (year_ms, {})):
        for _ in range(3):
            said = {"client_ms": time.time() * 1000 + ahead_ms, "rtt_ms": 8.0}
            quiet.call("clock", said | {"tablet": str(who)} | who)
    started = quiet.call("start_set")["set"]["started_at"]
    assert abs(datetime.fromisoformat(started).timestamp() - time.time()) < 60


def test_two_start_buttons_at_once_open_one_set(quiet, figure):
    """Row 28 of docs/reliability.md: one thread compares and swaps, so one wins."""
    from concurrent.futures import ThreadPoolExecutor

    def press(_):
        try:
            return quiet.call("start_set", {"expected_set": None})["set"]["set_id"]
        except CommandError as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(8)))
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert answers.count(ErrorCode.CONFLICT) == 7
    figure(28, "8 pressed at once: 1 set, 7 conflicts")


def test_what_is_corrected_in_the_open_set_holds_for_the_next(quiet):
    opened = quiet.call("start_set", {"weight_kg": 40})["set"]
    quiet.call("change_set", {"set_id": opened["set_id"], "weight_kg": 50, "note": "more"})
    wait_until(lambda: quiet.call("state")["plan"]["weight_kg"] == 50.0, "the plan follows")
    assert quiet.call("state")["set"]["set_id"] == opened["set_id"]
    quiet.call("end_set", {"set_id": opened["set_id"]})
    assert quiet.call("start_set", {})["set"]["plan"]["weight_kg"] == 50.0
