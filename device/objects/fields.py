"""Reads the declarations: the fields of an object, with their types and sentences."""

import inspect
from typing import Annotated, Any, NamedTuple, NotRequired, get_args, get_origin, get_type_hints


class Field(NamedTuple):
    """One field of an object.

    Attributes:
        hint: Its type, without ``NotRequired`` and its sentence; a ``OneOf`` stays.
        sentence: What it means; empty where another table says it.
        required: Whether it is always there.
    """

    hint: Any
    sentence: str
    required: bool


def fields_of(kind: type) -> dict[str, Field]:
    """The fields of a ``TypedDict``, inherited ones first."""
    return {name: _field(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}


def summary_of(kind: type) -> str:
    """What an object is: the first paragraph of its docstring, on one line."""
    return " ".join((inspect.getdoc(kind) or "").partition("\n\n")[0].split()).replace("``", "`")


def _field(hint: Any) -> Field:
    required = get_origin(hint) is not NotRequired
    if not required:
        (hint,) = get_args(hint)
    if get_origin(hint) is not Annotated:
        return Field(hint, "", required)
    sentences = [extra for extra in hint.__metadata__ if isinstance(extra, str)]
    marks = tuple(extra for extra in hint.__metadata__ if not isinstance(extra, str))
    bare = hint.__origin__
    return Field(Annotated[(bare, *marks)] if marks else bare, " ".join(sentences), required)
