"""What the fixture ``figure`` takes: a row of the fault table, and what was measured of it."""

from collections.abc import Callable

Figure = Callable[[int | str, str], None]
