"""What is recorded: a start on a damaged store, which repairs it. Run under the recorder."""

import os
import sys
from pathlib import Path

from device.store.layout import StoreLayout
from device.store.recovery.opening import open_store

if __name__ == "__main__":
    opened = open_store(StoreLayout(Path(sys.argv[1])), "simulated")
    assert opened.status.message is not None
    os.write(1, b'{"opened": "repaired"}\n')
    opened.writer.close()
