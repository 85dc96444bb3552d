"""The present state as it is told: station, clock and source put together."""

from device.objects.station import FaultObject, StateObject
from device.objects.stream import StateMessage
from device.reps.events import FaultKind
from device.sensors.capabilities import SelfReport
from device.service.broadcaster import Broadcaster
from device.service.calibrated_pipeline import CalibratedPipeline
from device.service.saving.station_time import StationTime
from device.service.station_state import StationState


class PresentState:
    """Makes the objects that tell the state. Any thread may ask.

    Args:
        state: What the threads have told.
        time: How good the clock is.
        measuring: Whether a calibration runs.
        report: What the source knows of its hardware, if it does.
        broadcaster: Numbers the messages.
    """

    def __init__(
        self,
        *,
        state: StationState,
        time: StationTime,
        measuring: CalibratedPipeline,
        report: SelfReport | None,
        broadcaster: Broadcaster,
    ) -> None:
        self._state = state
        self._time = time
        self._measuring = measuring
        self._report = report
        self._broadcaster = broadcaster

    def object(self) -> StateObject:
        """The fields of the heartbeat."""
        state = self._state.state(self._time.quality(), calibrating=self._measuring.calibrating)
        state["faults"] = [self._explained(fault) for fault in state["faults"]]
        return state

    def message(self) -> StateMessage:
        """The answer to ``state``."""
        return {**self._broadcaster.envelope(), **self.object()}

    def line(self) -> str:
        """One line for ``systemctl status``."""
        if self._state.problem is not None:
            return f"not recording: {self._state.problem}"
        return "measuring" if self._state.sensor_ok else "waiting for the sensor"

    def _explained(self, fault: FaultObject) -> FaultObject:
        """The fault; of a lost sensor with what its source knows of the reason."""
        if fault["kind"] != FaultKind.SENSOR_OFFLINE or self._report is None:
            return fault
        return {**fault, "detail": self._report.status}
