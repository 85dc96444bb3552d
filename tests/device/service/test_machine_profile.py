import pytest

from device.config import Config
from device.service.machine import machine_profile


def test_a_functional_trainer_halves_the_stack_at_the_handle() -> None:
    """The page's ``pulley_ratio`` is stack over handle; both sides must mean the same force."""
    profile = machine_profile(Config(pulley_ratio=2.0))
    assert profile.stack_kg(10.0 * 9.80665) == pytest.approx(20.0)


def test_the_labels_describe_the_wheel() -> None:
    profile = machine_profile(Config(encoder_lines=100, wheel_circumference_mm=200.0))
    assert profile.counts_per_turn == 400
    assert profile.wheel_diameter_m == pytest.approx(0.0637, abs=1e-4)
