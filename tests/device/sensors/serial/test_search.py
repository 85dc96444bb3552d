"""Which port is opened when, and at which rate, where none of them is the board."""

import pytest

from device.sensors.serial import search as module
from device.sensors.serial.finding import Candidate, UsbIdentity
from device.sensors.serial.port import PortError
from device.sensors.serial.search import Search
from device.sensors.serial.situation import Situation

S = 1_000_000_000
RATES = {115_200, 1_000_000, 460_800, 230_400, 921_600}
CONVERTER = Candidate("/dev/ttyUSB0", UsbIdentity(0x1A86, 0x7523, None))
OTHER = Candidate("/dev/ttyUSB1", UsbIdentity(0x0403, 0x6001, None))


class FakePort:
    def __init__(self, path, baud):
        self.path, self.baud = path, baud


@pytest.fixture(autouse=True)
def _no_real_ports(monkeypatch):
    monkeypatch.setattr(module, "Port", FakePort)


def attempts(search, seconds, finds, begin_s=0.0):
    """When which path was opened at which rate; a look at a port takes two and a half seconds."""
    found, now_ns = [], round(begin_s * S)
    end_ns = now_ns + seconds * S
    while now_ns < end_ns:
        session = search.attempt(now_ns)
        if session is None:
            now_ns += S // 20
            continue
        path, baud = session.port.path, session.port.baud
        found.append((now_ns / S, path, baud))
        now_ns += S * 5 // 2
        search.failed(PortError(finds(path, baud), path), path, now_ns)
    return found


def test_all_rates_are_tried_before_a_port_is_left_alone():
    search = Search(None, 115_200, lambda: [CONVERTER])
    found = attempts(search, 60, lambda path, baud: Situation.WRONG_BAUD)
    assert [baud for _, _, baud in found[:1]] == [115_200]
    assert {baud for _, _, baud in found[:5]} == RATES
    assert found[4][0] < 20
    assert found[5][0] - found[4][0] > 30


def test_each_port_has_its_own_turn_through_the_rates():
    search = Search(None, 115_200, lambda: [CONVERTER, OTHER])
    found = attempts(search, 50, lambda path, baud: Situation.WRONG_BAUD)[:10]
    for port in (CONVERTER, OTHER):
        assert {baud for _, path, baud in found if path == port.path} == RATES


def test_silence_at_another_rate_ends_no_search():
    def finds(path, baud):
        return Situation.WRONG_BAUD if baud == 115_200 else Situation.SILENT

    search = Search(None, 115_200, lambda: [CONVERTER])
    assert {baud for _, _, baud in attempts(search, 20, finds)} == RATES


@pytest.mark.parametrize("situation", [Situation.SILENT, Situation.WRONG_DEVICE])
def test_what_speaks_no_wrong_rate_is_left_alone_at_once(situation):
    search = Search(None, 115_200, lambda: [CONVERTER])
    found = attempts(search, 60, lambda path, baud: situation)
    assert {baud for _, _, baud in found} == {115_200}
    assert found[1][0] - found[0][0] > 30


def test_the_rate_of_the_board_is_tried_first_afterwards():
    search = Search(None, 115_200, lambda: [CONVERTER])
    search.attempt(0)
    search.failed(PortError(Situation.WRONG_BAUD, CONVERTER.path), CONVERTER.path, S)
    session = search.attempt(10 * S)
    assert session.port.baud == 1_000_000
    search.found(session)
    search.failed(PortError(Situation.SILENT, CONVERTER.path), CONVERTER.path, 20 * S)
    found = attempts(search, 30, lambda path, baud: Situation.WRONG_BAUD, begin_s=21.0)
    assert found[0][2] == 1_000_000
    assert {baud for _, _, baud in found[:5]} == RATES
