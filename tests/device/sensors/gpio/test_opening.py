import importlib
import os
import subprocess
import sys

import pytest

from device.errors import UserError
from device.sensors.gpio.opening import open_gpio, refuse_too_fast

HARDWARE = {"RPi", "RPi.GPIO", "gpiod", "hx711", "lgpio"}


def find_chip(folder):
    return importlib.import_module("device.sensors.gpio.lines_gpiod").find_chip(folder)


def test_no_hardware_package_is_imported_before_it_is_chosen():
    code = (
        "import sys, device.sensors.gpio.opening as _;"
        f"print(sorted(set(sys.modules) & {HARDWARE!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_off_a_raspberry_pi_it_says_what_to_install_or_choose():
    with pytest.raises(UserError, match=r"WIRING=direct.*--source simulated"):
        open_gpio(2000.0)


@pytest.mark.parametrize("label", ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"])
def test_the_chip_is_found_by_its_label(board, tmp_path, label):
    for number, text in ((0, "raspberrypi-exp-gpio"), (4, label), (10, "gpio-brcmstb")):
        path = tmp_path / f"gpiochip{number}"
        path.touch()
        board.kernel.labels[str(path)] = text
    assert find_chip(tmp_path) == str(tmp_path / "gpiochip4")


def test_a_missing_right_is_told_apart_from_a_missing_chip(board, tmp_path):
    with pytest.raises(UserError, match="--source serial"):
        find_chip(tmp_path)
    path = tmp_path / "gpiochip0"
    path.touch()
    board.kernel.labels[str(path)] = "pinctrl-rp1"
    board.kernel.denied.add(str(path))
    with pytest.raises(UserError, match="group gpio"):
        find_chip(tmp_path)


def test_lines_that_another_program_holds(board):
    lines_gpiod = importlib.import_module("device.sensors.gpio.lines_gpiod")
    board.kernel.busy.add(17)
    with pytest.raises(UserError, match="gpioinfo"):
        lines_gpiod.GpiodLines("/dev/gpiochip0", [17, 27])


def test_a_kernel_without_edges_for_rpi_gpio(board):
    board.gpio.edges_work = False
    with pytest.raises(UserError, match="install gpiod"):
        open_gpio(500.0, maker="rpigpio")


@pytest.mark.parametrize(
    ("counts_per_metre", "max_edges_per_s", "refused"),
    [(2000, 12_000, False), (-3000, 12_000, False), (12_000, 12_000, True), (-2000, 4000, True)],
)
def test_an_encoder_too_fine_to_count_is_refused(counts_per_metre, max_edges_per_s, refused):
    if not refused:
        refuse_too_fast(counts_per_metre, max_edges_per_s)
        return
    with pytest.raises(UserError, match=r"edges per second.*bridge board"):
        refuse_too_fast(counts_per_metre, max_edges_per_s)


def test_a_refusal_lets_go_of_the_lines(board):
    with pytest.raises(UserError, match="bridge board"):
        open_gpio(12_000.0, maker="rpigpio")
    assert board.gpio.callbacks == {}


@pytest.mark.parametrize("given", [None, "unwritable", "writable"])
def test_lgpio_gets_a_folder_it_may_write(board, monkeypatch, tmp_path, given):
    folder = {None: None, "unwritable": "/proc/1", "writable": str(tmp_path)}[given]
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    if folder is None:
        monkeypatch.delenv("LG_WD", raising=False)
    else:
        monkeypatch.setenv("LG_WD", folder)
    opening = importlib.import_module("device.sensors.gpio.opening")
    opening.import_rpi_gpio()
    assert os.access(os.environ["LG_WD"], os.W_OK)
    assert (os.environ["LG_WD"] == str(tmp_path)) is (given == "writable")


@pytest.mark.parametrize("missing", ["chip", "interface", "package"])
def test_without_the_character_device_rpi_gpio_counts(board, tmp_path, monkeypatch, missing):
    if missing != "chip":
        (tmp_path / "gpiochip0").touch()
        board.kernel.labels[str(tmp_path / "gpiochip0")] = "pinctrl-bcm2835"
    board.kernel.old = missing == "interface"
    if missing == "package":
        monkeypatch.setitem(sys.modules, "gpiod", None)
    with open_gpio(500.0, devices=tmp_path):
        assert len(board.gpio.callbacks) == 3


def test_the_character_device_counts_where_it_works(board, tmp_path):
    (tmp_path / "gpiochip0").touch()
    board.kernel.labels[str(tmp_path / "gpiochip0")] = "pinctrl-bcm2835"
    with open_gpio(500.0, devices=tmp_path):
        assert board.gpio.callbacks == {}
        assert len(board.kernel.requests) == 1
    assert board.kernel.requests == {}


def test_a_package_that_does_not_know_this_pi(board, tmp_path):
    (tmp_path / "gpiochip0").touch()
    board.kernel.labels[str(tmp_path / "gpiochip0")] = "pinctrl-rp1"
    board.gpio.refusal = RuntimeError("Cannot determine SOC peripheral base address")
    with pytest.raises(UserError, match=r"peripheral base address\): on a Pi 5 have rpi-lgpio"):
        open_gpio(500.0, devices=tmp_path)
    assert board.kernel.requests == {}
    with pytest.raises(UserError, match="have rpi-lgpio"):
        open_gpio(500.0, maker="rpigpio")
