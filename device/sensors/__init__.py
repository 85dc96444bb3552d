"""Electricity to timed counts, behind one small source protocol.

This room knows bits, edges and time-outs. It knows nothing of newtons, metres or reps.
"""
