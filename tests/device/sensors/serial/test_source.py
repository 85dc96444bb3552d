"""The source against a board on a pseudo-terminal, through the real pyserial."""

import itertools
import os
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bridge_board import Board, PlayingBridge, Pty
from figures import Figure
from in_time import InTime

from device.errors import UserError
from device.sensors.cue import Cue
from device.sensors.reading import Fault, Reading
from device.sensors.serial.finding import Candidate, UsbIdentity
from device.sensors.serial.situation import Situation
from device.sensors.serial.source import SerialSource

PICO = UsbIdentity(0x2E8A, 0x0005, "E661A4D4171C2B29")
PRINTER = UsbIdentity(0x04B8, 0x0202, None)

Listen = Callable[..., "Listener"]  # noqa: F821


def test_readings_arrive_with_counts_loads_and_rising_times(
    board: PlayingBridge, link: Path, listen: Listen, in_time: InTime
) -> None:
    listener = listen(str(link))
    live = listener.wait_for_live(100)
    assert not any(reading.faults for reading in live)
    assert {b.encoder_count - a.encoder_count for a, b in itertools.pairwise(live)} <= {10, -10}
    assert all(reading.load_raw is not None for reading in live)
    assert all(a.t_ns < b.t_ns for a, b in itertools.pairwise(live))
    in_time(abs(live[-1].t_ns - time.monotonic_ns()) * 1e-9, 2)
    assert listener.source.situation is Situation.STREAMING
    assert "simulated, firmware 1.0.0" in listener.source.status


def test_unplugged_and_plugged_in_under_another_target_of_the_same_name(
    board: PlayingBridge, link: Path, listen: Listen, figure: Figure, in_time: InTime
) -> None:
    """Rows 10 and 11 of docs/reliability.md: the link leads to another tty afterwards."""
    listener = listen(str(link))
    listener.wait_for_live()
    unplugged = time.monotonic()
    board.unplug()
    start = len(listener.readings)

    def offline() -> int:
        return sum(r.faults & Fault.OFFLINE > 0 for r in listener.readings[start:])

    listener.wait(lambda: offline() > 0)
    told_s = time.monotonic() - unplugged
    in_time(told_s, 1)
    listener.wait(lambda: offline() > 5)
    in_time(time.monotonic() - unplugged, 2.5)  # at least four per second
    assert listener.source.situation in {Situation.LOST, Situation.ABSENT}
    assert "plug its USB cable in" in listener.source.status
    replugged, start = time.monotonic(), len(listener.readings)
    board.plug(link)
    live = listener.wait_for_live(start=start)
    found_s = time.monotonic() - replugged
    in_time(found_s, 3)
    figure(
        10, f"told {told_s:.2f} s after the plug was pulled, read on {found_s:.2f} s after it came"
    )
    assert live[0].faults & Fault.RESTARTED
    assert not any(r.faults & Fault.RESTARTED for r in live[1:])
    assert all(a.t_ns < b.t_ns for a, b in itertools.pairwise(listener.readings))
    assert listener.source.counters()["restarts"] == 1


@pytest.mark.parametrize("configured", [True, False], ids=["path", "found"])
def test_plugged_in_under_another_name_is_the_same_board(
    configured: bool,
    board: PlayingBridge,
    link: Path,
    tmp_path: Path,
    listen: Listen,
    figure: Figure,
    in_time: InTime,
) -> None:
    ports = [Candidate(str(link), PICO)]
    listener = listen(str(link) if configured else None, lister=lambda: list(ports))
    listener.wait_for_live()
    board.unplug()
    ports.clear()
    listener.wait(lambda: listener.source.situation is not Situation.STREAMING)
    other = tmp_path / "ttyACM1"
    ports.append(Candidate(str(other), PICO))
    replugged, start = time.monotonic(), len(listener.readings)
    board.plug(other)
    assert listener.wait_for_live(start=start)[0].faults & Fault.RESTARTED
    found_s = time.monotonic() - replugged
    how = "by its serial number" if configured else "by what it says"
    figure(11, f"found again {how} after {found_s:.2f} s")
    in_time(found_s, 3)


def test_finds_the_board_among_other_devices(
    board: PlayingBridge, link: Path, tmp_path: Path, listen: Listen
) -> None:
    printer = Pty(tmp_path / "printer")
    printer.send(b"READY.\r\n")
    ports = [Candidate(str(printer.link), PRINTER), Candidate(str(link), PRINTER)]
    listener = listen(None, lister=lambda: ports)
    assert listener.source.name == "serial"
    listener.wait_for_live()
    printer.unplug()


def test_board_that_resets_in_mid_stream_restarts_the_count(
    pty: Pty, link: Path, listen: Listen
) -> None:
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    first, second = Board(1), Board(2)
    pty.send(first.identity + b"".join(first.run(range(600, 650))))
    listener.wait(lambda: len(listener.live()) == 50)
    pty.send(b"\x00\xff\xferst:0x1 boot\r\n" + second.identity + b"".join(second.run(range(5))))
    listener.wait(lambda: len(listener.live()) > 50)
    assert listener.live()[50].faults & Fault.RESTARTED


@pytest.mark.parametrize("size", [1, 40, 4096])
def test_garbage_before_the_first_frame_is_skipped(
    size: int, board: PlayingBridge, link: Path, listen: Listen, figure: Figure, in_time: InTime
) -> None:
    """Row 13 of docs/reliability.md."""
    board._pty.send(bytes(range(256)) * 16 if size == 4096 else b"\x00\xff\xfe\x80"[:1] * size)
    started = time.monotonic()
    listen(str(link)).wait_for_live()
    took_s = time.monotonic() - started
    figure(13, f"after {size} bytes of garbage reading {took_s:.2f} s later")
    in_time(took_s, 3)


def test_lines_in_single_bytes(pty: Pty, link: Path, listen: Listen) -> None:
    board = Board()
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    for byte in board.identity + b"".join(board.run(range(20))):
        pty.send(bytes([byte]))
    listener.wait(lambda: len(listener.live()) == 20)
    assert not any(reading.faults for reading in listener.live())


@pytest.mark.parametrize(
    ("says", "situation", "words"),
    [
        (b"Epson TM-T20 ready\r\n" * 3, Situation.WRONG_DEVICE, "is not a bridge board"),
        (bytes(range(128, 256)), Situation.WRONG_BAUD, "No valid frames at 115200 baud"),
        (b"", Situation.SILENT, "says nothing"),
        (b"MicroPython v1.24.1\r\n>>> ", Situation.NO_FIRMWARE, "flash-guide"),
    ],
    ids=["printer", "wrong baud", "silent", "no firmware"],
)
def test_what_is_no_board_is_said_within_three_seconds_and_the_board_taken_after(
    says: bytes,
    situation: Situation,
    words: str,
    pty: Pty,
    link: Path,
    listen: Listen,
    figure: Figure,
    in_time: InTime,
) -> None:
    """Rows 11, 13 and 14 of docs/reliability.md."""
    started = time.monotonic()
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    pty.send(says)
    listener.wait(lambda: listener.source.situation is situation)
    said_s = time.monotonic() - started
    figure(11, f"{situation.name.lower().replace('_', ' ')} said after {said_s:.2f} s")
    in_time(said_s, 3)
    assert words in listener.source.status
    assert not listener.live()
    pty.unplug()
    with PlayingBridge(link, listener_food()):
        started = time.monotonic()
        listener.wait_for_live()
        in_time(time.monotonic() - started, 3)


def listener_food() -> list[Reading]:
    return [Reading(index * 5_000_000, index, None) for index in range(4000)]


@pytest.mark.parametrize(
    ("version", "situation"),
    [(0, Situation.FIRMWARE_TOO_OLD), (2, Situation.FIRMWARE_TOO_NEW)],
)
def test_firmware_of_another_version(
    version: int, situation: Situation, pty: Pty, link: Path, listen: Listen
) -> None:
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    pty.send(Board(link_version=version, firmware="0.3.1").identity)
    listener.wait(lambda: listener.source.situation is situation)
    assert f"0.3.1, link version {version}" in listener.source.status
    assert not listener.live()


def test_other_baud_rate_is_found(
    link: Path, listen: Listen, figure: Figure, in_time: InTime
) -> None:
    """Row 14 of docs/reliability.md: a board that speaks 1 Mbaud is gibberish at any other rate."""

    class Fast(Pty):
        def send(self, data: bytes) -> None:
            right = self.baud() == termios.B1000000
            super().send(data if right else bytes(byte ^ 0xA5 for byte in data))

    with PlayingBridge(link, listener_food(), wire=Fast):
        started = time.monotonic()
        listener = listen(str(link))
        listener.wait(lambda: listener.source.situation is Situation.WRONG_BAUD)
        said_s = time.monotonic() - started
        in_time(said_s, 3)
        assert "No valid frames at 115200 baud" in listener.source.status
        listener.wait_for_live()
        found_s = time.monotonic() - started
        figure(
            14, f"a wrong rate said after {said_s:.2f} s, the right one found after {found_s:.2f} s"
        )


def test_board_that_does_not_hear_is_still_read(pty: Pty, link: Path, listen: Listen) -> None:
    board = Board()
    listener = listen(str(link))

    def more() -> bool:
        pty.received()
        pty.send(b"".join(board.run(range(20))))
        return len(listener.live()) > 20

    listener.wait(more)
    assert "does not answer" in listener.source.status


def test_board_in_use_is_asked_now_and_then_and_says_when_it_restarted(
    pty: Pty, link: Path, listen: Listen
) -> None:
    """So its light knows of the host, and a restart whose first line was lost is still seen."""
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    board = Board(1)
    pty.send(board.identity)
    pty.received()
    counts = iter(range(100_000))

    def asked_again() -> bool:
        board.clock_us += 50_000
        pty.send(board.sample(next(counts)))
        return b"?\n" in pty.received()

    listener.wait(asked_again)
    pty.send(Board(2).identity)
    board.clock_us += 50_000
    pty.send(board.sample(next(counts)))
    listener.wait(lambda: listener.source.counters()["restarts"] == 1)


def test_hung_board_is_asked_then_reopened(pty: Pty, link: Path, listen: Listen) -> None:
    board = Board()
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    pty.send(board.identity + b"".join(board.run(range(20))))
    listener.wait(lambda: len(listener.live()) == 20)
    pty.received()
    pty.wait_for(b"?\n")
    listener.wait(lambda: listener.source.situation is Situation.SILENT)
    pty.received()
    pty.wait_for(b"?\n")
    pty.send(board.identity + b"".join(board.run(range(20))))
    listener.wait(lambda: listener.source.situation is Situation.STREAMING)


def test_missing_port_is_said_and_offline_readings_go_on(
    link: Path, listen: Listen, in_time: InTime
) -> None:
    listener = listen(str(link))
    started = time.monotonic()
    listener.wait(lambda: len(listener.readings) >= 8)
    in_time(time.monotonic() - started, 2.5)
    assert {reading.faults for reading in listener.readings} == {Fault.OFFLINE}
    assert listener.source.status == f"No bridge board at {link}: plug its USB cable in."


def test_port_without_permission(pty: Pty, link: Path, listen: Listen) -> None:
    os.chmod(link, 0)
    if os.geteuid() != 0:
        listener = listen(str(link))
        listener.wait(lambda: listener.source.situation is Situation.PERMISSION)
    else:
        listener = listen(str(link), lister=list)
        os.seteuid(65534)
        try:
            listener.wait(lambda: listener.source.situation is Situation.PERMISSION)
        finally:
            os.seteuid(0)
    assert "group dialout" in listener.source.status


def test_port_in_use_is_refused_and_taken_when_free(
    board: PlayingBridge, link: Path, listen: Listen
) -> None:
    first = listen(str(link))
    first.wait_for_live()
    second = listen(str(link))
    second.wait(lambda: second.source.situation is Situation.BUSY)
    assert "in use by another program" in second.source.status
    first.close()
    second.wait_for_live()


@pytest.mark.parametrize("path", ["/dev/null", "/dev", "/etc/hostname"])
def test_what_is_no_serial_port(path: str, listen: Listen) -> None:
    listener = listen(path)
    listener.wait(lambda: listener.source.situation is Situation.NOT_SERIAL)
    assert "is not a serial port" in listener.source.status


def test_cues_reach_the_board(board: PlayingBridge, link: Path, listen: Listen) -> None:
    listener = listen(str(link))
    listener.source.play_cue(Cue.FAULT)
    listener.wait_for_live()
    for cue in Cue:
        listener.source.play_cue(cue)
    listener.wait(lambda: len(board.cues) == len(Cue))
    assert board.cues == [cue.value for cue in Cue]
    assert listener.source.counters()["cues_lost"] == 1


def test_cue_to_a_board_that_takes_nothing_does_not_block(
    pty: Pty, link: Path, listen: Listen
) -> None:
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    pty.send(Board().identity)
    listener.wait(lambda: listener.source.situation is Situation.STREAMING)
    for _ in range(4096):  # fill what the kernel holds
        listener.source.play_cue(Cue.FAULT)
        if listener.source.counters()["cues_lost"]:
            break
    assert listener.source.counters()["cues_lost"] == 1
    deaf = Board()

    def goes_on() -> bool:
        pty.send(b"".join(deaf.run(range(20))))
        return listener.readings[-1].t_ns - listener.readings[0].t_ns > 3 * 10**9

    listener.wait(goes_on)
    assert listener.source.counters()["disconnections"] == 0, "deaf, but it speaks"


def test_closing_ends_iteration_and_frees_the_port(
    board: PlayingBridge, link: Path, listen: Listen
) -> None:
    listener = listen(str(link))
    listener.wait_for_live()
    listener.close()
    listener.close()
    assert list(listener.source) == []
    assert listener.source.status == "The serial source is closed."
    listen(str(link)).wait_for_live()


def test_nonsense_baud_is_refused() -> None:
    with pytest.raises(UserError, match="baud rate must be a positive number"):
        SerialSource("/dev/ttyACM0", 0)


def test_load_faults_of_the_link_are_counted(pty: Pty, link: Path, listen: Listen) -> None:
    board = Board()
    listener = listen(str(link))
    pty.wait_for(b"?\n")
    lines = [board.identity]
    for flags in (1, 2, 4, 8, 8):
        board.clock_us += 5000
        lines.append(board.sample(0, flags=flags))
    pty.send(b"".join(lines))
    listener.wait(lambda: len(listener.live()) == 5)
    counters = listener.source.counters()
    assert [
        counters[name]
        for name in ("load_saturated", "load_desync", "encoder_illegal", "load_timeout")
    ] == [1, 1, 1, 2]
