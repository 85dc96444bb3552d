"""How a request handler leaves its connection to the thread that sends the live stream."""

from collections.abc import Callable
from typing import Final

from server.live.subscription import Subscription

HandOver = Callable[[Subscription, Callable[[], None]], None]
"""Takes what to go on with, and what to call when the connection has closed."""
HAND_OVER: Final = "cablecoach.hand_over"
"""Its key in the WSGI environment."""
