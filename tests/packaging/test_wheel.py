"""What a person who installs the wheel gets, beside the Python files."""

import subprocess
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("device", "server", "wiring")
NEEDED = {".py", ".sql", ".toml", ".html", ".css", ".js", ".svg", ".png", ".json", ".webmanifest"}


def tracked() -> list[str]:
    """Files of the repository, where it is one; else of the folder."""
    listed = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    if listed.returncode == 0:
        return listed.stdout.split("\n")[:-1]
    return [str(path.relative_to(ROOT)) for name in PACKAGES for path in (ROOT / name).rglob("*.*")]


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_every_file_that_the_product_reads_is_in_the_wheel(wheel: Path) -> None:
    needed = {name for name in tracked() if Path(name).suffix in NEEDED and (ROOT / name).exists()}
    assert len(needed) > 50
    assert needed - contents(wheel) == set()


def test_the_wheel_brings_the_command_and_nothing_of_the_tests(wheel: Path) -> None:
    names = contents(wheel)
    assert any(name.endswith("entry_points.txt") for name in names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == set(PACKAGES)
