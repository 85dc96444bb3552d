"""A wall clock that jumps under a running program."""
