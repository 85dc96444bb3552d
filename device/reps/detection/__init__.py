"""Finds excursions, phases and sets in the samples as they come."""
