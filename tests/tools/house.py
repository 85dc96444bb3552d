"""``make house``: the rooms, floors and arrows of every folder, read off the imports.

A room is a child of a folder: a module, or a folder of its own. An arrow goes from a room to
another one that it imports from, however many imports make it. Floors count from the ground, where
a room imports from no other; each room stands one above the highest that it imports from.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import grimp

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = ROOT / "docs" / "architecture.md"
HALVES: Final = ("device", "server", "wiring")
HOUSE: Final = "house"
_PICTURE: Final = re.compile(
    r"(?P<open><!-- picture of (?P<folder>[\w.]+), made by `make house` -->\n)"
    r".*?"
    r"(?P<close><!-- end -->)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One folder: each room, and the rooms that it imports from."""

    folder: str
    arrows: Mapping[str, frozenset[str]]

    @property
    def rooms(self) -> list[str]:
        """Names, sorted."""
        return sorted(self.arrows)

    @property
    def circles(self) -> list[list[str]]:
        """Rooms that reach each other, in groups; a sound house has none."""
        groups = {
            tuple(sorted(b for b in below if a in self._below(b)))
            for a in self.rooms
            if a in (below := self._below(a))
        }
        return [list(group) for group in sorted(groups)]

    def floors(self) -> dict[str, int]:
        """The floor of each room, 1 on the ground; empty where rooms stand in a circle."""
        floor: dict[str, int] = {}
        while not self.circles and len(floor) < len(self.arrows):
            for room in self.arrows.keys() - floor.keys():
                if self.arrows[room] <= floor.keys():
                    floor[room] = 1 + max((floor[b] for b in self.arrows[room]), default=0)
        return floor

    def shortest(self) -> list[tuple[str, str]]:
        """The arrows without those that follow from two others, as a picture needs them."""
        return [
            (room, to)
            for room in self.rooms
            for to in sorted(self.arrows[room])
            if not any(to in self._below(other) for other in self.arrows[room] - {to})
        ]

    def _below(self, room: str) -> set[str]:
        """Every room that ``room`` imports from, directly or through others."""
        found: set[str] = set()
        waiting = list(self.arrows[room])
        while waiting:
            if (to := waiting.pop()) not in found:
                found.add(to)
                waiting += self.arrows[to]
        return found


def graph_of(root: Path) -> grimp.ImportGraph:
    """Every import of the product that stands in ``root``; nothing of it is run."""
    sys.path.insert(0, str(root))
    try:
        present = [half for half in HALVES if (root / half / "__init__.py").is_file()]
        return grimp.build_graph(present[0], *present[1:], cache_dir=None)
    finally:
        sys.path.remove(str(root))


def plan_of(graph: grimp.ImportGraph, folder: str) -> Plan:
    """The plan of one folder, or of the ``HOUSE``: the rooms of the device, server and wiring."""
    if folder == HOUSE:
        names = graph.find_children("device") | (graph.modules & {"server", "wiring"})
    else:
        names = graph.find_children(folder)
    return Plan(folder, {room: _below(graph, room, names) for room in names})


def plans_of(graph: grimp.ImportGraph) -> list[Plan]:
    """The house, then every folder that holds more than one room."""
    folders = sorted(name for name in graph.modules if len(graph.find_children(name)) > 1)
    return [plan_of(graph, folder) for folder in (HOUSE, *folders)]


def _below(graph: grimp.ImportGraph, room: str, rooms: Iterable[str]) -> frozenset[str]:
    inside = {room} | graph.find_descendants(room)
    imported = set().union(*(graph.find_modules_directly_imported_by(m) for m in inside))
    return frozenset(
        other
        for other in rooms
        if other != room and any(m == other or m.startswith(f"{other}.") for m in imported)
    )


def table(plan: Plan) -> str:
    """One folder in words: its figures, then its floors from the top."""
    floors = plan.floors()
    count = sum(len(to) for to in plan.arrows.values())
    lines = [
        f"{plan.folder}: {len(plan.rooms)} rooms, {max(floors.values(), default=0) or '–'} floors, "
        f"{count} arrows, {len(plan.circles)} circles"
    ]
    for level in range(max(floors.values(), default=0), 0, -1):
        names = " ".join(_short(room) for room in plan.rooms if floors[room] == level)
        lines.append(f"  {level:2} {names}")
    lines += [f"   ○ {' '.join(map(_short, circle))}" for circle in plan.circles]
    return "\n".join(lines)


def mermaid(plan: Plan) -> str:
    """The picture as Mermaid, which Markdown viewers draw; the top is what nobody imports."""
    rooms = [f'    {_key(room)}["{_short(room)}"]' for room in plan.rooms]
    arrows = [f"    {_key(room)} --> {_key(to)}" for room, to in plan.shortest()]
    return "\n".join(["```mermaid", "flowchart TD", *rooms, *arrows, "```"]) + "\n"


def dot(plan: Plan) -> str:
    """The same for Graphviz: ``make house OPTIONS='--dot device' | dot -Tsvg``."""
    rooms = [f'    "{room}" [label="{_short(room)}"]' for room in plan.rooms]
    arrows = [f'    "{room}" -> "{to}"' for room, to in plan.shortest()]
    return "\n".join([f'digraph "{plan.folder}" {{', *rooms, *arrows, "}"])


def redrawn(text: str, graph: grimp.ImportGraph) -> str:
    """A document with each of its pictures as the imports are now."""
    return _PICTURE.sub(
        lambda found: found["open"] + mermaid(plan_of(graph, found["folder"])) + found["close"],
        text,
    )


def _short(room: str) -> str:
    return room.rpartition(".")[2]


def _key(room: str) -> str:
    return room.replace(".", "_")


@click.command()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT,
    help="Read another checkout, to compare before with after.",
)
@click.option("--dot", "folder", help=f"Print one folder, or `{HOUSE}`, for Graphviz.")
@click.option("--write", is_flag=True, help="Redraw the pictures of docs/architecture.md.")
def house(root: Path, folder: str | None, write: bool) -> None:
    """Print the rooms, floors and arrows of every folder, or draw them.

    Ends with status 1 where rooms stand in a circle.
    """
    graph = graph_of(root.resolve())
    if write:
        DOCUMENT.write_text(redrawn(DOCUMENT.read_text(), graph))
        return
    if folder:
        click.echo(dot(plan_of(graph, folder)))
        return
    plans = plans_of(graph)
    for plan in plans:
        click.echo(table(plan))
    circles = sum(len(plan.circles) for plan in plans)
    click.echo(f"{len(graph.modules)} modules, {len(plans)} folders, {circles} circles")
    sys.exit(1 if circles else 0)


if __name__ == "__main__":
    house()
