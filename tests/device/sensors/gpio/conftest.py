import importlib

import pytest
from virtual_board.board import VirtualBoard


@pytest.fixture
def board(monkeypatch):
    board = VirtualBoard()
    board.install(monkeypatch)
    return board


@pytest.fixture
def load_cell(board):
    """The safe driver on the virtual board."""
    module = importlib.import_module("device.sensors.gpio.hx711_safe")
    return module.SafeHx711(board.pins.load_dout.gpio, board.pins.load_sck.gpio, board.clock)


class Watch:
    """Polls a load cell as its thread does, and keeps what came."""

    def __init__(self, board, load_cell):
        self.board, self.load_cell = board, load_cell
        self.values, self.faults = [], []

    def run(self, seconds):
        end_ns = self.board.clock.now_ns + round(seconds * 1e9)
        while self.board.clock.now_ns < end_ns:
            conversion = self.load_cell.poll()
            if conversion is not None:
                (self.faults if conversion.raw is None else self.values).append(conversion)
            self.board.clock.advance(1_000_000)
        return self

    @property
    def raws(self):
        return [conversion.raw for conversion in self.values]


@pytest.fixture
def watch(board, load_cell):
    return Watch(board, load_cell)


CHIP = "/dev/gpiochip0"


@pytest.fixture(params=["gpiod", "rpigpio"])
def lines(request, board):
    """The watched lines, by either maker."""
    pins = [s.gpio for s in (board.pins.encoder_a, board.pins.encoder_b, board.pins.button)]
    board.kernel.labels[CHIP] = "pinctrl-bcm2711"
    if request.param == "gpiod":
        module = importlib.import_module("device.sensors.gpio.lines_gpiod")
        lines = module.GpiodLines(CHIP, pins)
    else:
        module = importlib.import_module("device.sensors.gpio.lines_rpigpio")
        lines = module.RpiGpioLines(board.gpio, pins, clock=board.clock)
    yield lines
    lines.close()


@pytest.fixture
def encoder(board, lines):
    module = importlib.import_module("device.sensors.gpio.encoder")
    pins = board.pins
    return module.EncoderReader(lines, pins.encoder_a.gpio, pins.encoder_b.gpio, pins.button.gpio)
