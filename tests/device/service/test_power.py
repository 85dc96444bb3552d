"""Under-voltage and heat, as the kernel shows them (FAULTS row 37)."""

import pytest

from device.service.power import Power


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


def test_under_voltage_comes_and_goes(sysfs, record_property):
    power = Power(sysfs)
    alarm = sysfs / "class" / "hwmon" / "hwmon1" / "in0_lcrit_alarm"
    alarm.write_text("1\n")
    [trouble] = power.troubles()
    assert trouble.kind == "under_voltage"
    assert "supply" in trouble.detail
    alarm.write_text("0\n")
    assert power.troubles() == []
    record_property("fault", "37")
    record_property("measured", "under-voltage and heat told, and cleared, at the next look (10 s)")


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
