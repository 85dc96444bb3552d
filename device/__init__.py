"""The device service of CableCoach: counts in, reps and live messages out."""

__version__ = "0.1.0"
