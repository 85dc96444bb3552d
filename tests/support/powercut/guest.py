"""A whole station in QEMU, whose power can be cut."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from powercut import guest_system
from powercut.promises import Promise, promises

DISK_BYTES = 64 << 20
PATIENCE_S = 300.0
"""How long anything in a guest may take: it is some twenty times slower than this machine."""

_WORDS = (
    "console=ttyS0 quiet panic=-1 no_timer_check mitigations=off TERM=dumb systemd.show_status=1 "
    "systemd.getty_auto=no systemd.mask=systemd-logind.service"
)


class Boot:
    """A station under power.

    Attributes:
        process: The machine.
    """

    def __init__(self, command: list[str], console: Path, line: Path) -> None:
        """Switch it on; ``console`` and ``line`` are what it writes on its two serial lines."""
        self._console, self._line = console, line
        for file in (console, line):
            file.write_bytes(b"")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def promised(self) -> list[Promise]:
        """The repetitions that it said are saved."""
        return promises(self._line.read_bytes())

    def until_console(self, text: str) -> None:
        """Wait until systemd says something."""
        self._until(lambda: text.encode() in self._console.read_bytes(), text)

    def until_promised(self, count: int) -> None:
        """Wait until ``count`` repetitions are saved."""
        self._until(lambda: len(self.promised()) >= count, f"{count} repetitions")

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            said = self._console.read_text(errors="replace")[-2000:]
            assert self.process.poll() is None, f"the guest has ended: {said}"
            assert time.monotonic() < deadline, f"not in {PATIENCE_S} s: {what}; {said}"
            time.sleep(0.05)


class Station:
    """An installed station, its disk, and what it ever promised."""

    def __init__(self, folder: Path, synchronous: str = "FULL") -> None:
        self.folder = folder
        self.disk = folder / "disk"
        self.made: list[Promise] = []
        source = guest_system.copy_of_the_product(folder / "source", synchronous)
        staged = guest_system.install(folder / "staged")
        self._initrd = guest_system.pack_first_program(folder / "initrd", staged, source)

    def new_disk(self, content: Path) -> None:
        """The data folder begins as ``content``; what was promised before is forgotten."""
        self.made = []
        with self.disk.open("wb") as file:
            file.truncate(DISK_BYTES)
        _do("mkfs.ext4", "-q", "-F", "-d", content, self.disk)

    @contextmanager
    def powered(self) -> Iterator[Boot]:
        """Boot; at the end the power is cut, and what was promised by then is known.

        Killed, QEMU leaves on the disk what the guest's kernel had written, and nothing of what
        that still kept in its memory.
        """
        boot = Boot(self._command(), self.folder / "console", self.folder / "line")
        try:
            yield boot
        finally:
            boot.process.kill()
            boot.process.wait(30)
            self.made += boot.promised()

    def after_the_cut(self, folder: Path) -> Path:
        """A copy of the data folder as a mounting kernel would find it, journal replayed."""
        copy = folder / "copy"
        copy.write_bytes(self.disk.read_bytes())
        _do("e2fsck", "-p", copy, fine=(0, 1))
        (folder / "data").mkdir()
        _do("debugfs", "-R", f"rdump / {folder / 'data'}", copy)
        return folder / "data"

    def _command(self) -> list[str]:
        share = "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
        return [
            *("qemu-system-x86_64", "-accel", "tcg", "-cpu", "Nehalem", "-smp", "1", "-m", "768"),
            *("-nodefaults", "-display", "none", "-no-reboot", "-append", _WORDS),
            *("-kernel", str(guest_system.kernel()), "-initrd", str(self._initrd)),
            *("-drive", f"file={self.disk},format=raw,if=virtio,cache=writeback"),
            *("-virtfs", share),
            *("-serial", f"file:{self.folder / 'console'}"),
            *("-serial", f"file:{self.folder / 'line'}"),
        ]


def _do(*command: object, fine: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60)
    assert done.returncode in fine, f"{command}: {done.stdout}{done.stderr}"
