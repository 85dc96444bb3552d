import os
import shlex
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "systemd/hotspot.sh"

NMCLI = """#!/bin/sh
echo "$@" >>"{log}"
case "$*" in
    *"-f NAME"*) cat "{known}" ;;
    *"connection add"*) echo cablecoach-hotspot >"{known}" ;;
    *"connection delete"*) : >"{known}" ;;
    *802-11-wireless.ssid*) echo Gym ;;
    *802-11-wireless-security.psk*) echo secret ;;
esac
"""


class Station:
    """A machine whose NetworkManager only writes down what it is told."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log"
        self.log.touch()
        known = folder / "known"
        known.touch()
        nmcli = folder / "nmcli"
        nmcli.write_text(NMCLI.format(log=self.log, known=known))
        nmcli.chmod(0o755)
        self.path = f"{folder}{os.pathsep}{os.environ['PATH']}"

    def hotspot(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": self.path}
        command = [str(SCRIPT), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)

    def told(self, word: str) -> list[list[str]]:
        lines = self.log.read_text().splitlines()
        return [shlex.split(line) for line in lines if f"connection {word}" in line]


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


def test_the_first_time_makes_a_protected_fallback(station: Station) -> None:
    result = station.hotspot("on")
    assert result.returncode == 0, result.stderr
    assert "Wi-Fi:    Gym" in result.stdout
    assert "http://10.42.0.1:8000" in result.stdout
    (modified,) = station.told("modify")
    given = dict(zip(modified[3::2], modified[4::2], strict=True))
    assert given["802-11-wireless.mode"] == "ap"
    assert given["wifi-sec.key-mgmt"] == "wpa-psk"
    assert given["connection.autoconnect-priority"] == "-10"
    assert len(given["wifi-sec.psk"]) == 12
    assert given["wifi-sec.psk"].isalnum()


def test_passwords_differ_and_stay(station: Station, tmp_path: Path) -> None:
    station.hotspot("on")
    station.hotspot("on")
    assert len(station.told("modify")) == 1, "the second time keeps the password"
    station.hotspot("off")
    station.hotspot("on")
    first, second = (line[line.index("wifi-sec.psk") + 1] for line in station.told("modify"))
    assert first != second


def test_a_country_is_told_to_the_system_first(station: Station, tmp_path: Path) -> None:
    tool = tmp_path / "raspi-config"
    tool.write_text('#!/bin/sh\n[ "$3" = DE ] || exit 1\n')
    tool.chmod(0o755)
    assert station.hotspot("on", "DE").returncode == 0
    refused = station.hotspot("on", "Germany")
    assert refused.returncode == 2
    assert "two letters" in refused.stderr


def test_without_a_hotspot_it_says_how_to_make_one(station: Station) -> None:
    result = station.hotspot("status")
    assert result.returncode == 2
    assert "cablecoach-hotspot on" in result.stderr
    assert station.hotspot("off").returncode == 0
    assert station.hotspot("wifi").returncode == 2
