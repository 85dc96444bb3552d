from pathlib import Path

from device.sensors.serial.finding import (
    Candidate,
    UsbIdentity,
    identity_of,
    list_usb_ports,
    ranked,
)

PICO = UsbIdentity(0x2E8A, 0x0005, "E661A4D4171C2B29")
OTHER_PICO = UsbIdentity(0x2E8A, 0x0005, "E6614103E7174C2D")
CONVERTER = UsbIdentity(0x1A86, 0x7523, None)


def test_the_board_met_before_comes_first_then_picos_then_the_others() -> None:
    ports = [
        Candidate("/dev/ttyUSB0", CONVERTER),
        Candidate("/dev/ttyACM0", OTHER_PICO),
        Candidate("/dev/ttyACM1", PICO),
    ]
    assert [one.usb for one in ranked(ports, PICO)] == [PICO, OTHER_PICO, CONVERTER]
    assert [one.usb for one in ranked(ports, None)] == [OTHER_PICO, PICO, CONVERTER]
    assert ranked(ports, CONVERTER)[0].usb == CONVERTER


def test_identity_is_found_through_links_both_ways(tmp_path: Path) -> None:
    port, other = tmp_path / "ttyACM0", tmp_path / "ttyACM1"
    port.touch()
    other.touch()
    lasting, own = tmp_path / "usb-Pico-if00", tmp_path / "bridge"
    lasting.symlink_to(port)
    own.symlink_to(lasting)
    ports = [Candidate(str(other), OTHER_PICO), Candidate(str(lasting), PICO)]
    assert identity_of(str(port), ports) == PICO
    assert identity_of(str(own), ports) == PICO
    assert identity_of(str(tmp_path / "none"), ports) is None


def test_listing_this_machines_ports_never_fails() -> None:
    assert all(one.usb.vendor for one in list_usb_ports())
