"""A bridge board made of a pseudo-terminal: what the product meets in place of a Pico on USB.

``Board`` knows what the firmware says; ``Pty`` is the wire; ``PlayingBridge`` plays a recording in
real time and can be unplugged and plugged in again. As a command it plays a recording for a
product running beside it, in the counts of the sensors that the configuration expects::

    python tests/support/bridge_board.py set.csv /tmp/bridge
    cablecoach run --source serial --port-path /tmp/bridge
"""

import contextlib
import os
import select
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from device.calibration.factors import Factors
from device.calibration.nominal import nominal_factors
from device.calibration.recorded import factors_from_header
from device.config import Config
from device.recordings.format import Header
from device.recordings.reader import RecordingReader
from device.sensors.reading import Reading


def _crc_of_byte(byte: int) -> int:
    crc = byte << 8
    for _ in range(8):
        crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


_TABLE = [_crc_of_byte(byte) for byte in range(256)]


def own_crc(data: bytes) -> int:
    """CRC-16/CCITT-FALSE from its polynomial; the product uses a library's."""
    crc = 0xFFFF
    for byte in data:
        crc = crc << 8 & 0xFFFF ^ _TABLE[crc >> 8 ^ byte]
    return crc


def line(body: str) -> bytes:
    return f"{body}*{own_crc(body.encode()):04X}\n".encode()


class Board:
    """What one boot of a board says. Its clock and counts wrap as 32-bit numbers do."""

    def __init__(
        self,
        nonce: int = 0xC0FFEE,
        *,
        link_version: int = 1,
        firmware: str = "1.0.0",
        seq: int = 0,
        clock_us: int = 0,
    ) -> None:
        self.identity = line(f"I,{link_version},{nonce:08X},{firmware},simulated")
        self.seq = seq
        self.clock_us = clock_us

    def sample(self, count: int, load: int | None = None, flags: int = 0) -> bytes:
        """The next frame, by the present clock."""
        text = "" if load is None else str(load)
        count = (count + (1 << 31)) % (1 << 32) - (1 << 31)
        frame = line(f"S,{self.seq},{self.clock_us % (1 << 32)},{count},{text},{flags:02X}")
        self.seq = (self.seq + 1) % 65536
        return frame

    def run(self, counts: Iterable[int], step_us: int = 5000) -> list[bytes]:
        """Frames at a steady rate, one for each count."""
        frames = []
        for count in counts:
            self.clock_us += step_us
            frames.append(self.sample(count))
        return frames


class Pty:
    """A pseudo-terminal whose slave end appears under a name of our choice."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(self._slave))

    def send(self, data: bytes) -> None:
        """Write as a board does: what the other side does not take is lost."""
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)

    def received(self) -> bytes:
        """What the product has sent meanwhile."""
        try:
            return os.read(self._master, 4096)
        except BlockingIOError:
            return b""

    def wait_for(self, text: bytes, seconds: float = 10.0) -> None:
        """Until the product has sent this."""
        heard = b""
        deadline = time.monotonic() + seconds
        while text not in heard:
            left = deadline - time.monotonic()
            assert left > 0, f"the product sent {heard!r}, not {text!r}"
            if select.select([self._master], [], [], left)[0]:
                heard += self.received()

    def baud(self) -> int:
        """The rate the product has set, as a ``termios`` constant."""
        rate: int = termios.tcgetattr(self._slave)[4]
        return rate

    def unplug(self) -> None:
        """Pull the cable: the name is gone and whoever has it open gets an error."""
        if self._master < 0:
            return
        self.link.unlink(missing_ok=True)
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1


class PlayingBridge:
    """Plays readings in real time, as a board on USB would send them.

    The athlete does not stop when the cable is pulled: readings fall due while nobody hears them.
    A board that is plugged in again has booted: another nonce, clock and counts from zero.
    With ``wait_for_host`` the athlete begins when the board was first asked who it is;
    ``started_ns`` is that instant, of the monotonic clock.
    """

    def __init__(
        self,
        link: Path,
        readings: Sequence[Reading],
        speed: float = 1.0,
        wire: Callable[[Path], Pty] = Pty,
        wait_for_host: bool = False,
    ) -> None:
        self.cues: list[str] = []
        self.finished = threading.Event()
        self.started_ns: int | None = None
        self._readings = readings
        self._speed = speed
        self._wire = wire
        self._wait_for_host = wait_for_host
        self._boots = 0
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._pty: Pty | None = None
        self._count_at_boot = 0
        self._due_ns = time.monotonic_ns()
        self._count = readings[0].encoder_count if readings else 0
        self._thread = threading.Thread(target=self._play, name="bridge", daemon=True)
        self.plug(link)

    def __enter__(self) -> "PlayingBridge":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self.unplug()

    def begun_wall_ms(self) -> float:
        """When the first reading was due, in milliseconds of the wall clock."""
        assert self.started_ns is not None, "nobody asked the board who it is"
        return (time.time_ns() - time.monotonic_ns() + self.started_ns) / 1e6

    def plug(self, link: Path) -> None:
        with self._lock:
            self._boots += 1
            self._board = Board(nonce=0xB000 + self._boots)
            self._booted_ns = self._due_ns
            self._count_at_boot = self._count
            self._pty = self._wire(link)
            self._pty.send(self._board.identity)

    def unplug(self) -> None:
        with self._lock:
            if self._pty is not None:
                self._pty.unplug()
                self._pty = None

    def _play(self) -> None:
        if self._wait_for_host:
            while self._pty is not None and b"?" not in self._pty.received():
                if self._stop.wait(0.02):
                    return
        started_ns = self._booted_ns = self.started_ns = time.monotonic_ns()
        for reading in self._readings:
            due_ns = started_ns + int((reading.t_ns - self._readings[0].t_ns) / self._speed)
            if self._stop.wait(max(0, due_ns - time.monotonic_ns()) / 1e9):
                return
            with self._lock:
                self._due_ns = due_ns
                self._tick(reading)
        self.finished.set()

    def _tick(self, reading: Reading) -> None:
        self._count = reading.encoder_count
        if self._pty is None:
            return
        board = self._board
        for command in self._pty.received().split(b"\n"):
            if command == b"?":
                self._pty.send(board.identity)
            elif command.startswith(b"B,"):
                self.cues.append(command[2:].split(b"*")[0].decode())
        # A board takes its samples on time, even if this thread comes late to send them.
        board.clock_us = (self._due_ns - self._booted_ns) // 1000
        count = self._count - self._count_at_boot
        self._pty.send(board.sample(count, reading.load_raw, reading.faults & 0x0F))


def default_factors() -> Factors:
    """What the product makes of counts before anybody has calibrated or configured it."""
    config = Config()
    return nominal_factors(
        encoder_lines=config.encoder_lines,
        wheel_circumference_mm=config.wheel_circumference_mm,
        load_cell_kg=config.load_cell_kg,
        load_cell_mv_per_v=config.load_cell_mv_per_v,
        load_delay_s=config.load_delay_s,
    )


def as_counted_by_default_sensors(readings: Iterable[Reading], header: Header) -> list[Reading]:
    """The same pulls as the sensors of the default configuration would count them."""
    was, now = factors_from_header(header), default_factors()
    scale = now.counts_per_metre / was.counts_per_metre
    load_scale = was.newtons_per_count / now.newtons_per_count

    def load(raw: int | None) -> int | None:
        return None if raw is None else round((raw - was.load_zero) * load_scale)

    return [
        reading._replace(
            encoder_count=round(reading.encoder_count * scale), load_raw=load(reading.load_raw)
        )
        for reading in readings
    ]


def main() -> None:
    path, link = sys.argv[1:]
    with RecordingReader(path) as recording:
        readings = as_counted_by_default_sensors(recording, recording.header)
    with PlayingBridge(Path(link), readings, wait_for_host=True) as bridge:
        bridge.finished.wait()


if __name__ == "__main__":
    main()
