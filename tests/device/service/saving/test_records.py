"""Keys of sets that are given before the store has saved them."""

import pytest

from device.service.saving.records import UNKNOWN_IDS_FROM, SetKeys


def test_a_key_that_waits_to_be_saved_is_not_given_again():
    keys = SetKeys()
    keys.expect(5)
    assert keys.take() == 5
    keys.expect(5)  # the store was opened anew before set 5 could be saved
    assert keys.take() == 6


@pytest.mark.parametrize("before", [False, True], ids=["never opened", "opened once"])
def test_without_a_store_keys_are_stand_ins(before):
    keys = SetKeys()
    if before:
        keys.expect(3)
        assert keys.take() == 3
        return
    assert keys.take() == UNKNOWN_IDS_FROM
    keys.expect(3)
    assert keys.take() == 3
