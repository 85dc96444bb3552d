from importlib.resources import files

import pytest

from wiring.pins import SIGNALS, WIRINGS, PinMapError, Wiring, load_pins, parse_pins

TEXT = files("wiring").joinpath("pins.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("wiring", WIRINGS)
def test_the_shipped_map_is_valid_and_complete(wiring: Wiring) -> None:
    pins = load_pins(wiring)
    assert set(pins.signals()) == set(SIGNALS)
    for signal in pins.signals().values():
        assert pins.board.header[signal.header - 1] == f"{pins.board.gpio_prefix}{signal.gpio}"


def test_header_pins_follow_from_the_board() -> None:
    direct, pico = load_pins("direct"), load_pins("pico")
    assert [direct.encoder_a.header, direct.encoder_b.header] == [11, 13]
    assert [pico.encoder_a.header, pico.encoder_b.header] == [4, 5]


def test_both_headers_are_whole() -> None:
    for wiring in WIRINGS:
        header = load_pins(wiring).board.header
        assert len(header) == 40
        gpios = [label for label in header if label.startswith("GP")]
        assert len(gpios) == len(set(gpios))
    assert load_pins("direct").board.header.count("GND") == 8
    assert {f"GPIO{number}" for number in range(28)} <= set(load_pins("direct").board.header)
    assert load_pins("pico").board.header.count("GND") == 7


def test_ground_nearest_to_a_signal() -> None:
    board = load_pins("direct").board
    assert board.header_pin("GND", nearest=13) == 14
    assert board.header_pin("GND", nearest=40) == 39
    with pytest.raises(PinMapError, match="has no pin VBUS"):
        board.header_pin("VBUS")


REFUSED = {
    "shared pin": ("direct", "gpio = 27", "gpio = 17", "encoder_a and encoder_b share pin 17"),
    "reserved": ("direct", "gpio = 22", "gpio = 0", "load_dout: GPIO0 is reserved .ID_SD"),
    "serial console": ("direct", "gpio = 22", "gpio = 14", "GPIO14 is reserved .TXD0"),
    "no such pin": ("direct", "gpio = 22", "gpio = 28", "load_dout: .* has no GPIO28"),
    "not on a Pico": ("pico", "gpio = 16", "gpio = 25", "led_green: Raspberry Pi Pico has no GP25"),
    "a truth value": ("direct", "gpio = 22", "gpio = true", "load_dout: gpio must be a whole"),
    "a text": ("direct", "gpio = 22", 'gpio = "22"', "load_dout: gpio must be a whole"),
    "colour": ("direct", 'color = "YE"', 'color = "yellow"', "load_dout: 'yellow' is not one of"),
    "unknown key": ("direct", "gpio = 22,", "gpio = 22, pull = 1,", "load_dout: needs exactly"),
    "unknown signal": ("direct", "load_dout =", "load_data =", "load_data, load_dout"),
    "not adjacent": ("pico", "gpio = 3,", "gpio = 6,", "encoder_b must be on the pin after"),
    "clock high at boot": ("direct", "gpio = 23", "gpio = 6", "load_sck must be on a pin that is"),
}


@pytest.mark.parametrize(("wiring", "old", "new", "message"), REFUSED.values(), ids=[*REFUSED])
def test_a_wrong_map_is_refused(wiring: Wiring, old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(PinMapError, match=message):
        parse_pins(TEXT.replace(old, new), wiring)
