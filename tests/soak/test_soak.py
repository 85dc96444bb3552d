"""The whole product for a day of its own time: memory, descriptors, the log, every repetition.

``SOAK_HOURS`` says how long (24 by default); at 20 times the speed a day takes 72 minutes.
"""

import contextlib
import csv
import io
import json
import os
import re
import threading
import time
from statistics import linear_regression

import psutil
import pytest
import requests

SPEED = 20
HOURS = float(os.environ.get("SOAK_HOURS", "24"))
WARM_UP = 0.4
"""Share of the time in which caches fill and the first sets of each exercise are made."""

SLOPE_MB_PER_H = 1.0
WAL_BYTES = 16_000_000


class Watcher(threading.Thread):
    """Follows the stream of the page as a tablet does, and keeps what was called saved."""

    def __init__(self, page: str) -> None:
        super().__init__(daemon=True)
        self._response = requests.get(f"{page}api/v1/stream", stream=True, timeout=30)
        self.saved: list[tuple[int, int]] = []
        self.events = 0

    def run(self) -> None:
        # The product is killed at the end of the test, in the middle of the stream.
        with contextlib.suppress(requests.RequestException):
            self._follow()

    def _follow(self) -> None:
        topic = b""
        for line in self._response.iter_lines(chunk_size=1):
            if line.startswith(b"event: "):
                topic = line[7:]
            elif line.startswith(b"data: "):
                self.events += 1
                if topic == b"rep":
                    message = json.loads(line[6:])
                    if message["stage"] == "saved":
                        self.saved.append((message["set_id"], message["number"]))


def slope_mb_per_h(samples: list[tuple[float, float]]) -> float:
    """Growth after the warm-up, per hour of the product's time."""
    settled = samples[int(len(samples) * WARM_UP) :]
    return linear_regression([hours for hours, _ in settled], [mb for _, mb in settled]).slope


@pytest.mark.soak
@pytest.mark.timeout(HOURS * 3600 / SPEED + 300)
def test_a_day_grows_nothing_and_loses_nothing(product, figure):
    run = product.start(
        *("run", "--host", "127.0.0.1", "--port", "0", "--source", "simulated"),
        *("--speed", str(SPEED)),
    )
    assert run.stdout is not None
    page = next(
        found[1] for line in run.stdout if (found := re.search(r"page at (http://\S+/)", line))
    )
    watcher = Watcher(page)
    watcher.start()
    halves = psutil.Process(run.pid).children()
    memory: list[list[tuple[float, float]]] = [[] for _ in halves]
    descriptors: list[list[int]] = [[] for _ in halves]
    wal = product.data_dir / "store" / "training.sqlite-wal"
    largest_wal = 0
    started = time.monotonic()
    while (hours := (time.monotonic() - started) * SPEED / 3600) < HOURS:
        time.sleep(min(5.0, HOURS * 3600 / SPEED / 60))
        for half, mb, fds in zip(halves, memory, descriptors, strict=True):
            mb.append((hours, half.memory_info().rss / 1e6))
            fds.append(half.num_fds())
        largest_wal = max(largest_wal, wal.stat().st_size if wal.exists() else 0)
        requests.get(f"{page}api/v1/sets", params={"limit": 5}, timeout=10).raise_for_status()
    saved = list(watcher.saved)
    table = requests.get(f"{page}sets.csv", timeout=120).text
    rows = {(int(row["set_id"]), int(row["rep"])) for row in csv.DictReader(io.StringIO(table))}
    slopes = [slope_mb_per_h(samples) for samples in memory]
    figure(
        "soak",
        f"{HOURS:g} h: {len(saved)} reps, memory {max(slopes):+.2f} MB/h, "
        f"WAL at most {largest_wal / 1e6:.1f} MB",
    )
    assert len(saved) > 100 * HOURS
    assert set(saved) <= rows
    first = {}
    for set_id, number in sorted(rows):
        assert number == first.get(set_id, 0) + 1, f"set {set_id} lacks rep {number - 1}"
        first[set_id] = number
    for half, counts in zip(halves, descriptors, strict=True):
        settled = counts[int(len(counts) * WARM_UP) :]
        assert max(settled) - min(settled) <= 12, half.cmdline()
    assert largest_wal < WAL_BYTES
    assert max(slopes) < max(SLOPE_MB_PER_H, 6.0 / HOURS)
