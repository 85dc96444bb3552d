"""Every number by which a finished repetition is fitted.

Each docstring opens with the unit and where the number comes from (``docs/tuning.md`` explains the
words), then says what it trades. What moving it does to the simulated trainees is measured there.
"""

from typing import Final

# The course on an even grid.

GRID_S: Final = 0.01
"""[s; chosen] Spacing of the grid; edges are fitted between its points. Coarser blurs short
strokes, finer costs time for nothing that the samples hold."""

POSITION_WINDOW_S: Final = 0.03
"""[s; chosen] Positions are averaged over this. Shorter keeps the steps of counting, longer rounds
the turns."""

VELOCITY_WINDOW_S: Final = 0.10
"""[s; paper] Velocity is averaged over one period of physiological tremor (8-12 Hz; Elble &
Koller, *Tremor*, 1990), in which it cancels."""

VELOCITY_STEP_M_S: Final = 0.01
"""[m/s; chosen] A coarse encoder is differentiated over a window so wide that one count is at most
this much. Less blurs its movements, more makes strokes of its counts."""

WIDEST_WINDOW_S: Final = 0.2
"""[s; chosen] The widest such window. Wider joins strokes that a pause divides."""

DIP: Final = 0.5
"""[1; chosen] A dip of the velocity below this share of the lower hump divides two movements. More
divides an uneven pull, less joins two strokes without a stop."""

DIP_MARGIN: Final = 4
"""[grid points; chosen] Humps must reach this far on either side of a dip: 40 ms, under half the
velocity's window. Fewer finds dips in noise."""

MAD_OF_NORMAL: Final = 0.6745
"""[1; definition] Median absolute deviation of the standard normal distribution."""

UNIFORM_VARIANCE: Final = 12.0
"""[1; definition] A uniform error one count wide has the variance count²/12."""

LEAST_NOISE_M: Final = 1e-4
"""[m; chosen] Floor of the position's noise. Less makes a fine encoder's fits over-particular,
more lets a wrong family pass."""

HELD_M_S: Final = 0.05
"""[m/s; chosen] Slower than this the handle is held, and its noise is measured. More takes motion
for noise."""

LEAST_HELD: Final = 16
"""[samples; chosen] Fewer held samples give no noise: a median of fewer says little."""

LEAST_SPAN_S: Final = 1e-6
"""[s; numerics] Keeps a window at the end of the data from having no width."""

# The ends of a piece of motion.

MOVING_OUT_SHARE: Final = 0.08
"""[1; chosen] Faster than this share of the fastest velocity is motion outward. Less joins a pause
to the pull, more cuts its slow ends before the fit sees them."""

MOVING_OUT_LEAST_M_S: Final = 0.02
"""[m/s; chosen] The limit's lower bound: no slower than a hold creeps."""

MOVING_OUT_MOST_M_S: Final = 0.05
"""[m/s; chosen] The limit's upper bound, for fast pulls."""

MOVING_BACK_SHARE: Final = 0.25
"""[1; chosen] The same share for the way back, where the held handle may creep before it:
higher."""

MOVING_BACK_LEAST_M_S: Final = 0.02
"""[m/s; chosen] The lower bound on the way back: a creep of 2 cm per second must not count."""

MOVING_BACK_MOST_M_S: Final = 0.07
"""[m/s; chosen] The upper bound on the way back. More loses slow releases behind fast ones."""

FIT_POINTS: Final = 80
"""[points; chosen] A piece is averaged to at most this many points. Fewer blurs its ends, more
costs time in proportion."""

LEAST_POINTS: Final = 8
"""[points; numerics] Fewer points do not determine a fit: a movement with creep and three shape
parameters has eight unknowns at most."""

EDGE_SLACK: Final = 0.6
"""[1; chosen] A fit looks this share of the rough duration beyond the rough ends, and its ends
must lie there. Less cuts the slow ends of smooth movements, more lets in neighbours."""

EDGE_SLACK_S: Final = 0.1
"""[s; chosen] The same as a fixed part, for short pieces: half the velocity's window on both
sides."""

GOOD_FIT: Final = 0.03
"""[1; chosen] A fit with residuals above this share of its way is not believed; the threshold's
times are taken instead. Less throws away fits of uneven movements, more believes wrong ones."""

GOOD_FIT_M: Final = 0.003
"""[m; chosen] The same as a fixed part, for short pieces under tremor of 2 mm."""

MISS_M: Final = 0.00015
"""[m; chosen] A fit that is off by this along the way, tremor averaged out, has the wrong shape;
its ends are then found on their own. Less refits what noise made, more keeps ends of a wrong
shape."""

MISS_COUNTS: Final = 0.4
"""[counts; chosen] The same for a coarse encoder; rounding alone has a deviation of 0.29
counts."""

TREMOR_S: Final = 0.1
"""[s; paper] One period of physiological tremor (8-12 Hz; Elble & Koller, *Tremor*, 1990)."""

NEAR_SHARE: Final = 0.35
"""[1; chosen] An end on its own is fitted from this share of the way next to it, and may move by
this share of the duration. Less holds too few points, more the whole wrong shape again."""

CLEARLY: Final = 0.9
"""[1; chosen] A part's fit is taken where its residual is below this share of the whole's there.
More follows noise, less never mends an end."""

QUANTUM_FLOOR: Final = 0.2
"""[counts; chosen] Counting errors of a slow handle do not average out: the least noise of a mean.
Less makes fits of coarse encoders over-particular, more lets a wrong family pass."""

# The least-squares fit.

ITERATIONS: Final = 16
"""[iterations; numerics] Most steps of one fit. Fewer stops before it converged, more costs time
where it never does."""

TRIALS: Final = 4
"""[trials; numerics] Most dampings tried in one step."""

GOOD_ENOUGH: Final = 1.2
"""[1; chosen] Residuals below this multiple of the noise end the search for a better family. Less
tries every family every time, more takes a simple one that is a little wrong."""

PENALTY: Final = 2.0
"""[1; chosen] Every parameter counts this often in the Bayesian information criterion (Schwarz,
Ann. Stat. 6 (1978) 461, has 1): errors of neighbouring samples resemble each other. Less picks
rich families for noise, more keeps simple ones that do not fit."""

CONVERGED: Final = 1e-4
"""[1; numerics] A step that lowers the cost by less than this share is the last."""

RIDGE: Final = 1e-9
"""[1; numerics] Keeps the Gram matrix of the linear columns invertible where two coincide."""

DIFFERENCE_STEP: Final = 1e-4
"""[1; numerics] Step of the numerical derivative by a shape parameter, all of which are near 1."""

LEAST_DURATION_S: Final = 0.12
"""[s; chosen] No shorter movement is fitted. Less lets a fit become a step, more cuts the settling
after an overshoot."""

ONSET_AHEAD_S: Final = 1.0
"""[s; chosen] A movement may have begun this long before its first sample."""

DURATION_BEYOND_S: Final = 2.0
"""[s; chosen] A movement may last this much longer than its samples."""

FIRST_DAMPING: Final = 1e-3
"""[1; numerics] Where the damping of Levenberg-Marquardt begins (Marquardt, J. SIAM 11 (1963) 431,
begins at 0.01)."""

LESS_DAMPING: Final = 0.2
"""[1; numerics] Factor of the damping after a step that helped."""

MORE_DAMPING: Final = 8.0
"""[1; numerics] Factor of the damping after a step that did not."""

LEAST_DAMPING: Final = 1e-9
"""[1; numerics] Floor of the damping: below it the step is Gauss and Newton's."""

SCALE_FLOOR: Final = 1e-18
"""[1; numerics] Keeps the scale of a parameter without effect from being 0."""

VELOCITY_POINTS: Final = 65
"""[points; numerics] Points at which the peak of a fitted velocity is sought. A parabola's peak
falls between two of them by 0.03 % of its height at most."""

# The families' shape parameters: start, least, most. Shares are of the duration.

BETA_POINTS: Final = 129
"""[points; numerics] Points over which a beta velocity is integrated."""

SPLIT_START: Final = 0.5
"""[1; definition] A split movement starts symmetric."""

SPLIT_LEAST: Final = 0.15
"""[1; chosen] Least share of the rise; the fall's is the same. Less lets a jolt at one end fit."""

SPLIT_MOST: Final = 0.85
"""[1; chosen] Largest share of the rise; see ``SPLIT_LEAST``."""

RAMP_START: Final = 0.25
"""[1; chosen] Where a trapezoid's ramps start."""

RAMP_LEAST: Final = 0.03
"""[1; numerics] Least ramp: below the fits' resolution of 1/80 it cannot be told from none."""

RAMP_MOST: Final = 0.49
"""[1; definition] Two ramps must leave a stretch of constant speed."""

ROUNDED_RAMP_START: Final = 0.2
"""[1; chosen] Where a rounded trapezoid's ramps start."""

ROUNDED_RAMP_MOST: Final = 0.35
"""[1; definition] Largest ramp of a rounded trapezoid: both and the corner fit into the
duration."""

CORNER_START: Final = 0.1
"""[1; chosen] Where its corners start."""

CORNER_LEAST: Final = 0.075
"""[1; chosen] Smaller corners cannot be told from none at the resolution of the fits."""

CORNER_MOST: Final = 0.3
"""[1; definition] Largest corner: ramps of 0.35 and it fill the duration."""

LOGISTIC_START: Final = 9.0
"""[1; chosen] Where the steepness of a sigmoid starts."""

LOGISTIC_LEAST: Final = 3.0
"""[1; chosen] Flatter it is nearly a line."""

LOGISTIC_MOST: Final = 16.0
"""[1; chosen] Steeper its ends cannot be found: nothing moves there."""

BETA_START: Final = 1.6
"""[1; chosen] Where the exponents of a beta velocity start: between a parabola's 1 and minimum
jerk's 2."""

BETA_LEAST: Final = 0.5
"""[1; chosen] Smaller is nearly a jump of the velocity."""

BETA_MOST: Final = 5.0
"""[1; chosen] Larger its ends cannot be found: nothing moves there."""

# The phases of the whole repetition.

SETTLE_MOST_M: Final = 0.07
"""[m; chosen] An overshoot settles by less than this (``overshoot`` goes 2-5 cm too far). More
takes the first stroke of a release for it."""

SETTLE_REST_S: Final = 0.12
"""[s; chosen] After settling the handle rests this long at least. Shorter takes the dip of an
uneven release for the rest."""

SETTLE_GAP_S: Final = 0.15
"""[s; chosen] Settling follows the pull within this time. Longer takes a release after a short
hold for it."""

SETTLE_GAP_SHARE: Final = 0.35
"""[1; chosen] And this share of the pull's duration: slow pulls turn slowly."""

CONTEXT_S: Final = 1.1
"""[s; chosen] How far before its latest start a pull may begin. Shorter cuts slow onsets, longer
sees what came before."""

CLOSE_FIT: Final = 0.002
"""[1; chosen] With residuals below this share of its way a fit gives the peak velocity, else the
course does. More takes it from wrong shapes, less from a course blurred over 0.1 s."""

CLOSE_FIT_NOISES: Final = 1.5
"""[1; chosen] Or below this multiple of the noise."""

UNNOTICED_GAP_S: Final = 0.03
"""[s; chosen] A gap shorter than this hides nothing: 3 samples at 100 Hz."""

PEAK_POINTS: Final = 10
"""[grid points; paper] The farthest position is a mean over one period of tremor, 0.1 s."""
