import os
from pathlib import Path

import pytest

from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import boot_id, boottime_ns, stamp
from device.clock.watch import ClockWatch, SyncMark

NS = 10**9


class Clocks:
    """A wall clock and a monotonic one that go as they are told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_ns, self.mono_ns = 10**18, 10**12
        self.mark: str | None = None
        monkeypatch.setattr("device.clock.stamp.boottime_ns", lambda: self.mono_ns)
        self.watch = ClockWatch(lambda: self.mark, clock=self)

    def wall_ns(self) -> int:
        return self.now_ns

    def after(self, seconds: float, step_s: float = 0) -> Anchor | None:
        self.mono_ns += round(seconds * NS)
        self.now_ns += round((seconds + step_s) * NS)
        return self.watch.poll()


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def source(anchor: Anchor | None) -> AnchorSource | None:
    return None if anchor is None else anchor.source


def test_an_unset_clock_is_noted_once_and_then_every_ten_minutes(clocks: Clocks) -> None:
    assert source(clocks.after(0)) is AnchorSource.SYSTEM
    found = [clocks.after(10) for _ in range(120)]
    assert [source(anchor) for anchor in found if anchor] == [AnchorSource.SYSTEM] * 2


def test_a_synchronisation_is_noted_at_once(clocks: Clocks) -> None:
    clocks.after(0)
    clocks.mark = "1"
    anchor = clocks.after(10, step_s=86_400 * 90)
    assert anchor is not None
    assert anchor.source is AnchorSource.NTP
    assert anchor.wall_us == clocks.now_ns // 1000
    assert anchor.mono_ns == clocks.mono_ns
    assert clocks.after(10) is None


@pytest.mark.parametrize("step_s", [90 * 86_400, -5 * 3600, -(10**9), 1.0])
def test_a_step_that_no_synchronisation_explains_is_not_believed(
    clocks: Clocks, step_s: float
) -> None:
    clocks.mark = "1"
    assert source(clocks.after(0)) is AnchorSource.NTP
    assert source(clocks.after(10, step_s)) is AnchorSource.SYSTEM
    assert source(clocks.after(600)) is AnchorSource.SYSTEM
    clocks.mark = "2"
    assert source(clocks.after(10, -step_s)) is AnchorSource.NTP


def test_a_slewed_clock_is_no_step(clocks: Clocks) -> None:
    clocks.mark = "1"
    clocks.after(0)
    assert [clocks.after(1, 0.0005) for _ in range(300)] == [None] * 300


def test_where_the_kernel_vouches_for_the_clock_a_step_is_believed(clocks: Clocks) -> None:
    clocks.mark = "kernel"
    assert source(clocks.after(0)) is AnchorSource.NTP
    assert source(clocks.after(10, 3600)) is AnchorSource.NTP


def test_a_clock_that_loses_its_synchronisation_is_not_believed(clocks: Clocks) -> None:
    clocks.mark = "kernel"
    clocks.after(0)
    clocks.mark = None
    assert source(clocks.after(600)) is AnchorSource.SYSTEM


def test_the_mark_changes_with_each_synchronisation(tmp_path: Path) -> None:
    file = tmp_path / "synchronized"
    file.touch()
    mark = SyncMark(file)
    first = mark()
    assert first is not None
    assert mark() == first
    time_ns = file.stat().st_mtime_ns + 1
    os.utime(file, ns=(time_ns, time_ns))
    assert mark() != first


def test_without_systemds_own_time_service_the_kernel_is_asked_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clocks: Clocks
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    program, asked = tmp_path / "timedatectl", tmp_path / "asked"

    def answer(word: str) -> None:
        program.write_text(f"#!/bin/sh\necho x >> {asked}\necho {word}\n")
        program.chmod(0o755)

    def asked_times() -> int:
        return len(asked.read_text().splitlines())

    answer("no")
    mark = SyncMark(tmp_path / "none")
    assert [mark() for _ in range(5)] == [None] * 5
    assert asked_times() == 1
    answer("yes")
    clocks.mono_ns += 61 * NS
    assert [mark() for _ in range(5)] == ["kernel"] * 5
    assert asked_times() == 2
    answer("no")
    clocks.mono_ns += 599 * NS
    assert mark() == "kernel"
    clocks.mono_ns += 2 * NS
    assert mark() is None


def test_without_any_time_service_there_is_no_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert SyncMark(tmp_path / "none")() is None


def test_stamps_go_on_and_name_this_boot() -> None:
    first, second = stamp(), stamp()
    assert first.boot_id == second.boot_id == boot_id()
    assert len(first.boot_id) == 32
    assert first.mono_ns <= second.mono_ns <= boottime_ns()
