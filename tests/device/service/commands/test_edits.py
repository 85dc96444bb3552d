"""Editing what was saved, where the disk stands in the way."""

from types import SimpleNamespace

import pytest

from device.errors import UserError
from device.service.commands.edits import Edits


class Recordings:
    def __init__(self):
        self.deleted = []

    def delete(self, name):
        if name == "stuck":
            raise PermissionError(13, "Permission denied")
        self.deleted.append(name)


def test_a_recording_that_cannot_be_deleted_stops_nothing_else():
    told, recordings = [], Recordings()
    listener = SimpleNamespace(
        learn_names=lambda: told.append("names"),
        forget_athlete=lambda athlete_id: told.append(athlete_id),
        ask=lambda job: job(
            SimpleNamespace(erase_athlete=lambda athlete_id: ["one", "stuck", "two"])
        ),
    )
    context = SimpleNamespace(
        session=listener, state=listener, writer=listener, recordings=recordings
    )
    edits = Edits(context, training=listener)
    with pytest.raises(UserError, match=r"by hand: stuck \(Permission denied\)"):
        edits.erase_athlete({"athlete_id": 7}, None)
    assert recordings.deleted == ["one", "two"]
    assert told == ["names", 7, 7]
