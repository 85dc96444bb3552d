import pytest

from device.config import Config
from device.errors import UserError
from device.sources import open_source


def test_the_source_gpio_counts_by_the_sensors_labels(board):
    with open_source(Config(source="gpio", encoder_lines=40)).source as source:
        assert source.name == "gpio"


def test_a_wiring_is_told_from_another(board):
    def wiring(lines):
        opened = open_source(Config(source="gpio", encoder_lines=lines))
        opened.source.close()
        return opened.wiring

    assert wiring(40) == wiring(40) != wiring(48)


def test_a_usual_encoder_needs_the_bridge_board(board):
    with pytest.raises(UserError, match="48,000 edges per second"):
        open_source(Config(source="gpio", encoder_lines=600))
