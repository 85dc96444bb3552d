"""The guided procedure: tare, weight, length, direction, check."""
