"""What was found in a recording, as it is known at its end."""

from made_reps import make_rep

from device.replay import ReplayDocument
from device.reps.events import (
    AmendReason,
    EndReason,
    RepAmended,
    RepConfirmed,
    RepCounted,
    RepWithdrawn,
    SetEnded,
    SetStarted,
)
from device.reps.plan import SetPlan


def test_repetitions_stand_as_they_are_known_at_the_end() -> None:
    document = ReplayDocument()
    document.add(SetStarted(0, SetPlan(), by_user=False))
    for number in (1, 2, 3):
        document.add(RepCounted(number, make_rep(number)))
        document.add(RepConfirmed(number, make_rep(number)))
    document.add(RepCounted(4, make_rep(4)))
    document.add(RepWithdrawn(5, 4, AmendReason.SET_UP_TRAVEL))
    document.add(RepAmended(6, make_rep(1, rom_m=None), AmendReason.WHEEL_SLIPPED))
    document.add(RepWithdrawn(7, 2, AmendReason.ENCODER_OUT))
    document.add(SetEnded(8, 8, EndReason.REST))
    [one] = document.as_dict()["sets"]
    assert [(r["rep"], r["rom_m"], r.get("amended")) for r in one["reps"]] == [
        (1, None, "wheel_slipped"),
        (3, 0.603, None),
    ]
    assert one["withdrawn"] == [{"rep": 2, "reason": "encoder_out"}], "the other left no trace"
    assert document.as_dict()["definitions"] == 2
