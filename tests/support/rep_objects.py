"""Repetitions as the API shows them, for what is computed from such objects."""

from typing import Any


def rep(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "rep": number,
        "rom_m": 0.6,
        "hold_s": 1.2,
        "held": True,
        "mean_velocity_m_s": 0.8,
        "peak_velocity_m_s": 1.4,
        "velocity_loss_pct": 5.0 * number,
        "mean_power_w": 150.0,
        "peak_power_w": 300.0,
        "work_j": 90.0,
        "verdict": "good",
        "reasons": [],
        "flags": [],
    } | changes
