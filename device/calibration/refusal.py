"""Why a step of the calibration is refused, each reason with the one sentence it is told in."""

from enum import StrEnum
from typing import Final

from device.errors import UserError


class RefusalCode(StrEnum):
    """What was wrong when a step was to be finished."""

    OUT_OF_ORDER = "out_of_order"
    BAD_VALUE = "bad_value"
    LOAD_SILENT = "load_silent"
    LOAD_SATURATED = "load_saturated"
    NOISE_TOO_LARGE = "noise_too_large"
    NOTHING_HUNG = "nothing_hung"
    WRONG_SIGN = "wrong_sign"
    WEIGHT_OUT_OF_RANGE = "weight_out_of_range"
    WEIGHTS_DISAGREE = "weights_disagree"
    ENCODER_SILENT = "encoder_silent"
    NOTHING_MOVED = "nothing_moved"
    HANDLE_MOVING = "handle_moving"
    LENGTH_TOO_SHORT = "length_too_short"
    ENCODER_REVERSED = "encoder_reversed"
    COUNTS_LOST = "counts_lost"
    SLIP = "slip"
    NO_FORCE = "no_force"


_SENTENCES: Final[dict[RefusalCode, str]] = {
    RefusalCode.OUT_OF_ORDER: "{first}",
    RefusalCode.BAD_VALUE: "{problem}",
    RefusalCode.LOAD_SILENT: (
        "The load cell sends nothing: check its plug and the four wires of the HX711."
    ),
    RefusalCode.LOAD_SATURATED: (
        "The load cell is at the end of its range: a bridge wire is broken or swapped,"
        " or the load is far too heavy."
    ),
    RefusalCode.NOISE_TOO_LARGE: (
        "The load cell's value varies by {noise:.0f} counts (at most {limit:.0f}): let the weight"
        " hang still, then try again; if it already does, check the cable's shield and the supply."
    ),
    RefusalCode.NOTHING_HUNG: (
        "The load cell does not register a weight: hang it on the handle, wait until it is still,"
        " then try again."
    ),
    RefusalCode.WRONG_SIGN: (
        "The load cell's value falls under load: swap its green and white wires, or confirm that"
        " it is mounted the other way round."
    ),
    RefusalCode.WEIGHT_OUT_OF_RANGE: (
        "{kg:g} kg is outside {low:g} to {high:g} kg, the 5 to 95 % of the load cell's range that"
        " calibrate it well: use a different weight."
    ),
    RefusalCode.WEIGHTS_DISAGREE: (
        "The weights disagree by {residual:.1f} N (at most {limit:.1f} N): one was entered"
        " wrongly or did not hang freely, so start again with the first weight."
    ),
    RefusalCode.ENCODER_SILENT: (
        "The encoder counted {counts:.0f} while the handle was pulled: check its plug, wires A"
        " and B with their pull-ups, and that the wheel turns with the cable."
    ),
    RefusalCode.NOTHING_MOVED: (
        "Nothing has moved since the start was marked: pull the handle out, then try again."
    ),
    RefusalCode.HANDLE_MOVING: "The handle is still moving: hold it still for a second.",
    RefusalCode.LENGTH_TOO_SHORT: (
        "{length:g} m is too short to calibrate with: pull at least {least:g} m, ideally 1 m."
    ),
    RefusalCode.ENCODER_REVERSED: (
        "The count falls during a pull: swap the encoder's wires A and B, or confirm that it is"
        " mounted the other way round."
    ),
    RefusalCode.COUNTS_LOST: (
        "Counts were lost during the pull: put the handle back, mark the start and pull again,"
        " more slowly."
    ),
    RefusalCode.SLIP: (
        "The handle came back to {closure_mm:.0f} mm from where it began: the wheel slips, so press"
        " it harder onto the cable, then check again."
    ),
    RefusalCode.NO_FORCE: (
        "The load cell registered no force during the pull: check that it is in line with the"
        " cable, then check again."
    ),
}


def sentence(code: RefusalCode, **values: float | str) -> str:
    """The sentence that tells the user of a refusal, with ``values`` filled in."""
    return _SENTENCES[code].format(**values)


class RefusalError(UserError):
    """A calibration step was refused; nothing that was found before is lost.

    Attributes:
        code: The reason, for a program.
    """

    def __init__(self, code: RefusalCode, **values: float | str) -> None:
        super().__init__(sentence(code, **values), code, values)
        self.code = code
