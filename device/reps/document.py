"""A repetition as JSON, as ``cablecoach replay --json``, the live stream and the API show it."""

from typing import Any

from device.reps.rep import Rep

_DIGITS = 4


def rep_document(rep: Rep, origin_ns: int = 0) -> dict[str, Any]:
    """The object of the design's section 3; times in seconds since ``origin_ns``."""

    def seconds(t_ns: int) -> float:
        return round((t_ns - origin_ns) * 1e-9, 6)

    return {
        "rep": rep.number,
        "start_s": seconds(rep.start_ns),
        "top_s": seconds(rep.top_ns),
        "release_s": seconds(rep.release_ns),
        "end_s": seconds(rep.end_ns),
        "detected_s": seconds(rep.detected_ns),
        "rom_m": _rounded(rep.rom_m),
        "rom_pct": _rounded(rep.rom_pct, 1),
        "hold_s": _rounded(rep.hold_s),
        "held": rep.held,
        "concentric_s": _rounded(rep.concentric_s),
        "eccentric_s": _rounded(rep.eccentric_s),
        "mean_velocity_m_s": _rounded(rep.mean_velocity_m_s),
        "mean_propulsive_velocity_m_s": _rounded(rep.mean_propulsive_velocity_m_s),
        "peak_velocity_m_s": _rounded(rep.peak_velocity_m_s),
        "eccentric_velocity_m_s": _rounded(rep.eccentric_velocity_m_s),
        "mean_force_n": _rounded(rep.mean_force_n, 2),
        "peak_force_n": _rounded(rep.peak_force_n, 2),
        "mean_power_w": _rounded(rep.mean_power_w, 2),
        "peak_power_w": _rounded(rep.peak_power_w, 2),
        "work_j": _rounded(rep.work_j, 2),
        "rfd_n_s": _rounded(rep.rfd_n_s, 1),
        "velocity_loss_pct": _rounded(rep.velocity_loss_pct, 1),
        "tempo": rep.tempo,
        "verdict": rep.verdict,
        "reasons": [str(reason) for reason in rep.reasons],
        "flags": [str(flag) for flag in rep.flags],
    }


def _rounded(value: float | None, digits: int = _DIGITS) -> float | None:
    return None if value is None else round(value, digits)
