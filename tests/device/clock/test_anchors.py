from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from device.clock.anchors import Anchor, AnchorSource, TimeQuality, WallClock, WallTime
from device.clock.stamp import Stamp

S = 10**9
NOON_US = 1_780_000_000_000_000
HOUR_US = 3_600_000_000


def anchor(boot: str, mono_s: int, wall_us: int, source: str = "ntp") -> Anchor:
    return Anchor(boot, mono_s * S, wall_us, AnchorSource(source), 1)


def test_before_any_clock_nothing_is_known() -> None:
    assert WallClock([], []).at(Stamp("a", 5)) == WallTime(None, TimeQuality.UNSYNCED)
    assert WallTime(None, TimeQuality.UNSYNCED).iso() is None


def test_a_network_clock_that_comes_late_corrects_what_was_before() -> None:
    before = WallClock(["a"], [anchor("a", 1, 1000, "system")])
    assert before.at(Stamp("a", 11 * S)) == (1000 + 10_000_000, TimeQuality.UNSYNCED)
    after = WallClock(["a"], [anchor("a", 1, 1000, "system"), anchor("a", 100, NOON_US)])
    assert after.at(Stamp("a", 11 * S)) == (NOON_US - 89_000_000, TimeQuality.NTP)


def test_a_network_clock_wins_over_a_tablet_and_a_tablet_over_our_own() -> None:
    own, tablet = anchor("a", 1, 7, "system"), anchor("a", 2, NOON_US, "tablet")
    assert WallClock(["a"], [own, tablet]).at(Stamp("a", 2 * S)) == (NOON_US, TimeQuality.TABLET)
    ntp = anchor("a", 900, NOON_US + HOUR_US)
    assert WallClock(["a"], [own, tablet, ntp]).at(Stamp("a", 900 * S)) == (
        NOON_US + HOUR_US,
        TimeQuality.NTP,
    )


def test_the_nearest_anchor_counts() -> None:
    drifting = [anchor("a", 0, NOON_US), anchor("a", 1000, NOON_US + 1000_100_000)]
    clock = WallClock(["a"], drifting)
    assert clock.at(Stamp("a", 10 * S)).wall_us == NOON_US + 10_000_000
    assert clock.at(Stamp("a", 990 * S)).wall_us == NOON_US + 990_100_000
    assert clock.at(Stamp("a", 5000 * S)).wall_us == NOON_US + 5000_100_000


def test_a_boot_between_two_known_ones_is_bracketed() -> None:
    boots = ["a", "b", "c"]
    known = [anchor("a", 100, NOON_US), anchor("c", 10, NOON_US + 4 * HOUR_US)]
    stale = anchor("b", 0, NOON_US - 9 * HOUR_US, "system")
    fresh = anchor("b", 0, NOON_US + HOUR_US, "system")
    future = anchor("b", 0, NOON_US + 99 * HOUR_US, "system")
    quality = TimeQuality.BRACKETED
    at = Stamp("b", 60 * S)
    assert WallClock(boots, [*known, stale]).at(at) == (NOON_US, quality)
    assert WallClock(boots, [*known, fresh]).at(at) == (NOON_US + HOUR_US + 60_000_000, quality)
    assert WallClock(boots, [*known, future]).at(at) == (
        NOON_US + 4 * HOUR_US - 10_000_000,
        quality,
    )
    assert WallClock(boots, known).at(at) == (NOON_US, quality)


def test_a_boot_after_the_last_known_one_is_not_before_it() -> None:
    known, stale = anchor("a", 100, NOON_US), anchor("b", 0, 0, "system")
    assert WallClock(["a", "b"], [known, stale]).at(Stamp("b", S)) == (
        NOON_US,
        TimeQuality.UNSYNCED,
    )


def test_iso_has_an_offset_and_names_the_instant() -> None:
    text = WallTime(NOON_US + 123_456, TimeQuality.NTP).iso()
    assert text is not None
    moment = datetime.fromisoformat(text)
    assert moment.utcoffset() is not None
    assert moment.timestamp() == (NOON_US + 123_000) / 1e6


boots = st.sampled_from("abcd")
anchors = st.builds(
    anchor,
    boots,
    st.integers(0, 10**6),
    st.integers(0, 2 * NOON_US),
    st.sampled_from([str(source) for source in AnchorSource]),
)


@given(st.lists(anchors), boots, st.integers(0, 10**6), st.integers(0, 10**6))
def test_within_an_untrusted_boot_time_never_runs_backwards(
    found: list[Anchor], boot: str, one: int, other: int
) -> None:
    """With one anchor of a boot; several may contradict one another."""
    first = {a.boot_id: a for a in found}
    clock = WallClock("abcd", first.values())
    early, late = sorted((one, other))
    before, after = clock.at(Stamp(boot, early * S)), clock.at(Stamp(boot, late * S))
    assert before.quality is after.quality
    if before.wall_us is not None and after.wall_us is not None:
        assert before.wall_us <= after.wall_us
