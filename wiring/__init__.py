"""Where every wire goes: the only place that knows pin numbers."""
