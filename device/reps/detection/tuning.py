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

ARRIVING_NS: Final = 20_000_000
"""[ns; chosen] A return that ends within this time is confirmed at once: four samples at 200 Hz,
less than a screen can show."""

ARRIVING_MOST_NS: Final = 700_000_000
"""[ns; chosen] The longest wait for a slow return to end. Shorter cuts the end of slow returns,
longer delays the announcement where the fit errs."""

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

# The phases: what the screen and the cue show.

LEFT_BASE_M: Final = 0.012
"""[m; chosen] Above the base by this the pull has begun, for the screen. Less shows tremor as a
pull, more shows the pull late."""

MOVING_M_S: Final = 0.04
"""[m/s; chosen] Faster than this is a movement, for the screen; as above."""

STANDING_M_S: Final = 0.018
"""[m/s; chosen] Slower than this an overshoot has settled, or a pull was given up. Less shows the
ring late after an overshoot, more shows it before the handle stands."""

STOPPED_M_S: Final = 0.006
"""[m/s; chosen] Slower than this either way the pull has stopped. Less shows the ring late, more
shows it while the pull still ends."""

NO_NEW_HIGH_NS: Final = 65_000_000
"""[ns; chosen] No farther point for this long is a stop too: about half a period of tremor.
Shorter takes a step of a coarse encoder for a stop, longer shows the ring late."""

CREEP_M_S: Final = 0.03
"""[m/s; chosen] A held handle may creep back by this much (``creep`` simulates 1-2 cm in a hold).
Less stops the ring of a creeping hold, more counts the start of a release."""

RELEASE_M_S: Final = 0.06
"""[m/s; chosen] Back faster than this is a release, for the screen. Less breaks a trembling hold,
more shows the release late."""

RELEASE_M: Final = 0.025
"""[m; chosen] Back by this much is a release however slow. Less breaks a creeping hold (up to 2
cm)."""

ONWARD_M: Final = 0.02
"""[m; chosen] On by this much the pull goes on after a pause. Less is reached by tremor, more
shows a hold that is none."""

SETTLED_SHARE: Final = 0.8
"""[1; chosen] An overshoot settles above this share of the height. Less takes a pause on the way
back for a hold, more leaves a settled hold without its ring."""

HALF_WAY: Final = 0.52
"""[1; chosen] Below this share of the reference range a stop is a pause, not a top: partial
repetitions (``partials`` reach 55-70 %) have one. More leaves them without a ring, less shows one
at a pause on the way out (``pull_pause``)."""

# The steadiness of a hold.

MEAN_NS: Final = 100_000_000
"""[ns; paper] Positions are averaged over one period of physiological tremor (8-12 Hz; Elble &
Koller, *Tremor*, 1990)."""

LOOK_BACK_NS: Final = 200_000_000
"""[ns; chosen] The mean is compared with the one this long ago. Shorter notices only fast
releases, longer lets the ring run ahead of the score."""

LEARN_NS: Final = 400_000_000
"""[ns; chosen] A hold's own creep is believed after this long. Shorter learns it from tremor,
longer stops the ring of a creeping hold."""

FASTEST_CREEP_M_S: Final = 0.03
"""[m/s; chosen] Creep beyond this is a release; as ``CREEP_M_S``."""

LEAST_DROP_M: Final = 0.00025
"""[m; chosen] Falling short of the expected place by this ends the hold's counting. Less stops at
tremor, more lets the ring run ahead of the score."""

DROP_COUNTS: Final = 0.5
"""[counts; physics] The same for a coarse encoder: half a count is its rounding."""

# Memory and sets.

KEEP_NS: Final = 60_000_000_000
"""[ns; definition] How much of the past is kept: more than the longest excursion, its lead, and
twice over (``TOO_LONG_NS``). Less would cut what is still to be scored."""

TRIM_EVERY: Final = 4096
"""[samples; chosen] How often the past is cut: rarely enough to cost nothing, 20 s at 200 Hz."""

REST_S: Final = 30.0
"""[s; chosen] The usual rest that ends a set; a setting of the station. Shorter splits sets with a
breather (``rest_inside`` rests 10 s), longer merges two sets."""
