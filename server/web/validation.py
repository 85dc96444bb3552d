"""From a request's bytes to checked values, with errors that a person can act on.

Schemas are JSON Schema 2020-12, the dialect of OpenAPI 3.1, checked by ``jsonschema``: so what is
published and what is enforced is one declaration. (msgspec and pydantic would need a translation,
and msgspec has no wheel for a 32-bit Pi.)
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from server.web.problems import Problem

Schema = Mapping[str, Any]


def bad(detail: str) -> Problem:
    """The answer to a request that makes no sense."""
    return Problem(HTTPStatus.BAD_REQUEST, detail)


def parse_json(raw: bytes) -> Any:
    """Read JSON strictly: no NaN, no infinity, no text that is not Unicode, no endless nesting.

    A whole number is an ``int`` however it is written, as in JSON Schema.

    Raises:
        Problem: 400.
    """
    try:
        value = json.loads(raw, parse_float=_number, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # lone surrogates raise here
    except UnicodeError:
        raise bad("The body is not valid Unicode text; send it as UTF-8.") from None
    except RecursionError:
        raise bad("The body is nested too deeply.") from None
    except ValueError as error:
        raise bad(f"The body is not valid JSON ({error}).") from None
    return value


def check(value: Any, schema: Schema, what: str = "body") -> None:
    """Raise a 400 problem that names the field, unless ``value`` fits the schema."""
    error = best_match(_validator(json.dumps(schema)).iter_errors(value))
    if error is not None:
        raise bad(_sentence(error, what))


def fits(value: Any, schema: Schema) -> bool:
    """Whether ``value`` fits the schema."""
    return bool(_validator(json.dumps(schema)).is_valid(value))


def query_values(given: Mapping[str, list[str]], schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """Check a query string's parameters; those left out are not in the result.

    Raises:
        Problem: 400, for an unknown, repeated or wrong parameter.
    """
    values: dict[str, Any] = {}
    for name, texts in given.items():
        if name not in schemas:
            known = ", ".join(schemas) or "none"
            raise bad(f"The parameter {name[:40]!r} is not known here; known are: {known}.")
        if len(texts) != 1:
            raise bad(f"Give the parameter {name!r} once.")
        values[name] = _from_text(texts[0], schemas[name])
        check(values[name], schemas[name], f"parameter {name!r}")
    return values


def _from_text(text: str, schema: Schema) -> Any:
    plain = text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 16
    return int(text) if schema.get("type") == "integer" and plain else text


def _number(text: str) -> int | float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]} is too large")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not a number in JSON")


def _pattern(
    validator: Any, pattern: str, instance: Any, schema: Schema
) -> Iterator[ValidationError]:
    # In ECMA-262, whose expressions JSON Schema uses, "$" is the very end of the text; in Python
    # a line end may follow.
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Validator: Final = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _pattern}
)


@cache
def _validator(schema: str) -> Any:
    return _Validator(json.loads(schema), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _missing(error: Any) -> str:
    names = [name for name in error.validator_value if name not in error.instance]
    return f"lacks the field {names[0]!r}"


def _unknown(error: Any) -> str:
    known = error.schema.get("properties", {})
    extra = sorted(set(error.instance) - set(known))
    return f"has the unknown field {extra[0][:40]!r}; known are: {', '.join(known) or 'none'}"


def _type(error: Any) -> str:
    types = error.validator_value
    words = [types] if isinstance(types, str) else types
    return f"must be of type {' or '.join(words)}"


_REASONS: Final[dict[str, Callable[[Any], str]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": lambda e: f"must be one of {', '.join(map(str, e.validator_value))}",
    "minimum": lambda e: f"must be at least {e.validator_value}",
    "maximum": lambda e: f"must be at most {e.validator_value}",
    "exclusiveMinimum": lambda e: f"must be more than {e.validator_value}",
    "minLength": lambda e: f"must have at least {e.validator_value} characters",
    "maxLength": lambda e: f"must have at most {e.validator_value} characters",
    "minProperties": lambda e: "must not be empty",
    "pattern": lambda e: f"must be {e.schema.get('description', e.validator_value)}",
    "format": lambda e: f"must be {e.schema.get('description', e.validator_value)}",
}


def _sentence(error: ValidationError, what: str) -> str:
    field = ".".join(str(part) for part in error.absolute_path)
    subject = f"The field {field!r}" if field else f"The {what}"
    reason = _REASONS.get(str(error.validator))
    return f"{subject} {reason(error) if reason else 'is not valid'}."
