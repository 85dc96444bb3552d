"""Under-voltage and heat, as the kernel shows them (row 37 of docs/reliability.md)."""

from dataclasses import replace

import pytest
from powercut.scenario import make_rep

from device.clock.stamp import Stamp
from device.reps.events import RepConfirmed
from device.reps.plan import SetPlan
from device.reps.rep import COMPUTER_FLAGS, RepFlag
from device.service.current_set import CurrentSet
from device.service.event_publisher import EventPublisher
from device.service.health.power import Power
from device.service.saving.records import SetKeys
from device.service.station_state import StationState


@pytest.fixture
def sysfs(tmp_path):
    for name, device in (("hwmon0", "cpu_thermal"), ("hwmon1", "rpi_volt")):
        folder = tmp_path / "class" / "hwmon" / name
        folder.mkdir(parents=True)
        (folder / "name").write_text(f"{device}\n")
        (folder / "in0_lcrit_alarm").write_text("0\n")
    zone = tmp_path / "class" / "thermal" / "thermal_zone0"
    zone.mkdir(parents=True)
    (zone / "temp").write_text("48312\n")
    return tmp_path


def test_a_healthy_computer_has_no_trouble(sysfs):
    power = Power(sysfs)
    assert power.troubles() == []
    assert power.temperature_c() == pytest.approx(48.3, abs=0.05)


def test_under_voltage_comes_and_goes(sysfs, figure):
    power = Power(sysfs)
    alarm = sysfs / "class" / "hwmon" / "hwmon1" / "in0_lcrit_alarm"
    alarm.write_text("1\n")
    [trouble] = power.troubles()
    assert trouble.kind == "under_voltage"
    assert "supply" in trouble.detail
    alarm.write_text("0\n")
    assert power.troubles() == []
    figure(37, "under-voltage and heat told, and cleared, at the next look (10 s)")


def test_the_alarm_of_another_sensor_is_not_ours(sysfs):
    (sysfs / "class" / "hwmon" / "hwmon0" / "in0_lcrit_alarm").write_text("1\n")
    assert Power(sysfs).troubles() == []


def test_heat_is_told_with_its_degrees(sysfs):
    (sysfs / "class" / "thermal" / "thermal_zone0" / "temp").write_text("82500\n")
    [trouble] = Power(sysfs).troubles()
    assert "82 °C" in trouble.detail


def test_a_computer_without_such_files_has_no_trouble(tmp_path):
    assert Power(tmp_path).troubles() == []
    assert Power(tmp_path).temperature_c() is None


class Told:
    """Takes what the publisher tells and saves."""

    def __init__(self):
        self.messages, self.saved = [], []

    def tell(self, topic, t_ns, message):
        self.messages.append(message)

    def save(self, record):
        self.saved.append(record)


@pytest.mark.parametrize("trouble", sorted(COMPUTER_FLAGS))
def test_a_rep_made_meanwhile_is_flagged(trouble):
    told = Told()
    state = StationState(
        source="simulated", simulated=True, wall_time=lambda at: (None, "unsynced")
    )
    current = CurrentSet(set_id=1, plan=SetPlan(), started_ns=0, at=Stamp("boot", 0), by_user=False)
    state.open_set(current)
    publisher = EventPublisher(
        run="run",
        speed=1.0,
        state=state,
        broadcaster=told,
        writer=told,
        recorder=None,
        keys=SetKeys(),
        measuring=None,
        training=None,
    )

    def flags_of(number, *flags):
        publisher.event(RepConfirmed(number, replace(make_rep(number), flags=flags)))
        assert told.messages[-1]["rep"]["flags"] == list(told.saved[-1].rep.flags)
        return told.saved[-1].rep.flags

    assert flags_of(1) == ()
    state.fault(trouble, "what to do")
    state.fault("load_cell_lost", "a fault of a sensor is the detector's to flag")
    assert flags_of(2, RepFlag.GAP) == (RepFlag.GAP, trouble)
    state.fault(trouble, None)
    assert flags_of(3) == ()
