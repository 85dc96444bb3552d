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
        "The source of the readings.",
        group="Source",
        pattern=SOURCE_PATTERN,
        expects="simulated, serial, gpio or replay:FILE",
    )
    serial_port: str = option(
        "",
        "Serial port of the bridge board; if empty, the station looks for the board.",
        group="Source",
        flag="--port-path",
    )
    serial_baud: int = option(
        115_200,
        "Speed of the serial port; boards with USB of their own ignore it.",
        group="Source",
        unit="baud",
        low=1_200,
        high=4_000_000,
    )
    encoder_lines: int = option(
        600,
        "Lines of the encoder (PPR), as printed on it; a line is four counts.",
        group="Source",
        low=1,
        high=50_000,
    )
    wheel_circumference_mm: float = option(
        200.0,
        "Length of cable per turn of the measuring wheel.",
        group="Source",
        unit="mm",
        low=20,
        high=2_000,
    )
    load_cell_kg: float = option(
        200.0,
        "Rated load of the load cell, as printed on it; applies until the machine is calibrated.",
        group="Source",
        unit="kg",
        low=1,
        high=5_000,
    )
    load_cell_mv_per_v: float = option(
        2.0,
        "Output of the load cell at its rated load, as printed on it; negative if the counts fall "
        "under load.",
        group="Source",
        unit="mV/V",
        low=-3.9,
        high=3.9,
        nonzero=True,
    )
    load_delay_s: float = option(
        0.025,
        "Age of a force reading on arrival: two conversions of the HX711.",
        group="Source",
        unit="s",
        low=0,
        high=1,
    )
    simulated_seed: int = option(
        1,
        "Seed of the simulated trainee; the same number gives the same session.",
        group="Source",
        low=0,
        high=2**31 - 1,
    )
    cues: bool = option(
        True,
        "Whether the box gives cues by piezo and LED.",
        group="Source",
        page=True,
    )

    min_rom_m: float = option(
        0.0,
        "Least range of a repetition; 0 uses the exercise's own.",
        group="Training",
        unit="m",
        low=0,
        high=1,
        page=True,
    )
    rest_s: float = option(
        30.0,
        "Rest after which a set ends.",
        group="Training",
        unit="s",
        low=5,
        high=600,
        page=True,
    )

    machine_name: str = option(
        "",
        "Name of this machine on the page; if empty, the computer's host name.",
        group="Machine",
        pattern=r"[^\x00-\x1f\x7f]{0,40}",
        expects="a text of at most 40 characters on one line",
        page=True,
    )
    pulley_ratio: float = option(
        1.0,
        "Ratio of stack weight to force at the handle: 2 for a functional trainer.",
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
        "Language of the page; `auto` follows each browser.",
        group="Machine",
        choices=("auto", "en", "de"),
        page=True,
    )

    recordings_max_mb: int = option(
        2_000,
        "Space for raw recordings; the oldest are deleted first, and sets are kept.",
        group="Storage",
        unit="MB",
        low=10,
        high=10_000_000,
    )

    host: str = option(
        "0.0.0.0",  # noqa: S104 - tablets are other machines  # nosec B104
        "Address that serves the page; 127.0.0.1 restricts it to this computer.",
        group="Page",
        pattern=r"[0-9A-Za-z.:_-]+",
        expects="an address or host name",
    )
    port: int = option(
        8_000, "TCP port of the page; 0 picks a free one.", group="Page", low=0, high=65_535
    )
    max_streams: int = option(
        128,
        "Most live streams at once; further screens are asked to wait.",
        group="Page",
        low=1,
        high=1_000,
    )
    allowed_hosts: str = option(
        "",
        "Additional host names under which browsers may reach the station, separated by commas.",
        group="Page",
        pattern=r"[0-9A-Za-z.,:_-]*",
        expects="host names separated by commas",
        flag="--allow-host",
    )
    tls_cert: str = option(
        "",
        "Certificate chain (PEM); together with `tls_key` it turns on TLS.",
        group="Page",
        flag="--cert",
    )
    tls_key: str = option("", "Private key (PEM) for `tls_cert`.", group="Page", flag="--key")


def _table() -> dict[str, Option]:
    rows = {}
    for each in fields(Config):
        details = {"flag": "--" + each.name.replace("_", "-"), **each.metadata}
        default: Any = each.default
        rows[each.name] = Option(name=each.name, kind=type(default), default=default, **details)
    return rows


OPTIONS: Final[dict[str, Option]] = _table()
"""Every option by its name, in the order of ``Config``."""
