"""What each cue sounds and looks like, and playing it step by step without waiting.

Pure: runs under MicroPython and CPython alike.
"""

GREEN = 1
RED = 2

# Cue -> steps of (tone in Hz or 0, light, duration in ms). High and short is good; low is not.
PATTERNS = {
    "hold_reached": ((2600, GREEN, 120),),
    "rep_done": ((2100, GREEN, 60), (0, 0, 40), (2800, GREEN, 90)),
    "rep_not_counted": ((700, RED, 250),),
    "fault": ((900, RED, 150), (0, 0, 100), (900, RED, 150), (0, 0, 100), (900, RED, 150)),
}


class Player:
    """Plays one cue at a time; a new one replaces it."""

    def __init__(self):
        self._steps = ()
        self._index = 0
        self._left_us = 0

    def start(self, cue):
        """Begin a cue; it is heard with the next ``advance``."""
        self._steps = PATTERNS[cue]
        self._index = -1
        self._left_us = 0

    def advance(self, elapsed_us):
        """The tone in Hz and the light for now; ``None`` while no cue plays."""
        if not self._steps:
            return None
        self._left_us -= elapsed_us
        while self._left_us <= 0:
            self._index += 1
            if self._index >= len(self._steps):
                self._steps = ()
                return None
            self._left_us += self._steps[self._index][2] * 1000
        tone, light, _ = self._steps[self._index]
        return tone, light
