"""Position, velocity, force and power on one clock, with quality flags.

This room knows nothing of reps.
"""
