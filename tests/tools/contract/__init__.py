"""Writes what is generated from the wire contract: ``make contract``."""
