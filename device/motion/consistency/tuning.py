"""Every number by which the two sensors are compared.

Each docstring opens with the unit and where the number comes from (``docs/tuning.md`` explains the
words), then says what it trades. What moving it does to the simulated trainees is measured there.
"""

from typing import Final

# The fit of a movement.

FIT_GRID_S: Final = 0.01
"""[s; chosen] Grid on which force and position are compared: finer than a conversion."""

FIT_SMOOTHING_S: Final = 0.13
"""[s; chosen] Both are smoothed over this: wide enough for an acceleration from counts of half a
millimetre. Wider smooths a quick pull away, narrower lets the steps of the count through."""

FIT_PERIODS: Final = 4
"""[conversions; data sheet] And over no less than what the converter itself averages over."""

ACCELERATION_POINTS: Final = 5
"""[grid points; chosen] The acceleration once more, since it is the difference of a difference."""

FIT_LEAST: Final = 20
"""[grid points; numerics] Fewer say nothing of three unknowns."""

FRICTION_M_S: Final = 0.03
"""[m/s; chosen] Below this speed dry friction fades out instead of changing sign at once."""

KEPT_SHARE: Final = 0.9
"""[1; chosen] Share of the points that the second pass keeps: a knock or a slack cable goes."""

LEAST_MOVE_M: Final = 0.12
"""[m; chosen] A shorter movement is not judged: a fidget, or the slack taken up."""

EDGE_M: Final = 0.03
"""[m; chosen] The lowest of a movement is left out: there a stack may carry itself."""

EDGE_SHARE: Final = 0.12
"""[1; chosen] The same as a share of the travel, whichever is more."""

WIDEST_GAP_S: Final = 0.35
"""[s; data sheet] A movement without conversions for longer is not judged: 3.5 periods of the slow
converter."""

# What a fit says.

GRAVITY_M_S2: Final = 9.81
"""[m/s²; physics] Standard gravity."""

LEARN_REPS: Final = 5
"""[repetitions; chosen] The load is the median of so many. Fewer follow one odd repetition, more
take longer to follow a drifting cell."""

HANDS_M_S2: Final = 1.5
"""[m/s²; chosen] Twice the standard deviation of an acceleration that must show in the force of any
load."""

CONSTANT_N: Final = 2.0
"""[N; chosen] A force that varies by less over such a movement is none: friction alone is more."""

CONSTANT_SHARE: Final = 0.015
"""[1; chosen] The same as a share of the force."""

LEAST_SD_N: Final = 0.5
"""[N; data sheet] A force that varies by less is the converter's noise, whatever it seems to
follow."""

LEAST_MASS_KG: Final = 2.0
"""[kg; physics] No stack's first plate weighs less at the handle."""

DEAF_SHARE: Final = 0.35
"""[1; chosen] A force that varies by less than this share of what the acceleration asks for does
not follow it. More accuses machines behind a moving pulley, whose mass is half."""

SILENT_SHARE: Final = 0.25
"""[1; chosen] Nor does one in which less than this share of the mass is found, or of its changes
explained."""

SIGN_N: Final = 20.0
"""[N; chosen] A load that pulls by less than minus this is reversed: a zero drifts by less."""

REVERSED_SHARE: Final = 0.25
"""[1; chosen] A mass of less than minus this share of the weight's has the direction reversed:
sound ones lie from 0.4 to 1.2."""

EVIDENT_SDS: Final = 5.0
"""[standard deviations; chosen] A mass so far from 0 needs no second movement."""

GAIN_LOG: Final = 0.26
"""[ln; chosen] Least change of scale, 30 per cent: a converter's gain or a lost wire halves it at
least. Less takes another grip for another gain."""

AGREE_LOG: Final = 0.25
"""[ln; chosen] Weight and mass change by one factor to within this. More takes a moved zero for a
changed gain."""

ZERO_LEAST_N: Final = 6.0
"""[N; chosen] Least step of the zero that is told: a cell drifts by some newtons, and a cable's own
weight and friction change with where one stands."""

ZERO_SHARE: Final = 0.06
"""[1; chosen] The same as a share of the load; less is below the tenth up to which a force may be
wrong without a word."""

SAME_MASS_SHARE: Final = 0.2
"""[1; chosen] The mass stays, to within this, when only the zero moved."""

FIRST_REPS: Final = 3
"""[repetitions; chosen] A zero is compared with the first so many as well: what drifts does not
drift from the ones just before."""

TARED_SHARE: Final = 1.35
"""[1; physics] A mass of more than this share of the weight's has lost weight to the zero: over
whatever pulleys a handle's mass is at most its weight's."""

CLEAN_SHARE: Final = 0.05
"""[1; chosen] A fit that leaves more than this share of the mass's weight says nothing of the zero:
an elastic cable and a stack that lands look like more mass."""

KNOWN_MASS_SHARE: Final = 0.15
"""[1; chosen] A mass known worse than this says nothing of whether it stayed."""

POOR_TIMES: Final = 6.0
"""[1; chosen] A movement whose force fits so many times worse than those before contradicts them:
something changed within it."""

POOR_SHARE: Final = 0.12
"""[1; chosen] And by no less than this share of the load; nor is anything learned from it."""

LIGHT_SHARE: Final = 0.15
"""[1; chosen] A mass of more than this share of the weight's makes both sensors sound: behind a
moving pulley it is a half, with a slow converter less."""

# While the count stands.

STILL_COUNTS: Final = 1.5
"""[counts; physics] A count that stays within this of where it was stands: a handle on an edge
flickers by one count, and a broken channel steps by one. Fewer would take a flicker for motion."""

SETTLE_NS: Final = 40_000_000
"""[ns; chosen] What force says so soon after the last motion still belongs to it."""

SETTLE_PERIODS: Final = 4.0
"""[conversions; data sheet] And so many conversions, over which the converter averages."""

CALM_NS: Final = 400_000_000
"""[ns; chosen] For so long after a wrong conversion nothing is concluded from the force."""

LONGEST_STEP_S: Final = 0.15
"""[s; chosen] A conversion counts for this long at most: a silence of the cell proves nothing."""

BAND_N: Final = 1.0
"""[N; chosen] Force within a band about the load's weight sets nothing in motion: this for the
cell's zero ..."""

BAND_SHARE: Final = 0.03
"""[1; chosen] ... this share for the cable's elasticity and what the weight is off by ..."""

FRICTION_TIMES: Final = 1.3
"""[1; chosen] ... dry friction, which is more at rest than in motion ..."""

RESIDUAL_TIMES: Final = 3.0
"""[1; chosen] ... and what the fits left over. Less takes a shaking hold for a pull."""

THROWN_M_S: Final = 0.25
"""[m/s; chosen] Speed that force must have given to the load for the encoder to be out: some
centimetres within its window. Less accuses a hold against a hard stop, more needs a second pull."""

THROW_NS: Final = 1_200_000_000
"""[ns; physics] A force beyond the weight is over within this: a load that it drives for longer is
beyond any reach. What lasts is the cell's zero or its gain."""

FALLEN_M_S: Final = 0.4
"""[m/s; chosen] The same for a load that hangs and is held by less than its weight. Less accuses a
hand that gives way a little."""

SLACK_SHARE: Final = 0.25
"""[1; chosen] Below this share of the load's weight the cable may be slack: a stack that was thrown
flies, and the handle stands rightly."""

SLACK_COUNTS: Final = 0.15
"""[1; chosen] A slack cable counts by this share: half a second of it is no flight. More accuses a
thrown stack, less is late where the stack lands."""

HANGING_M: Final = 0.1
"""[m; chosen] So far above where the movements begin the load hangs. Less asks it of a stack that
has landed."""

TRUSTED_M: Final = 0.05
"""[m; chosen] Motion after which a silent encoder is believed again. Less is reached by a loose
wheel touched by hand; more leaves good repetitions flagged."""

SWING_N: Final = 40.0
"""[N; chosen] Before the load is known: least rise of the force that may be a pull."""

STEPPING_N: Final = 15.0
"""[N; chosen] The same while the count steps to and fro: two signs need less of each."""

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

STEPPING_NS: Final = 700_000_000
"""[ns; chosen] The count still steps if it has within this; else it flickered while it stood."""

STEPPING_PULLS: Final = 3
"""[pulls; chosen] Small pulls, with the count stepping to and fro in them, that show a broken
channel. Fewer are the swings of a shaking hold."""

PULLS: Final = 2
"""[pulls; chosen] Pulls without any motion that show a silent encoder. One may be a stack too heavy
for the athlete."""

# Leaps of the count.

JUMP_M: Final = 0.03
"""[m; chosen] A smaller leap cannot be told from a jerk of the handle."""

JUMP_M_S: Final = 8.0
"""[m/s; physics] No hand moves a cable faster (a boxer's fist reaches 10 m/s without one)."""

JUMP_STEP_NS: Final = 5_000_000
"""[ns; numerics] Time allowed between two readings of one stamp."""

THAW_STILL_NS: Final = 60_000_000
"""[ns; definition] So long without one count is silence: a leap ends it, if it was one."""

THAW_M: Final = 0.005
"""[m; chosen] A smaller leap out of a standstill may be a jerk of the handle, ..."""

THAW_M_S2: Final = 100.0
"""[m/s^2; physics] ... and so may what a hand reaches from rest within one reading at ten times
gravity. A count that stood and then is farther away had stopped counting, or was not read."""

THAW_MOST_M: Final = 3.0
"""[m; physics] No cable is drawn out farther: beyond it, it is the count that leapt."""

UNREAD_KEPT: Final = 64
"""[standstills; numerics] Remembered: a repetition asks for those of its own time."""

JUMP_HOME_M: Final = 0.02
"""[m; chosen] A leap back to within this of the true count ends the bridge."""
