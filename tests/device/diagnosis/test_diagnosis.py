from dataclasses import replace
from pathlib import Path

import pytest

from device.diagnosis import Facts, Finding, Level, check_hardware, look_around
from device.diagnosis.checks import check_encoder
from device.diagnosis.facts import Node
from device.sensors.serial.finding import Candidate, UsbIdentity
from wiring.resolution import DIRECT

PICO = Candidate("/dev/ttyACM0", UsbIdentity(0x2E8A, 0x0005, "E66"))
PRINTER = Candidate("/dev/ttyUSB0", UsbIdentity(0x0403, 0x6001, None))

PI_4 = Facts(
    model="Raspberry Pi 4 Model B Rev 1.5",
    kernel=(6, 12),
    packages={"gpiod": "2.5.0", "hx711": "1.1.2.3", "lgpio": "0.2.2.0", "rpi-lgpio": "0.6"},
    gpio_chips=[Node("/dev/gpiochip0", usable=True, group="gpio")],
    ports=[(PICO, Node("/dev/ttyACM0", usable=True, group="dialout"))],
    pipe_folder="/run/cablecoach",
)


def bad(facts: Facts, source: str) -> list[Finding]:
    return [each for each in check_hardware(facts, source) if each.level is not Level.GOOD]


@pytest.mark.parametrize("source", ["serial", "gpio", "simulated", "replay:set.csv"])
def test_a_sound_station_has_no_problem(source: str) -> None:
    assert check_hardware(PI_4, source) != []
    assert bad(PI_4, source) == []


WITHOUT = {
    name: {k: v for k, v in PI_4.packages.items() if k != name} for name in ("hx711", "gpiod")
}
RPI_GPIO = {**{k: v for k, v in PI_4.packages.items() if k != "rpi-lgpio"}, "rpi-gpio": "0.7.1"}

PROBLEMS = {
    "no computer with a header": (
        "gpio",
        {"model": ""},
        "not a Raspberry Pi",
        "--source serial",
    ),
    "hx711 missing": (
        "gpio",
        {"packages": WITHOUT["hx711"]},
        "hx711 missing",
        "pip install '.[pi5]'",
    ),
    "an old kernel": (
        "gpio",
        {"packages": WITHOUT["hx711"], "kernel": (6, 1)},
        "hx711 missing",
        "pip install '.[pi]'",
    ),
    "no edges": ("gpio", {"packages": WITHOUT["gpiod"]}, "finds no edges", "pip install gpiod"),
    "both of one": (
        "gpio",
        {"packages": {**PI_4.packages, "rpi-gpio": "0.7.1"}},
        "overwrite one another",
        "pip uninstall RPi.GPIO rpi-lgpio",
    ),
    "wrong one on a Pi 5": (
        "gpio",
        {"packages": RPI_GPIO, "model": "Raspberry Pi 5 Model B Rev 1.0"},
        "does not know the chip",
        "pip install '.[pi5]'",
    ),
    "neither": ("gpio", {"packages": {"gpiod": "2.5", "hx711": "1"}}, "No package", "pip install"),
    "no right to the header": (
        "gpio",
        {"gpio_chips": [Node("/dev/gpiochip0", usable=False, group="gpio")]},
        "/dev/gpiochip0 may not be opened",
        "usermod -aG gpio",
    ),
    "no group at all": (
        "gpio",
        {"gpio_chips": [Node("/dev/gpiochip0", usable=False, group="root")]},
        "may not be opened",
        "udev rules",
    ),
    "no right to the port": (
        "serial",
        {"ports": [(PICO, Node("/dev/ttyACM0", usable=False, group="dialout"))]},
        "/dev/ttyACM0 may not be opened",
        "usermod -aG dialout",
    ),
    "no board": ("serial", {"ports": []}, "No serial port", "charging cables"),
}


@pytest.mark.parametrize(
    ("source", "changes", "found", "advice"), PROBLEMS.values(), ids=[*PROBLEMS]
)
def test_each_problem_is_named_with_what_to_do(
    source: str, changes: dict[str, object], found: str, advice: str
) -> None:
    problems = bad(replace(PI_4, **changes), source)  # type: ignore[arg-type]
    assert all(each.level is Level.PROBLEM for each in problems)
    assert any(found in each.found and advice in each.advice for each in problems), problems


def test_another_device_on_usb_is_only_noted() -> None:
    both = [*PI_4.ports, (PRINTER, Node("/dev/ttyUSB0", usable=True, group="dialout"))]
    (note,) = bad(replace(PI_4, ports=both), "serial")
    assert note.level is Level.NOTE
    assert "--port-path" in note.advice


def test_an_encoder_too_fine_for_direct_wiring_is_named() -> None:
    assert check_encoder(100, 200.0, DIRECT.edges_per_s).level is Level.GOOD
    problem = check_encoder(600, 200.0, DIRECT.edges_per_s)
    assert problem.level is Level.PROBLEM
    assert "bridge board" in problem.advice


def test_looking_around_reads_model_devices_and_ports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "proc/device-tree").mkdir(parents=True)
    (tmp_path / "proc/device-tree/model").write_bytes(b"Raspberry Pi 5 Model B Rev 1.0\0")
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/gpiochip4").touch()
    port = tmp_path / "dev/ttyACM0"
    port.touch()
    monkeypatch.setenv("LG_WD", str(tmp_path))
    facts = look_around(tmp_path, lambda: [PICO._replace(path=str(port))])
    assert facts.model == "Raspberry Pi 5 Model B Rev 1.0"
    assert [(Path(node.path).name, node.usable) for node in facts.gpio_chips] == [
        ("gpiochip4", True)
    ]
    assert facts.ports[0][1].usable
    assert facts.pipe_folder == str(tmp_path)
    assert "hx711" in facts.packages
    assert facts.kernel > (2, 6)


def test_looking_around_here_never_fails() -> None:
    for source in ("serial", "gpio", "simulated"):
        assert check_hardware(look_around(), source)
