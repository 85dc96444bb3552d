"""What is generated from the wire contract is fresh."""

import pytest

from tests.tools.contract.files import ROOT, generated


@pytest.mark.parametrize("name", generated())
def test_a_generated_file_is_what_would_be_written_now(name):
    assert (ROOT / name).read_text("utf-8") == generated()[name], "stale: run `make contract`"
