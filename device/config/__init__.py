"""Every option of the product: its table, where values come from, and how they are checked.

The stages take plain arguments and know nothing of this package; only commands and the
composition root read it. ``load_config`` is the way in, ``Config`` is what it gives.
"""

from device.config.load import Resolved, load_config
from device.config.options import Config

__all__ = ["Config", "Resolved", "load_config"]
