"""Each condition does what its name says, and the truth agrees with the readings."""

import json

import numpy as np
import pytest

from device.sensors.reading import Fault
from device.sensors.simulated.condition import CONDITIONS
from device.sensors.simulated.crossing import TURN_S, band_m
from device.sensors.simulated.generate import generate
from device.sensors.simulated.load_cell import SPIKES

SEEDS = range(4)
ORDINARY = [name for name, condition in CONDITIONS.items() if condition.share == 1.0]


def reps(name, seeds=SEEDS, **changes):
    return [rep for seed in seeds for rep in generate(name, seed, **changes).truth.reps]


@pytest.mark.parametrize("count", [1, 12])
def test_every_condition_can_have_any_number_of_repetitions(count):
    for name in ORDINARY:
        assert len(generate(name, 5, rate_hz=20.0, reps=(count, count)).truth.reps) == count


def position(made):
    t = np.array([reading.t_ns for reading in made.readings]) / 1e9
    counts = np.array([reading.encoder_count for reading in made.readings])
    return t, counts / made.header["counts_per_metre"]


@pytest.mark.parametrize("name", ORDINARY)
def test_the_same_seed_is_the_same_recording_bit_for_bit(name):
    first, again, other = generate(name, 3), generate(name, 3), generate(name, 4)
    assert first == again
    assert first.readings != other.readings


@pytest.mark.parametrize("name", ORDINARY)
def test_the_readings_show_what_the_truth_says(name):
    condition = CONDITIONS[name]
    for seed in SEEDS:
        made = generate(name, seed)
        t, x = position(made)
        assert np.all(np.diff(t) >= 0.0)
        assert 6 <= len(made.truth.reps) <= 10
        previous_end_s = 0.0
        for rep in made.truth.reps:
            if made.truth.spoiled_s:
                continue
            assert previous_end_s <= rep.start_s < rep.top_s <= rep.release_s <= rep.end_s
            previous_end_s = rep.end_s
            assert rep.hold_s == max(0.0, rep.release_s - rep.top_s - TURN_S)
            assert rep.start_onset_s < rep.start_s < rep.top_s
            assert rep.release_onset_s <= rep.release_s <= rep.end_s <= rep.end_onset_s
            inside = (t >= rep.start_onset_s) & (t <= rep.end_onset_s)
            seen_m = x[inside].max() - np.interp(rep.start_onset_s, t, x)
            if made.truth.slack_s:
                continue  # the counter flies on without the hand
            if condition.exact_range:
                assert seen_m == pytest.approx(rep.rom_m, abs=0.009)
            concentric = (t >= rep.start_onset_s) & (t <= rep.top_onset_s)
            covered_m = np.ptp(x[concentric])
            assert covered_m == pytest.approx(rep.rom_m, abs=0.035)
            assert rep.mean_velocity_m_s < rep.peak_velocity_m_s < 3.3


@pytest.mark.parametrize("name", ["plain", "skewed", "overshoot", "two_hump", "fine_encoder"])
def test_true_velocities_agree_with_a_derivative_of_the_counts(name):
    made = generate(name, 5, rate_hz=200.0, tremor_m=(0.0, 0.0), sway_m=(0.0, 0.0))
    t, x = position(made)
    v = np.convolve(np.gradient(x, t), np.ones(5) / 5, mode="same")
    for rep in made.truth.reps:
        concentric = (t >= rep.start_s) & (t <= rep.top_s)
        assert v[concentric].max() == pytest.approx(rep.peak_velocity_m_s, rel=0.05)
        assert v[concentric].mean() == pytest.approx(rep.mean_velocity_m_s, abs=0.02)


def test_true_forces_agree_with_the_load_cell():
    made = generate("plain", 2)
    header = made.header
    loads = [(r.t_ns / 1e9, r.load_raw) for r in made.readings if r.load_raw is not None]
    t, raw = np.array(loads).T
    force = (raw - header["load_zero"]) * header["newtons_per_count"]
    for rep in made.truth.reps:
        late = t - header["load_delay_s"]
        seen = force[(late >= rep.start_s) & (late <= rep.top_s)]
        assert seen.mean() == pytest.approx(rep.mean_force_n, rel=0.04)
        assert seen.max() == pytest.approx(rep.peak_force_n, rel=0.1)
        distance_m = rep.mean_velocity_m_s * (rep.top_s - rep.start_s)
        assert rep.work_j == pytest.approx(rep.mean_force_n * distance_m, rel=0.3)


@pytest.mark.parametrize(
    ("name", "field", "low", "high"),
    [
        ("fast", "concentric", 0.2, 0.6),
        ("slow", "concentric", 1.4, 3.1),
        ("short_range", "rom_m", 0.26, 0.41),
        ("long_range", "rom_m", 0.7, 1.0),
        ("no_hold", "hold_onset_s", 0.0, 0.0),
        ("no_hold", "hold_s", 0.0, 0.65),
        ("line_holds", "hold_onset_s", 0.8, 1.2),
        ("long_holds", "hold_onset_s", 1.4, 2.0),
        ("long_holds", "hold_s", 1.4, 2.65),
    ],
)
def test_durations_and_ranges(name, field, low, high):
    for rep in reps(name):
        pull_s = rep.top_onset_s - rep.start_onset_s
        value = pull_s if field == "concentric" else getattr(rep, field)
        assert low <= value <= high


def test_partials_are_a_third_and_reach_about_two_thirds():
    made = reps("partials", range(40))
    partial = [rep.rom_m for rep in made if rep.kind == "partial"]
    full = [rep.rom_m for rep in made if rep.kind == "full"]
    assert len(partial) / len(made) == pytest.approx(1 / 3, abs=0.07)
    assert np.mean(partial) / np.mean(full) == pytest.approx(0.625, abs=0.04)


def test_fatigue_shrinks_range_and_hold():
    for seed in SEEDS:
        first, *_, last = generate("fatigue", seed, hold_s=(1.0, 1.0)).truth.reps
        assert last.rom_m / first.rom_m == pytest.approx(0.75, abs=0.12)
        assert last.hold_onset_s == pytest.approx(0.75)


def in_hold(name, seed):
    made = generate(name, seed, hold_s=(1.2, 1.5), sway_m=(0.0, 0.0))
    t, x = position(made)
    for rep in made.truth.reps:
        yield t, x, rep, x[(t >= rep.top_onset_s + 0.1) & (t <= rep.release_onset_s - 0.1)]


def test_tremor_and_creep_are_of_their_size_and_only_in_the_hold():
    for _, _, _, held in in_hold("tremor", 1):
        assert 0.0018 <= np.ptp(held) <= 0.0045
        crossings = np.count_nonzero(np.diff(np.sign(held - held.mean())))
        assert crossings > 12
    for _, _, _, held in in_hold("creep", 1):
        assert 0.006 < held[0] - held[-1] <= 0.02
    for _, _, _, held in in_hold("plain", 1):
        assert np.ptp(held) <= 0.0015


def test_an_overshoot_is_over_at_the_top():
    for t, x, rep, held in in_hold("overshoot", 1):
        beyond_m = x[(t > rep.start_s) & (t < rep.top_onset_s)].max() - held.mean()
        assert 0.018 <= beyond_m <= 0.052
        assert abs(np.interp(rep.top_s, t, x) - held.mean()) <= band_m(rep.rom_m) + 0.002
        assert np.ptp(held) < 0.0015


@pytest.mark.parametrize(
    ("name", "phase"), [("pull_pause", 0), ("release_pause", 2), ("stepwise", 2)]
)
def test_pauses_are_in_the_middle_of_their_phase(name, phase):
    still = 0
    for seed in SEEDS:
        made = generate(name, seed)
        t, x = position(made)
        for rep in made.truth.reps:
            bounds = (rep.start_s, rep.top_s, rep.release_s, rep.end_s)
            low, high = x[t >= rep.start_s][0], x[t >= rep.top_s][0]
            inside = (t >= bounds[phase]) & (t <= bounds[phase + 1])
            middle = inside & (x > low + 0.1 * (high - low)) & (x < high - 0.1 * (high - low))
            still += np.count_nonzero(np.abs(np.diff(x[middle])) < 1e-9) > 20
    assert still > 10


def test_two_humps_dip_between_and_touch_and_go_has_no_rest():
    made = generate("two_hump", 2, sway_m=(0.0, 0.0))
    t, x = position(made)
    v = np.convolve(np.gradient(x, t), np.ones(15) / 15, mode="same")
    for rep in made.truth.reps:
        speed = v[(t > rep.start_onset_s) & (t < rep.top_onset_s)]
        peaks = np.flatnonzero((speed[1:-1] > speed[:-2]) & (speed[1:-1] >= speed[2:])) + 1
        big = [p for p in peaks if speed[p] > 0.5 * speed.max()]
        assert speed[big[0] : big[-1] + 1].min() < 0.9 * speed[big].min()
    assert made.header["variant"] == "knee_drive"
    made = generate("touch_and_go", 2)
    ends = [rep.end_onset_s for rep in made.truth.reps]
    assert ends[:-1] == [rep.start_onset_s for rep in made.truth.reps][1:]


def gaps_between(made):
    starts, ends = zip(*[(rep.start_s, rep.end_s) for rep in made.truth.reps], strict=True)
    return np.subtract(starts[1:], ends[:-1])


def test_rests_and_nothing():
    assert gaps_between(generate("rest_inside", 1)).max() > 10.0
    made = generate("nothing", 1)
    assert gaps_between(made).max() > 1800.0
    assert np.diff([r.t_ns for r in made.readings]).max() == 20_000_000


def test_a_step_moves_the_start():
    for seed in SEEDS:
        made = generate("start_step", seed)
        t, x = position(made)
        starts = np.interp([rep.start_s for rep in made.truth.reps], t, x)
        assert 0.05 < np.abs(np.diff(starts)).max() < 0.11
        assert np.count_nonzero(np.abs(np.diff(starts)) > 0.04) == 1


def excursions(name):
    for seed in SEEDS:
        made = generate(name, seed)
        t, x = position(made)
        for excursion in made.truth.excursions:
            inside = (t >= excursion.start_s) & (t <= excursion.end_s)
            yield made, excursion, x[inside]


def test_walking_out_and_back():
    seen = list(excursions("walk"))
    assert len(seen) == 2 * len(SEEDS)
    for made, excursion, x in seen:
        assert excursion.reason == "set_up_travel"
        assert 0.39 < abs(x[-1] - x[0]) < 1.21
        reps = made.truth.reps
        assert excursion.end_s < reps[0].start_s or excursion.start_s > reps[-1].end_s


def test_fidgets_are_small_and_between_the_reps():
    seen = list(excursions("fidgets"))
    assert len(seen) == 5 * len(SEEDS)
    for made, excursion, x in seen:
        assert excursion.reason == "too_short"
        assert 0.028 < np.ptp(x) < 0.072
        assert all(
            rep.end_s < excursion.start_s or rep.start_s > excursion.end_s
            for rep in made.truth.reps
        )


def test_a_dropped_handle_falls_fast_and_rebounds():
    seen = list(excursions("drop"))
    assert len(seen) == len(SEEDS)
    for made, excursion, x in seen:
        last = made.truth.reps[-1]
        assert excursion.reason == "rebound"
        assert excursion.start_s == last.end_onset_s
        assert excursion.start_s - 0.01 < last.end_s < excursion.start_s
        assert 0.15 < last.end_s - last.release_s < 0.6
        assert 0.04 < np.ptp(x) < 0.26


def test_the_last_repetition_that_never_returns():
    open_ended = 0
    for seed in range(20):
        made = generate("no_return", seed)
        t, x = position(made)
        last = made.truth.reps[-1]
        start, top, end = np.interp([last.start_s, last.top_s, t[-1]], t, x)
        assert end - start > 0.25 * (top - start)
        open_ended += last.release_s == last.end_s
    assert 1 <= open_ended <= 12


def test_sensors_of_the_conditions():
    assert generate("coarse_encoder", 1).header["counts_per_metre"] == 500.0
    assert generate("reversed", 1).header["counts_per_metre"] == -2000.0
    assert generate("load_10", 1).header["load_delay_s"] == pytest.approx(0.2)
    assert all(reading.load_raw is None for reading in generate("position_only", 1).readings)
    spiked = [reading.load_raw in SPIKES for reading in generate("load_spikes", 1).readings]
    assert np.count_nonzero(spiked) > 20
    ((begin, end),) = generate("load_dead", 1).truth.load_lost_s
    loads = [r.t_ns / 1e9 for r in generate("load_dead", 1).readings if r.load_raw is not None]
    assert begin - 0.1 < max(loads) < begin + 0.1 < end


def test_a_restarted_board_counts_from_0_after_a_silence_and_says_so():
    made = generate("restart", 1)
    [(begin, end)] = made.truth.spoiled_s
    [restarted] = [r for r in made.readings if r.faults]
    assert restarted.faults == Fault.RESTARTED
    assert restarted.encoder_count == 0
    assert restarted.t_ns / 1e9 == pytest.approx(end, abs=0.006)
    assert not any(begin + 0.006 < r.t_ns / 1e9 < end - 0.006 for r in made.readings)


def test_a_broken_encoder_line_goes_back_and_forth_within_a_count():
    made = generate("line_off", 1)
    [(begin, _)] = made.truth.spoiled_s
    late = [r.encoder_count for r in made.readings if r.t_ns / 1e9 > begin]
    assert max(late) - min(late) == 1
    assert np.count_nonzero(np.diff(late)) > 100


def test_everything_mixes_several():
    rates = {len(made.readings) for made in (generate("everything", seed) for seed in range(12))}
    assert len(rates) == 12
    headers = {generate("everything", seed).header["counts_per_metre"] for seed in range(60)}
    assert headers == {2000.0, 500.0, 12_000.0, -2000.0}


def test_the_document_is_json():
    document = generate("walk", 1).truth.document()
    assert json.loads(json.dumps(document)) == document
    assert document["counts"]["full"] == len(document["reps"])
    assert document["excursions"][0]["reason"] == "set_up_travel"
