"""The fakes have no name, parameter or word that the real packages do not have."""

import importlib
import inspect

import pytest
from virtual_board import fake_gpiod
from virtual_board.clock import VirtualClock
from virtual_board.fake_gpiod import FakeKernel

real = pytest.importorskip("gpiod", reason="gpiod has no build for this machine")


def parameters(function):
    return [name for name in inspect.signature(function).parameters if name != "self"]


@pytest.mark.parametrize("name", ["wait_edge_events", "read_edge_events", "get_values", "release"])
def test_requests_are_called_alike(name):
    ours, theirs = getattr(fake_gpiod.LineRequest, name), getattr(real.LineRequest, name)
    assert parameters(ours) == parameters(theirs)


def test_lines_are_requested_alike():
    fake, _ = FakeKernel(VirtualClock(), lambda line: 0).module()
    for name in ("request_lines", "is_gpiochip_device"):
        ours, theirs = parameters(getattr(fake, name)), parameters(getattr(real, name))
        assert ours == theirs[: len(ours)]


@pytest.mark.parametrize("name", ["Value", "Direction", "Bias", "Edge", "Clock"])
def test_words_are_the_real_ones(name):
    theirs = getattr(importlib.import_module("gpiod.line"), name)
    assert {word.name for word in getattr(fake_gpiod, name)} <= {word.name for word in theirs}


def test_settings_and_events_have_the_real_fields():
    for ours, theirs in (
        (fake_gpiod.LineSettings, real.LineSettings),
        (fake_gpiod.EdgeEvent, real.EdgeEvent),
    ):
        assert set(ours.__dataclass_fields__) <= set(theirs.__dataclass_fields__)
    assert {t.name for t in fake_gpiod.EdgeEvent.Type} == {t.name for t in real.EdgeEvent.Type}
