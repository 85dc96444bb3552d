"""The six-digit code, on a clock of the test's own."""

import pytest
from fake_clock import FakeClock

from server.access.identity import Role
from server.access.pairing import (
    CODE_LIVES_S,
    LOCKED_S,
    TRIES,
    Grant,
    NoCodeError,
    Pairing,
    PairingLockedError,
    WrongCodeError,
)

GRANT = Grant(Role.ATHLETE, 3)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def pairing(clock):
    return Pairing(clock=clock)


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_right_code_gives_its_grant_once(pairing):
    code = pairing.open(GRANT)
    assert len(code) == 6
    assert code.isdigit()
    assert pairing.redeem(code) == GRANT
    with pytest.raises(NoCodeError):
        pairing.redeem(code)


def test_a_code_dies_after_two_minutes(pairing, clock):
    code = pairing.open(GRANT)
    clock.advance(CODE_LIVES_S - 0.1)
    assert pairing.is_open
    clock.advance(0.1)
    assert not pairing.is_open
    with pytest.raises(NoCodeError):
        pairing.redeem(code)


def test_after_five_wrong_tries_even_the_right_code_is_locked_out(pairing, clock):
    code = pairing.open(GRANT)
    for left in range(TRIES - 1, -1, -1):
        with pytest.raises(WrongCodeError, match=f"{left} tries"):
            pairing.redeem(wrong(code))
    with pytest.raises(PairingLockedError) as locked:
        pairing.redeem(code)
    assert locked.value.retry_s == LOCKED_S
    with pytest.raises(PairingLockedError):
        pairing.open(GRANT)
    clock.advance(LOCKED_S)
    with pytest.raises(NoCodeError):  # the code that was attacked stays dead
        pairing.redeem(code)
    assert pairing.redeem(pairing.open(GRANT)) == GRANT


def test_four_wrong_tries_do_not_lock(pairing):
    code = pairing.open(GRANT)
    for _ in range(TRIES - 1):
        with pytest.raises(WrongCodeError):
            pairing.redeem(wrong(code))
    assert pairing.redeem(code) == GRANT


def test_a_fresh_code_voids_the_older_one(pairing):
    old = pairing.open(GRANT)
    new = pairing.open(Grant(Role.OPERATOR))
    if old != new:
        with pytest.raises(WrongCodeError):
            pairing.redeem(old)
    assert pairing.redeem(new).role is Role.OPERATOR


def test_nothing_is_let_in_without_a_code(pairing):
    for code in ("", "000000", "123456"):
        with pytest.raises(NoCodeError):
            pairing.redeem(code)
