"""Harness diagrams of both wirings, from the pin map: input for WireViz.

WireViz draws with Graphviz; neither is needed to use the product. ``python -m wiring.documents``
draws again after a change of ``pins.toml`` or ``harness.toml``.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

from wiring.pins import PinMap, PinMapError, Wiring, load_pins

BOARD: Final = "board"

_SUPPLY_VOLTS: Final = {"3V3": 3.3, "5V": 5.0}
_SUPPLY_COLORS: Final = {"3V3": "OG", "5V": "RD", "GND": "BK"}
_WIRE_SQUARE_MM: Final = 0.14


@dataclass(slots=True)
class _Header:
    """Hands out the pins of a board's header, each to one wire."""

    pins: PinMap
    used: dict[int, str] = field(default_factory=dict)

    def take(self, name: str, near: int) -> int:
        """The pin of a signal, or the free pin of a supply nearest to pin ``near``."""
        signals = self.pins.signals()
        if name in signals:
            pin = signals[name].header
            self.used[pin] = f"{self.pins.board.header[pin - 1]} · {name.replace('_', ' ')}"
            return pin
        label = self._supply_label(name)
        free = [
            pin
            for pin, found in enumerate(self.pins.board.header, start=1)
            if found == label and pin not in self.used
        ]
        if not free:
            raise PinMapError(f"{self.pins.board.title} has no free pin {label}")
        pin = min(free, key=lambda pin: abs(pin - near))
        self.used[pin] = label
        return pin

    def _supply_label(self, name: str) -> str:
        if name == "GND":
            return name
        volts = self.pins.board.supply_volts
        return next(label for label in volts if volts[label] == _SUPPLY_VOLTS[name])


def wireviz_document(wiring: Wiring) -> dict[str, Any]:
    """The harness as WireViz reads it.

    Raises:
        PinMapError: The pin map is wrong, or has no supply pin left.
    """
    text = files("wiring").joinpath("harness.toml").read_text(encoding="utf-8")
    harness = tomllib.loads(text)
    pins = load_pins(wiring)
    header = _Header(pins)
    cables: dict[str, Any] = {}
    connections: list[Any] = []
    for number, cable in enumerate(harness["cables"], start=1):
        wires = list(_wires(cable, header))
        key = f"W{number}"
        cables[key] = _cable(cable, [color for _, _, color in wires])
        connections.append(
            [
                {cable["from"]: [start for start, _, _ in wires]},
                {key: list(range(1, len(wires) + 1))},
                {cable["to"]: [end for _, end, _ in wires]},
            ]
        )
        if "shield" in cable:
            connections.append([{cable["from"]: [cable["shield"]]}, {key: ["s"]}])
    connectors = {BOARD: _board(header)}
    connectors |= {name: _part(part) for name, part in harness["parts"].items()}
    return {
        "metadata": {"title": f"CableCoach, {wiring} wiring"},
        "options": {"fontname": "sans-serif", "color_mode": "FULL", "mini_bom_mode": False},
        "connectors": connectors,
        "cables": cables,
        "connections": connections,
    }


def document_text(wiring: Wiring) -> str:
    """The document as a file: JSON, which is YAML as well."""
    return json.dumps(wireviz_document(wiring), indent=2, ensure_ascii=False) + "\n"


def _wires(cable: dict[str, Any], header: _Header) -> Iterator[tuple[int | str, str, str]]:
    """Start, end and colour of each wire; the start is a pin number at the header."""
    if cable["from"] != BOARD:
        yield from ((start, end, color) for start, end, color in cable["wires"])
        return
    signals = header.pins.signals()
    near = min(signals[name].header for name, _ in cable["wires"] if name in signals)
    for name, end in cable["wires"]:
        color = signals[name].color if name in signals else _SUPPLY_COLORS[name]
        yield header.take(name, near), end, color


def _cable(cable: dict[str, Any], colors: list[str]) -> dict[str, Any]:
    return {
        "notes": cable["name"],
        "wirecount": len(colors),
        "colors": colors,
        "gauge": f"{_WIRE_SQUARE_MM} mm2",
        **({"shield": True} if "shield" in cable else {}),
    }


def _board(header: _Header) -> dict[str, Any]:
    used = dict(sorted(header.used.items()))
    return {
        "type": header.pins.board.title,
        "pins": list(used),
        "pinlabels": list(used.values()),
        "show_name": False,
    }


def _part(part: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": part["title"],
        "subtype": part["kind"],
        "pins": part["pins"],
        "show_name": False,
    }
    if "components" in part:
        described["additional_components"] = part["components"]
    return described
