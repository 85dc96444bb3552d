"""Scores a repetition: its times, kinetics and verdict."""
