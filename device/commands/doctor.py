"""``cablecoach doctor``: what is wrong, and what to do."""

import json
import sys
from typing import Any, Final

import click

from device.config import Resolved
from device.config.flags import config_flags
from device.diagnosis import Finding, Level, check_hardware, look_around
from device.diagnosis.folder import check_folder
from device.diagnosis.running import check_running
from device.live.client import CommandClient, CommandError, endpoints
from device.live.messages import Command
from device.paths import data_path
from device.service.health.report import versions

_MARKS: Final = {Level.GOOD: "ok     ", Level.NOTE: "note   ", Level.PROBLEM: "PROBLEM"}
_WORST_FIRST: Final = (Level.PROBLEM, Level.NOTE, Level.GOOD)
_WIRED: Final = ("serial", "gpio")

_NO_STATION: Final = Finding(
    Level.NOTE, "station", "None runs on this data folder.", "Start one: `cablecoach run`."
)


@click.command()
@config_flags("source", "serial_port", folder=data_path)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(resolved: Resolved, as_json: bool) -> None:
    """Look at sensors, disk, clock, rights and packages, and say what to do.

    Where a station runs on the data folder, it is asked as well. Ends with status 1 where there
    is a problem.
    """
    health = _ask(resolved)
    findings = check_folder(resolved.file.parent)
    if resolved.config.source in _WIRED:
        findings += check_hardware(look_around(), resolved.config.source)
    if health is None:
        findings.append(_NO_STATION)
    else:
        findings += check_running(health)
    if as_json:
        click.echo(json.dumps(_document(findings, health), indent=2))
    else:
        _print(findings, health)
    sys.exit(any(finding.level is Level.PROBLEM for finding in findings))


def _ask(resolved: Resolved) -> dict[str, Any] | None:
    """The health of the station that runs, if one does."""
    with CommandClient(endpoints(resolved.file.parent)) as client:
        try:
            return client.call(Command.HEALTH, timeout_s=1.0)
        except CommandError:
            return None


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
