"""Which arguments a repeated request is sent on with."""

import pytest

from server.retries import Retries


def test_a_retry_has_the_arguments_of_the_first_time():
    retries = Retries()
    assert retries.args("k", {"side": "left"}, lambda: {"set_id": 1}) == {"set_id": 1}
    assert retries.args("k", {"side": "left"}, lambda: {"set_id": 2}) == {"set_id": 1}
    assert retries.args("k", {"side": "right"}, lambda: {"set_id": 3}) == {"set_id": 3}
    assert retries.args(None, {}, lambda: {"set_id": 4}) == {"set_id": 4}
    assert retries.args(None, {}, lambda: {"set_id": 5}) == {"set_id": 5}


def test_what_could_not_be_filled_in_is_tried_anew():
    retries = Retries()
    with pytest.raises(ZeroDivisionError):
        retries.args("k", {}, lambda: {"set_id": 1 // 0})
    assert retries.args("k", {}, lambda: {"set_id": 1}) == {"set_id": 1}


def test_only_the_latest_are_remembered():
    retries = Retries()
    for number in range(2000):
        retries.args(f"k{number}", {}, lambda: {"set_id": 1})
    assert len(retries._args) < 1000
    assert retries.args("k1999", {}, lambda: {"set_id": 2}) == {"set_id": 1}
