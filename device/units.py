"""Units in which people read."""

from typing import Final

KG_PER_LB: Final = 0.45359237
"""The international avoirdupois pound, exactly (1959)."""

M_PER_MM: Final = 1e-3
"""A millimetre."""
