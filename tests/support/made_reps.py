"""Repetitions as the pipeline announces them, for what is done with such records."""

from device.reps.rep import Rep

SECOND = 1_000_000_000


def make_rep(number: int = 1, **changes: object) -> Rep:
    """A good repetition of three seconds, the ``number``-th of a set that began at 0."""
    start = number * 3 * SECOND
    values: dict[str, object] = {
        "number": number,
        "start_ns": start,
        "top_ns": start + 600_000_000,
        "release_ns": start + 1_700_000_000,
        "end_ns": start + 2_900_000_000,
        "detected_ns": start + 2_950_000_000,
        "rom_m": round(0.6 + number / 1000, 3),
        "rom_pct": None,
        "hold_s": 1.1,
        "held": True,
        "concentric_s": 0.6,
        "eccentric_s": 1.2,
        "mean_velocity_m_s": 1.0,
        "mean_propulsive_velocity_m_s": 1.05,
        "peak_velocity_m_s": 1.6,
        "eccentric_velocity_m_s": 0.5,
        "mean_force_n": 200.0,
        "peak_force_n": 260.5,
        "mean_power_w": 200.0,
        "peak_power_w": 380.25,
        "work_j": 120.0,
        "rfd_n_s": 900.0,
        "velocity_loss_pct": 0.0,
        "tempo": "1-0-X-1",
        "verdict": "good",
        "reasons": (),
        "flags": (),
    }
    return Rep(**(values | changes))  # type: ignore[arg-type]
