"""A bridge board on a pseudo-terminal plays a set in real time to the product."""

import threading
import time
from pathlib import Path

import pytest
from bridge_board import PlayingBridge, as_counted_by_default_sensors, default_factors
from processes import LONGEST_S

from device.pipeline import Pipeline
from device.reps.events import RepConfirmed
from device.sensors.reading import Reading
from device.sensors.simulated.generate import generate


def a_set(reps: int) -> list[Reading]:
    """A brisk set, as the sensors of the default configuration count it."""
    brisk = {"release_s": (1.0, 1.2), "hold_s": (1.1, 1.2), "bottom_s": (0.4, 0.6)}
    simulated = generate("plain", 5, reps=(reps, reps), **brisk)
    return as_counted_by_default_sensors(simulated.readings, simulated.header)


def replayed(readings: list[Reading]) -> list[RepConfirmed]:
    pipeline = Pipeline(default_factors())
    events = [event for reading in readings for event in pipeline.feed(reading)]
    events += pipeline.finish()
    return [event for event in events if isinstance(event, RepConfirmed)]


def wait_for_rep(listener, stage: str, number: int) -> None:
    listener.until(
        lambda b: b.topic == "rep" and (b.message["stage"], b.message["number"]) == (stage, number),
        f"rep {number} {stage}",
    )


@pytest.mark.timing
def test_a_cable_plugged_in_again_is_measured_by_in_three_seconds(product, tmp_path: Path) -> None:
    wire = tmp_path / "by-id"
    with PlayingBridge(wire, a_set(4), wait_for_host=True) as bridge:
        product.device("--source", "serial", "--port-path", str(wire))
        listener = product.listen()
        listener.heartbeat(lambda state: state["sensor_ok"])
        bridge.unplug()
        listener.heartbeat(lambda state: not state["sensor_ok"])
        replugged = time.monotonic()
        bridge.plug(wire)
        listener.heartbeat(lambda state: state["sensor_ok"])
        assert time.monotonic() - replugged < 3


def confirmed(listener) -> list[dict]:
    return [
        b.message for b in listener.heard if b.topic == "rep" and b.message["stage"] == "confirmed"
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_set_played_in_real_time_is_announced_with_its_ranges(product, tmp_path: Path) -> None:
    readings = a_set(3)
    expected = replayed(readings)
    assert len(expected) == 3
    wire = tmp_path / "ttyACM0"
    with PlayingBridge(wire, readings, wait_for_host=True) as bridge:
        product.start("run", "--source", "serial", "--port-path", str(wire), "--port", "0")
        listener = product.listen()
        wait_for_rep(listener, "confirmed", 2)
        ranges = [message["rom_m"] for message in confirmed(listener)]
        assert ranges == pytest.approx([event.rep.rom_m for event in expected[:2]], abs=0.003)
        assert bridge.cues.count("hold_reached") <= 3
        assert "rep_done" in bridge.cues


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_cable_pulled_in_mid_set_costs_at_most_the_rep_it_was_pulled_in(
    product, tmp_path: Path
) -> None:
    """Rows 10, 11 and 17 of docs/reliability.md: another name, count from zero, no phantom."""
    readings = a_set(4)
    wire = tmp_path / "by-id"
    with PlayingBridge(wire, readings, wait_for_host=True) as bridge:
        device = product.device("--source", "serial", "--port-path", str(wire))
        listener = product.listen()
        wait_for_rep(listener, "confirmed", 1)
        wait_for_rep(listener, "top", 2)
        bridge.unplug()
        state = listener.heartbeat(lambda state: not state["sensor_ok"])
        assert state["set"] is not None
        listener.heartbeat(lambda state: "plug its USB cable in" in str(state["faults"]))
        bridge.plug(wire)
        listener.heartbeat(lambda state: state["sensor_ok"])
        ended = threading.Thread(target=bridge.finished.wait, args=(LONGEST_S,))
        ended.start()
        while ended.is_alive():
            listener.heartbeat()
        state = listener.heartbeat()
    found = confirmed(listener)
    true_ranges = iter([event.rep.rom_m for event in replayed(readings)])
    assert len(found) >= 2
    for rep in found:  # each is one that was made, in order: none is a phantom
        assert any(rep["rom_m"] == pytest.approx(rom_m, abs=0.01) for rom_m in true_ranges)
    assert state["set"] is not None, "the same set goes on"
    assert len(state["set"]["reps"]) == len(found)
    assert device.poll() is None
