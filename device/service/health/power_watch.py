"""Faults of the computer itself: raised and cleared as supply and temperature are."""

import logging

from device.objects.stream import FaultFields
from device.service.broadcaster import Broadcaster
from device.service.health.power import Power
from device.service.station_state import StationState

_log = logging.getLogger(__name__)


class PowerWatch:
    """Tells state and broadcast of what changed since the look before.

    Args:
        power: Supply and temperature.
        state: Keeps the faults that hold.
        broadcaster: Tells of those that come and go.
    """

    def __init__(self, *, power: Power, state: StationState, broadcaster: Broadcaster) -> None:
        self._power = power
        self._state = state
        self._broadcaster = broadcaster
        self._troubles: dict[str, str] = {}

    def look(self, store: object = None) -> None:
        """Look anew. A chore of the writing thread, which needs no store."""
        now = {trouble.kind: trouble.detail for trouble in self._power.troubles()}
        for kind in {*self._troubles, *now}:
            detail = now.get(kind)
            if (detail is None) != (kind not in self._troubles):
                _log.warning("%s: %s", kind, detail or "over")
                self._state.fault(kind, detail)
                raised = detail is not None
                told: FaultFields = {"kind": kind, "raised": raised, "detail": detail or ""}
                self._broadcaster.tell_now("fault", told)
        self._troubles = now
