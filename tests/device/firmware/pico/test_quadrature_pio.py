"""The encoder's PIO program and its driver, in the emulator."""

import random

import pytest
from pico import Pico, firmware
from pioemu import State

# Levels of the pins (B A) when turning forward: A leads B.
FORWARD = (0b00, 0b01, 0b11, 0b10)


class Encoder:
    """A wheel on the pins; steps fall due at given clock counts of the state machine."""

    def __init__(self, start: int = 0) -> None:
        self.steps: list[int] = []
        self.position = start
        self.levels_now = FORWARD[start % 4]
        self.next = 0

    def plan(self, steps: list[int], cycles_per_edge: int, from_clock: int) -> int:
        """Take these steps (+1, −1, or 2 for an impossible double one); gives when it is over."""
        self.steps = steps
        self.done = 0
        self.period = cycles_per_edge
        self.begin = from_clock
        return from_clock + len(steps) * cycles_per_edge + cycles_per_edge

    def levels(self, state: State) -> int:
        while self.done < len(self.steps) and state.clock >= self.begin + self.done * self.period:
            self.position += self.steps[self.done]
            self.done += 1
        return FORWARD[self.position % 4]

    done = period = begin = 0


@pytest.fixture
def make():
    def make(start: int = 0):
        encoder = Encoder(start)
        board = Pico(encoder.levels)
        with firmware(**board.modules()):
            from quadrature_pio import Quadrature

            return encoder, Quadrature(2, 3), board.machines[0]

    return make


def drive(made, steps: list[int], cycles_per_edge: int):
    encoder, driver, machine = made
    end = encoder.plan(steps, cycles_per_edge, machine.clock + 20)
    machine.run_until(end)
    return driver.read()


def test_program_fills_the_memory_so_that_its_table_lies_at_address_zero(make) -> None:
    _, _, machine = make()
    assert len(machine.program.words) == 32


@pytest.mark.parametrize("start", range(4))
def test_counts_from_whatever_levels_it_starts_on(make, start: int) -> None:
    made = make(start)
    assert drive(made, [], 100) == (0, False)
    assert drive(made, [1] * 9, 100) == (9, False)


@pytest.mark.parametrize("direction", [1, -1])
def test_every_edge_at_48000_a_second(make, direction: int) -> None:
    """The fastest cable and encoder of HARDWARE section B: 208 cycles of the machine an edge."""
    made = make()
    cycles = made[2].frequency_hz // 48_000
    assert drive(made, [direction] * 300, cycles) == (300 * direction, False)


@pytest.mark.parametrize("direction", [1, -1])
def test_every_edge_at_thirteen_times_that_rate(make, direction: int) -> None:
    made = make()
    assert made[2].frequency_hz / 16 > 13 * 48_000
    assert drive(made, [direction] * 2000, 16) == (2000 * direction, False)


def test_back_and_forth_at_random_ends_where_the_wheel_is(make) -> None:
    chance = random.Random(4)
    steps = [chance.choice((-1, 1)) for _ in range(2000)]
    made = make()
    assert drive(made, steps, 16) == (sum(steps), False)


def test_illegal_transition_is_reported_once_and_not_counted(make) -> None:
    made = make()
    assert drive(made, [1] * 5 + [2] + [1] * 5, 50) == (10, True)
    assert drive(made, [1], 50) == (11, False)


def test_reads_what_is_new_even_from_a_full_fifo(make) -> None:
    made = make()
    machine = made[2]
    machine.run_until(5000)
    assert machine.rx_fifo() >= 4
    assert drive(made, [-1] * 7, 30) == (-7, False)


def test_neighbouring_pins_are_required(make) -> None:
    with firmware(**Pico(lambda state: 0).modules()):
        from quadrature_pio import Quadrature

        with pytest.raises(ValueError, match="encoder_b must be the pin after encoder_a"):
            Quadrature(2, 4)
