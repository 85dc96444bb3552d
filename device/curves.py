"""The curves of a recorded set, by the same estimate that the live page shows."""

from pathlib import Path

from device.calibration.recorded import factors_from_header
from device.motion.estimator import MotionEstimator
from device.motion.faults import FaultBoard
from device.objects.answers import SamplesObject
from device.recordings.reader import RecordingReader

_MOST_SAMPLES = 400_000
"""Half an hour at 200 per second; a longer recording is thinned."""


def read_samples(path: Path) -> SamplesObject:
    """Turn a raw recording into curves.

    Times are the recording's own seconds. A recording with more than ``_MOST_SAMPLES`` readings
    is thinned evenly.

    Raises:
        UserError: The recording is damaged.
    """
    t_s: list[float] = []
    position: list[float] = []
    velocity: list[float] = []
    force: list[float | None] = []
    with RecordingReader(path) as recording:
        every = 1 + recording.size_bytes // (_MOST_SAMPLES * 16)  # a row has 16 bytes or more
        factors = factors_from_header(recording.header)
        motion = MotionEstimator(FaultBoard(), factors.quantum_m)
        for number, reading in enumerate(recording):
            sample = motion.update(factors.apply(reading))
            if number % every == 0:
                t_s.append(round(sample.t_ns / 1e9, 6))
                position.append(round(sample.position_m, 6) + 0.0)  # a negative zero is none
                velocity.append(round(sample.velocity_m_s, 6) + 0.0)
                force.append(None if sample.force_n is None else round(sample.force_n, 3))
    return {"t_s": t_s, "position_m": position, "velocity_m_s": velocity, "force_n": force}
