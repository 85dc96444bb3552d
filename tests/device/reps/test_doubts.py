"""One table says which figures a flag keeps out of references and records."""

import pytest

from device.reps.doubts import DOUBTS, POSITION_FLAGS, Figure, doubting
from device.reps.rep import RepFlag


def test_every_flag_has_its_row_and_its_reason():
    assert set(DOUBTS) == set(RepFlag)
    assert all(doubt.why.endswith(".") for doubt in DOUBTS.values())


@pytest.mark.parametrize("flag", [flag for flag in RepFlag if flag.startswith("load_")])
def test_a_doubtful_force_leaves_range_and_hold_whole(flag):
    assert DOUBTS[flag].of == Figure.FORCE


@pytest.mark.parametrize("flag", [RepFlag.POSITION_LOST, RepFlag.COUNT_JUMPED, RepFlag.SLIP])
def test_a_lost_position_leaves_force_whole(flag):
    assert Figure.FORCE not in DOUBTS[flag].of
    assert flag in POSITION_FLAGS


def test_any_flag_keeps_power_out():
    assert doubting(Figure.VELOCITY | Figure.FORCE) == set(RepFlag)
