"""Fits whole movements to the samples of one excursion."""
