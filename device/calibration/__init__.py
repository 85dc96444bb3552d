"""Counts to newtons and metres, and the procedure that finds the factors.

This room knows nothing of reps.
"""
