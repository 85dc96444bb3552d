"""The situations of the bridge board, each with one sentence that says what to do."""

from enum import StrEnum
from typing import Final


class Situation(StrEnum):
    """How things stand between the host and the board."""

    STREAMING = "streaming"
    CONNECTING = "connecting"
    ABSENT = "absent"
    PERMISSION = "permission"
    BUSY = "busy"
    NOT_SERIAL = "not_serial"
    LOST = "lost"
    SILENT = "silent"
    WRONG_DEVICE = "wrong_device"
    WRONG_BAUD = "wrong_baud"
    NO_FIRMWARE = "no_firmware"
    FIRMWARE_TOO_OLD = "firmware_too_old"
    FIRMWARE_TOO_NEW = "firmware_too_new"
    CLOSED = "closed"


_SENTENCES: Final[dict[Situation, str]] = {
    Situation.STREAMING: "The bridge board on {path} delivers: {detail}.",
    Situation.CONNECTING: "{path} is open; waiting for the board to say what it is.",
    Situation.ABSENT: "No bridge board at {path}: plug its USB cable in.",
    Situation.PERMISSION: (
        "No permission to open {path}: add your user to the group dialout"
        " (sudo usermod -aG dialout $USER) and log in again."
    ),
    Situation.BUSY: "{path} is in use by another program: close that program.",
    Situation.NOT_SERIAL: "{path} is not a serial port: choose the bridge board's port.",
    Situation.LOST: "The bridge board on {path} was unplugged: plug its USB cable in.",
    Situation.SILENT: (
        "{path} is open but the board says nothing: unplug it and plug it in again;"
        " if that does not help, run `cablecoach flash-guide`."
    ),
    Situation.WRONG_DEVICE: (
        "The device on {path} is not a bridge board: unplug it or choose another port."
    ),
    Situation.WRONG_BAUD: (
        "No valid frames at {detail} baud on {path}: wrong baud rate, or a damaged cable?"
    ),
    Situation.NO_FIRMWARE: (
        "The board on {path} runs MicroPython but not the bridge's program:"
        " run `cablecoach flash-guide`."
    ),
    Situation.FIRMWARE_TOO_OLD: (
        "The board on {path} has a firmware too old for this version ({detail}):"
        " run `cablecoach flash-guide`."
    ),
    Situation.FIRMWARE_TOO_NEW: (
        "The board on {path} has a firmware newer than this version understands ({detail}):"
        " update CableCoach."
    ),
    Situation.CLOSED: "The serial source is closed.",
}


def say(situation: Situation, path: str, detail: str = "") -> str:
    """The sentence for a situation.

    Args:
        situation: What is the matter.
        path: The port's path, or what was looked for.
        detail: For ``STREAMING`` the board, for ``WRONG_BAUD`` the rate, for firmware its version.
    """
    return _SENTENCES[situation].format(path=path, detail=detail)
