"""Coverage-guided fuzzing of whatever reads bytes of strangers, for longer runs by hand.

``pip install atheris`` (it has no wheel for every platform, so no test needs it), then::

    python tests/fuzz/targets.py body -max_total_time=600
    python tests/fuzz/targets.py recording -max_total_time=600
    python tests/fuzz/targets.py link -max_total_time=600

A target may refuse its input in the documented way and must do nothing else; libFuzzer's own
``-rss_limit_mb`` watches for growth. ``test_targets.py`` runs the same targets on small corpora.
"""

import contextlib
import runpy
import sys
import tempfile
from pathlib import Path

from device.errors import UserError
from device.recordings.reader import RecordingReader
from device.sensors.serial.link import Decoder
from server.api.table import ROUTES
from server.web.problems import Problem
from server.web.validation import check, parse_json

_BODIES = [route.body for route in ROUTES if route.body is not None]
_SCRATCH = Path(tempfile.gettempdir()) / "cablecoach-fuzz.csv"


def body(data: bytes) -> None:
    """A request's JSON body against every schema."""
    with contextlib.suppress(Problem):
        value = parse_json(data)
        for schema in _BODIES:
            with contextlib.suppress(Problem):
                check(value, schema)


def recording(data: bytes) -> None:
    """A recording's file: every reading in time order, or one sentence."""
    _SCRATCH.write_bytes(data)
    with contextlib.suppress(UserError), RecordingReader(_SCRATCH) as reader:
        last_ns = None
        for reading in reader:
            assert last_ns is None or reading.t_ns >= last_ns
            last_ns = reading.t_ns


def link(data: bytes) -> None:
    """Bytes of the bridge board: however they are cut into chunks, the same frames come out."""
    whole = Decoder().feed(data)
    pieces = Decoder()
    parts = [frame for byte in data for frame in pieces.feed(bytes([byte]))]
    assert parts == whole


TARGETS = {target.__name__: target for target in (body, recording, link)}


def main() -> None:
    """Fuzz the target named first; what follows are libFuzzer's options."""
    import atheris

    name = sys.argv.pop(1)
    for module in [m for m in sys.modules if m.split(".")[0] in {"device", "server"}]:
        del sys.modules[module]  # imported anew below, with coverage counters in it
    with atheris.instrument_imports(include=["device", "server"]):
        instrumented = runpy.run_path(__file__)
    atheris.Setup(sys.argv, instrumented["TARGETS"][name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
