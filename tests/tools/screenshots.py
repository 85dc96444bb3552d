"""``make screenshots``: every screen and state, by the real page over a real station."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tests.tools.browsing import chromium, station
from tests.tools.scenes import SCENES, Scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_SIZES: Final = {"tablet": (1180, 820), "upright": (820, 1180), "phone": (390, 844)}
_SCHEMES: Final = ("dark", "light")
_DOCUMENTED: Final = {
    "live-pull": ("tablet", "dark"),
    "live-hold": ("tablet", "dark"),
    "live-release": ("tablet", "light"),
    "live-verdict": ("phone", "dark"),
    "warm-up": ("tablet", "light"),
    "exercise": ("tablet", "dark"),
    "review": ("tablet", "light"),
    "history": ("tablet", "dark"),
    "set-up": ("tablet", "dark"),
    "offline": ("tablet", "dark"),
}
"""Which pictures the documentation shows."""

_PAST_SPEED: Final = "40"
_PAST_S: Final = 12.0
_LIMIT_BYTES: Final = 150_000


@click.command()
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("screenshots"),
    show_default=True,
    help="Folder for the pictures.",
)
@click.option("--docs", is_flag=True, help="Only the pictures of the documentation.")
@click.option("--only", multiple=True, help="Only these scenes, by name.")
@click.option("--language", default="en-GB", show_default=True, help="The browser's language.")
def screenshots(out: Path, docs: bool, only: tuple[str, ...], language: str) -> None:
    """Draw every screen and state of the page: tablet, upright, phone; dark and light.

    A simulated station runs for it in a folder of its own; yours is left alone.
    """
    out.mkdir(parents=True, exist_ok=True)
    wanted = _DOCUMENTED if docs else None
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        data_dir = Path(folder)
        with station(data_dir, "--source", "simulated", "--speed", _PAST_SPEED):
            time.sleep(_PAST_S)  # a past, so that history and review have something to show
        with station(data_dir, "--source", "simulated") as address:
            for path in _draw_all(browser, address, language, out, wanted, only):
                size = path.stat().st_size
                note = "  larger than the documentation should carry" if size > _LIMIT_BYTES else ""
                click.echo(f"{path}  {size / 1000:.0f} kB{note}")


def _draw_all(
    browser: "Browser",
    address: str,
    language: str,
    out: Path,
    wanted: dict[str, tuple[str, str]] | None,
    only: tuple[str, ...],
) -> Iterator[Path]:
    for size, (width, height) in _SIZES.items():
        for scheme in _SCHEMES:
            scenes = [s for s in SCENES if _belongs(s, size, scheme, wanted, only)]
            if not scenes:
                continue
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale=language,
            )
            page = context.new_page()
            _open(page, address)
            for scene in scenes:
                scene.prepare(page)
                name = scene.name if wanted else f"{scene.name}-{size}-{scheme}"
                path = out / f"{name}.png"
                page.screenshot(path=path)
                yield path
                if scene.reload:
                    _open(page, address)
            context.close()


def _open(page: "Page", address: str) -> None:
    page.goto("about:blank")
    page.goto(f"{address}/")
    page.evaluate("() => localStorage.clear()")
    page.goto("about:blank")
    page.goto(f"{address}/")
    page.wait_for_function("() => document.body.dataset.ready !== undefined")
    page.wait_for_function("() => document.body.dataset.link === 'live'")


def _belongs(
    scene: Scene,
    size: str,
    scheme: str,
    wanted: dict[str, tuple[str, str]] | None,
    only: tuple[str, ...],
) -> bool:
    if only and scene.name not in only:
        return False
    if wanted is not None:
        return wanted.get(scene.name) == (size, scheme)
    return size == "tablet" or scene.everywhere


if __name__ == "__main__":
    screenshots()
