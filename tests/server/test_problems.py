"""What a refusal of the device becomes on its way to the page."""

import json

import pytest

from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from server.problems import problem_of

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
