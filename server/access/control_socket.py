"""How ``cablecoach pair`` asks the running server for a code.

A Unix socket in the server's private folder: only the same user (and root) can reach it, and the
kernel names the caller. One JSON line each way.
"""

import contextlib
import json
import os
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from device.errors import UserError
from device.process.loop import Loop

FILE_NAME: Final = "control.sock"
_LONGEST: Final = 4096
"""Bytes of one request or answer: a short line of JSON."""

_ANSWER_WITHIN_S: Final = 3.0
"""Either side gives up on the other after this; an answer takes milliseconds."""

_AGAIN_AFTER_S: Final = 1.0
"""Pause after a failed accept, so that a lack of descriptors makes no busy loop."""

_PEER: Final = struct.Struct("3i")  # ucred: pid, uid, gid; unix(7)

Handler = Callable[[dict[str, Any]], dict[str, Any]]


class ControlSocket:
    """Answers requests of the same user. Bound when it is made.

    Args:
        folder: The server's private folder.
        handle: Answers one request; a ``UserError`` becomes the answer's ``error``.
    """

    def __init__(self, folder: Path, handle: Handler) -> None:
        self._handle = handle
        self._path = folder / FILE_NAME
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        with contextlib.suppress(FileNotFoundError):
            self._path.unlink()  # left by a server that was killed
        with _short_name(self._path) as name:
            self._listener.bind(name)
        self._path.chmod(0o600)
        self._listener.listen(4)
        self._listener.settimeout(0.25)
        self._loop = Loop("control", self._serve, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._loop.start()

    def stop(self) -> None:
        """Stop, and remove the socket."""
        self._loop.stop(timeout_s=5.0)
        self._listener.close()
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        for _ in self._loop.turns():
            try:
                channel, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:  # no descriptor is free, say
                self._loop.pause(_AGAIN_AFTER_S)
                continue
            with channel, contextlib.suppress(OSError):  # the caller may be gone
                channel.settimeout(_ANSWER_WITHIN_S)
                channel.sendall(self._answer(channel))

    def _answer(self, channel: socket.socket) -> bytes:
        _, uid, _ = _PEER.unpack(
            channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
        )
        if uid not in (0, os.getuid()):
            return _line({"error": "Only the server's own user may ask."})
        try:
            request = json.loads(_read_line(channel))
            if not isinstance(request, dict):
                raise TypeError
            return _line(self._handle(request))
        except UserError as error:
            return _line({"error": str(error)})
        except (KeyError, TypeError, ValueError):
            return _line({"error": "The server did not understand; is it of the same version?"})


def ask(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Ask the server that runs on ``folder``.

    Raises:
        UserError: None runs, or it refused.
    """
    try:
        with (
            _short_name(folder / FILE_NAME) as name,
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel,
        ):
            channel.settimeout(_ANSWER_WITHIN_S)
            channel.connect(name)
            channel.sendall(_line(request))
            answer: dict[str, Any] = json.loads(_read_line(channel))
    except PermissionError as error:
        raise UserError(
            f"The server of {folder} belongs to another user; "
            "run this as that user, for example with sudo -u cablecoach-server."
        ) from error
    except (OSError, ValueError) as error:
        raise UserError(
            "No server answers for this data folder; start it with `cablecoach run` "
            "or `cablecoach server`, or name its folder with --data-dir."
        ) from error
    if "error" in answer:
        raise UserError(str(answer["error"]))
    return answer


@contextmanager
def _short_name(path: Path) -> Iterator[str]:
    """A name of the socket that fits ``sun_path``'s 108 bytes, however deep its folder lies."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _read_line(channel: socket.socket) -> bytes:
    held = b""
    while not held.endswith(b"\n"):
        part = channel.recv(_LONGEST)
        if not part or len(held) > _LONGEST:
            raise ValueError("no whole line")
        held += part
    return held
