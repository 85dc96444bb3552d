"""Both services under a real systemd, with every restriction of their units in force.

The machine's own file system is booted as a container, under an overlay that is thrown away.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from staged import shared, stage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("booted"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can boot a container"),
    pytest.mark.skipif(
        shutil.which("systemd-nspawn") is None, reason="apt-get install systemd-container"
    ),
]

BOOT = """
set -e
for group in $GROUPS_OF_ITS_OWN; do echo $$ >"$group/cgroup.procs"; done
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
cp -a "$2/." "$1/root/"
: >"$1/root/etc/fstab"
shift 2
exec systemd-nspawn --quiet --directory="$0/root" --boot --private-network --register=no \
    --keep-unit --console=pipe --link-journal=no "$@" systemd.unit=basic.target
"""

FETCH = """
import sys, urllib.request
request = urllib.request.Request(sys.argv[1])
if len(sys.argv) > 2:
    request.add_header("Authorization", "Bearer " + sys.argv[2])
print(urllib.request.urlopen(request, timeout=10).read().decode())
"""


def eventually(look: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Look again and again until the answer is true."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.1)
    return seen


class Booted:
    """A running system; ``leader`` is its process 1, seen from outside."""

    def __init__(self, leader: int) -> None:
        self.leader = leader

    def run(self, *command: str, check: bool = True) -> str:
        enter = ["nsenter", f"--target={self.leader}", "--all", "--wd", "env", "-i"]
        path = "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        result = subprocess.run(
            [*enter, path, *command], capture_output=True, text=True, timeout=60
        )
        if check and result.returncode != 0:
            pytest.fail(f"{command}: {result.stdout}{result.stderr}\n{self.journal()}")
        return result.stdout if check else result.stdout + result.stderr

    def journal(self) -> str:
        return self.run("journalctl", "--no-pager", "--lines=60", check=False)

    def show(self, unit: str, name: str) -> str:
        return self.run("systemctl", "show", f"--property={name}", "--value", unit).strip()

    def fetch(self, path: str, *token: str) -> str:
        python = f"/opt/python/bin/python3.{sys.version_info.minor}"
        return self.run(python, "-c", FETCH, f"http://127.0.0.1:8000{path}", *token)

    def device_state(self) -> str:
        return str(json.loads(self.fetch("/healthz"))["device"])


@contextmanager
def control_groups() -> Iterator[list[Path]]:
    """Groups of its own in the hierarchies that systemd keeps its units in."""
    made = []
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, hierarchy, path = line.split(":", 2)
        tops = {"name=systemd": ["systemd"], "": ["unified", ""]}.get(hierarchy, [])
        for top in tops:
            parent = Path("/sys/fs/cgroup", top, path.lstrip("/"))
            if (parent / "cgroup.procs").exists():
                made.append(parent / f"cablecoach-test-{os.getpid()}")
                break
    for group in made:
        group.mkdir()
    try:
        yield made
    finally:
        for group in made:
            for folder, _, _ in os.walk(group, topdown=False):
                with suppress(OSError):
                    Path(folder).rmdir()


def leader_of(supervisor: int) -> int | None:
    """The booted system's process 1: the supervisor's child of that name."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    names = {int(child): Path(f"/proc/{child}/comm").read_text().strip() for child in children}
    return next((child for child, name in names.items() if name == "systemd"), None)


def container(folder: Path, groups: list[Path]) -> subprocess.Popen[bytes]:
    """Boot; the caller ends it."""
    staged, mounted = folder / "staged", folder / "mounted"
    mounted.mkdir()
    stage(staged)
    options = [f"--bind-ro={outside}:{inside}" for inside, outside in shared().items()]
    command = ["unshare", "--mount", "--propagation=private", "sh", "-c"]
    with (folder / "log").open("w") as log:
        return subprocess.Popen(
            [*command, BOOT, str(mounted), str(mounted), str(staged), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "GROUPS_OF_ITS_OWN": " ".join(map(str, groups))},
        )


@pytest.fixture(scope="module")
def booted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booted]:
    folder = tmp_path_factory.mktemp("booted")
    with control_groups() as groups, container(folder, groups) as process:

        def leader() -> int | None:
            if process.poll() is not None:
                said = (folder / "log").read_text(errors="replace")
                pytest.skip(f"no container can be booted here: {said[-300:]}")
            return leader_of(process.pid)

        def is_up(system: Booted) -> bool:
            state = system.run("systemctl", "is-system-running", check=False)
            return state.startswith(("running", "degraded"))

        try:
            system = Booted(eventually(leader))
            try:
                eventually(lambda: is_up(system), 60)
            except AssertionError:  # nothing of ours has run yet
                pytest.skip(f"systemd does not come up here: {system.journal()[-300:]}")
            yield system
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@pytest.fixture(scope="module")
def station(booted: Booted) -> Booted:
    booted.run("systemd-sysusers", "/etc/sysusers.d/cablecoach.conf")
    booted.run("systemd-tmpfiles", "--create", "/etc/tmpfiles.d/cablecoach.conf")
    booted.run("systemctl", "start", "cablecoach-server", "cablecoach-device")
    return booted


def test_both_run_and_find_each_other(station: Booted) -> None:
    for unit in ("cablecoach-device", "cablecoach-server"):
        assert station.show(unit, "ActiveState") == "active"
    eventually(lambda: station.device_state() == "online")
    state = json.loads(station.fetch("/api/v1/state"))
    assert state["simulated"] is True
    assert state["recording"] is True


def test_they_are_the_users_they_should_be(station: Booted) -> None:
    eventually(lambda: station.device_state() == "online")
    listed = station.run("stat", "--format=%U:%G %a %n", "/var/lib/cablecoach", "/run/cablecoach")
    assert listed.splitlines() == [
        "cablecoach-device:cablecoach 750 /var/lib/cablecoach",
        "cablecoach-device:cablecoach 750 /run/cablecoach",
    ]
    owned = station.run("find", "/var/lib/cablecoach", "!", "-user", "cablecoach-device")
    assert owned == ""
    assert station.run("find", "/var/lib/cablecoach", "-perm", "/o=rwx", "-type", "f") == ""


@pytest.mark.parametrize("unit", ["cablecoach-device", "cablecoach-server"])
def test_neither_can_write_where_it_has_no_business(station: Booted, unit: str) -> None:
    inside = ["nsenter", f"--target={station.show(unit, 'MainPID')}", "--mount"]
    for place in ("/etc", "/usr", "/opt/cablecoach"):
        refused = station.run(*inside, "touch", f"{place}/x", check=False)
        assert "Read-only file system" in refused, place
    assert station.run(*inside, "ls", "/root", "/home", check=False).count("\n") <= 3
    status = station.run("cat", f"/proc/{station.show(unit, 'MainPID')}/status")
    assert re.search(r"^CapBnd:\s+0+$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)


def test_the_server_shows_the_sets_of_a_stopped_device(station: Booted) -> None:
    eventually(lambda: station.device_state() == "online")
    token = station.run("cablecoach", "token", "add", "test", "--role", "operator").split()[-1]
    station.run("systemctl", "stop", "cablecoach-device")
    try:
        eventually(lambda: station.device_state() == "offline")
        assert station.fetch("/sets.csv", token).startswith("set_id,started_at,")
    finally:
        station.run("systemctl", "start", "cablecoach-device")
    eventually(lambda: station.device_state() == "online")


def test_systemd_restarts_those_that_hang(station: Booted) -> None:
    units = ("cablecoach-device", "cablecoach-server")
    for unit in units:
        station.run("kill", "-STOP", station.show(unit, "MainPID"))
    for unit in units:
        eventually(lambda unit=unit: int(station.show(unit, "NRestarts")) > 0, 40)
        assert "Watchdog timeout" in station.run("journalctl", "--no-pager", f"--unit={unit}")
    eventually(lambda: all(station.show(unit, "ActiveState") == "active" for unit in units))
    eventually(lambda: station.device_state() == "online")


def test_the_command_of_root_acts_on_the_stations_data(station: Booted) -> None:
    assert "CABLECOACH_SOURCE" in station.run("cablecoach", "config")
    assert "File: /var/lib/cablecoach/cablecoach.toml" in station.run("cablecoach", "config")
    assert station.run("cablecoach", "export").startswith("set_id,started_at,")
