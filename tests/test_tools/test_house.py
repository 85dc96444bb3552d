"""The plan of the house: floors, circles, pictures, and that those in the document are true."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tools.house import DOCUMENT, ROOT, Plan, dot, graph_of, house, mermaid, plan_of, redrawn


def plan(**arrows: str) -> Plan:
    """Rooms by name, each with those below it."""
    return Plan("x", {room: frozenset(to.split()) for room, to in arrows.items()})


SOUND = plan(top="middle ground", middle="ground", ground="", cellar="")


def test_floors_count_from_the_ground():
    assert SOUND.floors() == {"ground": 1, "cellar": 1, "middle": 2, "top": 3}


def test_an_arrow_that_follows_from_others_is_not_drawn():
    assert SOUND.shortest() == [("middle", "ground"), ("top", "middle")]


def test_circles_are_found_each_once():
    crooked = plan(a="b", b="c", c="a", d="a e", e="d", f="")
    assert crooked.circles == [["a", "b", "c"], ["d", "e"]]
    assert crooked.floors() == {}


def test_it_draws_for_both_tools():
    assert '    middle["middle"]\n' in mermaid(SOUND)
    assert "    middle --> ground\n" in mermaid(SOUND)
    assert '    "middle" -> "ground"\n' in dot(SOUND)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another checkout, whose only halves are two rooms that import each other."""
    for name, text in {
        "device/__init__.py": "",
        "device/one.py": "import device.two",
        "device/two.py": "from device import one",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_it_reads_another_checkout_and_refuses_a_circle(elsewhere: Path):
    # In a process of its own: in this one `device` is imported already.
    command = [sys.executable, "-m", "tests.tools.house", "--root", str(elsewhere)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert "device: 2 rooms, – floors, 2 arrows, 1 circles\n   ○ one two" in ran.stdout


def test_the_house_has_no_circle():
    ran = CliRunner().invoke(house, [])
    assert ran.exit_code == 0, ran.output
    assert ran.output.startswith("house: ")


def test_server_and_device_service_stand_side_by_side():
    below = plan_of(graph_of(ROOT), "house").arrows["server"]
    assert not below & {"device.service", "device.commands", "device.sensors", "device.motion"}


def test_the_pictures_in_the_document_are_true():
    text = DOCUMENT.read_text()
    assert text.count("```mermaid") >= 2
    assert redrawn(text, graph_of(ROOT)) == text, "make house OPTIONS=--write"
