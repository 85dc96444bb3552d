"""Every number by which repetitions are told from everything else, as they happen.

Each docstring opens with the unit and where the number comes from (``docs/tuning.md`` explains the
words), then says what it trades. What moving it does to the simulated trainees is measured there.
"""

from typing import Final

# The detector: which excursions are repetitions.

TOO_LONG_NS: Final = 30_000_000_000
"""[ns; chosen] An excursion is given up this long after its farthest point. Shorter cuts long
holds, longer leaves a handle hooked somewhere as a repetition in progress."""

CRASH_M_S: Final = 1.2
"""[m/s; chosen] A return faster than this was braked by nobody (condition ``drop``). Less takes
quick returns for falls, more lets rebounds in as repetitions."""

REBOUND_SHARE: Final = 0.45
"""[1; chosen] A rebound rises by less than this share of the fall. More throws away a partial
repetition after a drop, less lets a high rebound count."""

REBOUND_NS: Final = 1_200_000_000
"""[ns; chosen] A rebound reaches its top within this time of the fall's end. Longer throws away a
quick small repetition after a drop, shorter lets a slow rebound count."""

HOME_SHARE: Final = 0.35
"""[1; chosen] How far from the usual start, as a share of the usual range, an excursion without a
return may begin and still be a repetition (condition ``no_return``). More lets walking away
count."""

LIKE_LEAST_SHARE: Final = 0.5
"""[1; chosen] Least range of such an excursion, as a share of the usual range. Less lets set-up
travel count, more misses a short last repetition."""

LIKE_MOST_SHARE: Final = 1.35
"""[1; chosen] Largest range of such an excursion. More lets the walk back to the stack count."""

NO_LOAD_SHARE: Final = 0.15
"""[1; chosen] Below this share of the usual force an excursion moved no weight. More throws away
light repetitions, less counts an empty cable."""

ARRIVING_NS: Final = 50_000_000
"""[ns; chosen] A return is over when the handle has come no lower for this long; the place of its
rest is a mean over as much. Shorter takes the slow end of a return for the rest, longer delays the
final figures."""

ARRIVING_SHARE: Final = 0.08
"""[1; chosen] And longer by this share of what a return takes beyond ``SLOW_RETURN_NS``: the
slower, the longer its last millimetres take."""

SLOW_RETURN_NS: Final = 1_600_000_000
"""[ns; chosen] A return longer than this ends slowly."""

ARRIVED_M: Final = 0.0025
"""[m; chosen] Lower by this is lower. Less waits for sway, more cuts the end of a slow return."""

ARRIVING_MOST_NS: Final = 2_000_000_000
"""[ns; chosen] The longest wait for a slow return to end. Shorter cuts the end of slow returns,
longer delays the final figures where an athlete sinks and sinks."""

FOOT_NS: Final = 200_000_000
"""[ns; chosen] A pull begins to move up to this long before it has covered 1 % of its way: a fault
in its foot is its own."""

UNSEEN_NS: Final = 1_500_000_000
"""[ns; chosen] A pull that does not show yet may have begun this long ago: half of 0.15 m
takes a slow minimum-jerk pull of 2.6 s about 0.8 s. Shorter lets a set or a calibration change
fall into a pull; longer only delays them."""

# The excursion: where one movement out and back begins and ends.

STILL_M_S: Final = 0.012
"""[m/s; chosen] Slower than this the handle stands still. Less never finds rest in a trembling
hand; more takes the slow end of a smooth movement for a stop."""

STILL_QUANTA_PER_S: Final = 11.0
"""[counts/s; physics] The same for a coarse encoder: one count more or less within the 0.1 s
window of the velocity is 10 counts per second, and must not count as motion."""

REST_NS: Final = 150_000_000
"""[ns; chosen] Standing still for this long is a rest. Shorter makes rests of turning points,
longer misses a short pause before the pull."""

LONG_REST_NS: Final = 1_500_000_000
"""[ns; chosen] After a rest this long somewhere else, that is the new start. Shorter takes a pause
on the way out for it; longer measures a repetition from a start that was left."""

PAUSE_NS: Final = 300_000_000
"""[ns; chosen] Least wait at the return to a start that was only a short rest. Shorter takes a
pause on the way back for the end."""

MAX_RESTS: Final = 16
"""[rests; chosen] Rests remembered of one excursion: bounds the memory, more than any repetition
has."""

STEP_M: Final = 0.03
"""[m; chosen] A rest nearer to the base than this is the base, moved by slip or settling. Less
splits a drifting start, more swallows a step of the athlete (``start_step`` moves 6-9 cm)."""

BACK_SHARE: Final = 0.15
"""[1; chosen] How near to the place of a start the return must end, as a share of the range. Less
misses returns that stop short, more takes a pause for a start."""

FIDGET_BACK_SHARE: Final = 0.3
"""[1; chosen] An excursion too small is over when it has fallen back to this share of its height.
More closes a slow start too early, less keeps a fidget open until the next pull."""

RETURNED: Final = 0.50
"""[1; chosen] Least share of the way back that may be a return at all. Less splits a repetition at
a wavering top, more misses touch-and-go that turns early."""

ARRIVED: Final = 0.92
"""[1; chosen] Share of the way back from which the return needs no wait. Less ends at a pause just
before the stack, more delays what slip or a stretched cable leaves open."""

ARRIVED_WAIT_NS: Final = 0
"""[ns; definition] Arrived is arrived: no wait."""

NEAR: Final = 0.80
"""[1; chosen] Share of the way back from which ``NEAR_WAIT_NS`` is waited."""

NEAR_WAIT_NS: Final = 500_000_000
"""[ns; chosen] Standing still this long there completes the return. Shorter splits at a pause
(``release_pause``), longer announces late."""

MIDWAY: Final = 0.65
"""[1; chosen] Share of the way back from which ``MIDWAY_WAIT_NS`` is waited."""

MIDWAY_WAIT_NS: Final = 900_000_000
"""[ns; chosen] Standing still this long there completes the return; as above."""

HALF_WAY_WAIT_NS: Final = 1_500_000_000
"""[ns; chosen] Standing still this long at ``RETURNED`` completes the return; as above."""

TURN_M: Final = 0.008
"""[m; chosen] Rising by this after arriving begins the next repetition (``touch_and_go``). Less is
reached by tremor and bounce, more sees the turn later."""

TURN_FAR_M: Final = 0.02
"""[m; chosen] The same before arriving, where wavering is likelier."""

TURN_FAR_SHARE: Final = 0.06
"""[1; chosen] The same as a share of the way back, whichever is more."""

# Standing still, found by position: no limit of speed tells a sway from a slow pull.

DWELL_M: Final = 0.012
"""[m; chosen] A handle that stays within this of a place, either way, ..."""

DWELL_NS: Final = 300_000_000
"""[ns; chosen] ... for so long stands, whatever its speed: athletes sway by some millimetres at
up to 40 mm/s. Shorter takes the slow ends of a pull for a stand, longer misses a short one."""

# The phases: what the screen and the cue show.

STEP_NS: Final = 9_000_000
"""[ns; chosen] The live rule takes a place when this has passed: a hundred per second."""

HISTORY_NS: Final = 800_000_000
"""[ns; chosen] Places remembered: to find when a level was passed, once the level is known."""

LEFT_BASE_M: Final = 0.012
"""[m; chosen] Above the base by this the pull has begun, for the screen. Less shows sway as a
pull, more shows the pull late."""

MOVING_M_S: Final = 0.04
"""[m/s; chosen] Faster than this is a movement, for the screen; as above."""

REST_GAIN: Final = 0.033
"""[1; chosen] How fast the base follows a standing athlete: over some 0.3 s of places. More
follows the sway, less lags behind a step."""

REST_AGAIN_NS: Final = 500_000_000
"""[ns; chosen] A return that gets no lower for this long is over, wherever it stops."""

STANDING_M_S: Final = 0.018
"""[m/s; chosen] Slower than this an overshoot has settled, or a pull was given up. Less shows the
ring late after an overshoot, more shows it before the handle stands."""

STOPPED_M_S: Final = 0.04
"""[m/s; chosen] Slower than this either way the pull has stopped; the hold is dated back to when
the handle came to its level. Less shows the ring late, more shows it while the pull still goes."""

NO_NEW_HIGH_NS: Final = 60_000_000
"""[ns; chosen] No farther point for this long is a stop too. Shorter takes a step of a coarse
encoder for a stop, longer shows the ring late."""

RELEASE_M_S: Final = 0.06
"""[m/s; chosen] Back faster than this at the top is a turn without a hold."""

ONWARD_M: Final = 0.02
"""[m; chosen] On by this much the pull goes on after a pause. Less is reached by shaking, more
shows a hold that is none."""

OVERSHOOT_NS: Final = 100_000_000
"""[ns; definition] Above the held band for longer than this is an overshoot, no bounce."""

SETTLED_SHARE: Final = 0.8
"""[1; chosen] An overshoot settles above this share of the height. Less takes a pause on the way
back for a hold, more leaves a settled hold without its ring."""

HALF_WAY: Final = 0.52
"""[1; chosen] Below this share of the reference range a stop is a pause, not a top: partial
repetitions (``partials`` reach 55-70 %) have one. More leaves them without a ring, less shows one
at a pause on the way out (``pull_pause``)."""

PAUSE_MOST_NS: Final = 1_200_000_000
"""[ns; chosen] A stop too low for a top is a new place to stand after this long. Shorter takes a
pause on the way out for it, longer measures the range from where the athlete no longer stands."""

# What tells a pull from a walk-out, before the set has shown a pull.

FAST_PULL_M_S: Final = 0.8
"""[m/s; data] A walk-out from the floor is slower than this, nearly always; a first pull from the
floor is faster, mostly. Less cues athletes who stand ready, more loses the first cue."""

FAR_PULL_M: Final = 0.42
"""[m; chosen] Few walk farther out than this, and most pulls go farther: ..."""

FAR_PULL_M_S: Final = 0.6
"""[m/s; chosen] ... so that far and this fast is a pull too."""

LOADED_PULL_M_S: Final = 0.45
"""[m/s; chosen] The same from a place at which the stack hung already: who walks out starts with
the stack down."""

LOADED_SHARE: Final = 0.4
"""[1; chosen] The stack hangs where the force at rest is this share of that in the movement."""

USUAL_SHARE: Final = 0.6
"""[1; chosen] As far as this share of the usual range is a pull, from wherever."""

# The live hold.

LEVEL_NS: Final = 500_000_000
"""[ns; chosen] The level is the median of the last half second: it follows a creep."""

LEVEL_LAG_NS: Final = 80_000_000
"""[ns; chosen] Without its last moments, in which a release may have begun."""

SHAKE_SIGMA: Final = 3.0
"""[1; chosen] A hand that shakes is away beyond three standard deviations. Two lose shaky holds,
four see a release late."""

FELL_M: Final = 0.03
"""[m; chosen] Below the first level by this the hold is over, however slowly it fell: the level
follows no farther."""

DIP_NS: Final = 160_000_000
"""[ns; chosen] A dip that turns up within this is a shake or a bounce (the definition forgives
150 ms; a place is 10 ms long)."""

DIP_MOST_M: Final = 0.018
"""[m; chosen] A deeper dip is a release."""

BOUNCE_MOST_M: Final = 0.03
"""[m; chosen] While a hold is young a dip may be as deep as this: a bounce of 16 mm goes as far
below the level as above it."""

LEVEL_LEAST: Final = 6
"""[places; chosen] Fewer have no median: the level is then the mean of what was seen."""

SHAKE_MOST_NS: Final = 500_000_000
"""[ns; chosen] Half a period of the slowest shake: up there again within this, it was one hold."""

TURNED_UP_M: Final = 0.004
"""[m; chosen] Up again by this the dip has turned."""

# Memory and sets.

KEEP_NS: Final = 60_000_000_000
"""[ns; definition] How much of the past is kept: more than the longest excursion, its lead, and
twice over (``TOO_LONG_NS``). Less would cut what is still to be scored."""

TRIM_EVERY: Final = 4096
"""[samples; chosen] How often the past is cut: rarely enough to cost nothing, 20 s at 200 Hz."""

REST_S: Final = 30.0
"""[s; chosen] The usual rest that ends a set; a setting of the station. Shorter splits sets with a
breather (``rest_inside`` rests 10 s), longer merges two sets."""

# Repetitions from force alone.

FORCE_MEAN_NS: Final = 60_000_000
"""[ns; chosen] Force is averaged over this: some five conversions. More is late, less counts knocks
of the stack."""

FORCE_HIGH_SHARE: Final = 0.7
"""[1; chosen] Above this share of the load's weight the stack is up. More misses slow returns, in
which friction helps; less takes a tight cable for a lifted stack."""

FORCE_LOW_SHARE: Final = 0.45
"""[1; chosen] Below this share it has landed. Less misses a handle held with mild tension."""

FORCE_FALLEN_NS: Final = 150_000_000
"""[ns; chosen] For so long at least: a rebound of the stack is shorter."""

FORCE_LOADED_NS: Final = 500_000_000
"""[ns; chosen] A shorter load is a jerk at the cable, no repetition."""

FORCE_LONGEST_NS: Final = 20_000_000_000
"""[ns; chosen] A longer one is something hung on the cable."""

# A wheel that slips.

LIFT_OFF_M: Final = 0.012
"""[m; chosen] The place where the load is taken up moves by no more than this in two repetitions
one after the other, unless the wheel slips: the cable's give and a conversion's time are less."""

LANDED_NS: Final = 200_000_000
"""[ns; chosen] Force before the pull is averaged over this to know whether the stack has landed."""

LANDED_SHARE: Final = 0.4
"""[1; chosen] Below this share of the load's weight it has."""

LIFTED_SHARE: Final = 0.6
"""[1; chosen] Above this share the load is taken up. More is reached at another place by a jerk."""

CLOSURE_M: Final = 0.032
"""[m; chosen] An end so far from the start, twice the same way, is the wheel's: a start that drifts
does so by 2 cm."""

CLOSURE_SHARE: Final = 0.055
"""[1; chosen] The same as a share of the range, whichever is more."""

# A plug that was out for a moment.

DEAD_S: Final = 0.2
"""[s; chosen] A count that stands for so long to the last bit has stopped. Less is a turn."""

DEAD_WINDOW_S: Final = 0.015
"""[s; chosen] Within this of it the handle still moved: three readings."""

DEAD_M_S: Final = 0.4
"""[m/s; physics] ... by more than this: stopping from there within one reading takes 80 m/s²."""

LEAP_M_S: Final = 1.0
"""[m/s; physics] Or moved by more than this right after it stood: a hand that pulls away as fast as
it can reaches a third of that, and an isokinetic machine set to 1 m/s just stays below it."""

DEAD_COUNTS: Final = 5.0
"""[counts; numerics] ... and by more than so many counts."""

DEAD_LEAD_NS: Final = 500_000_000
"""[ns; chosen] So much of the rest before a pull is looked at with it."""

DEAD_LOW_SHARE: Final = 0.2
"""[1; chosen] Below this share of the way a handle may land."""

SHIFT_LEAST_SHARE: Final = 0.75
"""[1; chosen] A repetition that begins so much of the usual range above the last one's end begins
where that turned. Less is somebody who has stepped back."""

SHIFT_MOST_SHARE: Final = 1.25
"""[1; chosen] And no more than this."""

SHIFT_FROZEN_S: Final = 1.0
"""[s; chosen] And the count stood there for so long to the last bit: a hand sways."""
