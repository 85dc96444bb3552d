"""The guided procedure: tare, weight, length, direction, check; accepted as a whole or not at all.

::

    begin ─▸ tare ─▸ weight ─┬▸ length ─▸ direction ─▸ check ─▸ accept
                      ▴──────┘   a step may be taken again; what rested on it is then forgotten

A pure state machine: readings and answers go in, live values and sentences come out.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from device.calibration.factors import Factors
from device.calibration.fit import group_delay_s
from device.calibration.procedure import load_steps, position_steps
from device.calibration.procedure.bench import Bench
from device.calibration.procedure.draft import MEASURING, Draft, Step
from device.calibration.procedure.live_values import live_values
from device.calibration.profile import MachineProfile
from device.calibration.recent import RecentReadings
from device.calibration.record import CalibrationRecord
from device.calibration.refusal import RefusalCode, RefusalError
from device.calibration.values import Values, text
from device.objects.calibration import CalibrationAnswer
from device.sensors.reading import Reading

_MEASURE: Final[Mapping[Step, Callable[[Draft, Bench, Values], tuple[Draft, str]]]] = {
    Step.TARE: load_steps.tare,
    Step.WEIGHT: load_steps.weight,
    Step.LENGTH: position_steps.length,
    Step.DIRECTION: position_steps.direction,
    Step.CHECK: position_steps.check,
}

_FIRST: Final[dict[Step, str]] = {
    Step.TARE: "Tare the load cell first.",
    Step.WEIGHT: "Hang a known weight first.",
    Step.LENGTH: "Give the length first.",
    Step.DIRECTION: "Find the direction first.",
    Step.CHECK: "Check it with one pull first.",
}


class CalibrationSession:
    """One calibration, from ``begin`` to ``accept`` or ``cancel``.

    Not thread-safe: the thread that feeds readings also calls ``handle``.

    Attributes:
        record: The result, once it was accepted.
    """

    def __init__(
        self,
        previous: Factors,
        wiring: str,
        now: Callable[[], datetime | None],
        profile: MachineProfile | None = None,
    ) -> None:
        """Prepare a calibration.

        Args:
            previous: The factors in use.
            wiring: Fingerprint of the present wiring.
            now: The time for the record, aware of its zone; ``None`` while no clock is trusted.
            profile: The machine.
        """
        self._wiring = wiring
        self._now = now
        self._bench = Bench(RecentReadings(), previous, profile or MachineProfile())
        self._draft: Draft | None = None
        self._operator: str | None = None
        self.record: CalibrationRecord | None = None

    @property
    def running(self) -> bool:
        """Whether it was begun and neither accepted nor cancelled."""
        return self._draft is not None

    def feed(self, reading: Reading) -> None:
        """Take the next reading; needed before ``begin`` too, for the live values."""
        self._bench.recent.add(reading)
        if self._bench.pull is not None:
            self._bench.pull.add(reading)

    def handle(self, step: str, values: Values) -> CalibrationAnswer:
        """Take one step.

        Args:
            step: A ``Step``.
            values: What the step needs, as ``docs/calibration.md`` lists.

        Returns:
            ``{"step", "next", "live", "message"}``, and after ``accept`` the ``record``. ``next``
            is ``None`` when it is over.

        Raises:
            RefusalError: The step cannot be done now; what was found before stays.
        """
        try:
            known = Step(step)
        except ValueError:
            names = ", ".join(Step)
            raise RefusalError(
                RefusalCode.BAD_VALUE, problem=f"The calibration has the steps {names}."
            ) from None
        if known is Step.BEGIN:
            return self._answer(known, self._begin(values))
        if known is Step.LIVE:
            return self._answer(known, "")
        if self._draft is None:
            raise RefusalError(RefusalCode.OUT_OF_ORDER, first="Begin the calibration first.")
        if known is Step.CANCEL:
            self._draft = None
            return self._answer(known, "The calibration is cancelled; nothing has changed.")
        if known is Step.ACCEPT:
            return self._accept(self._draft)
        return self._answer(known, self._measure(known, self._draft, values))

    def _begin(self, values: Values) -> str:
        profile = values.get("profile", {})
        if not isinstance(profile, dict):
            raise RefusalError(RefusalCode.BAD_VALUE, problem="Give profile as an object.")
        operator = text(values, "operator")
        self._bench.profile = self._bench.profile.changed(profile)
        self._bench.pull = None
        self._operator, self._draft, self.record = operator, Draft(), None
        return "Let the cable hang with nothing on it and nobody touching it, then tare."

    def _measure(self, step: Step, draft: Draft, values: Values) -> str:
        self._require_before(step, draft)
        self._draft, message = _MEASURE[step](draft.without_what_follows(step), self._bench, values)
        return message

    def _require_before(self, step: Step, draft: Draft) -> None:
        for earlier in MEASURING:
            if earlier is step:
                return
            if not draft.done(earlier):
                raise RefusalError(RefusalCode.OUT_OF_ORDER, first=_FIRST[earlier])

    def _accept(self, draft: Draft) -> CalibrationAnswer:
        self.record = self._make_record(draft)
        answer = self._answer(Step.ACCEPT, "The calibration is accepted.")
        self._draft = None
        return {**answer, "next": None, "record": self.record.to_json()}

    def _make_record(self, draft: Draft) -> CalibrationRecord:
        tare, load, length, check = draft.tare, draft.load, draft.length, draft.check
        if tare is None or load is None or length is None or check is None:
            raise RefusalError(RefusalCode.OUT_OF_ORDER, first=_FIRST[draft.next])
        profile, now = self._bench.profile, self._now()
        delay_s = profile.load_delay_s
        return CalibrationRecord(
            factors=Factors(
                counts_per_metre=length.counts_per_metre,
                newtons_per_count=load.newtons_per_count,
                load_zero=load.load_zero,
                load_delay_s=group_delay_s(tare.rate_hz) if delay_s is None else delay_s,
            ),
            accepted_at=now.isoformat(timespec="seconds") if now else None,
            operator=self._operator,
            wiring=self._wiring,
            profile=profile,
            weights=draft.weights,
            residual_n=load.residual_n,
            noise_n=tare.noise * abs(load.newtons_per_count),
            length_method=length.method,
            length_m=length.length_m,
            closure_m=check.closure_m,
        )

    def _answer(self, step: Step, message: str) -> CalibrationAnswer:
        following = self._draft.next.value if self._draft else None
        return {
            "step": step.value,
            "next": following,
            "live": live_values(self._draft or Draft(), self._bench),
            "message": message,
        }
