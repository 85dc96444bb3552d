"""How many tablets one server carries: ``python tests/tools/tablets.py --clients 100``.

Starts the real server, sends it 30 live messages per second over the real ZeroMQ sockets, and
reads as many streams as asked for. Prints the delay from broadcast to receipt (one machine, one
monotonic clock), the share of a core that the server takes, and how long a page takes beside it.
With ``--stalled`` so many further clients open a stream and never read it.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.request import urlopen

import psutil

from device.live.endpoints import endpoints
from device.live.publisher import Publisher

LIVE = {
    "phase": "concentric", "phase_s": 0.4, "rep_count": 3, "excursion_m": 0.31, "hold_s": 0.0,
    "velocity_m_s": 0.8, "force_n": 181.2, "power_w": 140.1, "reference_rom_m": 0.6,
    "set_elapsed_s": 12.3,
}  # fmt: skip
PLAN = {
    "exercise": "row", "side": "left", "variant": "static", "weight_kg": 20.0, "athlete_id": None,
    "athlete": None, "reference_rom_m": None,
}  # fmt: skip
STATE = {
    "source": "serial", "simulated": False, "sensor_ok": True, "recording": True,
    "not_recording_reason": None, "unsaved_reps": 0, "faults": [], "sensors": None,
    "calibrating": False,
    "plan": PLAN, "live": LIVE, "set": None, "last_set": None, "time_quality": "ntp",
    "version": "benchmark",
}  # fmt: skip


def broadcast(data_dir: Path, stop: threading.Event) -> None:
    publisher = Publisher(endpoints(data_dir), "benchmark")
    ticks = 0
    due = time.monotonic()
    while not stop.is_set():
        publisher.send("live", time.monotonic_ns(), LIVE)
        if ticks % 8 == 0:
            publisher.send("heartbeat", time.monotonic_ns(), STATE)
        ticks += 1
        due += 1 / 30
        stop.wait(max(0.0, due - time.monotonic()))
    publisher.close()


class Tablet:
    def __init__(self) -> None:
        self.delays_ms: list[float] = []
        self.measuring = False

    async def read(self, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
        live = False
        try:
            while line := await reader.readline():
                now = time.monotonic_ns()
                if line.startswith(b"event: "):
                    live = line == b"event: live\n"
                elif live and self.measuring and line.startswith(b"data: "):
                    self.delays_ms.append((now - json.loads(line[6:])["t_ns"]) / 1e6)
        finally:
            writer.close()


async def stall(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    writer.write(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await asyncio.sleep(3600)


def page_ms(port: int) -> float:
    before = time.monotonic()
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        answer.read()
    return (time.monotonic() - before) * 1000


async def measure(port: int, server: psutil.Process, options: argparse.Namespace) -> None:
    tablets = [Tablet() for _ in range(options.clients)]
    tasks = [asyncio.create_task(tablet.read(port)) for tablet in tablets]
    tasks += [asyncio.create_task(stall(port)) for _ in range(options.stalled)]
    await asyncio.sleep(2.0)
    used, began = server.cpu_times(), time.monotonic()
    for tablet in tablets:
        tablet.measuring = True
    pages = []
    while time.monotonic() - began < options.seconds:
        pages.append(await asyncio.to_thread(page_ms, port))
        await asyncio.sleep(0.25)
    spent, took_s = server.cpu_times(), time.monotonic() - began
    for task in tasks:
        task.cancel()
    delays = sorted(ms for tablet in tablets for ms in tablet.delays_ms)
    if not delays:
        sys.exit("no message arrived")
    share = (spent.user + spent.system - used.user - used.system) / took_s
    fewest = min(len(tablet.delays_ms) for tablet in tablets)
    print(f"{options.clients} tablets ({options.stalled} stalled beside them), {took_s:.0f} s")
    print(f"  messages        {len(delays)}; the slowest tablet got {fewest / took_s:.1f}/s")
    print(f"  delay p50       {statistics.median(delays):.1f} ms")
    print(f"  delay p99, max  {delays[int(len(delays) * 0.99)]:.1f} ms, {delays[-1]:.1f} ms")
    print(
        f"  server          {share * 100:.1f} % of a core, {server.memory_info().rss / 1e6:.0f} MB"
    )
    print(f"  a page beside   {max(pages):.0f} ms at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--stalled", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=10.0)
    options = parser.parse_args()
    stop = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        thread = threading.Thread(target=broadcast, args=(data_dir, stop))
        thread.start()
        command = [sys.executable, "-m", "server", "server", "--data-dir", folder]
        command += ["--host", "127.0.0.1", "--port", "0"]
        command += ["--max-streams", str(options.clients + options.stalled)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                line = next(text for text in process.stdout if "page at" in text)
                port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))
                asyncio.run(measure(port, psutil.Process(process.pid), options))
            finally:
                process.terminate()
                stop.set()
                thread.join()


if __name__ == "__main__":
    main()
