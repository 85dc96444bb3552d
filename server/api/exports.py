"""The set log and the raw curves as CSV. File names are the server's own, made of numbers."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus

from flask import Response

from device.objects.answers import SamplesObject
from device.objects.fields import fields_of
from device.store.reading.csv_export import decimal
from server.access.identity import Role
from server.api.sets import FILTERS, get_samples, wanted
from server.api.visibility import find_set
from server.web.routing import Call, Route
from server.web.schemas import BIGGEST_ID

_SET = f"/sets/<int(max={BIGGEST_ID}):set_id>"
_CHUNK = 16_384
"""Bytes sent at once: rows are gathered to a TLS record, never the whole export."""


def set_log(call: Call) -> Response:
    """Write the set log of all sets that the client may see, one row per repetition."""
    rows = call.services.training_data.set_log(wanted(call))
    return _csv(rows, "sets.csv")


def one_set(call: Call) -> Response:
    """Write the set log of one set."""
    set_id = call.path["set_id"]
    find_set(call.services, call.client, set_id)
    return _csv(call.services.training_data.set_log_of(set_id), f"set-{set_id}.csv")


def samples(call: Call) -> Response:
    """Write the curves of one set: time, position, velocity, force."""
    curves = get_samples(call).body
    columns = tuple(fields_of(SamplesObject))
    return _csv(
        _table(columns, zip(*(curves[c] for c in columns), strict=True)),
        f"set-{call.path['set_id']}-samples.csv",
    )


def _table(header: Iterable[str], rows: Iterable[Iterable[float | None]]) -> Iterator[str]:
    yield ",".join(header) + "\r\n"
    for row in rows:
        yield ",".join("" if value is None else decimal(value) for value in row) + "\r\n"


def _csv(lines: Iterator[str], name: str) -> Response:
    response = Response(_chunks(lines), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    """Join lines, so that a long export is not one packet a row."""
    held, size = [], 0
    for line in lines:
        held.append(line.encode())
        size += len(held[-1])
        if size >= _CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


_CSV = "text/csv"
_MISSING = (HTTPStatus.NOT_FOUND,)

ROUTES = (
    Route(
        "GET",
        "/sets.csv",
        Role.ATHLETE,
        "The set log, one row per repetition",
        set_log,
        media=_CSV,
        query=FILTERS,
    ),
    Route(
        "GET",
        f"{_SET}.csv",
        Role.ATHLETE,
        "The set log of one set",
        one_set,
        media=_CSV,
        errors=_MISSING,
    ),
    Route(
        "GET",
        f"{_SET}/samples.csv",
        Role.ATHLETE,
        "The curves of one set",
        samples,
        media=_CSV,
        errors=_MISSING,
    ),
)
