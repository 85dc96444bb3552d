"""Commands about what is being trained: choose, start, end."""

import logging
from dataclasses import replace
from typing import Final

from device.errors import Reason, UnsavedError
from device.live.idempotency import Answer
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.objects.answers import PlanAnswer, SetAnswer
from device.objects.sets import SetObject
from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.service.commands import arguments
from device.service.commands.context import CommandContext
from device.service.saving.records import AmendedSet

_log = logging.getLogger(__name__)

_PLAN: Final = ("exercise", "side", "variant", "weight_kg", "athlete_id", "own_athlete_id")
_AMENDABLE: Final = ("variant", "weight_kg")


class Training:
    """Handlers; called in the command thread, they have their work done where it belongs.

    Attributes:
        chosen: Whether somebody has chosen on a tablet in this run.
    """

    def __init__(self, context: CommandContext) -> None:
        self._context = context
        self.chosen = False

    def choose(self, args: arguments.Args, key: str | None) -> Answer:
        """``choose``: what the next set is."""
        arguments.refuse_others(args, *_PLAN)
        plan = self._planned(args)

        def job() -> PlanAnswer:
            self.chosen = True
            self.use(plan)
            return {"plan": self._context.state.plan_object()}

        return self._context.acquisition.ask(job)

    def start_set(self, args: arguments.Args, key: str | None) -> Answer:
        """``start_set``: open a set now."""
        arguments.refuse_others(args, *_PLAN, "expected_set")
        expected = arguments.optional_key(args, "expected_set")
        plan = self._planned({name: args[name] for name in _PLAN if name in args})

        def job() -> SetAnswer:
            state, measuring = self._context.state, self._context.measuring
            if "expected_set" in args and state.open_set_id != expected:
                raise CommandError(
                    ErrorCode.CONFLICT,
                    "Another tablet has just started or ended a set. Check the screen.",
                    Reason.SET_MOVED_ON,
                )
            if state.has_ended:
                raise CommandError(
                    ErrorCode.UNAVAILABLE,
                    "The recording has ended; start it again to continue.",
                    Reason.SOURCE_ENDED,
                )
            if measuring.calibrating:
                raise CommandError(
                    ErrorCode.CONFLICT,
                    "A calibration is in progress; finish or cancel it, then start the set.",
                    Reason.CALIBRATION_RUNS,
                )
            self.chosen = True
            self._context.acquisition.tell(measuring.pipeline.start_set(plan))
            return _told(state.open_object())

        return self._context.acquisition.ask(job)

    def end_set(self, args: arguments.Args, key: str | None) -> Answer:
        """``end_set``: close the open set; the one named, where one is."""
        arguments.refuse_others(args, "set_id")
        set_id = arguments.optional_key(args, "set_id")

        def job() -> SetAnswer:
            state, pipeline = self._context.state, self._context.measuring.pipeline
            if state.open_set_id is None and set_id is None:
                raise CommandError(
                    ErrorCode.CONFLICT,
                    "No set is open; there is nothing to end.",
                    Reason.SET_NOT_OPEN,
                )
            if set_id not in (None, state.open_set_id):
                raise CommandError(
                    ErrorCode.CONFLICT,
                    "This set is no longer open. Check the screen.",
                    Reason.SET_NOT_OPEN,
                )
            self._context.acquisition.tell(pipeline.end_set())
            return _told(state.last_object())

        return self._context.acquisition.ask(job)

    @property
    def plan(self) -> SetPlan:
        """In the acquisition thread: the plan."""
        return self._context.measuring.pipeline.plan

    def turn_to(self, plan: SetPlan) -> None:
        """In the acquisition thread: the athlete has put the handle down and turns to ``plan``."""
        self._context.acquisition.tell(self._context.measuring.pipeline.end_set(EndReason.REST))
        self.use(plan)

    def use(self, plan: SetPlan) -> None:
        """In the acquisition thread: that is the plan from now on."""
        state, pipeline = self._context.state, self._context.measuring.pipeline
        before, open_id = pipeline.plan, state.open_set_id
        self._context.acquisition.tell(pipeline.choose(plan))
        state.choose(plan)
        changes = {
            name: getattr(plan, name)
            for name in _AMENDABLE
            if getattr(plan, name) != getattr(before, name)
        }
        if changes and open_id is not None and open_id == state.open_set_id:
            self._context.writer.save(
                AmendedSet(keys=self._context.keys, set_id=open_id, changes=changes)
            )

    def follow(self, set_id: int, corrected: SetPlan) -> None:
        """A set was corrected in the store: if it is the open one, what comes is like it too."""

        def job() -> None:
            state, pipeline = self._context.state, self._context.measuring.pipeline
            if state.open_set_id != set_id:
                return
            changes = {name: getattr(corrected, name) for name in _AMENDABLE}
            plan = replace(pipeline.plan, **changes)
            self._context.acquisition.tell(pipeline.choose(plan))
            state.choose(plan)

        self._context.acquisition.ask(job)

    def forget_athlete(self, athlete_id: int) -> None:
        """An athlete was erased; any thread."""

        def job() -> None:
            plan = self._context.measuring.pipeline.plan
            if plan.athlete_id == athlete_id:
                self.use(replace(plan, athlete_id=None, reference_rom_m=None))

        self._context.acquisition.ask(job)

    def refresh_reference(self) -> None:
        """In the writing thread, after a set: have its repetitions count towards the reference."""
        plan = self._context.state.plan
        reference_m = self._reference(plan)
        if reference_m != plan.reference_rom_m:
            self._context.acquisition.ask(lambda: self._use_reference(plan, reference_m))

    def _use_reference(self, of: SetPlan, reference_m: float | None) -> None:
        plan = self._context.measuring.pipeline.plan
        if _whose(plan) == _whose(of):
            self.use(replace(plan, reference_rom_m=reference_m))

    def _planned(self, args: arguments.Args) -> SetPlan:
        """The plan after ``args``, with the reference range for that athlete,
        exercise and side.
        """
        plan = arguments.planned(self._context.state.plan, args)
        if plan.athlete_id is not None and not self._context.state.knows(plan.athlete_id):
            raise CommandError(
                ErrorCode.NOT_FOUND,
                "There is no such athlete; choose one from the list.",
                Reason.NO_SUCH_ATHLETE,
            )
        return replace(plan, reference_rom_m=self._reference(plan))

    def _reference(self, plan: SetPlan) -> float | None:
        try:
            return self._context.session.reader.reference_rom_m(
                plan.athlete_id, plan.exercise, plan.side
            )
        except UnsavedError as error:
            _log.warning("no reference range: %s", error)
            return None


def _told(item: SetObject | None) -> SetAnswer:
    if item is None:
        raise RuntimeError("the pipeline told of no set")
    return {"set": item}


def _whose(plan: SetPlan) -> tuple[int | None, str, str]:
    return plan.athlete_id, plan.exercise, plan.side
