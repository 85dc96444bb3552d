"""The tuning values as their modules state them: name, value, unit, basis and reason."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
STAGES: Final = {
    "motion": "device/motion/tuning.py",
    "consistency": "device/motion/consistency/tuning.py",
    "detection": "device/reps/detection/tuning.py",
    "measuring": "device/reps/measuring/tuning.py",
    "scoring": "device/reps/scoring/tuning.py",
}
"""By the stage's name: where its values stand."""

BASES: Final = {
    "fitted": "so that the intervals hold as many truths as they say, on simulated people",
    "chosen": "by trying on the simulated trainees, or by judgement; nobody measured it on people",
    "data": "measured on recordings of people",
    "data sheet": "follows from a chip's data sheet",
    "definition": "what the word means, or a mathematical constant",
    "numerics": "keeps an algorithm stable, quick or within its data",
    "paper": "from the publication named",
    "physics": "follows from how the thing is built",
}
_HEAD: Final = re.compile(r"\[(?P<unit>[^;\]]+); (?P<basis>[^\]]+)\] (?P<why>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Constant:
    """One tuning value; ``key`` is its stage and name, ``detection.STILL_M_S``."""

    stage: str
    name: str
    value: float
    unit: str
    basis: str
    why: str

    @property
    def key(self) -> str:
        """Stage and name."""
        return f"{self.stage}.{self.name}"

    @property
    def module(self) -> str:
        """The module that states it."""
        return STAGES[self.stage].removesuffix(".py").replace("/", ".")

    def moved(self, percent: int) -> float | None:
        """The value moved by a share of itself; a count by one at least; ``None`` at 0."""
        if not self.value:
            return None
        if isinstance(self.value, float):
            return self.value * (100 + percent) / 100
        step = max(1, abs(self.value * percent) // 100)
        return self.value + step if percent > 0 else self.value - step


def constants() -> Iterator[Constant]:
    """All tuning values, in the order of their modules.

    Raises:
        ValueError: One has no docstring of the form ``[unit; basis] reason``.
    """
    for stage, path in STAGES.items():
        body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
        for node, after in zip(body, [*body[1:], None], strict=True):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield _constant(stage, node, after)


def _constant(stage: str, node: ast.AnnAssign, after: ast.stmt | None) -> Constant:
    assert isinstance(node.target, ast.Name)
    assert node.value is not None
    name, text = node.target.id, ""
    if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
        text = str(after.value.value)
    head = _HEAD.fullmatch(text)
    if head is None or head["basis"] not in BASES:
        raise ValueError(f"{stage}.{name} needs a docstring '[unit; basis] reason' below it")
    why = " ".join(head["why"].split())
    return Constant(stage, name, ast.literal_eval(node.value), head["unit"], head["basis"], why)
