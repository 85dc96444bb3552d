"""Fixtures for every room."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A private folder whose name is short enough for Unix sockets (``tmp_path`` is not)."""
    with tempfile.TemporaryDirectory(prefix="cc-") as folder:
        yield Path(folder)
