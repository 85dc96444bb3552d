import configparser
import os
import re
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "systemd"
UNITS = ["cablecoach-device.service", "cablecoach-server.service"]
SAFE = "20"
"""Threshold of the exposure in tenths: 2.0, where journald itself has 4.3."""


def settings(unit: str) -> dict[str, list[str]]:
    """Every assignment of a unit's [Service] section; a key may stand several times."""
    found: dict[str, list[str]] = {}
    section = (FOLDER / unit).read_text().split("[Service]")[1].split("[Install]")[0]
    for key, value in re.findall(r"^(\w+)=(.*)$", section, re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS)
def test_the_exposure_is_low(analyze: str, unit: str) -> None:
    command = [analyze, "security", "--offline=true", f"--threshold={SAFE}", "--no-pager"]
    result = subprocess.run(
        [*command, str(FOLDER / unit)], capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 0, result.stdout


def test_the_threshold_sees_a_careless_unit(analyze: str, tmp_path: Path) -> None:
    careless = tmp_path / "careless.service"
    careless.write_text("[Service]\nExecStart=/bin/true\n")
    command = [analyze, "security", "--offline=true", f"--threshold={SAFE}", str(careless)]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode != 0


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    """A file system with the units and the command that they start."""
    units = tmp_path / "etc/systemd/system"
    units.mkdir(parents=True)
    for unit in UNITS:
        (units / unit).write_bytes((FOLDER / unit).read_bytes())
    for path in ("opt/cablecoach/current/bin/cablecoach", "opt/cablecoach/doc/install.md"):
        command = tmp_path / path
        command.parent.mkdir(parents=True)
        command.write_text("#!/bin/sh\n")
        command.chmod(0o755)
    return tmp_path


def verify(analyze: str, staged: Path) -> str:
    command = [analyze, "verify", f"--root={staged}", "--man=no", "--recursive-errors=no"]
    result = subprocess.run([*command, *UNITS], capture_output=True, text=True, timeout=60)
    return result.stdout + result.stderr + ("" if result.returncode == 0 else "failed")


def test_systemd_finds_nothing_to_complain_of(analyze: str, staged: Path) -> None:
    assert verify(analyze, staged) == ""


@pytest.mark.parametrize(("old", "new"), [("Restart=always", "Restart=allways"), ("bin/", "sbin/")])
def test_systemd_would_see_a_mistake(analyze: str, staged: Path, old: str, new: str) -> None:
    unit = staged / "etc/systemd/system" / UNITS[0]
    unit.write_text(unit.read_text().replace(old, new))
    assert UNITS[0] in verify(analyze, staged)


def test_the_two_share_a_group_and_a_folder_of_sockets_but_no_user() -> None:
    device, server = (settings(unit) for unit in UNITS)
    assert device["User"] != server["User"]
    assert device["Group"] == server["Group"] == ["cablecoach"]
    assert "CABLECOACH_RUNTIME_DIR=/run/cablecoach" in device["Environment"]
    assert "CABLECOACH_RUNTIME_DIR=/run/cablecoach" in server["Environment"]
    assert device["RuntimeDirectory"] == device["StateDirectory"] == ["cablecoach"]
    assert "CABLECOACH_DATA_DIR=/var/lib/cablecoach" in server["Environment"]


def test_only_the_device_reaches_hardware_and_only_the_server_the_network() -> None:
    device, server = (settings(unit) for unit in UNITS)
    assert set(device["SupplementaryGroups"][0].split()) == {"gpio", "dialout"}
    assert device["PrivateNetwork"] == ["yes"]
    assert "SupplementaryGroups" not in server
    assert server["PrivateDevices"] == ["yes"]
    assert "DeviceAllow" not in server


def test_a_watchdog_watches_both() -> None:
    for unit in UNITS:
        assert settings(unit)["Type"] == ["notify"]
        assert 3 <= int(settings(unit)["WatchdogSec"][0]) <= 15


def test_users_and_folders_are_those_of_the_units() -> None:
    device, server = (settings(unit) for unit in UNITS)
    sysusers = (FOLDER / "cablecoach.sysusers").read_text()
    for user, folder in (
        (device["User"][0], "cablecoach"),
        (server["User"][0], "cablecoach-server"),
    ):
        assert re.search(rf'^u {user} - ".*" /var/lib/{folder}$', sysusers, re.MULTILINE)
        assert f"m {user} cablecoach\n" in sysusers
    tmpfiles = (FOLDER / "cablecoach.tmpfiles").read_text().splitlines()[-1].split()
    mode = device["RuntimeDirectoryMode"][0]
    assert tmpfiles == ["d", "/run/cablecoach", mode, *device["User"], "cablecoach", "-"]


def test_sysusers_makes_the_users(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may make users, even in a copy")
    (tmp_path / "etc").mkdir()
    command = ["systemd-sysusers", f"--root={tmp_path}", str(FOLDER / "cablecoach.sysusers")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    groups = (tmp_path / "etc/group").read_text()
    assert re.search(
        r"^cablecoach:x:\d+:cablecoach-device,cablecoach-server$", groups, re.MULTILINE
    )
    assert "cablecoach-server:" in (tmp_path / "etc/passwd").read_text()


def test_every_udev_rule_is_made_of_known_words() -> None:
    """A misspelt key would make udev skip the rule with a line in the journal only."""
    words = re.compile(
        r"(?:SUBSYSTEM|KERNEL|ATTRS\{\w+\}|SYMLINK|GROUP|MODE|ENV\{\w+\})(?:==|\+=|=)\"[^\"]+\""
    )
    rules = [
        line
        for line in (FOLDER / "70-cablecoach.rules").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert len(rules) == 3
    for rule in rules:
        assert all(words.fullmatch(part.strip()) for part in rule.split(", ")), rule


def test_the_announced_port_is_the_default() -> None:
    from device.config import Config

    announced = (FOLDER / "cablecoach.avahi").read_text()
    assert f"<port>{Config().port}</port>" in announced
    parser = configparser.ConfigParser()
    parser.read_string("[x]\n" + (FOLDER / "cablecoach.default").read_text().split("once.\n")[1])
    assert parser["x"]["cablecoach_source"] == "@SOURCE@"
