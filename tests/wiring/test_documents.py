import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from wiring.documents import GUIDE, draw, fingerprint, guide_with_tables, harness_file
from wiring.harness import BOARD, document_text, wireviz_document
from wiring.pins import WIRINGS, Wiring, load_pins

AGAIN = "out of date: run `python -m wiring.documents` and look at the drawings"

TEXT = re.compile(r"<text\b[^>]*>([^<]*)</text>")


@pytest.mark.parametrize("wiring", WIRINGS)
def test_the_committed_harness_follows_from_the_pin_map(wiring: Wiring) -> None:
    text = document_text(wiring)
    assert harness_file(wiring).read_text(encoding="utf-8") == text, AGAIN
    drawn = harness_file(wiring).with_suffix(".svg").read_text(encoding="utf-8")
    assert drawn.endswith(fingerprint(text) + "\n"), AGAIN


@pytest.mark.parametrize("wiring", WIRINGS)
def test_the_drawing_shows_every_signal_at_its_pin(wiring: Wiring) -> None:
    shown = TEXT.findall(harness_file(wiring).with_suffix(".svg").read_text(encoding="utf-8"))
    pins = load_pins(wiring)
    for name, signal in pins.signals().items():
        label = f"{pins.board.header[signal.header - 1]} · {name.replace('_', ' ')}"
        at = shown.index(label)
        assert str(signal.header) in shown[at - 1 : at + 2]


@pytest.mark.parametrize("wiring", WIRINGS)
def test_each_header_pin_takes_one_wire(wiring: Wiring) -> None:
    document = wireviz_document(wiring)
    ends = [
        end
        for connection in document["connections"]
        if BOARD in connection[0]
        for end in connection[0][BOARD]
    ]
    assert len(ends) == len(set(ends))
    assert set(ends) == set(document["connectors"][BOARD]["pins"])
    assert len(ends) >= len(load_pins(wiring).signals()) + 4


@pytest.mark.parametrize("wiring", WIRINGS)
def test_nothing_pulls_an_input_up_to_five_volts(wiring: Wiring) -> None:
    """5 V reaches the terminal board and the encoder's supply, and nothing else."""
    document = wireviz_document(wiring)
    board = document["connectors"][BOARD]
    label = dict(zip(board["pins"], board["pinlabels"], strict=True))
    reached = set()
    for connection in document["connections"]:
        (start, starts), *_ = connection[0].items()
        if len(connection) < 3:
            continue
        (end, ends), *_ = connection[2].items()
        for here, there in zip(starts, ends, strict=True):
            if (label.get(here) if start == BOARD else here) in ("5V", "VBUS"):
                reached.add((end, there))
    assert reached == {("terminals", "5V"), ("encoder", "+V")}


def test_the_harness_is_json_and_therefore_yaml() -> None:
    for wiring in WIRINGS:
        assert json.loads(document_text(wiring)) == wireviz_document(wiring)


@pytest.mark.skipif(
    not Path(sys.executable).with_name("wireviz").exists() or shutil.which("dot") is None,
    reason="WireViz (extra `test`) or Graphviz is missing",
)
@pytest.mark.parametrize("wiring", WIRINGS)
def test_wireviz_draws_the_same_words_today(wiring: Wiring) -> None:
    """Coordinates differ between versions of Graphviz; what is written does not."""
    committed = harness_file(wiring).with_suffix(".svg").read_text(encoding="utf-8")
    assert sorted(TEXT.findall(draw(document_text(wiring)))) == sorted(TEXT.findall(committed))


def test_the_tables_of_the_guide_are_up_to_date() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert guide_with_tables(text) == text, AGAIN
    with pytest.raises(ValueError, match="no place for the table"):
        guide_with_tables(text.replace("<!-- pins -->", ""))


LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
DOCUMENTS = [
    *(GUIDE.parent.glob("*.md")),
    *(GUIDE.parents[1] / "docs" / name for name in ("hardware.md", "install.md")),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_drawings_exist(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert missing == []
