"""The guided calibration as a dialogue in a terminal."""

import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import click

from device.calibration.refusal import RefusalCode, sentence
from device.errors import UserError
from device.live.messages import ErrorCode
from device.live.refusal import CommandError
from device.units import KG_PER_LB

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Takes a step with its values; returns the answer, or raises ``UserError`` where refused."""

_REDRAW_S: Final = 0.3
_QUIT: Final = "q"
_MOUNTED_REVERSED: Final = (
    sentence(RefusalCode.WRONG_SIGN),
    sentence(RefusalCode.ENCODER_REVERSED),
)


class Dialogue:
    """Leads through the steps, repeating each one until it is right.

    Raises:
        click.Abort: The user gave up; nothing was changed.
    """

    def __init__(self, ask: Ask, operator: str | None = None) -> None:
        self._ask = ask
        self._operator = operator

    def run(self) -> dict[str, Any]:
        """Calibrate; return the accepted record."""
        begun = self._ask("begin", {"operator": self._operator} if self._operator else {})
        try:
            click.echo(f"{_QUIT} and Enter leaves everything as it was.\n")
            self._tare(begun["message"])
            self._weights()
            pulled = self._length()
            self._direction(pulled)
            self._check()
            if not click.confirm("Accept this calibration?"):
                raise click.Abort
            record: dict[str, Any] = self._ask("accept", {})["record"]
        except (click.Abort, KeyboardInterrupt):
            with suppress(UserError):
                self._ask("cancel", {})
            raise
        return record

    def _tare(self, message: str) -> None:
        self._until_done("tare", message)

    def _weights(self) -> None:
        taken = 0
        while True:
            more = "Enter goes on" if taken else "k keeps the factor in use"
            typed = self._prompt(f"Weight in kg, or as in 45 lb ({more})")
            if taken and not typed:
                return
            if not taken and typed == "k":
                self._try("weight", {"keep": True})
                return
            values = _weight(typed)
            if values is None:
                click.echo("Type a weight such as 20, or 45 lb.")
            elif self._try("weight", values):
                taken += 1

    def _length(self) -> bool:
        """Find the scale; return whether its sign is known as well."""
        while True:
            how = self._prompt("Length: p pulls a known one, w takes the wheel, k keeps it", "p")
            if how == "k" and self._try("length", {"keep": True}):
                return True
            if how == "w" and self._try("length", self._wheel()):
                return False
            if how == "p":
                self._mark("length")
                while not self._try("length", self._pulled_length()):
                    pass
                return True

    def _wheel(self) -> dict[str, Any]:
        millimetres = click.prompt("Diameter of the wheel in mm", type=float)
        lines = click.prompt("Lines of the encoder (PPR)", type=float)
        return {"wheel_diameter_m": millimetres / 1000, "counts_per_turn": lines * 4}

    def _pulled_length(self) -> dict[str, Any]:
        return {"length_m": click.prompt("Pulled length in m, the handle held still", type=float)}

    def _direction(self, known: bool) -> None:
        if known:
            self._try("direction", {})
            return
        self._mark("direction")
        self._until_done("direction", "Pull the handle out and hold it still.")

    def _check(self) -> None:
        while True:
            self._mark("check")
            self._wait("Pull the handle out and let it come all the way back.")
            if self._try("check", {}):
                return

    def _mark(self, step: str) -> None:
        self._until_done(step, "Let the handle rest at its start.", mark=True)

    def _until_done(self, step: str, text: str, **values: Any) -> None:
        self._wait(text)
        while not self._try(step, values):
            self._wait(text)

    def _try(self, step: str, values: dict[str, Any]) -> bool:
        """Take a step; say what came of it, and return whether it was done."""
        try:
            answer = self._ask(step, values)
        except UserError as refused:
            if isinstance(refused, CommandError) and refused.code is ErrorCode.UNAVAILABLE:
                raise
            click.secho(str(refused), fg="yellow")
            reversed_ = str(refused) in _MOUNTED_REVERSED and "accept_reversed" not in values
            if reversed_ and click.confirm("Is it mounted the other way round?"):
                return self._try(step, {**values, "accept_reversed": True})
            return False
        click.echo(answer["message"])
        return True

    def _prompt(self, text: str, default: str = "") -> str:
        typed = str(click.prompt(text, default=default, show_default=bool(default))).strip()
        if typed == _QUIT:
            raise click.Abort
        return typed

    def _wait(self, text: str) -> None:
        """Wait for Enter, with the live values before the user's eyes where that is a terminal."""
        click.echo(f"{text} Then press Enter.")
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            self._prompt("")
            return
        while not select.select([sys.stdin], [], [], _REDRAW_S)[0]:
            line = live_line(self._ask("live", {})["live"])
            click.echo(f"\r\x1b[K{line}", nl=False)
        click.echo()
        if sys.stdin.readline().strip() == _QUIT:
            raise click.Abort


def live_line(live: dict[str, Any]) -> str:
    """The live values of an answer in one line."""
    if live["load_mean"] is None:
        load = "load cell silent"
    else:
        load = (
            f"load {live['load_mean']:,.0f} ± {live['load_noise']:.0f}"
            f" ({live['load_conversions']} values, {live['load_rate_hz']:.0f}/s,"
            f" {live['load_range_pct']:.1f} % of range)"
        )
    force = "" if live["force_n"] is None else f"  {live['force_n']:.1f} N"
    count = "–" if live["encoder_count"] is None else f"{live['encoder_count']:,}"
    position = "" if live["position_m"] is None else f"  {live['position_m']:.3f} m"
    rest = "still" if live["still"] else "moving"
    return f"{load}{force}   encoder {count}{position}  {rest}  {' '.join(live['faults'])}"


def _weight(typed: str) -> dict[str, Any] | None:
    text, unit = typed.lower().removesuffix("kg"), 1.0
    if text.endswith("lb"):
        text, unit = text.removesuffix("lb"), KG_PER_LB
    try:
        return {"kg": float(text) * unit}
    except ValueError:
        return None
