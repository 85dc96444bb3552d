"""The pipeline with what adjusts its factors: tare, calibration, drift of the zero.

All of it belongs to the acquisition thread.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from device.calibration.auto_zero import AutoZero
from device.calibration.factors import Factors
from device.calibration.procedure.load_steps import measure_tare
from device.calibration.procedure.session import CalibrationSession
from device.calibration.profile import STANDARD_GRAVITY_M_S2, MachineProfile
from device.calibration.recent import RecentReadings
from device.calibration.refusal import RefusalCode, RefusalError
from device.errors import Reason
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.motion.faults import FaultKind
from device.objects.calibration import CalibrationAnswer
from device.pipeline import Pipeline
from device.reps.events import Event, LiveFrame
from device.reps.plan import SetPlan
from device.reps.rep import Phase
from device.sensors.reading import Reading

_log = logging.getLogger(__name__)

_SLACK_N: Final = 20.0
"""More force than a slack cable feels: while a set is open, somebody holds the handle."""

_DRIFT_MOST_N: Final = 30.0
"""A known zero moves by less in a day: 0.4 to 1 N in ten degrees, and some creep."""

_BALANCE_SHARE: Final = 0.08
"""Of the rated load: an unloaded cell whose zero nobody has set yet reads less (zero balance of
common cells: 2 %, and as much from its mounting)."""

_AGAIN_NS: Final = 60_000_000_000
"""So long a second request says that nothing hangs on the cable."""

_SAME_N: Final = 5.0
"""Both requests must have found this much the same force."""

_FORGOTTEN_NS: Final = 600_000_000_000
"""So long without a step, and the calibration ends by itself."""

_LOOKING: Final = frozenset({"live"})
"""What a page that was left open asks for by itself: it does not mean that somebody is there."""

_WRONG_REQUEST: Final = frozenset({RefusalCode.BAD_VALUE})

NewFactorsFound = Callable[[Factors, str, Mapping[str, Any]], None]


class CalibratedPipeline:
    """Feeds the pipeline, and moves its zero where that is due or asked for.

    Args:
        factors: In force at first.
        wiring: Fingerprint of the wiring, for the record of a calibration.
        profile: The machine, as far as it is known before a calibration.
        follow_drift: Whether the load cell's zero may be followed; not in a recording.
        now: The time by a trusted clock, or ``None``.
        found: Told of factors that shall be kept, how they were found, and the details.
        min_rom_m: Shorter movements are not repetitions; 0 leaves it to the exercise.
        rest_s: A pause of this length ends the set.
    """

    def __init__(
        self,
        factors: Factors,
        *,
        wiring: str,
        profile: MachineProfile,
        follow_drift: bool,
        now: Callable[[], datetime | None],
        found: NewFactorsFound,
        min_rom_m: float,
        rest_s: float,
    ) -> None:
        self.factors = factors
        self.pipeline = Pipeline(
            factors,
            min_rom_m=min_rom_m,
            rest_s=rest_s,
            rated_n=profile.load_cell_capacity_kg * STANDARD_GRAVITY_M_S2,
        )
        self._wiring = wiring
        self._profile = profile
        self._now = now
        self._found = found
        self._recent = RecentReadings()
        self._auto_zero = AutoZero(factors) if follow_drift else None
        self._session = self._new_session()
        self._t_ns = self._asked_ns = 0
        self._withheld = False
        self._zero_known = False
        self._refused_tare: tuple[int, float] | None = None

    @property
    def calibrating(self) -> bool:
        """Whether a calibration runs, during which no repetition counts; any thread may ask."""
        return self._session.running

    def feed(self, reading: Reading) -> list[Event]:
        """Take one reading; return what it caused: nothing during a calibration, whose pulls are
        no repetitions.
        """
        self._recent.add(reading)
        self._session.feed(reading)
        self._t_ns = reading.t_ns
        if self._session.running:
            self._withheld = True
            self._give_up_if_forgotten(reading.t_ns)
            return []
        if self._withheld:
            self._withheld = False
            self.pipeline.resume()
        if self._auto_zero is not None:
            drift = self._auto_zero.feed(reading)
            if drift is not None:
                _log.info(
                    "load cell's zero drifted by %+.2f N, %+.2f N since its calibration or tare",
                    drift.drift_n,
                    drift.total_n,
                )
                self._use(drift.factors)
        return self.pipeline.feed(reading)

    def finish(self) -> list[Event]:
        """The source has ended."""
        return self.pipeline.finish()

    def live(self) -> LiveFrame:
        """The present state."""
        return self.pipeline.live()

    def noise_n(self) -> float | None:
        """Standard deviation of the force at rest, over the latest second and a half."""
        if self.pipeline.live().phase is not Phase.REST:
            return None
        load, counts = self._recent.load(), self._recent.counts()
        if load is None or counts is None or not counts.still:
            return None
        return load.noise * abs(self.factors.newtons_per_count)

    def adopt(self, factors: Factors) -> None:
        """Use these factors, which were kept from an earlier run."""
        self._use(factors)
        self._zero_known = True
        if self._auto_zero is not None:
            self._auto_zero.calibrated(factors)
        self._session = self._new_session()

    def train_by(self, plan: SetPlan, min_rom_m: float, rest_s: float) -> None:
        """Go on with another plan and other rules.

        Raises:
            CommandError: ``conflict`` while a set is open.
        """
        if self.pipeline.set_open:
            raise CommandError(
                ErrorCode.CONFLICT, "A set is open; end it, then change this.", Reason.SET_OPEN
            )
        self.pipeline.use_rules(min_rom_m, rest_s)
        self.pipeline.choose(plan)

    def tare(self) -> Factors:
        """Take the present force for zero.

        Raises:
            CommandError: ``conflict`` while the handle moves or somebody holds it in a set, while
                the load cell is silent, saturated or too noisy to give a zero, or where a weight
                seems to hang on it and this is the first request.
        """
        if self.pipeline.live().phase is not Phase.REST:
            raise CommandError(
                ErrorCode.CONFLICT,
                "The handle is moving; let it hang still for two seconds, then tare.",
                Reason.HANDLE_MOVES,
            )
        try:
            load = measure_tare(self._recent)
        except RefusalError as error:
            raise _refused(error) from error
        force_n = (load.mean - self.factors.load_zero) * self.factors.newtons_per_count
        if self.pipeline.set_open and abs(force_n) > _SLACK_N:
            raise CommandError(
                ErrorCode.CONFLICT,
                "There is force on the cable. Put the handle down, then tare.",
                Reason.SET_LOADED,
            )
        self._refuse_loaded(force_n)
        factors = replace(self.factors, load_zero=load.mean)
        self._keep(factors, "tare", {"wiring": self._wiring, "noise_counts": load.noise})
        return factors

    def _refuse_loaded(self, force_n: float) -> None:
        """Refuse a zero that a weight would hide in, unless it is asked for a second time.

        A zero that the movements say has moved is taken at once: that is what to do about it.
        """
        most_n = _BALANCE_SHARE * self._profile.load_cell_capacity_kg * STANDARD_GRAVITY_M_S2
        if self._zero_known:
            most_n = _DRIFT_MOST_N
        if abs(force_n) <= most_n or FaultKind.LOAD_ZERO_MOVED in self.pipeline.live().faults:
            return
        refused, self._refused_tare = self._refused_tare, (self._t_ns, force_n)
        if refused is not None:
            t_ns, then_n = refused
            if self._t_ns - t_ns < _AGAIN_NS and abs(force_n - then_n) < _SAME_N:
                self._refused_tare = None
                return
        raise CommandError(
            ErrorCode.CONFLICT,
            f"The load cell feels {force_n:.0f} N. Take the load off, then set the zero; "
            "if nothing hangs on the cable, ask once more.",
            Reason.TARE_LOADED,
            {"force_n": round(force_n)},
        )

    def calibrate(self, step: str, values: Mapping[str, Any]) -> CalibrationAnswer:
        """Take one step of the guided procedure.

        Raises:
            CommandError: It is refused; what was found before stays.
        """
        if step == "begin" and self.pipeline.set_open:
            raise CommandError(
                ErrorCode.CONFLICT, "A set is open; end it, then calibrate.", Reason.SET_OPEN
            )
        if step not in _LOOKING:
            self._asked_ns = self._t_ns
        try:
            answer = self._session.handle(step, dict(values))
        except RefusalError as error:
            raise _refused(error) from error
        record = self._session.record
        if record is not None:
            self._keep(record.factors, "procedure", record.to_json())
        return answer

    def _give_up_if_forgotten(self, t_ns: int) -> None:
        """Count repetitions again when the client that began the calibration has gone."""
        if t_ns - self._asked_ns > _FORGOTTEN_NS:
            _log.info("the calibration was left alone for ten minutes: cancelled")
            self._session.handle("cancel", {})

    def _keep(self, factors: Factors, kind: str, details: Mapping[str, Any]) -> None:
        self._use(factors)
        self._zero_known = True
        if self._auto_zero is not None:
            self._auto_zero.calibrated(factors)
        if not self._session.running:
            self._session = self._new_session()
        self._found(factors, kind, details)

    def _use(self, factors: Factors) -> None:
        self.factors = factors
        self.pipeline.recalibrate(factors)

    def _new_session(self) -> CalibrationSession:
        return CalibrationSession(self.factors, self._wiring, self._now, self._profile)


def _refused(error: RefusalError) -> CommandError:
    code = ErrorCode.INVALID if error.code in _WRONG_REQUEST else ErrorCode.CONFLICT
    return CommandError(code, str(error), error.code, error.values)
