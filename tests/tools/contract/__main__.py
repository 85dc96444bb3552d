"""Writes the generated files anew: ``python -m tests.tools.contract``."""

import os
import sys
from typing import Final

from tests.tools.contract.files import ROOT, generated

_READ_BY_OTHERS: Final = "device/objects/metrics.py"


def main() -> None:
    """Write each file that is stale, and say which."""
    written = []
    for name, text in generated().items():
        path = ROOT / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            written.append(name)
            print(f"wrote {name}", flush=True)
    if _READ_BY_OTHERS in written:  # this process has imported it as it was
        os.execv(sys.executable, [sys.executable, "-m", "tests.tools.contract"])


if __name__ == "__main__":
    main()
