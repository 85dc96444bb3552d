"""Two device processes never share a data folder."""

import pytest

from device.errors import UserError
from device.process.lock import DataFolderLock


def test_the_second_is_told_and_the_next_may(tmp_path):
    with DataFolderLock(tmp_path), pytest.raises(UserError, match="already"):
        DataFolderLock(tmp_path)
    with DataFolderLock(tmp_path):
        pass


def test_a_folder_that_is_none_is_refused(tmp_path):
    with pytest.raises(UserError, match="--data-dir"):
        DataFolderLock(tmp_path / "missing")
