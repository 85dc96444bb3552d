"""What a living body, an elastic cable and a loose stack add to the moves that are meant.

``sway`` is the body's unrest, ``bounce`` the cable's ringing after a stop, ``flight`` a stack that
was thrown and flies on while the handle stands.
"""
