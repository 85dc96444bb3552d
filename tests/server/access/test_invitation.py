"""Which address another tablet is told."""

import socket

import pytest

from server.access import invitation
from server.access.invitation import drawn_code, page_for_others
from server.config import ServerConfig

LAN = "192.168.1.20"
OWN = socket.gethostname().lower()


@pytest.fixture
def lan(monkeypatch):
    monkeypatch.setattr(invitation, "lan_address", lambda: LAN)


@pytest.mark.parametrize(
    ("host", "called", "page"),
    [
        ("0.0.0.0", "127.0.0.1:8000", "http://192.168.1.20:8000/"),
        ("0.0.0.0", "localhost:8000", "http://192.168.1.20:8000/"),
        ("0.0.0.0", "[::1]:8000", "http://192.168.1.20:8000/"),
        ("0.0.0.0", f"{OWN}:8000", "http://192.168.1.20:8000/"),
        ("::", f"{OWN.split('.')[0]}.local", "http://192.168.1.20/"),
        ("0.0.0.0", "10.0.0.7:8000", "http://10.0.0.7:8000/"),
        ("0.0.0.0", "[fd00::7]:8000", "http://[fd00::7]:8000/"),
        ("127.0.0.1", "gym.example", "http://gym.example/"),  # behind a proxy
        ("10.0.0.7", f"{OWN}:80", "http://10.0.0.7:80/"),
        ("127.0.0.1", "127.0.0.1:8000", None),
        ("localhost", "localhost:8000", None),
        ("0.0.0.0", "", "http://192.168.1.20/"),
    ],
)
def test_another_tablet_is_told_an_address_that_it_can_open(lan, tmp_path, host, called, page):
    assert page_for_others(ServerConfig(tmp_path, host=host), called) == page


def test_without_a_network_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setattr(invitation, "lan_address", lambda: "127.0.0.1")
    assert page_for_others(ServerConfig(tmp_path), "localhost:8000") is None


def test_the_drawing_is_an_image_that_the_pages_policy_allows():
    assert drawn_code("http://192.168.1.20:8000/#pair=123456").startswith("data:image/svg+xml")
