import json
import random
from pathlib import Path

import pytest
from virtual_board.hx711_chip import GARBAGE

from device.sensors.reading import Fault

VECTORS = json.loads((Path(__file__).parents[3] / "vectors/hx711.json").read_text())["vectors"]
SETTLED_S = 0.1


def one_percent_late(seed, delay_ns=100_000):
    source = random.Random(seed)

    def delay():
        if source.random() >= 0.01:
            return 0, 0
        return (delay_ns, 0) if source.random() < 0.5 else (0, delay_ns)

    return delay


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["raw"]))
def test_every_vector_is_read_right(board, watch, vector):
    board.load = vector["raw"]
    watch.run(1.0)
    assert set(watch.raws) == {vector["raw"]}
    flags = {conversion.faults for conversion in watch.values}
    assert flags == {int(Fault.LOAD_SATURATED) if vector["saturated"] else 0}


def test_no_conversion_is_missed_and_none_read_twice(board, watch):
    board.chip.value_at = lambda t_ns: t_ns // 1_000_000 % 100_000
    watch.run(5.0)
    assert len(watch.raws) == pytest.approx(5 * 80 - 4, abs=1)
    assert watch.raws == board.chip.completed[-len(watch.raws) :]


def test_conversions_are_stamped_when_they_became_ready(board, watch):
    board.chip.value_at = lambda t_ns: t_ns // 1_000_000
    watch.run(2.0)
    ages_ns = [conversion.t_ns - conversion.raw * 1_000_000 for conversion in watch.values]
    assert min(ages_ns) >= 0
    assert max(ages_ns) < 2_500_000


@pytest.mark.parametrize(("gain", "channel", "factor"), [(64, "A", 0.5), (128, "B", 0.0)])
def test_gain_and_channel_are_the_packages(board, watch, gain, channel, factor):
    board.load = 400_000
    pins, driver = board.pins, type(watch.load_cell)
    watch.load_cell = driver(
        pins.load_dout.gpio, pins.load_sck.gpio, board.clock, gain=gain, channel=channel
    )
    watch.run(1.0)
    assert set(watch.raws) == {round(400_000 * factor)}


@pytest.mark.parametrize("mid_frame", ["switch", "hold"])
@pytest.mark.parametrize("seed", range(3))
def test_late_calls_never_make_a_wrong_value(board, watch, seed, mid_frame):
    board.chip.mid_frame = mid_frame
    board.chip.value_at = lambda t_ns: (t_ns // 12_500_000 * 7919) % 4_000_000 - 2_000_000
    watch.run(SETTLED_S)
    board.gpio.delay = one_percent_late(seed)
    watch.run(40.0)
    assert set(watch.raws) <= set(board.chip.completed)
    assert len(watch.raws) > 100
    assert watch.load_cell.late > 100


def test_the_package_itself_is_wrong_in_the_same_conditions(board):
    """The reason for the safe driver; if this fails, the package has changed."""
    board.chip.value_at = lambda t_ns: (t_ns // 12_500_000 * 7919) % 4_000_000 - 2_000_000
    plain = board.hx711.HX711(board.pins.load_dout.gpio, board.pins.load_sck.gpio)
    board.gpio.delay = one_percent_late(1)
    values = [plain._read() for _ in range(3000)]
    known = {*board.chip.completed, GARBAGE}
    wrong = [value for value in values if value is not False and value not in known]
    assert 0.01 < len(wrong) / len(values) < 0.2
    assert values.count(GARBAGE) > 0


def test_a_stall_of_the_process_drops_a_conversion_of_unknown_age(board, watch):
    watch.run(SETTLED_S)
    before = watch.load_cell.dropped
    board.clock.advance(30_000_000)
    count = len(watch.values)
    watch.load_cell.poll()
    assert watch.load_cell.dropped == before + 1
    watch.run(0.5)
    assert len(watch.values) > count + 35


class TestDeadChip:
    def silent_after(self, board, watch):
        began_ns = board.clock.now_ns
        while not watch.load_cell.silent:
            watch.run(0.005)
            assert board.clock.now_ns - began_ns < 2_000_000_000
        return (board.clock.now_ns - began_ns) * 1e-9

    @pytest.mark.parametrize("fault", ["stuck high", "stuck low", "stopped"])
    def test_is_noticed_within_250_ms(self, board, watch, fault):
        watch.run(1.0)
        board.chip.dout = {"stuck high": 1, "stuck low": 0}.get(fault)
        board.chip.silent = fault == "stopped"
        watch.values.clear()
        assert self.silent_after(board, watch) <= 0.25
        assert watch.values == []

    def test_stuck_low_is_told_as_out_of_step_at_once(self, board, watch):
        watch.run(1.0)
        board.chip.dout = 0
        watch.run(0.05)
        assert {conversion.faults for conversion in watch.faults} == {int(Fault.LOAD_DESYNC)}

    def test_dead_from_the_start_neither_hangs_nor_invents(self, board, watch):
        board.chip.dout = 1
        watch.run(5.0)
        assert watch.values == []
        assert watch.load_cell.silent

    @pytest.mark.parametrize("period_ms", [12.5, 100])
    def test_a_chip_that_wakes_up_is_not_dead(self, board, watch, period_ms):
        board.clock.advance(3_000_000_000)
        board.chip.period_ns = round(period_ms * 1e6)
        while not watch.values:
            assert not watch.load_cell.silent
            watch.run(0.005)

    def test_it_recovers_by_itself(self, board, watch):
        watch.run(1.0)
        board.chip.dout = 0
        watch.run(3.0)
        board.chip.dout = None
        board.load = 4711
        watch.values.clear()
        watch.run(1.0)
        assert not watch.load_cell.silent
        assert set(watch.raws) == {4711}


def test_a_slow_chip_is_read_too(board, watch):
    board.chip.period_ns = 100_000_000
    board.load = 99
    watch.run(3.0)
    assert len(watch.raws) >= 20
    assert set(watch.raws) == {99}


@pytest.mark.parametrize("pulse", [0, 7, 23])
def test_a_spark_on_the_clock_harms_a_few_conversions_and_no_more(board, watch, pulse):
    """An extra pulse cannot be seen in the bits; motion's median takes the outliers."""
    board.load = 123456
    watch.run(1.0)
    write, seen = board.gpio.writers[board.pins.load_sck.gpio], []

    def with_spark(level):
        write(level)
        seen.append(level)
        if seen.count(1) == pulse + 1 and level == 0 and len(seen) == 2 * (pulse + 1):
            board.chip.slip()

    board.gpio.writers[board.pins.load_sck.gpio] = with_spark
    watch.values.clear()
    watch.run(1.0)
    wrong = [k for k, raw in enumerate(watch.raws) if raw != 123456]
    assert len(wrong) <= 10
    assert all(k < 12 for k in wrong)
