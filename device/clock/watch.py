"""Watches this machine's wall clock: is it set by a network clock, and did it jump?"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import stamp
from device.clock.system import SYSTEM_CLOCK, Clock

SYNC_MARK: Final = Path("/run/systemd/timesync/synchronized")
"""Touched by systemd-timesyncd at each synchronisation, see systemd-timesyncd.service(8)."""

_KERNEL: Final = "kernel"
_STEP_US: Final = 500_000
_EVERY_NS: Final = 600 * 10**9
_UNTIL_SET_NS: Final = 60 * 10**9
_NTP_UNCERTAINTY_MS: Final = 50.0
_SYSTEM_UNCERTAINTY_MS: Final = 3_600_000.0


def sync_mark(path: Path = SYNC_MARK) -> str | None:
    """What ``SyncMark`` gives, asked once."""
    return SyncMark(path)()


class SyncMark:
    """Gives what changes with each synchronisation; ``None`` while the clock was never set.

    Other time services than systemd's own are asked for through ``timedatectl``, which reads the
    kernel's flag; reading it ourselves is among the system calls that the service's sandbox
    forbids. That starts a program, so it is done once in ten minutes, once in one until the
    answer is yes.
    """

    def __init__(self, path: Path = SYNC_MARK) -> None:
        self._path = path
        self._kernel: str | None = None
        self._ask_again_ns = 0

    def __call__(self) -> str | None:
        """Look."""
        try:
            return str(self._path.stat().st_mtime_ns)
        except OSError:
            return self._asked()

    def _asked(self) -> str | None:
        now_ns = stamp().mono_ns
        if now_ns >= self._ask_again_ns:
            self._kernel = _KERNEL if _kernel_says_synchronised() else None
            pause_ns = _EVERY_NS if self._kernel else _UNTIL_SET_NS
            self._ask_again_ns = now_ns + pause_ns
        return self._kernel


def _kernel_says_synchronised() -> bool:
    program = shutil.which("timedatectl")
    if program is None:
        return False
    try:
        answer = subprocess.run(
            [program, "show", "--property=NTPSynchronized", "--value"],
            capture_output=True,
            # It would tell the service manager of its own failure in our name.
            env={name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"},
            timeout=2,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() == b"yes"


class ClockWatch:
    """Gives an anchor when the clock was set, when it jumped, and every ten minutes.

    After a jump that no synchronisation explains (somebody typed a date) the clock counts as
    unsynchronised until the next one; what was known before goes on to hold.

    Args:
        mark: Gives what changes with each synchronisation, or ``None``; a ``SyncMark`` where left
            out.
        clock: Tells the wall time.
    """

    def __init__(
        self, mark: Callable[[], str | None] | None = None, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self._clock = clock
        self._read_mark = mark or SyncMark()
        self._mark: str | None = None
        self._trusted = False
        self._last: Anchor | None = None

    def poll(self) -> Anchor | None:
        """An anchor, where there is something to say. To be called every few seconds."""
        mark = self._read_mark()
        boot_id, before_ns = stamp()
        wall_us = self._clock.wall_ns() // 1000
        now_ns = (before_ns + stamp().mono_ns) // 2
        synchronised = mark is not None and mark != self._mark
        jumped = self._last is not None and (
            abs(wall_us - now_ns // 1000 - self._last.offset_us) > _STEP_US
        )
        if mark is None or (jumped and not synchronised and mark != _KERNEL):
            self._trusted = False
        elif synchronised:
            self._trusted = True
        self._mark = mark
        due = self._last is None or now_ns - self._last.mono_ns >= _EVERY_NS
        if not (due or synchronised or jumped):
            return None
        source, uncertainty_ms = (
            (AnchorSource.NTP, _NTP_UNCERTAINTY_MS)
            if self._trusted
            else (AnchorSource.SYSTEM, _SYSTEM_UNCERTAINTY_MS)
        )
        self._last = Anchor(boot_id, now_ns, wall_us, source, uncertainty_ms)
        return self._last
