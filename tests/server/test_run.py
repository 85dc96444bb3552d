"""The whole product for real: both halves, a client of the stream, and the CSV."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psutil
import pytest
import requests
from processes import LONGEST_S, ROOT, page_of, wait_until

from device.replay import replay_document
from server.cli import main as cli

RUN = ("run", "--host", "127.0.0.1", "--port", "0", "--source")
SERVER = ("server", "--host", "127.0.0.1", "--port", "0")


@contextmanager
def stream(page: str) -> Iterator[Iterator[tuple[str, dict]]]:
    """Topic and message of each server-sent event."""
    response = requests.get(f"{page}api/v1/stream", stream=True, timeout=LONGEST_S)
    assert response.status_code == 200

    def events():
        topic = ""
        for line in response.iter_lines(chunk_size=1):
            if line.startswith(b"event: "):
                topic = line[7:].decode()
            elif line.startswith(b"data: "):
                yield topic, json.loads(line[6:])

    with closing(response):
        yield events()


def reps(events, stage: str, count: int) -> list[dict]:
    """The next ``count`` repetitions at that stage."""
    found = []
    for topic, message in events:
        if topic == "rep" and message["stage"] == stage:
            found.append(message)
            if len(found) == count:
                return found
    raise AssertionError("the stream ended")


def until_heard(events) -> None:
    """Wait until the server hears the device: what is told from now on arrives."""
    next(topic for topic, message in events if message.get("device_online"))


def children(process: subprocess.Popen[str]) -> dict[str, psutil.Process]:
    """The two halves of a ``run``, by name."""
    found = psutil.Process(process.pid).children()
    return {("device" if "device" in child.cmdline() else "server"): child for child in found}


def test_reps_arrive_live_and_in_the_csv(product, trainee):
    run = product.start(*RUN, trainee.source)
    page = page_of(run)
    with stream(page) as events:
        until_heard(events)
        trainee.rest(2)
        for _ in range(3):
            trainee.rep()
        saved = reps(events, "saved", 3)
    table = requests.get(f"{page}sets.csv", timeout=LONGEST_S).text
    rows = list(csv.DictReader(io.StringIO(table)))
    in_table = {int(row["rep"]): float(row["rom_m"]) for row in rows}
    assert in_table.items() >= {message["number"]: message["rom_m"] for message in saved}.items()
    run.send_signal(signal.SIGINT)
    run.send_signal(signal.SIGINT)
    assert run.wait() == 0


def test_an_end_repeated_after_its_answer_got_lost_is_answered_again(product, trainee):
    page = page_of(product.start(*RUN, trainee.source))
    trainee.rest(2)

    def post(path: str, key: str) -> requests.Response:
        headers = {"Idempotency-Key": key}
        return requests.post(f"{page}api/v1/{path}", json={}, headers=headers, timeout=LONGEST_S)

    wait_until(lambda: post("sets", "start").status_code == 201, "a set is started")
    first = post("sets/current/end", "end")
    assert first.status_code == 200
    again = [post("sets/current/end", "end")]
    assert post("sets", "next").status_code == 201
    again.append(post("sets/current/end", "end"))
    assert [answer.json() for answer in again] == [first.json()] * 2
    assert requests.get(f"{page}api/v1/state", timeout=LONGEST_S).json()["set"] is not None


def test_a_thread_of_the_server_that_fails_ends_it_and_says_why(product):
    failing = (
        "from server.live.sender import StreamSender\n"
        "StreamSender._sweep = lambda *_: 1 / 0\n"
        "from server.cli import main\n"
        f"main({[*SERVER, '--data-dir', str(product.data_dir)]!r})"
    )
    ended = subprocess.run(
        [sys.executable, "-c", failing],
        env=product.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert "The thread streams failed, so all ends." in ended.stderr
    assert "ZeroDivisionError" in ended.stderr


def test_killing_the_server_loses_nothing(product, trainee):
    product.device("--source", trainee.source)
    trainee.rest(2)
    server = product.start(*SERVER)
    with stream(page_of(server)) as events:
        until_heard(events)
        trainee.rep()
        reps(events, "saved", 1)
        server.kill()
    listener = product.listen()
    listener.heartbeat()
    trainee.rep()
    listener.rep("saved", 2)
    second = product.start(*SERVER)
    page = page_of(second)
    with stream(page) as events:
        until_heard(events)
        trainee.rep()
        before = reps(events, "saved", 1)[0]
    # Who may export is known with the first heartbeat, and a repetition may come before that.
    table = wait_until(
        lambda: (answer := requests.get(f"{page}sets.csv", timeout=LONGEST_S)).ok and answer.text,
        "CSV",
    )
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [int(row["rep"]) for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == before["number"] == 3


def test_the_server_survives_the_device_and_says_so(product, trainee):
    server = product.start(*SERVER)
    page = page_of(server)

    def online() -> bool:
        return requests.get(f"{page}healthz", timeout=LONGEST_S).json()["device"] == "online"

    assert not online()
    device = product.device("--source", trainee.source)
    wait_until(online, "the device is seen")
    device.kill()
    wait_until(lambda: not online(), "offline is told")
    trainee.leave()
    product.device("--source", trainee.source)
    wait_until(online, "the second device is seen")


@pytest.mark.timing
def test_a_lost_device_is_told_in_two_seconds(product):
    page = page_of(product.start(*SERVER))
    device = product.device("--source", "simulated")

    def online() -> bool:
        return requests.get(f"{page}healthz", timeout=LONGEST_S).json()["device"] == "online"

    wait_until(online, "the device is seen")
    device.kill()
    killed = time.monotonic()
    wait_until(lambda: not online(), "offline is told")
    assert time.monotonic() - killed < 2.0


@pytest.mark.parametrize("half", ["device", "server"])
def test_where_one_half_dies_the_other_is_stopped_and_it_is_said(product, half, trainee):
    run = product.start(*RUN, trainee.source)
    page_of(run)
    halves = children(run)
    halves[half].kill()
    assert run.wait() == 1
    assert run.stderr is not None
    name = {"device": "device service", "server": "web server"}[half]
    assert f"The {name} ended by itself (killed by SIGKILL)" in run.stderr.read()
    psutil.wait_procs(list(halves.values()))
    assert not any(child.is_running() for child in halves.values())


def test_no_half_outlives_a_killed_parent(product, trainee):
    run = product.start(*RUN, trainee.source)
    page_of(run)
    halves = list(children(run).values())
    os.kill(run.pid, signal.SIGKILL)
    _, alive = psutil.wait_procs(halves, timeout=LONGEST_S)
    assert alive == []


def test_a_taken_port_is_one_sentence(product):
    first = product.start(*SERVER)
    port = page_of(first).rsplit(":", 1)[1].strip("/")
    run = product.start("run", "--host", "127.0.0.1", "--port", port)
    _, err = run.communicate()
    assert run.returncode == 2
    sentences = [line for line in err.splitlines() if line.startswith("cablecoach:")]
    assert port in sentences[0]
    assert "Traceback" not in err


def test_a_recording_plays_live_and_ends_in_the_csv(product, tmp_path):
    recording = tmp_path / "set.csv"
    cli(["simulate", str(recording), "--seed", "3"], standalone_mode=False)
    expected = [rep for each in replay_document(recording)["sets"] for rep in each["reps"]]
    server = product.start(*SERVER)
    page = page_of(server)
    with stream(page) as events:
        product.device("--source", f"replay:{recording}", "--speed", "10")
        saved = reps(events, "saved", len(expected))
    ranges = [rep["rom_m"] for rep in expected]
    assert [message["rom_m"] for message in saved] == ranges
    rows = csv.DictReader(io.StringIO(requests.get(f"{page}sets.csv", timeout=LONGEST_S).text))
    assert [float(row["rom_m"]) for row in rows] == ranges


def test_settings_are_shown_while_the_store_cannot_be_opened(product, trainee):
    (product.data_dir / "store").touch()  # where the store's folder should be
    page = page_of(product.start(*RUN, trainee.source))

    def settings() -> requests.Response:
        return requests.get(f"{page}api/v1/settings", timeout=LONGEST_S)

    wait_until(lambda: settings().status_code == 200, "settings are shown")
    assert settings().json()["settings"]["rest_s"] == 30
    changed = requests.patch(f"{page}api/v1/settings", json={"rest_s": 40}, timeout=LONGEST_S)
    assert changed.status_code == 503
    assert settings().json()["settings"]["rest_s"] == 30
