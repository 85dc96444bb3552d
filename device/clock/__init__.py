"""Which clock says what: stamps that cannot jump, and wall time derived from them.

Durations, order and time-outs come from stamps alone (boot identity and monotonic time). The wall
clock is evidence, kept as anchors; what time it was is derived when somebody asks.
"""
