"""A trainee who does what a test says, when it says so: the peer of a ``stepped`` source."""

import json
import socket
from pathlib import Path
from typing import Any, Self

SET_OVER_S = 31.0
"""So much rest ends an open set."""


class SteppedTrainee:
    """Listens for a device process, and moves its handle.

    Every call returns when the device has taken the readings that it made, and so has found what
    is to be found in them. Between calls nothing happens: no rest ends, no repetition begins.

    Args:
        folder: Where the socket is made; its name must be short.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "trainee"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self._path))
        self._listener.listen()
        self._peer: Any = None

    @property
    def source(self) -> str:
        """What to give as ``--source``."""
        return f"stepped:{self._path}"

    def close(self) -> None:
        """Hang up, which ends the source."""
        self.leave()
        self._listener.close()

    def leave(self) -> None:
        """Turn to the next device process that calls; the present one's source ends."""
        if self._peer is not None:
            self._peer.close()
            self._peer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rest(self, seconds: float) -> float:
        """Stand still; 30 s end a set."""
        return self._say("rest", seconds=seconds)

    def move(self, delta_m: float, seconds: float = 0.8) -> float:
        """Move the handle and stay there."""
        return self._say("move", delta_m=delta_m, seconds=seconds)

    def rep(self, **shape: float) -> float:
        """Do a repetition: ``rom_m``, ``pull_s``, ``hold_s``, ``release_s``, ``rest_s``."""
        return self._say("rep", **shape)

    def rep_until(self, phase: str, **shape: float) -> float:
        """Stop in the middle of the ``pull``, the ``hold`` or the ``release``."""
        return self._say("rep", until=phase, **shape)

    def go_on(self, until: str | None = None, seconds: float | None = None) -> float:
        """Go on with that repetition, to its end where nothing else is said."""
        return self._say("go_on", until=until, seconds=seconds)

    def walk(self, distance_m: float) -> float:
        """Carry the handle out, or back where it is negative."""
        return self._say("walk", distance_m=distance_m)

    def fault(self, *faults: str, seconds: float = 1.0) -> float:
        """Stand still while the sensors report ``Fault`` members, such as ``OFFLINE``."""
        return self._say("fault", faults=faults, seconds=seconds)

    def unplug(self, seconds: float) -> float:
        """Pull the cable out for so long: what the handle does meanwhile, nobody sees."""
        return self._say("unplug", seconds=seconds)

    def turn(self, exercise: str, side: str) -> float:
        """Choose what comes next, as the simulated trainee does without a tablet."""
        return self._say("turn", exercise=exercise, side=side)

    def end(self) -> float:
        """Have no more readings."""
        return self._say("end")

    def _say(self, word: str, **values: object) -> float:
        """Ask for it; return the source's clock in seconds once it is done."""
        if self._peer is None:
            with self._listener.accept()[0] as peer:
                self._peer = peer.makefile("rwb")  # keeps the connection open by itself
        request = {"word": word} | {key: v for key, v in values.items() if v is not None}
        self._peer.write(json.dumps(request).encode() + b"\n")
        self._peer.flush()
        answer = json.loads(self._peer.readline())
        assert "error" not in answer, answer["error"]
        return float(answer["t_s"])
