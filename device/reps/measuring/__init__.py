"""Finds where the phases of one excursion begin and end: crossings, levels and their errors."""
