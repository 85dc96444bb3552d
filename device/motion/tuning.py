"""Every number by which a reading is turned into motion and faults.

Each docstring opens with the unit and where the number comes from (``docs/tuning.md`` explains the
words), then says what it trades. What moving it does to the simulated trainees is measured there.
"""

from typing import Final

FAST_NS: Final = 50_000_000
"""[ns; chosen] Window of the velocity on the screen. Shorter shows the encoder's steps; longer
lags: the delay is half the window."""

SLOW_NS: Final = 100_000_000
"""[ns; paper] Window of the velocity that judges standing still: one period of physiological
tremor (8-12 Hz; Elble & Koller, *Tremor*, 1990), so that tremor cancels. Shorter lets tremor
through, longer knows a stop later."""

SMOOTHING_NS: Final = 12e6
"""[ns; chosen] Time constant of the smoothing ahead of both windows. Shorter lets the steps of a
coarse encoder show; longer adds its own length to every delay."""

LOST_NS: Final = 250_000_000
"""[ns; data sheet] Silence after which the load cell counts as lost: 2.5 conversions at the
HX711's slower rate of 10 per second. Shorter calls a working slow converter lost; longer shows an
old force as a new one."""

LOST_PERIODS: Final = 3.0
"""[conversions; chosen] The same in the converter's own period, where that is longer. Fewer takes
one missing conversion for a loss."""

PERIOD_GAIN: Final = 0.1
"""[1; chosen] How fast the converter's period is learned: over some ten conversions. More follows
one late conversion, less needs longer after a change of rate."""

FROZEN_NS: Final = 1_000_000_000
"""[ns; chosen] How long a value must repeat to the last bit to count as frozen. The converter's
own noise is some 40 counts, so a working one never comes near; longer only tells later."""

FROZEN_TRAVEL_M: Final = 0.05
"""[m; chosen] How far the handle must have moved meanwhile. A saturated or unplugged cell at rest
may repeat a value rightly; less would accuse it."""

SPIKE_N: Final = 40.0
"""[N; chosen] Least step, there and back, that makes a conversion a spike: well above the noise
(some 0.1 N) and above what a hand does within 1/80 s. Less counts jerks of the athlete, more
passes bit slips of the low bits, which the median removes anyway."""

SPIKE_SHARE: Final = 0.5
"""[1; chosen] The same as a share of the force, for heavy stacks. Less counts hard stops of the
stack as wiring faults."""

NOISE_WINDOW: Final = 100
"""[conversions; chosen] Over how many conversions spikes are counted: 1.25 s at 80 per second.
Fewer lets one spike raise the fault."""

NOISY_SHARE: Final = 0.02
"""[1; chosen] Share of spikes above which the cell is called noisy; that of the simulated
condition ``load_spikes``. Less raises the fault for lone spikes, which do no harm."""

SATURATED_RUN: Final = 3
"""[conversions; chosen] Saturated conversions in a row that are the cell's, not a bit slip's.
Fewer takes a bit slip for an overload, more shows a false force longer."""

FAULT_SHOWN_NS: Final = 2_000_000_000
"""[ns; chosen] How long a fault that came with one reading stays shown: long enough to be read.
Shorter flickers; longer claims a fault that is over."""

STILL_COUNTS: Final = 3.5
"""[counts; physics] Movement within which a position counts as unchanged: one broken channel of a
quadrature encoder steps to and fro by at most one cycle's counts, 4 edges. Fewer would take the
stepping for motion; more would take a slow pull for a dead encoder."""

SWING_N: Final = 40.0
"""[N; chosen] Least rise of the force that may be a pull. Less counts the stack's own swing."""

SWING_SHARE: Final = 0.5
"""[1; chosen] Least rise as a share of the largest force. Less counts shifts of grip under a held
weight, more overlooks pulls from a taut cable."""

FALL_SHARE: Final = 0.7
"""[1; chosen] Share of the rise that must be lost again for the pull to be over. More misses pulls
that end in a taut cable, less ends one at its first wavering."""

PULL_NS: Final = 600_000_000
"""[ns; chosen] Least duration of a pull. Shorter counts knocks against the stack, longer misses
quick pulls."""

TOGGLES: Final = 8
"""[steps; chosen] Steps to and fro within one pull that show a broken channel. Fewer is reached by
the handle trembling on one edge."""

PULLS: Final = 2
"""[pulls; chosen] Pulls without any motion that show a dead encoder. One may be a stack too heavy
for the athlete."""

BURST: Final = 40
"""[steps; chosen] Steps to and fro within ``BURST_NS`` that need no force beside them. Fewer is
reached by tremor (12 Hz makes 24 steps per second on one edge)."""

BURST_NS: Final = 1_000_000_000
"""[ns; chosen] The span in which ``BURST`` is counted."""

TRUSTED_M: Final = 0.05
"""[m; chosen] Motion after which a suspected position is believed again. Less is reached by a
loose wheel touched by hand; more leaves good repetitions flagged."""
