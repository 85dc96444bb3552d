"""Which conversions of a recorded stretch are wrong, by the rule that is used live."""

import numpy as np

from device.motion.arrays import Array, Mask
from device.motion.conversions import ConversionFilter


def wrong_conversions(t_s: Array, force_n: Array) -> Mask:
    """Which conversions are wrong or undecided, shape (k,)."""
    rule = ConversionFilter()
    for t_ns, value_n in zip((t_s * 1e9).astype(np.int64).tolist(), force_n.tolist(), strict=True):
        rule.take(t_ns, value_n)
    mask: Mask = np.zeros(force_n.size, dtype=np.bool_)
    mask[rule.wrong + rule.undecided] = True
    return mask
