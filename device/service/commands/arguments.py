"""Reads the arguments of commands; whatever is wrong becomes one sentence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.reps.exercises import Exercise, Side, Variant
from device.reps.plan import SetPlan
from device.store.checks import check_weight_kg, choice, fitting

Args = Mapping[str, Any]

_PLAN: Final[Mapping[str, Callable[[Any], Any]]] = {
    "exercise": lambda value: Exercise(choice("exercise", value, Exercise)),
    "side": lambda value: Side(choice("side", value, Side)),
    "variant": lambda value: Variant(choice("variant", value, Variant)),
    "weight_kg": check_weight_kg,
}


def planned(plan: SetPlan, args: Args) -> SetPlan:
    """The plan with what the arguments choose; what they leave out stays.

    Where they leave out the athlete, nobody but ``own_athlete_id``, if given, is chosen: the set
    does not go to the athlete who was here before.

    Raises:
        UserError: A value has no meaning.
    """
    chosen: dict[str, Any] = {
        name: check(args[name]) for name, check in _PLAN.items() if name in args
    }
    if "athlete_id" in args:
        chosen["athlete_id"] = optional_key(args, "athlete_id")
    elif "own_athlete_id" in args:
        own = optional_key(args, "own_athlete_id")
        chosen["athlete_id"] = own if plan.athlete_id is not None else None
    now = {name: getattr(plan, name) for name in ("exercise", "side", "variant")}
    return replace(plan, **fitting(chosen, now))


def key(args: Args, name: str) -> int:
    """A key of the store.

    Raises:
        CommandError: It is missing, or none.
    """
    value = args.get(name)
    if type(value) is not int or not 0 < value < 2**63:
        raise CommandError(ErrorCode.INVALID, f"Give `{name}` as a whole number above 0.")
    return value


def optional_key(args: Args, name: str) -> int | None:
    """A key of the store, or ``None``.

    Raises:
        CommandError: It is neither.
    """
    return None if args.get(name) is None else key(args, name)


def number(args: Args, name: str, low: float, high: float) -> float:
    """A number within bounds.

    Raises:
        CommandError: It is missing or out of bounds.
    """
    value = args.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise CommandError(ErrorCode.INVALID, f"Give `{name}` as a number from {low} to {high}.")
    return float(value)


def text(args: Args, name: str) -> str:
    """A text.

    Raises:
        CommandError: It is missing, or none.
    """
    value = args.get(name)
    if not isinstance(value, str):
        raise CommandError(ErrorCode.INVALID, f"Give `{name}` as text.")
    return value


def refuse_others(args: Args, *known: str) -> None:
    """Refuse arguments that the command does not have: a typing error must not pass as "left out".

    Raises:
        CommandError: There is one.
    """
    unknown = sorted(set(args) - set(known))
    if unknown:
        hint = f"use {', '.join(known)}" if known else "leave it out"
        raise CommandError(ErrorCode.INVALID, f"There is no `{unknown[0][:40]}` here; {hint}.")
