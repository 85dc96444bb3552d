"""Phases, reps, holds, range of motion, sets, metrics and verdicts.

This room knows nothing of chips and HTTP.
"""
