"""Every power cut of a recorded run, each tried once."""

import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from powercut.disk import Disk, Record, Survives
from powercut.promises import Finding, Promise, hold_to, promises, put_on_disk


class Cut(NamedTuple):
    """A disk after a power cut, and what had been promised by then."""

    step: int
    survives: Survives
    strict: bool
    files: dict[str, bytes]
    made: list[Promise]


@dataclass
class Tally:
    """What came of all power cuts.

    Attributes:
        tried: Different disks that were started from.
        lost: Of these, how many had lost a promise.
        most_lost: The most promises that one had lost.
        wrong: How many were wrong otherwise: damaged, open sets, strangers.
        examples: A few in words.
    """

    tried: int = 0
    lost: int = 0
    most_lost: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)

    def count(self, finding: Finding, which: str) -> None:
        """Add what was found after one cut."""
        self.tried += 1
        self.lost += bool(finding.lost)
        self.most_lost = max(self.most_lost, len(finding.lost))
        self.wrong += bool(finding.wrong)
        if (finding.lost or finding.wrong) and len(self.examples) < 5:
            self.examples.append(f"{which}: {finding}")

    def __str__(self) -> str:
        return (
            f"{self.tried} states tried, {self.lost} with loss "
            f"(at most {self.most_lost} promises), {self.wrong} wrong"
        )


def power_cuts(log: list[Record], before: dict[str, bytes]) -> Iterator[Cut]:
    """Every different disk that a power cut after any step can leave.

    Chance falls the same way on both kinds of disk: where no name is waiting they do not differ,
    and what does not differ is not tried twice.
    """
    seen = set()
    for strict in (False, True):
        disk = Disk.holding(before, strict)
        acknowledged = b""
        for step, record in enumerate(log):
            if record.kind == "A":
                acknowledged += record.data
            else:
                disk.step(record)
            made = promises(acknowledged)
            for survives in Survives:
                dice = random.Random(step * len(Survives) + survives.value)
                files = disk.after_power_cut(survives, dice)
                identity = (len(made), _digest(files))
                if identity not in seen:
                    seen.add(identity)
                    yield Cut(step, survives, strict, files, made)


def try_all(
    cuts: Iterable[Cut], root: Path, work: Path, known_sets: int = 0, may_repair: bool = False
) -> Tally:
    """Start the product after every one of ``cuts``; ``hold_to`` says what is then asked."""
    tally = Tally()
    for cut in cuts:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        put_on_disk(cut.files, str(root), work)
        finding = hold_to(cut.made, work, known_sets, may_repair)
        tally.count(finding, f"{cut.step} {cut.survives} strict={cut.strict}")
    return tally


def _digest(files: dict[str, bytes]) -> int:
    return hash(frozenset(files.items()))
