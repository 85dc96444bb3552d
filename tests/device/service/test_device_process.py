"""The device process for real: counts in, broadcasts and saved sets out, through kills."""

import signal

import pytest

from device.live.client import CommandError
from device.live.messages import ErrorCode
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from server.cli import main


def ready(product, trainee):
    """A device process whose handle rests, and who hears all that it tells from now on."""
    device = product.device("--source", trainee.source)
    trainee.rest(2)
    listener = product.listen()
    listener.heartbeat()
    return device, listener


def saved_sets(product):
    return StoreReader(StoreLayout(product.data_dir).database).sets()[0]


def test_reps_are_told_at_once_and_saved_in_order(product, trainee):
    device, listener = ready(product, trainee)
    trainee.rep()
    trainee.rep()
    confirmed = listener.rep("confirmed", 2).message
    saved = listener.rep("saved", 2).message
    assert saved["rep"] == confirmed["rep"] | {"rep_id": saved["rep_id"]}
    device.send_signal(signal.SIGTERM)
    out, err = device.communicate()
    assert (device.returncode, out) == (0, ""), err

    stages = [b.message["stage"] for b in listener.heard if b.topic == "rep"]
    assert stages.index("top") < stages.index("confirmed") < stages.index("saved")
    [record] = saved_sets(product)
    assert str(record.set.ended) == "interrupted"
    ranges = {rep.rep.number: round(rep.rep.rom_m, 4) for rep in record.reps}
    assert ranges[2] == saved["rep"]["rom_m"]
    assert listener.subscriber.lost == 0


def test_a_killed_device_loses_at_most_the_rep_in_progress(product, trainee):
    device, listener = ready(product, trainee)
    for _ in range(3):
        trainee.rep()
    listener.rep("saved", 3)
    trainee.rep_until("release")
    device.kill()
    device.wait()
    trainee.leave()
    told = [b.message["rep_id"] for b in listener.heard if b.message.get("stage") == "saved"]

    product.device("--source", trainee.source)
    state = listener.heartbeat(lambda state: state["run"] != listener.heard[0].message["run"])
    assert state["recording"]
    [record] = saved_sets(product)
    assert str(record.set.ended) == "interrupted"
    kept = [rep.rep_id for rep in record.reps]
    assert kept == told
    assert len(kept) == 3
    assert [rep.rep.number for rep in record.reps] == list(range(1, len(kept) + 1))


def test_a_second_device_on_the_same_folder_is_refused(product):
    product.device("--source", "simulated")
    product.listen().heartbeat()
    second = product.device("--source", "simulated")
    _, err = second.communicate()
    assert second.returncode == 2
    assert "stop that one first" in err
    assert err.count("\n") == 1


def test_a_recording_that_ends_closes_its_set_and_the_device_stays(product, tmp_path):
    recording = tmp_path / "set.csv"
    main(["simulate", str(recording), "--seed", "3"], standalone_mode=False)
    product.device("--source", f"replay:{recording}", "--speed", "50")
    state = product.listen().heartbeat(lambda state: state["last_set"] is not None)
    assert not state["sensor_ok"]
    assert state["last_set"]["ended"] == "source_ended"
    assert len(state["last_set"]["reps"]) >= 6
    with pytest.raises(CommandError) as refused:
        product.commands().call("start_set", {})
    assert refused.value.code is ErrorCode.UNAVAILABLE


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--source", "telepathy"), "source must be"),
        (("--source", "replay:/nowhere.csv"), "/nowhere.csv"),
        (("--source", "simulated", "--speed", "0"), "speed"),
        (("--source", "serial", "--speed", "2"), "--speed"),
    ],
)
def test_what_cannot_be_measured_is_one_sentence(product, arguments, words):
    device = product.device(*arguments)
    out, err = device.communicate()
    assert (device.returncode, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
