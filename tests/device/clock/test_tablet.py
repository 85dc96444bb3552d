from figures import Figure
from hypothesis import given
from hypothesis import strategies as st

from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import Stamp
from device.clock.tablet import TabletClock

NOW_MS = 1_790_000_000_000
MIN_MS = 60_000
YEAR_MS = 365 * 86_400_000


class Gym:
    """Time goes on; tablets tell it, each with its own error."""

    def __init__(self) -> None:
        self.clock = TabletClock()
        self.elapsed_ms = 0

    def hear(
        self, tablet: str, error_ms: float = 0, rtt_ms: float = 20, *, trusted: bool = False
    ) -> Anchor | None:
        self.elapsed_ms += 1000
        sent_ms = NOW_MS + self.elapsed_ms + error_ms - rtt_ms / 2
        at = Stamp("b", self.elapsed_ms * 10**6)
        return self.clock.exchange(sent_ms, rtt_ms, tablet, at, trusted=trusted)


def test_two_exchanges_are_nothing_and_three_are_an_anchor() -> None:
    gym = Gym()
    assert gym.hear("a") is None
    assert gym.hear("a", rtt_ms=900) is None
    anchor = gym.hear("a")
    assert anchor is not None
    assert anchor.source is AnchorSource.TABLET
    assert anchor.wall_us == (NOW_MS + gym.elapsed_ms) * 1000
    assert anchor.uncertainty_ms == 10
    assert gym.hear("a") is None


def test_a_request_that_waited_does_not_count_for_much() -> None:
    gym = Gym()
    gym.hear("a")
    gym.hear("a", error_ms=-30_000)
    anchor = gym.hear("a")
    assert anchor is not None
    assert anchor.wall_us == (NOW_MS + gym.elapsed_ms) * 1000


def test_one_tablet_of_three_that_is_a_day_off_is_not_listened_to(figure: Figure) -> None:
    gym = Gym()
    anchors = [gym.hear(tablet) for _ in range(3) for tablet in ("a", "b")]
    assert any(anchors)
    told = [gym.hear("wrong", error_ms=86_400_000) for _ in range(20)]
    figure(30, f"a tablet a day off told the time 20 times: {sum(map(bool, told))} times believed")
    assert told == [None] * 20


def test_two_that_disagree_are_not_listened_to() -> None:
    gym = Gym()
    found = [
        gym.hear(tablet, error) for _ in range(3) for tablet, error in (("a", 0), ("b", 6 * MIN_MS))
    ]
    assert found[:4] == [None] * 4
    assert found[5] is None


def test_impossible_times_are_left_out() -> None:
    clock = TabletClock()
    for client_ms, rtt_ms in ((0, 1), (NOW_MS, -1), (NOW_MS, 5000), (1e15, 1), (float("nan"), 1)):
        assert [clock.exchange(client_ms, rtt_ms) for _ in range(5)] == [None] * 5


def test_half_an_hour_later_the_anchor_is_renewed() -> None:
    gym = Gym()
    for _ in range(3):
        gym.hear("a")
    gym.elapsed_ms += 30 * MIN_MS
    assert gym.hear("a") is not None


def test_what_was_said_more_than_an_hour_ago_has_no_vote() -> None:
    gym = Gym()
    for _ in range(9):
        gym.hear("a", error_ms=YEAR_MS)
    gym.elapsed_ms += 61 * MIN_MS
    assert [gym.hear("b") for _ in range(2)] == [None] * 2
    anchor = gym.hear("b")
    assert anchor is not None
    assert anchor.wall_us == (NOW_MS + gym.elapsed_ms) * 1000
    assert [gym.hear("a") for _ in range(2)] == [None] * 2  # its nine are too old


def test_a_trusted_tablet_is_believed_over_a_stranger() -> None:
    gym = Gym()
    for _ in range(9):
        gym.hear("stranger", error_ms=YEAR_MS)
    told = [gym.hear("own", trusted=True) for _ in range(3)]
    assert told[:2] == [None] * 2
    assert told[2] is not None
    assert told[2].wall_us == (NOW_MS + gym.elapsed_ms) * 1000
    gym.elapsed_ms += 90 * MIN_MS
    later = [gym.hear("stranger", error_ms=YEAR_MS) for _ in range(20)]
    assert later == [None] * 20


@given(st.lists(st.tuples(st.floats(-2000, 2000), st.floats(0, 2000)), min_size=3, max_size=30))
def test_the_error_is_bounded_by_that_of_the_exchanges(
    exchanges: list[tuple[float, float]],
) -> None:
    gym = Gym()
    for error_ms, rtt_ms in exchanges:
        anchor = gym.hear("a", error_ms, rtt_ms)
        if anchor is not None:
            assert abs(anchor.wall_us / 1000 - NOW_MS - gym.elapsed_ms) <= 2000.1
