from device.sensors.simulated.truth import TrueRep
from tests.tools.accuracy.matching import match
from tests.tools.accuracy.methods.found import FoundRep


def true(start, end):
    return TrueRep(start, start, end, end, 0.0, 0.5, 0.5, 1.0, 100.0, 150.0, 50.0, "full")


def found(start, end):
    return FoundRep(start, start, end, end, 0.0, 0.5, 0.5, 1.0)


TRUE = [true(1, 4), true(5, 8), true(8, 11)]


def test_all_found():
    matching = match(TRUE, [found(1.1, 4.1), found(4.9, 8.2), found(8.2, 11)])
    assert [t.start_s for t, _ in matching.pairs] == [1, 5, 8]
    assert matching.missed == matching.invented == []


def test_a_repetition_found_in_two_parts_is_one_and_an_invented_one():
    matching = match(TRUE[:1], [found(1.0, 2.4), found(2.4, 4.0)])
    assert len(matching.pairs) == 1
    assert matching.pairs[0][1].start_s == 2.4
    assert [rep.start_s for rep in matching.invented] == [1.0]


def test_two_repetitions_found_as_one_are_one_and_a_missed_one():
    matching = match(TRUE[1:], [found(5.0, 11.0)])
    assert (len(matching.pairs), len(matching.missed), len(matching.invented)) == (1, 1, 0)


def test_a_fragment_or_something_elsewhere_is_no_match():
    matching = match(TRUE[:1], [found(1.0, 1.5), found(20.0, 23.0)])
    assert matching.pairs == []
    assert (len(matching.missed), len(matching.invented)) == (1, 2)


def test_what_touches_a_spoiled_stretch_does_not_count():
    matching = match(TRUE, [found(1, 4), found(6, 8)], [(3.9, 5.5), (7.0, 7.1)])
    assert matching.pairs == []
    assert [rep.start_s for rep in matching.missed] == [8]
    assert matching.invented == []


def test_the_visible_half_of_a_spoiled_repetition_is_not_invented():
    matching = match(TRUE, [found(1, 4), found(5, 6.9), found(7.9, 11)], [(7.0, 7.5)])
    assert [t.start_s for t, _ in matching.pairs] == [1, 8]
    assert matching.missed == matching.invented == []


def test_nothing_at_all():
    assert match([], []) == ([], [], [])
