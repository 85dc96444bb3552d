"""Each sensor fault does what it says from when it says, and leaves the other sensor alone."""

import json
from dataclasses import replace

import numpy as np
import pytest

from device.motion.faults import FaultKind
from device.reps.rep import RepFlag
from device.sensors.reading import Fault
from device.sensors.simulated.faulty.fault import ENCODER, LINK, LOAD_CELL
from device.sensors.simulated.faulty.stream import Stream
from device.sensors.simulated.faulty.table import SENSOR_FAULTS
from device.sensors.simulated.generate import generate

SEEDS = (2, 5)
BROKEN = [name for name, fault in SENSOR_FAULTS.items() if fault.word]
SOUND = [name for name, fault in SENSOR_FAULTS.items() if not fault.word]


def of_sensor(*sensors):
    return [name for name in BROKEN if SENSOR_FAULTS[name].sensor in sensors]


@pytest.fixture
def both(monkeypatch):
    """The set of a condition with its fault, and the same set without."""

    def make(name, seed=2, **changes):
        struck = generate(name, seed, **changes)
        with monkeypatch.context() as patch:
            sound = replace(SENSOR_FAULTS[name], act=lambda stream, scene: ())
            patch.setitem(SENSOR_FAULTS, name, sound)
            return struck, generate(name, seed, **changes)

    return make


def force(made):
    stream = Stream.of(made.readings)
    places = stream.converted
    header = made.header
    return stream.t_s[places], (stream.raw[places] - header["load_zero"]) * header[
        "newtons_per_count"
    ]


def counts(made):
    stream = Stream.of(made.readings)
    return stream.t_s, stream.count


def test_each_fault_is_named_by_a_word_that_the_product_can_say():
    words = {*FaultKind, *RepFlag}
    assert {SENSOR_FAULTS[name].word for name in BROKEN} <= words


def test_there_are_some_forty_faults_and_sound_ones_that_look_alike():
    assert len(BROKEN) >= 40
    assert len(SOUND) >= 8
    assert {SENSOR_FAULTS[name].sensor for name in BROKEN} == {ENCODER, LOAD_CELL, LINK}


@pytest.mark.parametrize("name", SENSOR_FAULTS)
def test_the_same_seed_is_the_same_recording(name):
    assert generate(name, 3) == generate(name, 3)
    assert generate(name, 3).readings != generate(name, 4).readings


@pytest.mark.parametrize("name", SENSOR_FAULTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_really_done_does_not_depend_on_the_sensors(both, name, seed):
    struck, sound = both(name, seed)
    assert struck.truth.reps == sound.truth.reps
    assert sound.truth.troubles == ()
    assert len(struck.truth.troubles) == (name in BROKEN)


@pytest.mark.parametrize("name", of_sensor(ENCODER))
def test_a_fault_of_the_encoder_is_in_the_counts_alone_and_from_when_it_says(both, name):
    for seed in SEEDS:
        struck, sound = both(name, seed)
        [trouble] = struck.truth.troubles
        assert [r.load_raw for r in struck.readings] == [r.load_raw for r in sound.readings]
        if "wraps" in name or name == "count_inverted":
            continue
        t, count = counts(struck)
        before = t < trouble.from_s - 0.006
        np.testing.assert_array_equal(count[before], counts(sound)[1][before])
        assert np.any(count != counts(sound)[1])


@pytest.mark.parametrize("name", of_sensor(LOAD_CELL))
def test_a_fault_of_the_load_cell_is_in_its_values_alone(both, name):
    for seed in SEEDS:
        struck, sound = both(name, seed)
        [trouble] = struck.truth.troubles
        np.testing.assert_array_equal(counts(struck)[1], counts(sound)[1])
        if name in ("tared_under_load", "overloaded", "rate_10", "rate_4"):
            continue
        before = [r.load_raw for r in sound.readings if r.t_ns / 1e9 < trouble.from_s]
        assert before == [r.load_raw for r in struck.readings[: len(before)]]
        assert struck.readings != sound.readings


@pytest.mark.parametrize("name", BROKEN)
def test_the_trouble_names_the_repetitions_that_it_touches(name):
    for seed in SEEDS:
        made = generate(name, seed)
        [trouble] = made.truth.troubles
        assert 0.0 <= trouble.from_s <= trouble.to_s
        assert trouble.reps
        assert trouble.figures
        for number, rep in enumerate(made.truth.reps, 1):
            if number in trouble.reps:
                assert rep.start_s <= trouble.to_s
                assert rep.end_s >= trouble.from_s
        json.dumps(made.truth.document())


def test_a_short_set_has_its_fault_too():
    for name in BROKEN:
        assert generate(name, 1, reps=(1, 1)).truth.troubles[0].reps == (1,), name


def test_an_encoder_without_its_plug_stands_while_the_force_goes_on(both):
    for phase in ("pull", "hold", "release", "rest"):
        struck, _ = both(f"encoder_silent_{phase}")
        [trouble] = struck.truth.troubles
        t, count = counts(struck)
        assert np.ptp(count[t >= trouble.from_s]) == 0
        load_t, load = force(struck)
        assert np.ptp(load[load_t > trouble.from_s]) > 30.0
        bounds = {
            "pull": ("start_s", "top_s"),
            "hold": ("top_s", "release_s"),
            "release": ("release_s", "end_s"),
        }
        if phase in bounds:
            rep = struck.truth.reps[3]
            first, last = (getattr(rep, bound) for bound in bounds[phase])
            assert first < trouble.from_s < last


def test_a_loose_plug_loses_what_it_does_not_see_and_goes_on(both):
    struck, sound = both("encoder_loose_pull")
    [trouble] = struck.truth.troubles
    assert 0.5 <= trouble.to_s - trouble.from_s <= 3.5
    t, count = counts(struck)
    late = t > trouble.to_s + 0.01
    np.testing.assert_array_equal(np.diff(count[late]), np.diff(counts(sound)[1][late]))


def test_a_broken_line_steps_to_and_fro():
    made = generate("encoder_one_channel", 2)
    t, count = counts(made)
    late = count[t > made.truth.troubles[0].from_s]
    assert np.ptp(late) == 1
    assert np.count_nonzero(np.diff(late)) > 200


@pytest.mark.parametrize("percent", [5, 15, 30])
def test_a_slipping_wheel_misses_its_share_of_the_way_out(both, percent):
    struck, sound = both(f"wheel_slips_{percent}")
    rep = struck.truth.reps[3]
    t, count = counts(struck)
    inside = (t > rep.start_s) & (t < rep.top_s)
    share = np.ptp(count[inside]) / np.ptp(counts(sound)[1][inside])
    assert share == pytest.approx(1.0 - percent / 100, abs=0.02)


@pytest.mark.parametrize(("name", "bits"), [("count_wraps_16", 16), ("count_wraps_32", 32)])
def test_a_counter_wraps_in_the_middle_of_the_range(both, name, bits):
    struck, sound = both(name)
    steps = np.diff(counts(struck)[1])
    leaps = steps[np.abs(steps) > 1000]
    assert set(np.abs(leaps) // 2 ** (bits - 1)) <= {1, 2}
    assert len(leaps) >= 2 * len(struck.truth.reps) - 1
    unwrapped = (steps + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)
    np.testing.assert_array_equal(unwrapped, np.diff(counts(sound)[1]))
    assert struck.truth.troubles[0].reps == tuple(range(1, 1 + len(struck.truth.reps)))


def test_an_index_mark_resets_the_count_once():
    made = generate("count_index_reset", 2)
    [trouble] = made.truth.troubles
    t, count = counts(made)
    at = np.searchsorted(t, trouble.to_s - 1e-6)
    assert count[at] == 0
    assert abs(count[at - 1]) > 100
    assert trouble.reps == (4,)


def test_an_inverted_wheel_counts_down_in_a_pull_with_a_header_that_says_up():
    made = generate("count_inverted", 2)
    t, count = counts(made)
    rep = made.truth.reps[0]
    assert made.header["counts_per_metre"] > 0
    start, top = np.interp((rep.start_s, rep.top_s), t, count)
    assert top < start - 500


@pytest.mark.parametrize("rate_hz", [12, 37, 100])
def test_dither_is_one_count_where_the_handle_stands(both, rate_hz):
    struck, sound = both(f"dither_{rate_hz}")
    added = counts(struck)[1] - counts(sound)[1]
    assert set(added) == {0, 1}
    t, _ = counts(struck)
    lead = t < struck.truth.excursions[0].start_s - 0.2
    changes = np.count_nonzero(np.diff(added[lead])) / np.ptp(t[lead])
    assert changes > 0.8 * min(2 * rate_hz, 100)


@pytest.mark.parametrize(
    ("name", "level"), [("wire_off_314", 314), ("wire_off_0", 0), ("wire_off_minus_737", -737)]
)
def test_a_signal_wire_that_is_off_gives_a_constant_whatever_is_pulled(name, level):
    made = generate(name, 2)
    t, load = force(made)
    late = load[t > made.truth.troubles[0].from_s]
    assert late.mean() == pytest.approx(level, abs=0.05)
    assert 0.03 < late.std() < 0.3


def test_an_open_input_floats_and_a_frozen_one_repeats_to_the_bit():
    t, load = force(made := generate("wire_floats", 2))
    assert 5.0 < load[t > made.truth.troubles[0].from_s].std() < 25.0
    t, load = force(made := generate("value_frozen", 2))
    assert np.ptp(load[t > made.truth.troubles[0].from_s]) == 0.0
    t, _ = force(made := generate("cell_silent", 2))
    assert t.max() < made.truth.troubles[0].from_s


@pytest.mark.parametrize(
    ("name", "factor", "shift_n"),
    [
        ("sign_reversed", -1.0, 0.0),
        ("sign_reversed_late", -1.0, 0.0),
        ("gain_halved", 0.5, 0.0),
        ("gain_quartered", 0.25, 0.0),
        ("zero_up_60", 1.0, 60.0),
        ("zero_down_60", 1.0, -60.0),
    ],
)
def test_another_scale_or_zero_from_then_on(both, name, factor, shift_n):
    struck, sound = both(name)
    t, load = force(struck)
    late = t > struck.truth.troubles[0].from_s
    right = force(sound)[1]
    np.testing.assert_allclose(load[late], factor * right[late] + shift_n, atol=0.01)


def test_a_drift_ends_where_it_should_and_a_tare_under_load_hides_the_weight(both):
    struck, sound = both("zero_drifts_30")
    added = force(struck)[1] - force(sound)[1]
    assert added[0] == pytest.approx(0.0, abs=0.2)
    assert added[-1] == pytest.approx(30.0, abs=0.2)
    struck, sound = both("tared_under_load")
    hidden = np.median(force(sound)[1] - force(struck)[1])
    weight_n = struck.header["weight_kg"] * 9.80665
    assert 0.39 * weight_n < hidden < 1.01 * weight_n


@pytest.mark.parametrize("rate_hz", [10, 4])
def test_a_slow_converter(rate_hz):
    t, _ = force(generate(f"rate_{rate_hz}", 2))
    assert np.median(np.diff(t)) == pytest.approx(1 / rate_hz, rel=0.05)


@pytest.mark.parametrize("name", [name for name in BROKEN if name.startswith("runs_")])
def test_runs_of_wrong_conversions_have_their_length(both, name):
    length = int(name.split("_")[1])
    struck, sound = both(name)
    wrong = np.concatenate(([False], force(struck)[1] != force(sound)[1], [False]))
    edges = np.flatnonzero(np.diff(wrong.astype(int)))
    lengths = edges[1::2] - edges[::2]
    assert np.median(lengths) == length
    assert wrong.mean() == pytest.approx(0.05, abs=0.015)
    assert length / 80 <= 0.1


def test_lone_spikes_are_alone(both):
    struck, sound = both("single_spikes")
    wrong = np.flatnonzero(force(struck)[1] != force(sound)[1])
    assert np.diff(wrong).min() >= 2
    assert len(wrong) > 50


def test_a_saturated_converter_says_so_and_an_overloaded_cell_does_not():
    made = generate("converter_saturates", 2)
    flagged = [r for r in made.readings if r.faults & Fault.LOAD_SATURATED]
    assert len(flagged) > 20
    assert {r.load_raw for r in flagged} == {2**23 - 1}
    made = generate("overloaded", 2)
    assert not any(r.faults for r in made.readings)
    rated_n = made.header["load_cell_kg"] * 9.80665
    assert force(made)[1].max() > 1.1 * rated_n


@pytest.mark.parametrize("seconds", ["0.1", "0.3", "1.5", "10"])
def test_missing_samples_leave_a_hole_and_the_next_says_so(both, seconds):
    struck, sound = both(f"missing_{seconds}s")
    [trouble] = struck.truth.troubles
    gaps = np.diff(counts(struck)[0])
    if trouble.to_s < counts(sound)[0][-1]:
        assert gaps.max() == pytest.approx(float(seconds), abs=0.006)
        assert gaps.max() < trouble.to_s - trouble.from_s + 0.006
        assert sum(bool(r.faults & Fault.LOST_FRAMES) for r in struck.readings) == 1
    assert {r._replace(faults=0) for r in struck.readings} <= set(sound.readings)


@pytest.mark.parametrize("name", ["offline_pull", "offline_hold", "offline_release"])
def test_a_source_that_is_offline_repeats_the_last_count(both, name):
    struck, sound = both(name)
    [trouble] = struck.truth.troubles
    off = [r for r in struck.readings if r.faults & Fault.OFFLINE]
    last = [r for r in sound.readings if r.t_ns / 1e9 < trouble.from_s][-1]
    assert {r.encoder_count for r in off} == {last.encoder_count}
    assert all(r.load_raw is None for r in off)
    assert all(trouble.from_s <= r.t_ns / 1e9 < trouble.to_s for r in off)
    assert len(off) == pytest.approx((trouble.to_s - trouble.from_s) * 5, abs=1.5)


def test_a_board_that_was_unplugged_counts_from_0():
    made = generate("offline_restart", 2)
    [again] = [r for r in made.readings if r.faults & Fault.RESTARTED]
    assert again.encoder_count == 0
    assert again.t_ns / 1e9 == pytest.approx(made.truth.troubles[0].to_s, abs=0.006)


def test_a_recording_that_begins_in_a_pull():
    made = generate("starts_in_pull", 2)
    rep = made.truth.reps[0]
    assert rep.start_s < made.readings[0].t_ns / 1e9 < rep.top_s
    assert made.truth.troubles[0].reps == (1,)


def test_an_isometric_press_is_force_with_hardly_any_way():
    for seed in SEEDS:
        made = generate("isometric", seed, presses=1, reps=(2, 2), bottom_s=(4.0, 4.0))
        ends = [rep.end_onset_s for rep in made.truth.reps]
        t, count = counts(made)
        load_t, load = force(made)
        quiet = (ends[0] + 0.3, made.truth.reps[1].start_onset_s)
        travel_m = np.ptp(count[(t > quiet[0]) & (t < quiet[1])]) / 2000
        swing_n = np.ptp(load[(load_t > quiet[0]) & (load_t < quiet[1])])
        late = np.ptp(load[load_t > ends[1] + 0.3])
        assert max(swing_n, late) > 25.0
        assert travel_m < 0.02
