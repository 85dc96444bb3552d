"""Units in which people read weights."""

from typing import Final

KG_PER_LB: Final = 0.45359237
"""The international avoirdupois pound, exactly (1959)."""
