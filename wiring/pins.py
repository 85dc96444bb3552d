"""The pin map: which signal goes to which pin, in the two ways that the box can be wired.

``load_pins("direct").encoder_a.gpio`` is the number a driver needs. The numbers themselves are in
``pins.toml`` beside this module, and nowhere else.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any, Final, Literal

Wiring = Literal["direct", "pico"]
WIRINGS: Final[tuple[Wiring, ...]] = ("direct", "pico")

# Colour codes of IEC 60757, as far as hook-up wire is sold in them.
WIRE_COLORS = frozenset({"BK", "BN", "RD", "OG", "YE", "GN", "BU", "VT", "GY", "WH"})

# A Raspberry Pi's power-on pulls: BCM2835 ARM Peripherals, section 6.2, table "GPIO function".
_PI_FIRST_PULLED_LOW = 9


class PinMapError(ValueError):
    """The pin map contradicts itself or the board; its text names the signal."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One wire between the box and a sensor, light or button.

    Attributes:
        gpio: The number that software uses: BCM on a Raspberry Pi, GP on a Pico.
        header: The pin on the board's header, counted from 1.
        color: The wire's colour, an IEC 60757 code.
    """

    gpio: int
    header: int
    color: str


@dataclass(frozen=True, slots=True)
class Board:
    """A board's header.

    Attributes:
        title: Its name for people.
        gpio_prefix: What stands before a GPIO number on the header: ``GPIO`` or ``GP``.
        header: The label of every pin, pin 1 first.
        supply_volts: Volts of each supply label.
        reserved: Why a label is not to be used.
    """

    title: str
    gpio_prefix: str
    header: tuple[str, ...]
    supply_volts: Mapping[str, float]
    reserved: Mapping[str, str]

    def header_pin(self, label: str, nearest: int = 1) -> int:
        """The pin with this label, counted from 1; of several the one closest to ``nearest``.

        Raises:
            PinMapError: No pin of this board carries it.
        """
        pins = [pin for pin, name in enumerate(self.header, start=1) if name == label]
        if not pins:
            raise PinMapError(f"{self.title} has no pin {label}")
        return min(pins, key=lambda pin: abs(pin - nearest))


@dataclass(frozen=True, slots=True)
class PinMap:
    """All signals of one way of wiring.

    Attributes:
        board: The board they go to.
        encoder_a: Encoder channel A; open collector, pulled up to 3.3 V.
        encoder_b: Encoder channel B; open collector, pulled up to 3.3 V.
        load_dout: The HX711's data output; low when a conversion is ready.
        load_sck: The HX711's clock and power-down input; rests low.
        piezo: A passive piezo sounder.
        led_green: The green half of the two-colour LED, through its own resistor.
        led_red: The red half of the two-colour LED, through its own resistor.
        button: A push-button to ground; needs the pin's internal pull-up.
    """

    board: Board
    encoder_a: Signal
    encoder_b: Signal
    load_dout: Signal
    load_sck: Signal
    piezo: Signal
    led_green: Signal
    led_red: Signal
    button: Signal

    def signals(self) -> dict[str, Signal]:
        """Every signal by its name, in the order of the class."""
        return {name: getattr(self, name) for name in SIGNALS}


SIGNALS = tuple(field.name for field in fields(PinMap) if field.name != "board")


def load_pins(wiring: Wiring) -> PinMap:
    """Read the pin map that the product ships.

    Raises:
        PinMapError: The file contradicts itself or the board.
    """
    text = files("wiring").joinpath("pins.toml").read_text(encoding="utf-8")
    return parse_pins(text, wiring)


def parse_pins(text: str, wiring: Wiring) -> PinMap:
    """Read a pin map from TOML text in the layout of ``pins.toml``.

    Raises:
        PinMapError: The text contradicts itself or the board.
    """
    document = tomllib.loads(text)
    section = document[wiring]
    board = _board(document["boards"][section["board"]])
    declared = section["signals"]
    if wrong := set(declared) ^ set(SIGNALS):
        raise PinMapError(f"{wiring}: signals missing or unknown: {', '.join(sorted(wrong))}")
    signals = {name: _signal(f"{wiring}.{name}", declared[name], board) for name in SIGNALS}
    _refuse_shared_pins(wiring, signals)
    _check_adjacent(wiring, section["adjacent"], signals)
    _check_idle_low(wiring, section["idle_low"], signals)
    return PinMap(board=board, **signals)


def _board(table: dict[str, Any]) -> Board:
    board = Board(
        title=table["title"],
        gpio_prefix=table["gpio_prefix"],
        header=tuple(table["header"]),
        supply_volts=dict(table["supply_volts"]),
        reserved=dict(table["reserved"]),
    )
    for label in [*board.supply_volts, *board.reserved]:
        board.header_pin(label)
    return board


def _signal(name: str, entry: dict[str, Any], board: Board) -> Signal:
    if set(entry) != {"gpio", "color"}:
        raise PinMapError(f"{name}: needs exactly gpio and color, has {', '.join(sorted(entry))}")
    gpio, color = entry["gpio"], entry["color"]
    label = f"{board.gpio_prefix}{gpio}"
    if type(gpio) is not int:
        raise PinMapError(f"{name}: gpio must be a whole number, not {gpio!r}")
    if label not in board.header:
        raise PinMapError(f"{name}: {board.title} has no {label}")
    if label in board.reserved:
        raise PinMapError(f"{name}: {label} is reserved ({board.reserved[label]})")
    if color not in WIRE_COLORS:
        raise PinMapError(f"{name}: {color!r} is not one of {', '.join(sorted(WIRE_COLORS))}")
    return Signal(gpio, board.header_pin(label), color)


def _refuse_shared_pins(wiring: str, signals: Mapping[str, Signal]) -> None:
    owner: dict[int, str] = {}
    for name, signal in signals.items():
        if signal.gpio in owner:
            raise PinMapError(f"{wiring}: {owner[signal.gpio]} and {name} share pin {signal.gpio}")
        owner[signal.gpio] = name


def _check_adjacent(
    wiring: str, pairs: list[tuple[str, str]], signals: Mapping[str, Signal]
) -> None:
    for first, second in pairs:
        if signals[second].gpio != signals[first].gpio + 1:
            raise PinMapError(f"{wiring}: {second} must be on the pin after {first}")


def _check_idle_low(wiring: str, names: list[str], signals: Mapping[str, Signal]) -> None:
    for name in names:
        if signals[name].gpio < _PI_FIRST_PULLED_LOW:
            raise PinMapError(f"{wiring}: {name} must be on a pin that is low until it is driven")
