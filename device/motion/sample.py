"""What motion estimation delivers for every measurement."""

from typing import NamedTuple


class MotionSample(NamedTuple):
    """The state of the cable at one instant, estimated from this sample and earlier ones.

    Attributes:
        t_ns: As in the reading.
        position_m: Cable paid out since count zero, as measured.
        velocity_m_s: Causal estimate, positive in the direction of the pull.
        slow_velocity_m_s: The same over a longer window in which tremor cancels.
        force_n: Latest trustworthy force, or ``None`` where the load cell is silent, frozen or
            wrong.
        conversion_n: The conversion that came with this very sample, not judged; else ``None``.
        power_w: ``force_n * velocity_m_s``, or ``None``.
        faults: As in the reading.
        position_ok: Whether the position was measured: false while the sensor is offline, or while
            the encoder is known to be out. Such time belongs to no phase.
    """

    t_ns: int
    position_m: float
    velocity_m_s: float
    slow_velocity_m_s: float
    force_n: float | None
    conversion_n: float | None
    power_w: float | None
    faults: int
    position_ok: bool = True
