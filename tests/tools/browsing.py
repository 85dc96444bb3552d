"""A headless Chromium and a running station, for the commands that look at the page."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from device.errors import UserError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A Chromium without a screen, and without talk of its own on the network."""
_MEASURED: Final = ("--enable-precise-memory-info", "--js-flags=--expose-gc")
_START_S: Final = 100.0
_STOP_S: Final = 60.0
_POLL_S: Final = 0.1


@contextmanager
def chromium() -> "Iterator[Browser]":
    """Start the machine's Chromium; end it afterwards.

    Raises:
        UserError: The browser or playwright is missing.
    """
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise UserError(
            "This needs Chromium: apt-get install chromium, or set CHROMIUM to its path."
        )
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise UserError("This needs playwright: pip install 'cablecoach[test]'.") from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *_MEASURED])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def station(data_dir: Path, *options: str) -> Iterator[str]:
    """Run ``cablecoach run`` on a free port of this machine; yield the page's address.

    Raises:
        UserError: It did not come up.
    """
    port = free_port()
    command = [sys.executable, "-m", "server", "run", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--data-dir", str(data_dir), *options]
    log = data_dir / "station.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_online(address, process, log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_online(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server at ``address`` hears the device.

    Raises:
        UserError: ``process`` ended, or it took too long.
    """
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if b'"online"' in answer.read():
                    return
        except (urllib.error.URLError, OSError):
            pass  # not listening yet
        time.sleep(_POLL_S)
    raise UserError(f"The station did not come up: {log.read_text(errors='replace')[-400:]!r}.")
