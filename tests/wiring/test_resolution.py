import re
from pathlib import Path

import pytest

from device.calibration.nominal import nominal_counts_per_metre
from device.errors import UserError
from device.sensors.gpio.opening import MAX_SPEED_M_S, refuse_too_fast
from wiring.resolution import (
    BRIDGE,
    COUNTERS,
    DIRECT,
    DIRECT_OLD,
    ENCODER_LINES,
    FASTEST_PULL_M_S,
    WHEEL_CIRCUMFERENCES_MM,
    Pairing,
    table,
)

PAIRINGS = [Pairing(lines, around) for lines in ENCODER_LINES for around in WHEEL_CIRCUMFERENCES_MM]


def declared_limit(module: str) -> int:
    """Read rather than imported: the packages of these modules exist on a Raspberry Pi only."""
    text = (Path(__file__).parents[2] / "device/sensors/gpio" / module).read_text()
    found = re.search(r"^    max_edges_per_s = ([\d_]+)$", text, re.MULTILINE)
    assert found is not None
    return int(found[1])


def test_the_limits_are_those_of_the_sources() -> None:
    assert DIRECT.edges_per_s == declared_limit("lines_gpiod.py")
    assert DIRECT_OLD.edges_per_s == declared_limit("lines_rpigpio.py")
    assert FASTEST_PULL_M_S == MAX_SPEED_M_S


@pytest.mark.parametrize("pairing", PAIRINGS, ids=str)
def test_bold_is_exactly_what_the_source_accepts(pairing: Pairing) -> None:
    scale = nominal_counts_per_metre(pairing.lines, pairing.circumference_mm)
    assert 1_000 / pairing.mm_per_count == pytest.approx(scale)
    rows = {row.split("|")[1].strip(): row for row in table(pairing.circumference_mm).split("\n")}
    cells = rows[str(pairing.lines)].split("|")[-2 - 2 : -1]
    for counter, cell in zip(COUNTERS, cells, strict=True):
        if counter is BRIDGE:
            continue
        try:
            refuse_too_fast(scale, counter.edges_per_s)
            accepted = True
        except UserError:
            accepted = False
        assert accepted == ("**" in cell), (counter, cell)


def test_the_worked_example_of_the_data_sheets() -> None:
    """600 lines on 200 mm: 0.083 mm a count, 48 000 edges per second at 4 m/s."""
    pairing = Pairing(600, 200.0)
    assert pairing.mm_per_count == pytest.approx(0.0833, abs=1e-4)
    assert pairing.edges_per_s(4.0) == pytest.approx(48_000)
    assert pairing.fastest_m_s(DIRECT) == pytest.approx(1.0)
    assert Pairing(100, 200.0).edges_per_s(1.5) == pytest.approx(3_000)
