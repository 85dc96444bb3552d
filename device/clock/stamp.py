"""When something happened, on a clock that cannot be set."""

import time
import uuid
from functools import cache
from pathlib import Path
from typing import NamedTuple

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Stamp(NamedTuple):
    """An instant of one boot of this machine.

    A monotonic time means something only together with the identity of its boot
    (sd_journal_get_realtime_usec(3) says why).

    Attributes:
        boot_id: 32 hexadecimal digits, new at each boot.
        mono_ns: CLOCK_BOOTTIME: since the boot, time asleep included.
    """

    boot_id: str
    mono_ns: int


@cache
def boot_id() -> str:
    """The identity of this boot; of this process where the system tells none (not Linux)."""
    try:
        return _BOOT_ID.read_text().strip().replace("-", "")
    except OSError:
        return uuid.uuid4().hex


def stamp() -> Stamp:
    """This instant."""
    return Stamp(boot_id(), boottime_ns())


def boottime_ns() -> int:
    """CLOCK_BOOTTIME; CLOCK_MONOTONIC where the system has none."""
    return time.clock_gettime_ns(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
