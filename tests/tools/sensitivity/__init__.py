"""What moving one tuning value does to the simulated trainees; writes ``docs/tuning.md``."""
