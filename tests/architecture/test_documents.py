"""What documents and comments point to exists: links, headings, rows, files and functions."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOPS = ("device", "docs", "server", "systemd", "tests", "wiring")
DOCUMENTS = sorted(
    {*ROOT.glob("*.md"), *(path for top in TOPS for path in (ROOT / top).rglob("*.md"))}
)
CODE = sorted(
    path
    for top in ("device", "server", "tests", "wiring")
    for pattern in ("*.py", "*.js")
    for path in (ROOT / top).rglob(pattern)
    if "vendor" not in path.parts and path != Path(__file__)
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PLACE = re.compile(r"`((?:device|server|tests|wiring)/[\w./-]+\.(?:py|js|toml|sql))(?::([\w.]+))?`")
CITED = re.compile(r"(docs/\w+\.md)(?:,\s+\"([^\"]+)\")?")
ROWS = re.compile(r"[Rr]ows? ([\d, and]+?) of docs/reliability\.md")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def headings(path: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def names_in(path: Path) -> set[str]:
    """Functions, classes and ``Class.method`` of a file."""
    text = path.read_text("utf-8")
    if path.suffix == ".js":
        found, owner = set(), ""
        for match in re.finditer(
            r"^(?:export )?(class|(?:async )?function) (\w+)|^  (\w+)\(", text, re.M
        ):
            if match[2]:
                owner = match[2] if match[1] == "class" else ""
                found.add(match[2])
            else:
                found.add(f"{owner}.{match[3]}")
        return found
    found = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{n.name}" for n in node.body if isinstance(n, ast.FunctionDef)}
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_relative_links_lead_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, part = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if part and target.suffix == ".md":
            assert part in map(anchor, headings(target)), link


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_files_and_functions_that_documents_name_exist(path: Path) -> None:
    for file, name in PLACE.findall(path.read_text("utf-8")):
        assert (ROOT / file).exists(), file
        assert not name or name in names_in(ROOT / file), f"{file}:{name}"


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_what_comments_cite_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"DESIGN section|FAULTS (row|section)|of FAULTS", text)
    for document, heading in CITED.findall(text):
        assert (ROOT / document).exists(), document
        assert not heading or heading in headings(ROOT / document), f"{document}: {heading}"
    table = (ROOT / "docs/reliability.md").read_text("utf-8")
    for rows in ROWS.findall(text):
        for row in re.findall(r"\d+", rows):
            assert f"\n| {row} | " in table, f"row {row}"
