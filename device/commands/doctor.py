"""``cablecoach doctor``: what is wrong, and what to do."""

import json
import sys
from contextlib import suppress
from math import inf
from time import monotonic, sleep
from typing import Any, Final

import click

from device.config import Resolved
from device.config.flags import config_flags
from device.diagnosis import Finding, Level, check_hardware, look_around
from device.diagnosis.folder import check_folder
from device.diagnosis.running import check_running
from device.diagnosis.sensors import check_sensors, watch_line
from device.live.client import CommandClient, CommandError, endpoints
from device.live.messages import Command
from device.paths import data_path
from device.service.health.report import versions

_MARKS: Final = {Level.GOOD: "ok     ", Level.NOTE: "note   ", Level.PROBLEM: "PROBLEM"}
_WORST_FIRST: Final = (Level.PROBLEM, Level.NOTE, Level.GOOD)
_WIRED: Final = ("serial", "gpio")

_WATCH_EVERY_S: Final = 0.2
"""Five lines per second at most: more cannot be read."""

_UNKNOWN: Final[dict[str, Any]] = {"sensors": None, "faults": []}

_NO_STATION: Final = Finding(
    Level.NOTE, "station", "None runs on this data folder.", "Start one: `cablecoach run`."
)


@click.command()
@config_flags("source", "serial_port", folder=data_path)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--watch", is_flag=True, help="Show what both sensors feel, while somebody pulls.")
@click.option("--seconds", type=click.FloatRange(min=0), help="With --watch: stop after so many.")
def doctor(resolved: Resolved, as_json: bool, watch: bool, seconds: float | None) -> None:
    """Look at sensors, disk, clock, rights and packages, and say what to do.

    Where a station runs on the data folder, it is asked as well. Ends with status 1 where there
    is a problem. With --watch, pull slowly out and back: each line shows position and force, and
    how far each sensor can be trusted by what the other one says; Ctrl-C ends it.
    """
    if watch:
        _watch(resolved, inf if seconds is None else seconds)
        return
    health = _ask(resolved, Command.HEALTH)
    findings = check_folder(resolved.file.parent)
    if resolved.config.source in _WIRED:
        findings += check_hardware(look_around(), resolved.config.source)
    if health is None:
        findings.append(_NO_STATION)
    else:
        findings += check_running(health)
        findings += check_sensors(_ask(resolved, Command.STATE) or _UNKNOWN)
    if as_json:
        click.echo(json.dumps(_document(findings, health), indent=2))
    else:
        _print(findings, health)
    sys.exit(any(finding.level is Level.PROBLEM for finding in findings))


def _ask(resolved: Resolved, command: Command) -> dict[str, Any] | None:
    """What the station that runs answers, if one does."""
    with CommandClient(endpoints(resolved.file.parent)) as client:
        try:
            return client.call(command, timeout_s=1.0)
        except CommandError:
            return None


def _watch(resolved: Resolved, seconds: float) -> None:
    """Print a line whenever what the sensors feel has changed."""
    click.echo("Pull slowly out and back; Ctrl-C ends it.")
    until_s = monotonic() + seconds
    said = ""
    with suppress(KeyboardInterrupt):
        while monotonic() < until_s:
            state = _ask(resolved, Command.STATE)
            line = (
                f"{_NO_STATION.found} {_NO_STATION.advice}" if state is None else watch_line(state)
            )
            if line != said:
                click.echo(line)
                said = line
            sleep(_WATCH_EVERY_S)


def _no_station() -> str:
    return f"{_NO_STATION.found} {_NO_STATION.advice}"


def _document(findings: list[Finding], health: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "findings": [finding._asdict() for finding in findings],
        "versions": versions(),
        "health": health,
    }


def _print(findings: list[Finding], health: dict[str, Any] | None) -> None:
    for level in _WORST_FIRST:
        for finding in findings:
            if finding.level is level:
                said = f"{finding.found} {finding.advice}".rstrip()
                click.echo(f"{_MARKS[level]}  {finding.subject}: {said}")
    counts = {} if health is None else _counts(health)
    if counts:
        click.echo("\nCounted since the station started:")
        width = max(map(len, counts))
        for name, count in counts.items():
            click.echo(f"  {name:<{width}}  {count}")
    click.echo("\n" + ", ".join(f"{name} {version}" for name, version in versions().items()))


def _counts(health: dict[str, Any]) -> dict[str, int]:
    """Faults, flags of readings and the source's own counters, by name; zeros are left out."""
    sensors = health["sensors"]
    counts = {
        "readings": sensors["readings"],
        **{f"fault {name}": count for name, count in sensors["faults_raised"].items()},
        **{f"flag {name}": count for name, count in sensors["reading_flags"].items()},
        **{f"source {name}": count for name, count in health["source"]["counters"].items()},
    }
    return {name: count for name, count in counts.items() if count}
