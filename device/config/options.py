"""The table of options: one field of ``Config`` is one row."""

from dataclasses import dataclass, fields
from typing import Any, Final

from device.config.option import Option, option

SOURCE_PATTERN: Final = r"simulated|serial|gpio|replay:.+|stepped:.+"


@dataclass(frozen=True, slots=True)
class Config:
    """The effective configuration. Each field's text, bounds and unit are its documentation."""

    source: str = option(
        "simulated",
        "Where counts come from.",
        group="Source",
        pattern=SOURCE_PATTERN,
        expects="simulated, serial, gpio or replay:FILE",
    )
    serial_port: str = option(
        "",
        "Serial port of the bridge board; left empty, the board is found by itself.",
        group="Source",
        flag="--port-path",
    )
    serial_baud: int = option(
        115_200,
        "Speed of the serial port; a board on USB ignores it.",
        group="Source",
        unit="baud",
        low=1_200,
        high=4_000_000,
    )
    encoder_lines: int = option(
        600,
        "Lines of the encoder, as printed on it (PPR); one line is four counts.",
        group="Source",
        low=1,
        high=50_000,
    )
    wheel_circumference_mm: float = option(
        200.0,
        "Cable that one turn of the encoder's wheel lets pass.",
        group="Source",
        unit="mm",
        low=20,
        high=2_000,
    )
    load_cell_kg: float = option(
        200.0,
        "Rated load of the cell, as printed on it; used until the machine is calibrated.",
        group="Source",
        unit="kg",
        low=1,
        high=5_000,
    )
    load_cell_mv_per_v: float = option(
        2.0,
        "Output of the cell at its rated load, as printed on it; negative where pulling makes it "
        "count down.",
        group="Source",
        unit="mV/V",
        low=-3.9,
        high=3.9,
        nonzero=True,
    )
    load_delay_s: float = option(
        0.025,
        "How much older a force is than the moment it arrives: two conversions of the HX711.",
        group="Source",
        unit="s",
        low=0,
        high=1,
    )
    simulated_seed: int = option(
        1,
        "Which simulated trainee pulls; the same number gives the same session.",
        group="Source",
        low=0,
        high=2**31 - 1,
    )
    cues: bool = option(
        True,
        "Whether the box itself beeps and lights up.",
        group="Source",
        page=True,
    )

    min_rom_m: float = option(
        0.0,
        "Shorter movements of the handle are not repetitions; 0 leaves it to the exercise.",
        group="Training",
        unit="m",
        low=0,
        high=1,
        page=True,
    )
    rest_s: float = option(
        30.0,
        "A pause of this length ends the set.",
        group="Training",
        unit="s",
        low=5,
        high=600,
        page=True,
    )

    machine_name: str = option(
        "",
        "What the page calls this machine; left empty, the name of the computer.",
        group="Machine",
        pattern=r"[^\x00-\x1f\x7f]{0,40}",
        expects="a text of at most 40 characters on one line",
        page=True,
    )
    pulley_ratio: float = option(
        1.0,
        "Weight of the stack for one unit of pull at the handle: 2 for a functional trainer.",
        group="Machine",
        low=0.25,
        high=8,
        page=True,
    )
    unit: str = option(
        "kg", "Unit of weights on the page.", group="Machine", choices=("kg", "lb"), page=True
    )
    language: str = option(
        "auto",
        "Language of the page; auto follows each browser.",
        group="Machine",
        choices=("auto", "en", "de"),
        page=True,
    )

    recordings_max_mb: int = option(
        2_000,
        "Raw recordings beyond this are dropped, the oldest first; sets stay.",
        group="Storage",
        unit="MB",
        low=10,
        high=10_000_000,
    )

    host: str = option(
        "0.0.0.0",  # noqa: S104 - tablets are other machines  # nosec B104
        "Address the page is served on; 127.0.0.1 for this computer alone.",
        group="Page",
        pattern=r"[0-9A-Za-z.:_-]+",
        expects="an address or host name",
    )
    port: int = option(
        8_000, "TCP port of the page; 0 takes any free one.", group="Page", low=0, high=65_535
    )
    max_streams: int = option(
        128,
        "Screens that may watch at once; a further one is told to wait.",
        group="Page",
        low=1,
        high=1_000,
    )
    allowed_hosts: str = option(
        "",
        "Further names by which browsers may call the station, separated by commas.",
        group="Page",
        pattern=r"[0-9A-Za-z.,:_-]*",
        expects="host names separated by commas",
        flag="--allow-host",
    )
    tls_cert: str = option(
        "",
        "Certificate chain (PEM); with a key, the page is served over TLS.",
        group="Page",
        flag="--cert",
    )
    tls_key: str = option("", "Private key (PEM) of the certificate.", group="Page", flag="--key")


def _table() -> dict[str, Option]:
    rows = {}
    for each in fields(Config):
        details = {"flag": "--" + each.name.replace("_", "-"), **each.metadata}
        default: Any = each.default
        rows[each.name] = Option(name=each.name, kind=type(default), default=default, **details)
    return rows


OPTIONS: Final[dict[str, Option]] = _table()
"""Every option by its name, in the order of ``Config``."""
