"""The arrays that measurements work with."""

import numpy as np

Array = np.ndarray[tuple[int], np.dtype[np.float64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
