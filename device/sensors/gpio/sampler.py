"""From two streams of their own pace to readings at an even one.

A reading's ``t_ns`` is the moment of the latest edge since the reading before, where there was
one: just then the handle stood exactly between two counts, so the velocity of a slow handle comes
from the times of its edges and not from the raster of the readings. Without an edge it is the
tick. A conversion goes with the tick that follows it, at most 5 ms late.
"""

from collections import deque

from device.sensors.gpio.encoder import EncoderReader
from device.sensors.gpio.hx711_safe import Conversion, SafeHx711
from device.sensors.reading import Fault, Reading


class Sampler:
    """Makes the reading of each tick. Belongs to the thread that iterates the source."""

    def __init__(
        self, encoder: EncoderReader, load_cell: SafeHx711, conversions: deque[Conversion]
    ) -> None:
        self._encoder = encoder
        self._load_cell = load_cell
        self._conversions = conversions
        self._count = 0
        self._last_ns = 0

    def reading(self, tick_ns: int) -> Reading:
        """The reading at ``tick_ns``, which must be later than at the call before."""
        edge_ns = self._take_edges(tick_ns)
        t_ns = edge_ns if edge_ns > self._last_ns else tick_ns
        self._last_ns = t_ns
        raw, faults = self._take_conversion(tick_ns)
        if self._load_cell.silent:
            faults |= Fault.LOAD_TIMEOUT
        return Reading(t_ns, self._count, raw, int(faults | self._encoder.take_faults()))

    def _take_edges(self, tick_ns: int) -> int:
        counts, edge_ns = self._encoder.counts, 0
        while counts and counts[0].t_ns <= tick_ns:
            edge_ns, self._count = counts.popleft()
        return edge_ns

    def _take_conversion(self, tick_ns: int) -> tuple[int | None, int]:
        if not self._conversions or self._conversions[0].t_ns > tick_ns:
            return None, 0
        _, raw, faults = self._conversions.popleft()
        return raw, faults
