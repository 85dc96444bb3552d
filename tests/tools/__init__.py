"""Measures and draws the product: what developers run, and no installation holds."""
