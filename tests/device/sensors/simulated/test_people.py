"""Trainees who are no statues: their unrest is seen and felt, and the truth leaves it out."""

import numpy as np
import pytest

from device.sensors.simulated.acting.stance import least_s
from device.sensors.simulated.body.bounce import Bounce
from device.sensors.simulated.body.flight import STEP_S, flights
from device.sensors.simulated.body.sway import sway
from device.sensors.simulated.condition import CONDITIONS, PEOPLE
from device.sensors.simulated.crossing import band_m
from device.sensors.simulated.generate import generate
from device.sensors.simulated.machine import GRAVITY_M_S2
from device.sensors.simulated.profile import HandleState, Move, handle_state
from device.sensors.simulated.trainee import perform

SEEDS = range(4)


def rng(seed=0):
    return np.random.default_rng(seed)


def seen(made):
    """Times and positions of the encoder, times and forces of the load cell."""
    header = made.header
    t = np.array([r.t_ns for r in made.readings]) / 1e9
    x = np.array([r.encoder_count for r in made.readings]) / header["counts_per_metre"]
    loads = [(r.t_ns / 1e9, r.load_raw) for r in made.readings if r.load_raw is not None]
    load_t, raw = np.array(loads).T
    force = (raw - header["load_zero"]) * header["newtons_per_count"]
    return t, x, load_t - header["load_delay_s"], force


def test_sway_has_its_size_and_its_derivatives_and_fades_over_a_tenth_of_a_second():
    t = np.arange(0.0, 200.0, 0.0025)
    state = sway(200.0, 0.0, 0.001, rng()).at(t)
    assert state.x_m.std() == pytest.approx(0.001, rel=0.02)
    lag = round(0.1 / 0.0025)
    related = np.corrcoef(state.x_m[:-lag], state.x_m[lag:])[0, 1]
    assert 0.3 < related < 0.75
    inner = slice(10, -10)
    velocity = np.gradient(state.x_m, t)[inner]
    np.testing.assert_allclose(velocity, state.v_m_s[inner], atol=0.05 * state.v_m_s.std())
    acceleration = np.gradient(state.v_m_s, t)[inner]
    np.testing.assert_allclose(acceleration, state.a_m_s2[inner], atol=0.08 * state.a_m_s2.std())
    slow = sway(200.0, 0.002, 0.0, rng()).at(t)
    assert slow.x_m.std() == pytest.approx(0.002, rel=0.02)
    assert np.abs(slow.a_m_s2).max() < 0.1


def test_a_bounce_grows_smoothly_decays_and_has_its_derivatives():
    t = np.arange(0.0, 3.0, 0.0005)
    state = HandleState(*(np.zeros(len(t)) for _ in range(3)))
    Bounce(0.5, 0.01, 6.0, 0.1).add_to(state, t)
    assert np.all(state.x_m[t < 0.5] == 0.0)
    assert 0.006 < state.x_m.max() < 0.01
    assert np.abs(state.x_m[t > 1.3]).max() < 0.001
    np.testing.assert_allclose(np.gradient(state.x_m, t), state.v_m_s, atol=0.02)
    start = np.searchsorted(t, 0.5)
    assert np.abs(np.diff(state.v_m_s[start - 5 : start + 5])).max() < 0.02


def test_a_thrown_stack_flies_like_a_thrown_body_and_is_caught():
    t = np.arange(0.0, 2.0, STEP_S)
    handle = handle_state([Move(0.0, 0.5, 0.5, "thrown")], t)
    leaves = int(np.argmax(handle.a_m_s2 < -GRAVITY_M_S2))
    speed_m_s = float(handle.v_m_s[leaves])
    first, *_ = flights(handle, 10.0, GRAVITY_M_S2, 20.0)
    assert first.slack_s[0] == pytest.approx(10.0 + t[leaves], abs=2e-3)
    hand_m = np.interp(first.t_s - 10.0, t, handle.x_m)
    height_m = (hand_m + first.above_m).max() - handle.x_m[leaves]
    assert height_m == pytest.approx(speed_m_s**2 / 2 / GRAVITY_M_S2, rel=0.02)
    force = first.force_at(first.t_s, np.full(len(first.t_s), 196.0))
    slack = (first.t_s >= first.slack_s[0]) & (first.t_s < first.slack_s[1])
    assert np.all(force[slack] == 0.0)
    assert force[~slack].max() > 400.0
    fallen_s = first.slack_s[1] - first.slack_s[0]
    impact_m_s = GRAVITY_M_S2 * fallen_s - speed_m_s
    impulse = np.sum(first.caught_n) * STEP_S
    assert impulse == pytest.approx(20.0 * impact_m_s, rel=0.02)
    assert flights(handle, 0.0, 100.0, 20.0) == []


@pytest.mark.parametrize("profile", ["minimum_jerk", "late", "trapezoid"])
def test_no_pull_that_is_not_meant_so_throws_the_stack(profile):
    duration_s = least_s(profile, 0.6)
    t = np.arange(0.0, duration_s, STEP_S)
    handle = handle_state([Move(0.0, duration_s, 0.6, profile)], t)
    assert 7.0 < -handle.a_m_s2.min() < GRAVITY_M_S2


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_walks_out_stands_and_is_no_statue(name):
    for seed in SEEDS:
        made = generate(name, seed)
        t, x, load_t, force = seen(made)
        first = made.truth.reps[0]
        weight = force[(load_t > first.top_s) & (load_t < first.release_s)].mean()
        if name not in ("lands_stack", "presses"):
            walk = made.truth.excursions[0]
            assert walk.reason == "set_up_travel"
            assert 0.45 < first.start_onset_s - walk.end_s < 3.05
            out_m = np.interp(walk.end_s, t, x) - np.interp(walk.start_s, t, x)
            assert 0.14 < out_m < 0.41
            ready = force[(load_t > walk.end_s + 0.1) & (load_t < first.start_onset_s)]
            assert ready.mean() > 0.8 * weight
        standing = [
            np.ptp(x[(t > rep.start_onset_s - 0.4) & (t < rep.start_onset_s)])
            for rep in made.truth.reps
            if not any(r.start_s < rep.start_s < r.end_onset_s + 0.4 for r in made.truth.reps)
        ]
        assert 0.0005 <= max(standing) < 0.015
        assert bool(made.truth.slack_s) == (name == "throws_stack")


def test_what_the_hand_does_standing_is_felt_as_weight_inertia_and_friction():
    """F = W + m·a + friction by direction, of the very motion that the encoder sees."""
    style = CONDITIONS["sways"].setup(rng(3))
    script = perform(style.style, rng(5))
    machine = style.machine
    walk, first = script.excursions[0], script.reps[0]
    t = np.arange(walk.end_s + 0.02, first.start_s - 0.02, 0.001)
    seen_m = script.seen_m(script.ideal(t), t)
    v = np.gradient(seen_m, t)
    a = np.gradient(v, t)
    force = machine.force_n(script.felt_state(t))
    weight_n = machine.ratio * machine.stack_kg * GRAVITY_M_S2
    told = weight_n * (1.0 + machine.friction * np.tanh(v / 0.01)) + machine.inertia_kg * a
    error = (force - told)[5:-5]
    assert np.sqrt(np.mean(error**2)) < 0.15 * np.std(force)
    assert np.std(force) > 1.0


def test_a_shaken_hold_shakes_in_both_sensors():
    for seed in SEEDS:
        made = generate("shakes", seed, shake_m=(0.005, 0.005), shake_hz=(3.0, 3.0))
        t, x, load_t, force = seen(made)
        for rep in made.truth.reps:
            if rep.hold_onset_s < 0.8:
                continue
            inside = (rep.top_onset_s + 0.2, rep.release_onset_s - 0.2)
            held = x[(t > inside[0]) & (t < inside[1])]
            assert 0.006 < np.ptp(held) < 0.02
            assert np.ptp(force[(load_t > inside[0]) & (load_t < inside[1])]) > 5.0


def test_a_bounce_is_beyond_the_level_and_no_end_of_the_hold():
    beyond = []
    for seed in SEEDS:
        made = generate("bounces", seed, hold_s=(1.2, 1.4))
        t, x, _, _ = seen(made)
        for rep in made.truth.reps:
            settled = x[(t > rep.release_onset_s - 0.3) & (t < rep.release_onset_s)].mean()
            beyond.append(x[(t > rep.start_s) & (t < rep.release_s)].max() - settled)
            assert rep.hold_s > 1.1
    assert 0.008 < max(beyond) < 0.02
    assert np.median(beyond) > 0.003


def test_put_down_the_stack_rests_and_is_taken_up_again():
    for seed in SEEDS:
        made = generate("puts_down", seed, reps=(6, 6))
        _, _, load_t, force = seen(made)
        walks = [e for e in made.truth.excursions if e.reason == "set_up_travel"]
        assert len(walks) == 6
        for back, out in (walks[1:3], walks[3:5]):
            down = force[(load_t > back.end_s + 0.1) & (load_t < out.start_s)]
            assert down.mean() < 30.0
            assert not any(back.start_s < rep.top_s < out.end_s for rep in made.truth.reps)
            assert 0.5 < out.start_s - back.end_s < 8.5


def test_a_drifting_start_goes_one_way():
    for seed in SEEDS:
        made = generate("drifts", seed, return_error_m=0.0)
        t, x, _, _ = seen(made)
        starts = np.interp([rep.start_onset_s for rep in made.truth.reps], t, x)
        steps = np.diff(starts)
        assert np.all(np.sign(steps) == np.sign(steps[0]))
        assert np.abs(steps).min() > 0.006
        assert np.abs(steps).max() < 0.025


def test_a_stack_that_lands_takes_the_force_with_it():
    for seed in SEEDS:
        made = generate("lands_stack", seed, bottom_s=(1.0, 1.5))
        _, _, load_t, force = seen(made)
        for rep in made.truth.reps:
            resting = force[(load_t > rep.end_onset_s + 0.3) & (load_t < rep.end_onset_s + 0.9)]
            held = force[(load_t > rep.top_s) & (load_t < rep.release_s)]
            assert resting.mean() < 0.5 * held.mean()


def test_while_a_thrown_stack_flies_the_force_is_gone_and_the_counter_goes_on():
    beyond = []
    for seed in SEEDS:
        made = generate("throws_stack", seed, hold_s=(1.0, 1.2))
        t, x, load_t, force = seen(made)
        for rep in made.truth.reps:
            first = min(s for s in made.truth.slack_s if s[0] > rep.start_s)
            assert rep.start_s < first[0] < rep.top_s + 0.1
            held = x[(t > rep.release_onset_s - 0.2) & (t < rep.release_onset_s)].mean()
            beyond.append(x[(t > rep.start_s) & (t < rep.release_s)].max() - held)
            inside = (load_t > first[0] + 0.04) & (load_t < first[1] - 0.04)
            if np.any(inside):
                assert force[inside].max() < 25.0
            assert rep.hold_s > 0.9
            assert abs(np.interp(rep.top_s, t, x) - held) < 0.06
    assert np.median(beyond) > 0.02
    assert max(beyond) < 0.25


def test_slow_releases_take_their_time():
    for seed in SEEDS:
        for rep in generate("lets_down_slowly", seed).truth.reps:
            assert 3.2 < rep.end_onset_s - rep.release_onset_s < 8.2


def test_an_overreach_is_back_in_the_band_at_the_top():
    for seed in SEEDS:
        made = generate("overreaches", seed)
        for rep in made.truth.reps:
            assert rep.rom_m > 0.4
            assert band_m(rep.rom_m) < 0.02
            assert rep.top_s <= rep.top_onset_s
