"""Faults of the sensors, put into simulated sets: what the pipeline makes of them, in figures.

Rows of the fault table that show in readings; those that end below (bytes, bits, edges) are
tested with their drivers.
"""

import random

import pytest

from device.calibration.recorded import factors_from_header
from device.pipeline import Pipeline
from device.replay import plan_from_header
from device.reps.events import FaultKind, FaultRaised, RepConfirmed
from device.sensors.reading import Fault
from device.sensors.simulated.generate import generate

SEEDS = (3, 11, 27)
S = 1_000_000_000


def run(simulated, readings=None):
    """All events of a set, fed sample by sample."""
    pipeline = Pipeline(factors_from_header(simulated.header), plan_from_header(simulated.header))
    events = []
    for reading in simulated.readings if readings is None else readings:
        events += pipeline.feed(reading)
    return events + pipeline.finish()


def reps(events):
    return [event.rep for event in events if isinstance(event, RepConfirmed)]


def raised(events, kind):
    """When that fault was first raised, in nanoseconds; ``None`` if never."""
    return next((e.t_ns for e in events if isinstance(e, FaultRaised) and e.kind is kind), None)


def from_time(simulated, since_ns, change):
    """The readings, changed from that time on."""
    return [r if r.t_ns < since_ns else change(r) for r in simulated.readings]


def middle_ns(simulated):
    """A time in the middle of the set, within a pull."""
    truth = simulated.truth.reps
    return int(truth[len(truth) // 2].start_s * S) + 100_000_000


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed-{seed}")
def plain(request):
    return generate("plain", request.param)


@pytest.fixture
def clean(plain):
    return reps(run(plain))


def test_row_1_a_silent_load_cell(plain, clean, figure):
    since_ns = middle_ns(plain)
    events = run(plain, from_time(plain, since_ns, lambda r: r._replace(load_raw=None)))
    lost_ns = raised(events, FaultKind.LOAD_CELL_LOST)
    assert lost_ns is not None
    delay_ms = (lost_ns - since_ns) / 1e6
    found = reps(events)
    assert delay_ms <= 270  # 250 ms after its last conversion, which may be a period earlier
    assert len(found) == len(clean)
    assert all(rep.peak_force_n is None for rep in found if rep.start_ns > lost_ns)
    figure(1, f"told after {delay_ms:.0f} ms; {len(found)} of {len(clean)} reps")


def test_row_2_a_stuck_data_line_is_never_a_force(plain, figure):
    since_ns = middle_ns(plain)
    stuck = int(Fault.LOAD_DESYNC)
    readings = from_time(plain, since_ns, lambda r: r._replace(load_raw=0, faults=stuck))
    pipeline = Pipeline(factors_from_header(plain.header))
    accepted = 0
    for reading in readings:
        pipeline.feed(reading)
        force_n = pipeline.live().force_n
        accepted += reading.t_ns > since_ns + S and force_n is not None
    assert accepted == 0
    figure(2, "0 forces accepted")


def test_row_3_saturation(plain, clean, figure):
    since_ns = middle_ns(plain)
    full = {"load_raw": 2**23 - 1, "faults": int(Fault.LOAD_SATURATED)}
    readings = from_time(plain, since_ns, lambda r: r if r.load_raw is None else r._replace(**full))
    events = run(plain, readings)
    told_ns = raised(events, FaultKind.LOAD_CELL_SATURATED)
    assert told_ns is not None
    flagged = [rep for rep in reps(events) if "load_saturated" in rep.flags]
    assert len(reps(events)) == len(clean)
    assert flagged
    figure(
        3,
        f"told after {(told_ns - since_ns) / 1e6:.0f} ms; {len(flagged)} reps flagged",
    )


@pytest.mark.parametrize(("share", "noisy"), [(0.01, False), (0.05, True)])
def test_row_4_wrong_bits(plain, clean, share, noisy, figure):
    rng = random.Random(1)
    wrong = (
        lambda raw: 2 * raw,
        lambda raw: 2 ** rng.randint(10, 23) - 1,
        lambda raw: -raw,
    )
    readings = [
        r
        if r.load_raw is None or rng.random() >= share
        else r._replace(load_raw=rng.choice(wrong)(r.load_raw))
        for r in plain.readings
    ]
    events = run(plain, readings)
    found = reps(events)
    assert len(found) == len(clean)
    errors = [
        abs(rep.peak_force_n / true.peak_force_n - 1) * 100
        for rep, true in zip(found, clean, strict=True)
        if rep.peak_force_n is not None and not {"load_noisy"} & set(rep.flags)
    ]
    told = raised(events, FaultKind.LOAD_CELL_NOISY) is not None
    assert told or not noisy
    worst = max(errors, default=0.0)
    assert worst < 1.0
    figure(
        4,
        f"{share:.0%} wrong: {len(found)} of {len(clean)} reps, peak force off by at most "
        f"{worst:.2f} % where not flagged{', told as noisy' if told else ''}",
    )


def test_row_5_a_frozen_load_cell(plain, figure):
    truth = plain.truth.reps[1]
    since_ns = int(truth.start_s * S)
    frozen = next(r.load_raw for r in plain.readings if r.load_raw is not None)
    readings = from_time(
        plain, since_ns, lambda r: r if r.load_raw is None else r._replace(load_raw=frozen)
    )
    told_ns = raised(run(plain, readings), FaultKind.LOAD_CELL_FROZEN)
    assert told_ns is not None
    delay_s = (told_ns - since_ns) / S
    assert delay_s <= 1.3
    figure(5, f"told after {delay_s:.2f} s of motion")


def test_row_6_a_dead_encoder_channel(plain, figure):
    first = plain.readings[0].encoder_count
    readings = [r._replace(encoder_count=first + (r.encoder_count & 1)) for r in plain.readings]
    events = run(plain, readings)
    told_ns = raised(events, FaultKind.ENCODER_ONE_CHANNEL)
    assert told_ns is not None
    counted = reps(events)
    assert all(rep.rom_m is None and rep.hold_s is None for rep in counted)
    assert all("position_lost" in rep.flags for rep in counted)
    began_s = plain.truth.reps[0].start_s
    pulls = sum(rep.start_s < told_ns / S for rep in plain.truth.reps)
    assert pulls <= 5  # before the load is known, force alone must show three of them
    figure(
        6,
        f"told {told_ns / S - began_s:.1f} s into pull {pulls}; {len(counted)} by force alone",
    )


def test_row_7_noise_on_the_encoder(plain, clean, figure):
    rng = random.Random(2)
    illegal = int(Fault.ENCODER_ILLEGAL)
    offset, readings = 0, []
    for reading in plain.readings:
        hit = rng.random() < 0.002
        offset += rng.choice((-2, 2)) if hit else 0
        readings.append(
            reading._replace(
                encoder_count=reading.encoder_count + offset,
                faults=reading.faults | (illegal if hit else 0),
            )
        )
    events = run(plain, readings)
    found = reps(events)
    drift_mm = abs(offset) / plain.header["counts_per_metre"] * 1000
    told = raised(events, FaultKind.ENCODER_NOISY) is not None
    assert len(found) == len(clean)
    assert told or abs(drift_mm) < 1.0
    figure(
        7,
        f"{len(found)} of {len(clean)} reps, drift {abs(drift_mm):.1f} mm"
        f"{', told as noisy' if told else ''}",
    )


@pytest.mark.parametrize("share", [0.01, 0.2])
def test_row_16_lost_readings(plain, clean, share, figure):
    rng = random.Random(3)
    readings, lost = [], False
    for reading in plain.readings:
        if rng.random() < share:
            lost = True
            continue
        flag = int(Fault.LOST_FRAMES) if lost else 0
        readings.append(reading._replace(faults=reading.faults | flag))
        lost = False
    events = run(plain, readings)
    found = reps(events)
    assert len(found) == len(clean)
    worst_mm = max(
        abs(rep.rom_m - true.rom_m) * 1000 for rep, true in zip(found, clean, strict=True)
    )
    assert worst_mm <= 5.0
    figure(
        16,
        f"{share:.0%} lost: {len(found)} of {len(clean)} reps, range off by at most "
        f"{worst_mm:.1f} mm",
    )


def test_row_16_a_gap_inside_a_rep_flags_it(plain, clean, figure):
    since_ns = middle_ns(plain)
    readings = [r for r in plain.readings if not since_ns < r.t_ns < since_ns + 150_000_000]
    after = next(i for i, r in enumerate(readings) if r.t_ns > since_ns)
    readings[after] = readings[after]._replace(faults=int(Fault.LOST_FRAMES))
    found = reps(run(plain, readings))
    assert len(found) == len(clean)
    flagged = [rep for rep in found if "gap" in rep.flags]
    assert len(flagged) == 1
    figure(16, f"150 ms gap: {len(found)} of {len(clean)} reps, its rep flagged")


def test_row_17_the_board_resets_in_mid_set(plain, clean, figure):
    since_ns = middle_ns(plain)
    at_reset = next(r.encoder_count for r in plain.readings if r.t_ns >= since_ns)
    readings = from_time(
        plain, since_ns, lambda r: r._replace(encoder_count=r.encoder_count - at_reset)
    )
    first = next(i for i, r in enumerate(readings) if r.t_ns >= since_ns)
    readings[first] = readings[first]._replace(faults=int(Fault.RESTARTED))
    events = run(plain, readings)
    before = [rep for rep in clean if rep.end_ns < since_ns]
    found = reps(events)
    kept = [rep for rep in found if rep.end_ns < since_ns]
    assert [rep.rom_m for rep in kept] == pytest.approx([rep.rom_m for rep in before], abs=1e-3)
    assert raised(events, FaultKind.SENSOR_RESTARTED) is not None
    assert len(clean) - 1 <= len(found) <= len(clean)
    longest = max(rep.rom_m for rep in clean)
    assert all(rep.rom_m <= longest + 0.02 for rep in found if "restarted" not in rep.flags)
    assert all(rep.rom_m is None for rep in found if "start_unseen" in rep.flags)
    figure(
        17,
        f"{len(kept)} of {len(before)} earlier reps kept, {len(found)} of {len(clean)} in all, "
        "no phantom",
    )


@pytest.mark.parametrize("share", [0.01, 0.03, 0.08])
def test_row_9_a_slipping_wheel(plain, clean, share, figure):
    missed, before, readings = 0.0, plain.readings[0].encoder_count, []
    for reading in plain.readings:
        missed += share * max(0, reading.encoder_count - before)
        before = reading.encoder_count
        readings.append(reading._replace(encoder_count=before - round(missed)))
    found = reps(run(plain, readings))
    assert len(found) == len(clean)
    flagged = sum("slip" in rep.flags for rep in found)
    assert flagged >= len(clean) - 1 or share < 0.05
    figure(9, f"{share:.0%} slip: all {len(found)} reps, {flagged} flagged")
