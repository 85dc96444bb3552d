"""The load cell's PIO program and its driver, in the emulator, against a model of the chip."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from pico import Pico, firmware
from pioemu import State

MHZ = 4
READY_EVERY = 12_500 * MHZ // 50
"""A conversion period, shortened to keep the emulator busy with what matters."""

LOAD_SATURATED, LOAD_DESYNC = 1, 2

VECTORS = json.loads((Path(__file__).parents[3] / "vectors/hx711.json").read_text())["vectors"]


class Chip:
    """HX711 as its data sheet's figure 2: DOUT falls when ready, bits leave on rising clocks."""

    def __init__(self, values: Sequence[int], stuck: int | None = None) -> None:
        self.values = list(values)
        self.stuck = stuck
        self.pulses_of_frames: list[int] = []
        self.widest_high = 0
        self._sck = 0
        self._rose = 0
        self._pulses = 0
        self._ready_at = READY_EVERY

    def levels(self, state: State) -> int:
        sck = state.pin_values >> 1 & 1
        if sck and not self._sck:
            self._pulses += 1
            self._rose = state.clock
        if self._sck and not sck:
            self.widest_high = max(self.widest_high, state.clock - self._rose)
            if self._pulses == 25:
                self.pulses_of_frames.append(self._pulses)
                del self.values[:1]
                self._pulses = 0
                self._ready_at = state.clock + READY_EVERY
        self._sck = sck
        return self._dout(state.clock) if self.stuck is None else self.stuck

    def _dout(self, clock: int) -> int:
        if self._pulses == 0:
            return int(not self.values or clock < self._ready_at)
        if self._pulses > 24:
            return 1
        return (self.values[0] & 0xFFFFFF) >> (24 - self._pulses) & 1


def read(chip: Chip, conversions: int) -> list:
    board = Pico(chip.levels)
    with firmware(**board.modules()):
        from hx711_pio import SETTLING_CONVERSIONS, Hx711

        driver = Hx711(4, 5)
    results = []
    for _ in range(SETTLING_CONVERSIONS + conversions):
        board.machines[-1].run_until(board.machines[-1].clock + READY_EVERY + 400)
        results.append(driver.read())
    assert all(value is None for value, *_ in results[:SETTLING_CONVERSIONS])
    return results[SETTLING_CONVERSIONS:]


@pytest.mark.parametrize(
    ("value", "flags"),
    [(each["raw"], LOAD_SATURATED if each["saturated"] else 0) for each in VECTORS],
)
def test_conversion_is_read_right_or_flagged(value: int, flags: int) -> None:
    chip = Chip([value] * 6)
    assert read(chip, 2) == [(value, flags, True)] * 2


def test_each_conversion_is_read_once_with_25_pulses_that_cannot_power_the_chip_down() -> None:
    values = [5, 6, 7, 8, 100, -200, 300]
    chip = Chip(values)
    results = read(chip, 4)
    assert results == [(100, 0, True), (-200, 0, True), (300, 0, True), (None, 0, False)]
    assert chip.pulses_of_frames == [25] * 7
    assert chip.widest_high / MHZ < 50, "µs; 60 power it down"


def test_line_stuck_low_is_out_of_step_and_never_a_zero() -> None:
    """Row 2 of docs/reliability.md."""
    assert all(result == (None, LOAD_DESYNC, True) for result in read(Chip([], stuck=0), 5))


def test_line_stuck_high_gives_nothing() -> None:
    """Row 1 of docs/reliability.md."""
    assert all(result == (None, 0, False) for result in read(Chip([], stuck=1), 5))
