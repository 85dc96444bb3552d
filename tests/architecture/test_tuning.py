"""Every number that measures stands in its stage's table, with a unit and a reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.sensitivity.constants import BASES, STAGES, constants
from tests.tools.sensitivity.document import DOCUMENT, load, render

ROOT = Path(__file__).parents[2]
PLACES = ("device/motion", "device/reps")

PLAIN = {0, 0.5, 1, 2, 100, 1e9, 1e-9}
"""Halves, doubles, per cent and nanoseconds explain themselves inside a formula."""

ELSEWHERE = {
    "device/reps/document.py": "digits on the wire: no measuring",
    "device/reps/exercises.py": "the exercises' own table",
    "device/reps/metrics.py": "digits of the metrics' own table",
    "device/reps/scoring/advice.py": "the steps of a weight stack: a coaching rule",
    "device/reps/scoring/verdict.py": "coaching rules, with their exercise",
}
COACHING = {"HOLD_TARGET_S"}
"""What an exercise asks for is a coaching rule, not a tuning value."""

STRUCTURE = {
    ("device/motion/load_cell.py", 3): "a middle conversion and its two neighbours",
    ("device/reps/scoring/summary.py", 4): "digits on the wire",
    ("device/reps/scoring/trends.py", 10): "the length of a date",
}


def numbers(path: Path) -> Iterator[tuple[int, float]]:
    """Line and value of every number written in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield node.lineno, node.value


def named_numbers(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every module-level constant that is a plain number, even a plain one."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(value, ast.UnaryOp):
            value = value.operand
        if isinstance(value, ast.Constant) and type(value.value) in (int, float):
            yield from ((node.lineno, one.id) for one in targets if isinstance(one, ast.Name))


def modules() -> list[str]:
    found = [path for place in PLACES for path in sorted((ROOT / place).rglob("*.py"))]
    names = [str(path.relative_to(ROOT)) for path in found]
    return [name for name in names if name not in STAGES.values() and name not in ELSEWHERE]


@pytest.mark.parametrize("name", modules())
def test_no_number_stands_outside_the_tables(name: str) -> None:
    unexplained = [
        f"{name}:{line}: {value:g}"
        for line, value in numbers(ROOT / name)
        if value not in PLAIN and (name, value) not in STRUCTURE
    ]
    unexplained += [
        f"{name}:{line}: {constant}"
        for line, constant in named_numbers(ROOT / name)
        if constant not in COACHING
    ]
    assert unexplained == [], "state it in the stage's tuning.py, with unit and reason"


def test_every_value_has_a_unit_a_basis_and_a_reason() -> None:
    table = list(constants())
    assert {one.stage for one in table} == set(STAGES)
    for one in table:
        assert one.basis in BASES
        assert one.why.endswith((".", ").")), one.key


@pytest.mark.parametrize("path", STAGES.values())
def test_a_table_holds_nothing_but_values(path: str) -> None:
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    kinds = {type(node) for node in body}
    assert kinds == {ast.Expr, ast.ImportFrom, ast.AnnAssign}


@pytest.mark.parametrize("stage", STAGES)
def test_every_value_is_used(stage: str) -> None:
    used = {
        node.id
        for place in PLACES
        for path in (ROOT / place).rglob("*.py")
        if path.name != "tuning.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    }
    assert [one.key for one in constants() if one.stage == stage and one.name not in used] == []


def test_the_document_shows_the_values_as_they_stand() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == render(load())
