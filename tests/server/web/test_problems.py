"""What a refusal of the device becomes on its way to the page."""

import json

import pytest

from device.errors import NotFoundError, Reason, UnsavedError, UserError
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from server.access.pairing import NoCodeError, PairingLockedError, WrongCodeError
from server.web.problems import problem_of

FINER = ("slip", {"closure_mm": 12.5})


@pytest.mark.parametrize(
    ("finer", "more"),
    [((), {}), (FINER, {"reason": "slip", "values": {"closure_mm": 12.5}})],
    ids=["plain", "with a reason"],
)
def test_a_refusal_is_a_problem_with_its_reason(finer, more):
    answer = problem_of(CommandError(ErrorCode.CONFLICT, "The wheel slips.", *finer)).response()
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.data) == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "The wheel slips.",
        **more,
    }


@pytest.mark.parametrize(
    ("error", "status", "finer", "retry"),
    [
        (PairingLockedError(41.6), 429, ("pairing_locked", {"wait_s": 42}), "42"),
        (WrongCodeError(1), 403, ("wrong_code", {"n": 1}), None),
        (NoCodeError(), 403, ("no_code", {}), None),
        (NotFoundError("-", Reason.NO_SUCH_SET), 404, ("no_such_set", {}), None),
        (UnsavedError("-", Reason.DISK_FULL), 503, ("disk_full", {}), "1"),
        (UserError("-"), 400, None, None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_kind_of_refusal_keeps_its_reason(error, status, finer, retry):
    answer = problem_of(error).response()
    problem = json.loads(answer.data)
    told = (problem["reason"], problem["values"]) if "reason" in problem else None
    assert (answer.status_code, told, answer.headers.get("Retry-After")) == (status, finer, retry)


def test_a_mistake_of_the_server_has_a_reason_too(caplog):
    problem = json.loads(problem_of(RuntimeError("secret")).response().data)
    assert (problem["status"], problem["reason"]) == (500, "server_failed")
    assert "secret" not in problem["detail"]
