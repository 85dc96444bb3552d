import pytest
from hypothesis import given
from hypothesis import strategies as st
from virtual_board.quadrature_model import QuadratureModel

from device.sensors.gpio.quadrature import CHANNEL_A, CHANNEL_B, Quadrature

CHANNELS = (CHANNEL_A, CHANNEL_B)


@given(st.lists(st.sampled_from([-1, 1]), max_size=500))
def test_counts_every_walk_exactly(walk):
    decoder = Quadrature(0, 0)
    model = QuadratureModel(lambda t, channel, level: decoder.edge(CHANNELS[channel], level))
    for direction in walk:
        model.step(0, direction)
    assert decoder.count == model.count
    assert decoder.illegal == decoder.repeated == 0


@given(st.lists(st.sampled_from([-1, 1]), min_size=2, max_size=200), st.data())
def test_a_lost_edge_is_noticed_at_the_latest_when_the_levels_are_looked_at(walk, data):
    lost = data.draw(st.integers(0, len(walk) - 1))
    decoder, honest, seen = Quadrature(0, 0), [], []

    def on_edge(t_ns, channel, level):
        seen.append(None)
        if len(seen) - 1 != lost:
            honest.append(decoder.edge(CHANNELS[channel], level))

    model = QuadratureModel(on_edge)
    for direction in walk:
        model.step(0, direction)
    honest.append(decoder.anchor(*model.levels))
    assert not all(honest)


@pytest.mark.parametrize("dead", [0, 1])
def test_a_dead_channel_swings_by_one_count(dead):
    decoder, counts = Quadrature(0, 0), set()
    model = QuadratureModel(lambda t, channel, level: decoder.edge(CHANNELS[channel], level))
    model.dead.add(dead)
    for _ in range(600):
        model.step(0, 1)
        counts.add(decoder.count)
    assert max(counts) - min(counts) == 1


def test_levels_that_differ_in_both_channels_are_illegal():
    decoder = Quadrature(0, 0)
    assert not decoder.anchor(1, 1)
    assert (decoder.illegal, decoder.count) == (1, 0)
    assert decoder.anchor(1, 1)


def test_levels_that_differ_in_one_channel_move_the_count():
    decoder = Quadrature(0, 0)
    assert not decoder.anchor(1, 0)
    assert decoder.count == 1
