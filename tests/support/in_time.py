"""What the fixture ``in_time`` gives: how long something took, and how long it may take."""

from collections.abc import Callable

InTime = Callable[[float, float], None]
