"""The protocol of sd_notify, against a socket of our own."""

import socket

import pytest

from device.process.sd_notify import notify, watchdog_interval_s


@pytest.mark.parametrize("abstract", [False, True])
def test_lines_arrive_as_one_datagram(short_folder, monkeypatch, abstract):
    address = f"@{short_folder}/n" if abstract else f"{short_folder}/n"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address.replace("@", "\0"))
        manager.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        notify("READY=1", "STATUS=measuring")
        assert manager.recv(1000) == b"READY=1\nSTATUS=measuring"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "vsock:2:1234"])
def test_no_manager_no_harm(monkeypatch, address):
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")


def test_a_deaf_manager_makes_nobody_wait(short_folder, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"{short_folder}/n")
        monkeypatch.setenv("NOTIFY_SOCKET", f"{short_folder}/n")
        for _ in range(2000):  # far beyond any socket buffer
            notify("WATCHDOG=1")


@pytest.mark.parametrize(
    ("usec", "pid", "interval_s"),
    [
        (None, None, 0.5),
        ("10000000", None, 0.5),
        ("400000", None, 0.2),
        ("400000", "1", 0.5),
        ("nonsense", None, 0.5),
        ("0", None, 0.5),
    ],
)
def test_the_interval_is_at_most_half_of_what_is_allowed(monkeypatch, usec, pid, interval_s):
    for name, value in (("WATCHDOG_USEC", usec), ("WATCHDOG_PID", pid)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert watchdog_interval_s() == pytest.approx(interval_s)
