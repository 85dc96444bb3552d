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

SPIKE_N: Final = 25.0
"""[N; chosen] Least step from one conversion to the next that is held back until the next ones tell
whether it was wrong. Less holds back jerks of the athlete, more lets bit slips into the force."""

SPIKE_SHARE: Final = 0.25
"""[1; chosen] The same as a share of the force, whichever is more: a heavy stack's own jerks are
larger. More passes a doubled value on."""

SPIKE_STEPS: Final = 5.0
"""[1; chosen] The same in usual steps of this cell, whichever is more: a noisy cell, or a hand that
shakes, is not wrong. Less calls noise wrong, more passes wrong values of a noisy cell."""

USUAL_GAIN: Final = 0.05
"""[1; chosen] How fast the usual step is learned: over some twenty conversions. More follows a
single jerk, less needs longer to know a noisy cell."""

CARRY_ON_SHARE: Final = 0.25
"""[1; data sheet] A step that the next conversion carries on by this share of it is a force: the
converter averages over four conversions, so that a sudden force comes in two steps or more of
about one size. Less takes a wandering wrong value for a force."""

LEAST_LIKELY_N: Final = -50.0
"""[N; physics] A quick step to less than this is believed only once it lasts: a cable does not
push."""

MOST_LIKELY_N: Final = 2000.0
"""[N; physics] Nor is one to more than this: no hand throws two hundred kilograms."""

RETURN_SHARE: Final = 0.35
"""[1; chosen] A held step is over once a conversion is back to within this share of it: the force
went on meanwhile. More takes the edge of a second wrong value for the force."""

RETURN_MOST_N: Final = 100.0
"""[N; chosen] But never farther than this from what was believed before: what a hand does within
``RUN_NS``."""

RUN_NS: Final = 100_000_000
"""[ns; chosen] Longest run of wrong conversions: a read overrun spoils three, a late process some
more. Longer shows a true step of the force so much later."""

USUAL_PERIOD_NS: Final = 15_000_000
"""[ns; data sheet] The converter's 80 per second, as they come with readings of 5 ms. Conversions
farther apart, as a logger's of 50 per second, step farther: the limit grows with the square."""

QUICK_PERIOD_NS: Final = 40_000_000
"""[ns; data sheet] Conversions farther apart than this (10 per second) show no shapes within a
tenth of a second: none of them is called wrong."""

RATE_LOW_PER_S: Final = 40.0
"""[1/s; data sheet] Fewer conversions per second carry no peak: the converter gives 10 or 80, and
averages over four. Less would believe peaks that were averaged away over 0.1 s."""

RATE_WINDOW: Final = 8
"""[conversions; chosen] A rate is measured over more than so many: fewer are chance."""

RATE_WINDOW_NS: Final = 2_000_000_000
"""[ns; chosen] And over no less than this. Longer says later that the converter is slow."""

NOISE_WINDOW: Final = 100
"""[conversions; chosen] Over how many conversions spikes are counted: 1.25 s at 80 per second.
Fewer lets one spike raise the fault."""

NOISY_SHARE: Final = 0.04
"""[1; chosen] Share of wrong conversions above which the cell is called noisy; twice that of the
simulated condition ``load_spikes``. Less raises the fault for lone spikes, which do no harm."""

SATURATED_RUN: Final = 3
"""[conversions; chosen] Saturated conversions in a row that are the cell's, not a bit slip's.
Fewer takes a bit slip for an overload, more shows a false force longer."""

FAULT_SHOWN_NS: Final = 2_000_000_000
"""[ns; chosen] How long a fault that came with one reading stays shown: long enough to be read.
Shorter flickers; longer claims a fault that is over."""
