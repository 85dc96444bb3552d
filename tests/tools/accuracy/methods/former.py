"""A former version of the product, run beside the present one on the same recordings."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, ClassVar, Final

from device.sensors.simulated.generate import Simulated
from tests.tools.accuracy.methods import observing
from tests.tools.accuracy.methods.observing import Observation

ROOT: Final = Path(__file__).parents[4]
BEFORE: Final = "7a7e807"
"""The last version whose boundaries were onsets."""


def export(revision: str, folder: Path) -> None:
    """Write the files of a revision's device into a folder.

    Raises:
        subprocess.CalledProcessError: git does not know the revision, or this is no checkout.
    """
    archive = subprocess.run(
        ["git", "archive", revision, "device"], cwd=ROOT, check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)


class Former:
    """The former version as a program that answers; one for each of our processes."""

    folder: ClassVar[Path | None] = None
    _child: ClassVar["subprocess.Popen[str] | None"] = None

    @classmethod
    def use(cls, folder: Path | None) -> None:
        """Where ``export`` has written it; ``None`` ends the program."""
        if cls._child is not None:
            _end(cls._child)
        cls.folder, cls._child = folder, None

    @classmethod
    def observe(cls, made: Simulated) -> Observation:
        """What it says about a recording.

        Raises:
            RuntimeError: It ended instead of answering; its own message is on standard error.
        """
        if cls._child is None:
            cls._child = _start(cls.folder)
        asked, answers = _ends(cls._child)
        columns = list(zip(*made.readings, strict=True))
        json.dump({"header": made.header, "readings": columns}, asked)
        asked.write("\n")
        asked.flush()
        answer = answers.readline()
        if not answer:
            raise RuntimeError("the former version ended instead of answering")
        seen: Observation = json.loads(answer)
        return seen


def _start(folder: Path | None) -> "subprocess.Popen[str]":
    if folder is None:
        raise RuntimeError("no former version was named")
    return subprocess.Popen(
        # -P: the folder of the script, whose modules have common names, stays off the path.
        [sys.executable, "-P", observing.__file__],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _ends(child: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the former version has no pipes")
    return child.stdin, child.stdout


def _end(child: "subprocess.Popen[str]") -> None:
    asked, answers = _ends(child)
    asked.close()
    child.wait(timeout=30)
    answers.close()
