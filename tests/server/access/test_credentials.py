"""The file of paired tablets: expiry, revocation, damage."""

import sqlite3
import subprocess
import sys
import threading

import pytest
from fake_clock import FakeClock

from device.errors import UserError
from server import process
from server.access.credentials import EXPIRES_UNUSED_S, FILE_NAME, MAX_CLIENTS, CredentialStore
from server.access.identity import Role


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def credentials(tmp_path, clock):
    store = CredentialStore(tmp_path, clock=clock)
    yield store
    store.close()


def test_a_disk_that_refuses_at_the_end_stops_nothing(tmp_path, clock, caplog):
    store = CredentialStore(tmp_path, clock=clock)
    store._db.execute("PRAGMA query_only = ON")
    clock.advance(100)
    store.close()
    assert "could not be saved" in caplog.text
    with pytest.raises(sqlite3.ProgrammingError):
        store._db.execute("SELECT 1")
    store.close()


def test_a_token_finds_its_client_and_nothing_else_does(credentials):
    token = credentials.add("Tablet", "tablet", Role.ATHLETE, 4)
    found = credentials.find(token)
    assert (found.name, found.role, found.athlete_id) == ("Tablet", Role.ATHLETE, 4)
    for wrong in ("", token[:-1], token + "x", token.swapcase(), "a" * 43, "é" * 43, "\udcff" * 30):
        assert credentials.find(wrong) is None


def test_an_unused_client_expires_by_running_time(credentials, clock):
    token = credentials.add("Tablet", "tablet", Role.ATHLETE)
    clock.advance(EXPIRES_UNUSED_S - 10)
    assert credentials.find(token)
    credentials.save_use()
    clock.advance(EXPIRES_UNUSED_S - 10)
    assert credentials.find(token)
    credentials.save_use()
    clock.advance(EXPIRES_UNUSED_S + 10)
    assert credentials.find(token) is None


def test_running_time_that_could_not_be_saved_counts_all_the_same(credentials, clock):
    credentials.add("Tablet", "tablet", Role.ATHLETE)
    clock.advance(1000)
    credentials._db.execute("PRAGMA query_only = ON")
    with pytest.raises(sqlite3.OperationalError):
        credentials.save_use()
    assert credentials.clients()[0].unused_s == 1000
    credentials._db.execute("PRAGMA query_only = OFF")
    credentials.save_use()
    assert credentials.clients()[0].unused_s == 1000


def test_a_disk_that_refuses_once_does_not_end_the_saving(
    make_station, wait_until, monkeypatch, caplog
):
    monkeypatch.setattr(process, "_SAVE_EVERY_S", 0.02)
    station = make_station()
    credentials = station.services.credentials
    stop = threading.Event()
    saver = threading.Thread(target=station.process._save_now_and_then, args=(stop,))
    credentials._db.execute("PRAGMA query_only = ON")
    saver.start()
    try:
        wait_until(lambda: "could not be saved" in caplog.text)
        credentials._db.execute("PRAGMA query_only = OFF")
        assert station.client("operator").get("/api/v1/sets").ok
        wait_until(lambda: not credentials._seen)
    finally:
        stop.set()
        saver.join(5.0)


def test_running_time_goes_on_after_a_restart_and_a_stopped_machine_does_not_age(tmp_path, clock):
    first = CredentialStore(tmp_path, clock=clock)
    token = first.add("Tablet", "tablet", Role.ATHLETE)
    clock.advance(EXPIRES_UNUSED_S - 100)
    first.close()
    clock.advance(10 * EXPIRES_UNUSED_S)  # switched off for years
    second = CredentialStore(tmp_path, clock=clock)
    assert second.clients()[0].unused_s == EXPIRES_UNUSED_S - 100
    clock.advance(200)
    assert second.find(token) is None
    second.close()


@pytest.mark.parametrize("jump_s", [90 * 86_400, -5 * 3600, -1e9])
def test_a_jump_of_the_wall_clock_logs_nobody_out_and_lets_nobody_in(tmp_path, monkeypatch, jump_s):
    import time

    credentials = CredentialStore(tmp_path)
    token = credentials.add("Tablet", "tablet", Role.ATHLETE)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump_s)
    assert credentials.find(token)
    assert credentials.find("x" * 43) is None
    credentials.close()


def test_a_revoked_client_is_gone_at_once_also_when_another_process_does_it(credentials, tmp_path):
    token = credentials.add("Tablet", "tablet", Role.ATHLETE)
    other = CredentialStore(tmp_path)
    assert other.revoke(credentials.clients()[0].client_id)
    other.close()
    assert credentials.find(token) is None
    assert not credentials.has_operator()


def test_there_is_a_limit(credentials):
    for number in range(MAX_CLIENTS):
        credentials.add(f"t{number}", "tablet", Role.VIEWER)
    with pytest.raises(UserError, match="forget one first"):
        credentials.add("one more", "tablet", Role.VIEWER)


def test_an_unusable_file_is_one_clear_sentence(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(UserError, match="move it away and pair again"):
        CredentialStore(tmp_path)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    import sqlite3

    CredentialStore(tmp_path).close()
    database = sqlite3.connect(tmp_path / FILE_NAME)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(UserError, match="newer"):
        CredentialStore(tmp_path)


def cablecoach(*arguments, data_dir):
    return subprocess.run(
        [sys.executable, "-m", "server", *arguments, "--data-dir", str(data_dir)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_scripts_token_from_the_command_line_opens_the_api(station):
    added = cablecoach("token", "add", "backup", data_dir=station.data_dir)
    assert added.returncode == 0, added.stderr
    client = station.client()
    client.headers["Authorization"] = f"Bearer {added.stdout.strip()}"
    assert client.get("/api/v1/sets").ok
    assert client.post("/api/v1/tare").status_code == 403
    listed = cablecoach("token", "list", data_dir=station.data_dir).stdout
    assert "backup" in listed
    assert added.stdout.strip() not in listed
    number = listed.split()[0]
    assert cablecoach("token", "revoke", number, data_dir=station.data_dir).returncode == 0
    assert client.get("/api/v1/sets").status_code == 401
    again = cablecoach("token", "revoke", number, data_dir=station.data_dir)
    assert again.returncode == 2
    assert "cablecoach token list" in again.stderr


def test_pair_shows_a_code_of_the_running_server(station):
    shown = cablecoach("pair", "--role", "operator", data_dir=station.data_dir)
    assert shown.returncode == 0, shown.stderr
    assert "as operator" in shown.stdout
    code = "".join(line for line in shown.stdout.splitlines() if line.startswith("    ")).strip()
    answer = station.client().post("/api/v1/pairing", json={"code": code})
    assert answer.json()["role"] == "operator"


def test_pair_without_a_server_says_what_to_do(tmp_path):
    refused = cablecoach("pair", data_dir=tmp_path)
    assert refused.returncode == 2
    assert "cablecoach run" in refused.stderr
