"""Commands that change what was saved: athletes, corrections, deletions."""

from collections.abc import Callable
from typing import Final, Literal

from device.errors import Reason, UserError
from device.live.idempotency import Answer
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.objects.answers import AthleteAnswer, EmptyAnswer, SetAnswer
from device.objects.sets import SetObject
from device.objects.stream import SetFields
from device.service.commands import arguments
from device.service.commands.context import CommandContext
from device.service.commands.training import Training
from device.store.reading.documents import athlete_document, set_document
from device.store.rows import Athlete
from device.store.writing.writer import StoreWriter

EditStage = Literal["changed", "deleted"]

_OF_ATHLETE: Final = ("name", "unit", "colour")
_OF_SET: Final = ("exercise", "side", "variant", "weight_kg", "athlete_id", "note")
_NOT_WHILE_OPEN: Final = frozenset({"exercise", "side", "athlete_id"})


class Edits:
    """Handlers; each has its work done in the writing thread.

    Args:
        context: The station.
        training: Told of an athlete who was erased, and of a set that was corrected.
    """

    def __init__(self, context: CommandContext, *, training: Training) -> None:
        self._context = context
        self._training = training

    def add_athlete(self, args: arguments.Args, key: str | None) -> Answer:
        """``add_athlete``."""
        arguments.refuse_others(args, *_OF_ATHLETE)
        name = arguments.text(args, "name")
        details = {field: args[field] for field in ("unit", "colour") if field in args}
        return self._athlete(lambda store: store.athletes.add(name, **details, key=key))

    def change_athlete(self, args: arguments.Args, key: str | None) -> Answer:
        """``change_athlete``."""
        arguments.refuse_others(args, "athlete_id", *_OF_ATHLETE)
        athlete_id = arguments.key(args, "athlete_id")
        changes = {field: args[field] for field in _OF_ATHLETE if field in args}
        return self._athlete(lambda store: store.athletes.change(athlete_id, changes, key=key))

    def erase_athlete(self, args: arguments.Args, key: str | None) -> Answer:
        """``erase_athlete``: from database, logs and recordings."""
        arguments.refuse_others(args, "athlete_id")
        athlete_id = arguments.key(args, "athlete_id")

        def job(store: StoreWriter) -> EmptyAnswer:
            recordings = store.erase_athlete(athlete_id)
            self._context.session.learn_names()
            self._context.state.forget_athlete(athlete_id)
            self._training.forget_athlete(athlete_id)
            self._delete(recordings)
            return {}

        return self._context.writer.ask(job)

    def _delete(self, recordings: list[str]) -> None:
        """Delete as many as can be, then tell of those that cannot."""
        left = {}
        for recording in recordings:
            try:
                self._context.recordings.delete(recording)
            except OSError as error:
                left[recording] = error.strerror or error
        if left:
            raise UserError(
                "The athlete is erased, but these recordings could not be deleted; delete them by "
                "hand: " + ", ".join(f"{name} ({reason})" for name, reason in left.items()),
                Reason.RECORDINGS_LEFT,
                {"names": ", ".join(left)},
            )

    def change_set(self, args: arguments.Args, key: str | None) -> Answer:
        """``change_set``; the answer says how to undo it."""
        arguments.refuse_others(args, "set_id", *_OF_SET)
        set_id = arguments.key(args, "set_id")
        changes = {field: args[field] for field in _OF_SET if field in args}
        if set_id == self._context.state.open_set_id and _NOT_WHILE_OPEN & set(changes):
            raise CommandError(
                ErrorCode.CONFLICT, "This set is open; end it, then correct it.", Reason.SET_OPEN
            )

        def job(store: StoreWriter) -> SetAnswer:
            undo = store.corrections.change_set(set_id, changes, key=key)
            return {"set": self._edited(set_id, "changed"), "undo": {"set_id": set_id, **undo}}

        return self._context.writer.ask(job)

    def delete_set(self, args: arguments.Args, key: str | None) -> Answer:
        """``delete_set``: put it away."""
        set_id = self._only_key(args, "set_id")
        if set_id == self._context.state.open_set_id:
            raise CommandError(
                ErrorCode.CONFLICT, "This set is open; end it, then delete it.", Reason.SET_OPEN
            )
        return self._edit(
            lambda store: store.corrections.delete_set(set_id, key=key), set_id, "deleted"
        )

    def restore_set(self, args: arguments.Args, key: str | None) -> Answer:
        """``restore_set``: take it back."""
        set_id = self._only_key(args, "set_id")
        return self._edit(
            lambda store: store.corrections.restore_set(set_id, key=key), set_id, "changed"
        )

    def delete_rep(self, args: arguments.Args, key: str | None) -> Answer:
        """``delete_rep``: put it away."""
        rep_id = self._only_key(args, "rep_id")
        return self._edit(lambda store: store.corrections.delete_rep(rep_id, key=key))

    def restore_rep(self, args: arguments.Args, key: str | None) -> Answer:
        """``restore_rep``: take it back."""
        rep_id = self._only_key(args, "rep_id")
        return self._edit(lambda store: store.corrections.restore_rep(rep_id, key=key))

    def _athlete(self, work: Callable[[StoreWriter], Athlete]) -> Answer:
        def job(store: StoreWriter) -> AthleteAnswer:
            athlete = work(store)
            self._context.session.learn_names()
            return {"athlete": athlete_document(athlete)}

        return self._context.writer.ask(job)

    def _only_key(self, args: arguments.Args, name: str) -> int:
        arguments.refuse_others(args, name)
        return arguments.key(args, name)

    def _edit(
        self,
        work: Callable[[StoreWriter], int | None],
        set_id: int | None = None,
        stage: EditStage = "changed",
    ) -> Answer:
        """Do the work, which tells the set where it is not known, and tell everybody."""

        def job(store: StoreWriter) -> SetAnswer:
            edited = work(store)
            return {"set": self._edited(edited if set_id is None else set_id, stage)}

        return self._context.writer.ask(job)

    def _edited(self, set_id: int | None, stage: EditStage) -> SetObject:
        """Bring the state up to date with a set of the store, and tell of it."""
        if set_id is None:
            raise TypeError("an edit of a repetition tells its set")
        record = self._context.session.reader.set(set_id)
        document = set_document(record)
        if stage == "deleted":
            self._context.state.forget_set(set_id)
        else:
            self._context.state.correct(record.set.plan, document)
            self._training.follow(set_id, record.set.plan)
        fields: SetFields = {"stage": stage, "set": document}
        self._context.broadcaster.tell_now("set", fields)
        return document
