"""Every number by which a finished repetition is measured.

Each docstring opens with the unit and where the number comes from (``docs/tuning.md`` explains the
words), then says what it trades. What moving it does to the simulated trainees is measured there.
"""

from typing import Final

# The course on an even grid.

GRID_S: Final = 0.01
"""[s; chosen] Spacing of the grid; crossings are interpolated between its points."""

CROSSING_WINDOW_S: Final = 0.05
"""[s; definition] Positions are averaged over this for crossings."""

BEND_OF: Final = 24.0
"""[1; numerics] What a mean over a window w errs by on a parabola is w²/24 of its second
derivative."""

VELOCITY_WINDOW_S: Final = 0.08
"""[s; chosen] Velocity at a crossing: how fast the handle passes a level."""

SLOW_WINDOW_S: Final = 0.14
"""[s; chosen] Velocity that tells standing from moving: over one period of physiological tremor
(8-12 Hz; Elble & Koller, *Tremor*, 1990) and a little more, so that tremor cancels."""

GAP_S: Final = 0.06
"""[s; definition] Samples farther apart than this leave a gap in which nothing was measured."""

BRIDGED_S: Final = 0.15
"""[s; chosen] A boundary in a gap no longer than this is known well enough: half of it is its ±."""

HELD_GAP_S: Final = 0.3
"""[s; chosen] A hold goes on over a gap no longer than this, which is taken off it: nobody
releases and pulls again meanwhile. A longer one cuts it."""

LEAST_SPAN_S: Final = 1e-6
"""[s; numerics] Keeps a window at the end of the data from having no width."""

SPREAD_WINDOW_S: Final = 0.08
"""[s; chosen] Fewer points than this do not tell how far a hand strays."""

UNIFORM_VARIANCE: Final = 12.0
"""[1; definition] A uniform error one count wide has the variance count²/12."""

LEAST_NOISE_M: Final = 2e-4
"""[m; chosen] Floor of the position's own doubt: what tremor leaves of a mean over 50 ms."""

# Crossings.

CROSSING_M: Final = 0.003
"""[m; definition] Nearer to a level than this, or ..."""

CROSSING_SHARE: Final = 0.01
"""[1; definition] ... this share of the range, the handle is at it."""

TURN_S: Final = 0.15
"""[s; data] What a plain turn spends at the top: median of 200 real strokes."""

# The standing before the pull.

SLOW_SHARE: Final = 0.06
"""[1; chosen] Slower than this share of the pull's peak velocity is standing, or nearly."""

SLOW_LEAST_M_S: Final = 0.03
"""[m/s; chosen] Nor is anything slower than this a pull: a standing hand sways as fast, ..."""

SLOW_MOST_SHARE: Final = 0.25
"""[1; chosen] ... unless the whole pull is as slow."""

SLOW_POINTS: Final = 5
"""[grid points; chosen] A stand lasts 50 ms at least. Fewer takes a turn of the sway for one."""

START_HEIGHT_SHARE: Final = 0.45
"""[1; chosen] A start lies at least this share of the height below the peak."""

BACK_SHARE: Final = 0.07
"""[1; chosen] How near to the start a return ends, as a standard deviation in heights, ..."""

BACK_FLOOR_M: Final = 0.008
"""[m; chosen] ... and this much at least."""

BACK_MOST: Final = 8.0
"""[1; chosen] The most that a return elsewhere speaks against a start: people step."""

HOME_SHARE: Final = 0.06
"""[1; chosen] The same for the places that the repetitions before began from."""

HOME_FLOOR_M: Final = 0.01
"""[m; chosen] And this much at least."""

HOME_MOST: Final = 4.0
"""[1; chosen] The most that another place than before speaks against a start."""

PASSED_OVER: Final = 0.15
"""[1; chosen] What each later stand speaks against an earlier one."""

PASSED_OVER_PER_S: Final = 2.0
"""[1/s; chosen] And its length: long stands are starts, pauses are short."""

AT_PLACE_LEAST_M: Final = 0.015
"""[m; chosen] A stand is cut to what lies this near to its last position ..."""

AT_PLACE_SHARE: Final = 0.04
"""[1; chosen] ... or this share of the height."""

WITHIN_SIGMA: Final = 2.0
"""[1; chosen] Within so many standard deviations of its sway the athlete still stands."""

LEVEL_POINTS: Final = 6
"""[grid points; chosen] The level is that of the last 60 ms of standing."""

# The held level.

BAND_M: Final = 0.010
"""[m; definition] Held is within this of the level, or ..."""

BAND_SHARE: Final = 0.02
"""[1; definition] ... within this share of the range."""

BOUNCE_S: Final = 0.3
"""[s; definition] A hold is young until then, and a cable may still bounce."""

BOUNCE_POINTS: Final = 10
"""[grid points; definition] An absence of 100 ms is forgiven while the hold is young."""

SHAKE_POINTS: Final = 15
"""[grid points; definition] An absence of 150 ms is forgiven later."""

TOP_SHARE: Final = 0.12
"""[1; chosen] The top of the stroke, where a level is sought, as a share of the range, ..."""

TOP_RANGE_M: Final = 0.06
"""[m; chosen] ... at least this much, for overshoots, ..."""

TOP_MOST_SHARE: Final = 0.35
"""[1; chosen] ... but not more than this share."""

TOP_MOST_M: Final = 0.3
"""[m; chosen] ... and never more than this: a count that leaps makes a range of kilometres, and
every millimetre of the top is tried."""

KERNEL_M: Final = 0.004
"""[m; chosen] Width of the density in which the settled place is sought."""

KERNEL_COUNTS: Final = 2.0
"""[counts; chosen] The same for a coarse encoder."""

DENSITY_STEP_M: Final = 0.001
"""[m; chosen] Spacing of the places tried."""

SLOW_WEIGHT_M_S: Final = 0.08
"""[m/s; chosen] Slower samples weigh more in the density."""

LEAST_WEIGHT: Final = 1e-6
"""[1; numerics] Keeps a mean defined where every sample is fast."""

SHIFTS: Final = 8
"""[rounds; numerics] The mean of what lies in the band moves the band: a shaking hand is densest
where it turns, not where it holds."""

SETTLE_ROUNDS: Final = 2
"""[rounds; numerics] The level moves the stretch, and the stretch the level."""

CREEP_ROUNDS: Final = 40
"""[rounds; numerics] A creep is followed as long as this lets the stretch grow, for some 5 s."""

ARRIVING_POINTS: Final = 6
"""[grid points; chosen] The first 60 ms of a stretch belong to the pull."""

LEAVING_POINTS: Final = 15
"""[grid points; chosen] The last 150 ms belong to the release. Fewer let it pull the level down,
more leave a short hold without a middle."""

HOLD_POINTS: Final = 5
"""[grid points; chosen] A stretch with less in between is a turn."""

CREEPING_POINTS: Final = 7
"""[grid points; chosen] A creep goes on for half of the last 150 ms of a stretch, and then the
release begins. More puts releases late, fewer early."""

CREEP_LEAST_M: Final = 0.005
"""[m; chosen] Creep of less than this over a hold is sway."""

CREEP_SIGMA: Final = 3.0
"""[1; chosen] And of less than so many standard deviations about it."""

CREEP_LEAST_S: Final = 0.3
"""[s; chosen] A shorter stretch has no creep of its own."""

CREEP_BACK_M_S: Final = 0.025
"""[m/s; definition] A level may creep back by this; faster is a release."""

CREEP_ON_M_S: Final = 0.015
"""[m/s; chosen] And on by this; faster is the pull."""

NEAR_PEAK_SHARE: Final = 0.25
"""[1; chosen] Samples missing this near to the peak, as a share of the range, may have been
farther out."""

HIDDEN_M: Final = 0.005
"""[m; chosen] A gap in which the handle goes less far than this hides no part of the range."""

# A thrown stack.

SLACK_TOP_SHARE: Final = 0.35
"""[1; chosen] A stack flies in this share of the stroke, at the top."""

SLACK_FORCE_SHARE: Final = 0.2
"""[1; chosen] Below this share of the median force of a taut cable it is slack."""

LOADED_PERCENTILE: Final = 90
"""[%; chosen] A force above a fifth of this percentile is that of a taut cable."""

FLIES_M: Final = 0.003
"""[m; chosen] A stack that flies falls back by this before the cable is taut again."""

LANDING_POINTS: Final = 4
"""[grid points; chosen] So long after the last slack force the cable is taut: three conversions at
80 per second."""

FREE_FALL_M_S2: Final = -4.0
"""[m/s²; physics] And falls freely: pulleys take from gravity's 9.81 m/s², but not half. A machine
that is motor-driven shows no force at its turn either, and moves evenly."""

SLACK_LEAST: Final = 8
"""[conversions; chosen] Fewer conversions do not tell."""

# The return.

REST_POINTS: Final = 12
"""[grid points; chosen] Where the handle rests is the mean over the last 0.12 s: a slow end still
sinks before. Fewer follow the sway, more lie on the slope."""

TURN_POINTS: Final = 8
"""[grid points; chosen] Before a rise the handle turns: the last points belong to the next pull."""

# The farthest position and the fastest moment.

PEAK_POINTS: Final = 3
"""[samples; definition] The peak is a mean of three samples."""

PEAK_WINDOW_S: Final = 0.07
"""[s; definition] Peak velocity is the slope of a cubic fitted over this."""

PEAK_WINDOW_SHARE: Final = 0.18
"""[1; chosen] Or over this share of the pull, where that is longer."""

SWAY_TO_PEAK: Final = 1.7
"""[1; fitted] The farthest of a held second lies so many standard deviations of the sway beyond the
level: less leaves ranges of unsteady hands long."""

SWAY_WHOLE_S: Final = 0.8
"""[s; chosen] A shorter hold has fewer turns of the sway, and less to come off."""

PEAK_NEAR_S: Final = 0.1
"""[s; chosen] The samples that lie this near to the farthest place of the course make the peak."""

CUBIC: Final = 4
"""[1; definition] A cubic has four coefficients."""

PEAK_STEP_S: Final = 0.005
"""[s; chosen] Spacing of the points it is fitted to."""

# How far a figure may be from the truth.

CLOCK_SD_S: Final = 0.002
"""[s; chosen] What a crossing errs by however fast the handle passes: samples are 5 ms apart."""

SLOWEST_M_S: Final = 0.01
"""[m/s; chosen] Slower than this a level is not passed but sat at."""

START_SCALE: Final = 1.35
"""[1; fitted] From the standard deviation to the half width of the start's interval."""

START_FLOOR_S: Final = 0.0
"""[s; fitted] The least half width beyond that."""

HOLD_SCALE: Final = 1.3
"""[1; fitted] The same for the hold."""

HOLD_FLOOR_S: Final = 0.0
"""[s; fitted] The same for the hold."""

RANGE_SCALE: Final = 1.35
"""[1; fitted] The same for the range."""

RANGE_FLOOR_M: Final = 0.0
"""[m; fitted] The same for the range."""

VELOCITY_SCALE: Final = 1.2
"""[1; fitted] The same for the mean velocity, of the doubt about its time."""

VELOCITY_FLOOR_SHARE: Final = 0.0
"""[1; fitted] And as a share of the velocity."""
