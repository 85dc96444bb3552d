"""From the pins to the broadcasts and back to the piezo, through the whole device process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("wired_station.py")
SURROUNDINGS = [Path(__file__).parents[3], Path(__file__).parents[2] / "support"]
HOLD_REACHED, REP_DONE = [2600], [2100, 2800]


@pytest.fixture
def station(product):
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(product.data_dir)],
        env=product.environment | {"PYTHONPATH": os.pathsep.join(map(str, SURROUNDINGS))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def tell(station, command):
    station.stdin.write(command + "\n")
    station.stdin.flush()


@pytest.mark.slow
def test_a_pull_is_counted_and_heard_and_the_button_is_told(product, station):
    listener = product.listen()
    listener.heartbeat(lambda state: state["sensor_ok"])
    tell(station, "press")
    listener.until(lambda b: b.topic == "button", "the button")
    for number in (1, 2):
        tell(station, "pull")
        rep = listener.rep("confirmed", number).message
        assert rep["rom_m"] == pytest.approx(0.6, abs=0.01)
        assert rep["rep"]["held"] is True
        heard = [int(station.stdout.readline()) for _ in HOLD_REACHED + REP_DONE]
        assert heard == HOLD_REACHED + REP_DONE
    station.send_signal(signal.SIGTERM)
    assert station.wait() == 0
