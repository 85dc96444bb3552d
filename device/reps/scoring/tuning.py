"""Every number by which forces and doubts are scored; the coaching rules stand elsewhere.

Each docstring opens with the unit and where the number comes from (``docs/tuning.md`` explains the
words), then says what it trades. What moving it does to the simulated trainees is measured there.
"""

from typing import Final

# The score.

LEAD_NS: Final = 1_200_000_000
"""[ns; chosen] How much before its lowest place an excursion's course is looked at: the athlete
stands there. Less knows less of how the athlete sways."""

GRAVITY_M_S2: Final = 9.81
"""[m/s²; physics] Braking harder than this ends the propulsive phase (Sánchez-Medina, Perez &
González-Badillo, Int. J. Sports Med. 31 (2010) 123)."""

PROPULSIVE_LEAST: Final = 5
"""[grid points; numerics] A shorter pull has no acceleration worth the name; its mean is given."""

LEAST_SAMPLES: Final = 4
"""[samples; numerics] Fewer samples are no course."""

# The forces.

LEAD_S: Final = 0.5
"""[s; chosen] Conversions this much before and after a pull judge those within it. Less leaves
spikes at the ends unjudged and a slow converter without neighbours."""

WIDEST_GAP_S: Final = 0.35
"""[s; data sheet] Conversions farther apart leave the pull without force: 3.5 periods at the
HX711's 10 per second. Less loses the force of a slow converter, more bridges a lost one."""

FROZEN_RUN_S: Final = 0.4
"""[s; chosen] One value to the last bit for longer than this is a frozen converter: its own noise
is some 40 counts."""

FROZEN_RUN: Final = 5
"""[conversions; chosen] And for so many of them: at 10 per second two alike may be chance."""

NOISY_SHARE: Final = 0.03
"""[1; chosen] A larger share of wrong conversions flags the repetition (one more is allowed)."""

AVERAGED_PERIODS2: Final = 0.667
"""[periods²; data sheet] Variance of the converter's averaging: a triangle over the four
conversions in which it settles, 4/6."""

BASE_FROM_S: Final = 0.4
"""[s; chosen] The force before the pull is looked at from here ..."""

BASE_TO_S: Final = 0.15
"""[s; chosen] ... to here before its start, which is where it has covered some way already: its
force has risen before."""

RFD_GRID_S: Final = 0.001
"""[s; numerics] Grid on which the rise of the force is timed."""

RFD_LEAST_N: Final = 10.0
"""[N; chosen] A smaller rise has no rate worth the name: noise and friction are as large."""

LEAST_TIMES: Final = 3
"""[grid points; numerics] Fewer are no pull."""

RFD_FROM: Final = 0.2
"""[1; paper] Where on the rise the rate of force development begins (Maffiuletti et al., Eur. J.
Appl. Physiol. 116 (2016) 1091: relative thresholds are the repeatable ones)."""

RFD_TO: Final = 0.8
"""[1; paper] Where on the rise it ends; as above."""

# The pace of a release, said while it can still be changed.

GUIDE_SHARE: Final = 1.4
"""[1; chosen] The guide takes this many times the least release: a comfortable margin over what
would just pass. Less invites releases that fail by a hair."""

JUDGE_FROM_SHARE: Final = 0.12
"""[1; chosen] No warning before this share of the way back: the first centimetres of a release
say little about its pace, and a warning there is premature."""

JUDGE_UNTIL_SHARE: Final = 0.85
"""[1; chosen] No warning after this share of the way back: too late to help."""

# What the sensors say of each other.

JUDGED_LEAD_NS: Final = 300_000_000
"""[ns; chosen] So much before the pull is fitted with it: the smoothing needs a run-up."""

PIN_NS: Final = 3_000_000_000
"""[ns; chosen] Nobody sets the stack down, moves its pin and pulls again in less: a force of
another scale after a shorter rest is the cell's."""

UNREAD_LEAD_NS: Final = 100_000_000
"""[ns; chosen] A count that stood until so shortly before a pull hides where the pull began."""

UNSEEN_START_NS: Final = 400_000_000
"""[ns; chosen] A pull that begins so soon after the first reading may have begun before it."""

MOVING_START_M: Final = 0.01
"""[m; chosen] It has, where the handle moves by more than this in the first half of that time."""

TWICE_SHARE: Final = 1.5
"""[1; chosen] A height of so many usual ranges is looked at for a return that was not counted. Less
looks at every good repetition."""
