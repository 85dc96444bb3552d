"""Ordinary situations: every one differs from a plain set on a plain station in one respect."""

from typing import Final

from device.sensors.simulated.tables.situation import Changes, Condition

_SWAY: Final[Changes] = {
    "felt": True,
    "sway_m": (0.0, 0.0),
    "slow_sway_m": (0.0002, 0.0006),
    "quick_sway_m": (0.0001, 0.0003),
}


def _swaying(name: str, about: str, style: Changes) -> Condition:
    """A trainee who stands as people do; the others stand still, so that a station is judged."""
    return Condition(name, about, {**_SWAY, **style})


_TABLE: Final = (
    Condition("plain", "Six to ten full repetitions, holds of 0.5 to 1.6 s, a good station."),
    _swaying("minimum_jerk", "Smooth pulls and releases.", {"profiles": ("minimum_jerk",)}),
    _swaying("sine", "Pulls and releases of half a cosine.", {"profiles": ("sine",)}),
    _swaying("trapezoid", "Constant speed, short ramps.", {"profiles": ("trapezoid",)}),
    _swaying("skewed", "Peak speed early or late.", {"profiles": ("early", "late", "abrupt")}),
    _swaying("rounded", "Trapezoids with rounded corners.", {"profiles": ("s_curve",)}),
    _swaying(
        "warped", "Smooth, faster first or last.", {"profiles": ("warped_early", "warped_late")}
    ),
    _swaying("uneven", "The speed wavers.", {"profiles": ("uneven", "two_strokes")}),
    Condition(
        "fast",
        "Pulls of 0.28 to 0.45 s.",
        {"pull_s": (0.28, 0.45), "release_s": (0.35, 0.8), "range_m": (0.3, 0.5)},
        {"stack_kg": 5.0},
    ),
    _swaying("slow", "Pulls of 1.8 to 2.6 s.", {"pull_s": (1.8, 2.6), "release_s": (3.0, 4.5)}),
    _swaying("short_range", "Ranges of 0.30 to 0.36 m.", {"range_m": (0.30, 0.36)}),
    _swaying("long_range", "Ranges of 0.8 to 0.9 m.", {"range_m": (0.8, 0.9)}),
    _swaying("no_hold", "Turns at once at the top.", {"hold_s": (0.0, 0.0)}),
    Condition("line_holds", "Holds of 0.8 to 1.2 s.", {"hold_s": (0.8, 1.2)}),
    _swaying("long_holds", "Holds of 1.4 to 2 s.", {"hold_s": (1.4, 2.0)}),
    Condition("tremor", "A 10 Hz tremor up to ±2 mm in the hold.", {"tremor_m": (0.001, 0.002)}),
    Condition("creep", "Creeps back 1 to 2 cm in the hold.", {"creep_m": (0.01, 0.02)}),
    Condition("overshoot", "Goes 2 to 5 cm too far and settles.", {"overshoot_m": (0.02, 0.05)}),
    _swaying("fatigue", "A quarter of range and hold is lost.", {"fatigue": 0.25}),
    Condition("partials", "Every third repetition reaches 55 to 70 %.", {"partial": 0.33}),
    Condition(
        "two_hump", "Knee drive: two thrusts per pull.", {"two_hump": True, "pull_s": (0.8, 1.6)}
    ),
    _swaying("pull_pause", "Pauses on the way out.", {"pull_pause": 0.5, "pull_s": (0.8, 1.6)}),
    _swaying("release_pause", "Pauses on the way back.", {"release_pause": 0.5}),
    Condition(
        "stepwise",
        "Releases in two to four steps.",
        {"release_steps": (2, 4), "release_s": (1.5, 3.0)},
    ),
    Condition(
        "touch_and_go", "No rest at the bottom.", {"bottom_s": (0.0, 0.0), "return_error_m": 0.01}
    ),
    _swaying("rest_inside", "A rest of 10 s inside the set.", {"rest_inside_s": 10.0}),
    _swaying("start_step", "A step moves the start by 6–9 cm.", {"start_step_m": (0.06, 0.09)}),
    Condition(
        "walk",
        "Walks out with the handle first, and back last.",
        {"walk_m": (0.4, 1.2)},
        {"lift_off_m": 0.3},
    ),
    Condition("no_return", "The last repetition never comes back.", {"no_return": True}),
    Condition("drop", "The handle is let go, the stack rebounds.", {"drop": True}),
    Condition("fidgets", "Movements of 3 to 7 cm between.", {"fidgets": 5, "bottom_s": (0.8, 2.5)}),
    Condition(
        "nothing",
        "Half an hour of nothing inside the set, 50 readings per second.",
        {"idle_s": 1800.0},
        clock={"rate_hz": 50.0},
        share=0.1,
    ),
    Condition("coarse_encoder", "500 counts per metre.", encoder={"counts_per_metre": 500.0}),
    Condition("fine_encoder", "12 000 counts per metre.", encoder={"counts_per_metre": 12_000.0}),
    Condition("reversed", "Encoder the other way.", encoder={"counts_per_metre": -2000.0}),
    Condition("slip_1", "The wheel misses 1 %.", encoder={"slip": 0.01}, exact_range=False),
    Condition("slip_3", "The wheel misses 3 %.", encoder={"slip": 0.03}, exact_range=False),
    Condition("rate_50", "50 readings per second.", clock={"rate_hz": 50.0}),
    Condition("rate_100", "100 readings per second.", clock={"rate_hz": 100.0}),
    Condition("rate_500", "500 readings per second.", clock={"rate_hz": 500.0}),
    Condition("jitter", "Irregular sampling.", clock={"jitter": 0.2}),
    Condition("duplicates", "2 % of the stamps repeat.", clock={"duplicates": 0.02}),
    Condition("gaps", "Gaps of 100 ms, twenty per minute.", clock={"gaps_per_minute": 20.0}),
    Condition("loss", "15 % of the readings are lost.", clock={"loss": 0.15}),
    Condition("load_10", "Ten conversions per second.", load_cell={"rate_hz": 10.0}),
    Condition("load_noisy", "Noise of 3 N.", load_cell={"noise_counts": 1200.0}),
    Condition("load_spikes", "2 % wrong conversions.", load_cell={"spikes": 0.02}),
    Condition("load_drift", "The zero drifts by 30 N.", load_cell={"drift_n": 30.0}),
    Condition("load_frozen", "The load freezes half-way.", load_cell={"frozen_from": 0.5}),
    Condition("load_dead", "No load in the second half.", load_cell={"dead": (0.5, 1.0)}),
    Condition("load_late", "No load in the first half.", load_cell={"dead": (0.0, 0.5)}),
    Condition("position_only", "No load cell.", load_cell={"rate_hz": 0.0}),
    Condition("restart", "The board restarts half-way.", mishaps={"restart_at": 0.5}),
    Condition("line_off", "An encoder line breaks half-way.", mishaps={"dead_from": 0.5}),
    Condition("illegal", "0.2 % illegal transitions.", mishaps={"illegal": 0.002}),
)

_FITTING: Final = tuple(
    condition
    for condition in _TABLE
    if condition.share == 1.0 and condition.exact_range and not condition.mishaps
)

ORDINARY: Final = (
    *_TABLE,
    Condition("everything", "Two to four of the above at once.", mixes=_FITTING),
)
