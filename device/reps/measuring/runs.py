"""Stretches in which something holds."""

import numpy as np

from device.motion.arrays import Mask


def runs(mask: Mask) -> list[tuple[int, int]]:
    """First and last index of every stretch in which a mask holds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
