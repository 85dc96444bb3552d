"""Sensors that are broken, or look as if they were, with the truth of what is wrong.

``stream`` holds a recording's readings as arrays, ``fault`` says what a sensor fault is and when it
strikes, ``encoder``, ``load`` and ``link`` break the three things that can break, and ``table``
lists the named situations, with the sound ones that look alike.
"""
