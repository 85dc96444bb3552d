import json

import pytest

from device.calibration.profile import MachineProfile
from device.calibration.refusal import RefusalError


def test_a_moving_pulley_halves_the_force():
    profile = MachineProfile(pulley_ratio=2)
    assert profile.stack_kg(20 * 9.80665) == pytest.approx(40)


def test_a_force_speaks_for_the_nearest_step_of_the_stack():
    profile = MachineProfile(stack_steps_kg=(5.0, 10.0, 15.0))
    assert profile.stack_kg(12.0 * 9.80665) == 10.0
    assert profile.stack_kg(500.0) == 15.0


def test_survives_json():
    profile = MachineProfile.from_json(
        {"name": "Tower", "stack_steps_kg": [10, 5, 10], "wheel_diameter_m": 0.0637}
    )
    assert profile.stack_steps_kg == (5.0, 10.0)
    assert MachineProfile.from_json(json.loads(json.dumps(profile.to_json()))) == profile


@pytest.mark.parametrize(
    "values",
    [
        {"colour": "red"},
        {"pulley_ratio": 0},
        {"pulley_ratio": "1"},
        {"name": ""},
        {"name": "x" * 65},
        {"stack_steps_kg": 5},
        {"stack_steps_kg": [5, "10"]},
        {"stack_steps_kg": list(range(201))},
        {"wheel_diameter_m": -1},
    ],
)
def test_refuses_nonsense_in_one_sentence(values):
    with pytest.raises(RefusalError, match=r"^[^.]+.*\.$"):
        MachineProfile.from_json(values)
