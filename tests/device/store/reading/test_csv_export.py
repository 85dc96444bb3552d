"""The set log opens in a spreadsheet as what it is, whatever people call themselves."""

import csv
import io
from dataclasses import fields, replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.clock.anchors import TimeQuality, WallTime
from device.clock.stamp import Stamp
from device.reps.definition import DEFINITION
from device.reps.events import AmendReason, EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Reason, Rep, RepFlag
from device.store.reading.columns import COLUMNS
from device.store.reading.csv_export import csv_lines, decimal
from device.store.reading.set_records import SetRecord
from device.store.rows import Amendment, Athlete, StoredRep, StoredSet

HEADER = (
    "set_id,started_at,athlete,exercise,variant,side,weight_kg,rep,rom_m,rom_pct,concentric_s,"
    "hold_s,held,eccentric_s,tempo,mean_velocity_m_s,mean_propulsive_velocity_m_s,"
    "peak_velocity_m_s,eccentric_velocity_m_s,mean_force_n,peak_force_n,mean_power_w,"
    "peak_power_w,work_j,rfd_n_s,velocity_loss_pct,verdict,reasons,flags,start_pm_s,hold_pm_s,"
    "rom_pm_m,mean_velocity_pm_m_s,steadiness_mm,close,definition,amended,withdrawn"
)
TRIGGERS = "=+-@\t\r\n＝＋－＠"
AT = Stamp("b" * 32, 1)


def record(
    reps: list[Rep],
    name: str | None = "Ada",
    began: WallTime | None = None,
    weight_kg: float | None = 40.0,
) -> SetRecord:
    athlete = None if name is None else Athlete(1, name, "kg", "#000000")
    plan = SetPlan(weight_kg=weight_kg)
    stored = StoredSet(7, AT, plan, 0, 9, EndReason.REST, False, "", None, "r", False, DEFINITION)
    return SetRecord(
        stored,
        tuple(StoredRep(n, 7, AT, rep, False) for n, rep in enumerate(reps, 1)),
        athlete,
        began or WallTime(1_780_000_000_000_000, TimeQuality.NTP),
        0,
    )


def parsed(records: list[SetRecord]) -> list[dict[str, str]]:
    text = "".join(csv_lines(records))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_header_is_the_contract(make_rep: type) -> None:
    lines = list(csv_lines([record([make_rep(1)])]))
    assert lines[0] == HEADER + "\r\n"
    assert ",".join(COLUMNS) == HEADER
    assert len(lines) == 2
    assert lines[1].endswith("\r\n")
    assert list(csv_lines([])) == [HEADER + "\r\n"]


def test_a_row_holds_the_figures(make_rep: type) -> None:
    rep = make_rep(
        3,
        rom_pct=98.76,
        verdict="short_hold",
        reasons=(Reason.SHORT_HOLD, Reason.FAST_RELEASE),
        flags=(RepFlag.GAP, RepFlag.SLIP),
        held=False,
        mean_velocity_m_s=-0.0004,
        rfd_n_s=None,
    )
    [row] = parsed([record([rep])])
    assert row["set_id"] == "7"
    assert row["rep"] == "3"
    assert datetime.fromisoformat(row["started_at"]).timestamp() == 1_780_000_000
    assert datetime.fromisoformat(row["started_at"]).tzinfo is not None
    assert row["athlete"] == "Ada"
    assert row["weight_kg"] == "40"
    assert row["rom_m"] == "0.603"
    assert float(row["rom_pct"]) == pytest.approx(98.8)
    assert row["held"] == "false"
    assert row["mean_velocity_m_s"] == "-0.0004"
    assert row["rfd_n_s"] == ""
    assert row["reasons"] == "short_hold fast_release"
    assert row["flags"] == "gap slip"
    assert row["tempo"] == "1-0-X-1"


@pytest.mark.parametrize(
    ("quality", "flags"),
    [
        (TimeQuality.NTP, ""),
        (TimeQuality.TABLET, "time_from_tablet"),
        (TimeQuality.BRACKETED, "time_bracketed"),
        (TimeQuality.UNSYNCED, "time_unsynced"),
    ],
)
def test_flags_say_how_good_the_time_is(make_rep: type, quality: TimeQuality, flags: str) -> None:
    [row] = parsed([record([make_rep(1)], began=WallTime(0, quality))])
    assert row["flags"] == flags
    [row] = parsed([record([make_rep(1, flags=(RepFlag.GAP,))], began=WallTime(None, quality))])
    assert row["started_at"] == ""
    assert row["flags"] == f"gap {flags}".strip()


def test_what_nobody_pulled_is_marked(make_rep: type) -> None:
    simulated = replace(record([make_rep(1)]), source="simulated")
    assert [row["flags"] for row in parsed([simulated])] == ["simulated"]
    replayed = replace(record([make_rep(1)]), source="replay:set.csv")
    assert [row["flags"] for row in parsed([replayed])] == [""]


def test_what_could_not_be_measured_is_empty_and_never_0(make_rep: type) -> None:
    unknown = make_rep(1, rom_m=None, hold_s=None, held=None, tempo=None, verdict="unknown")
    [row] = parsed([record([unknown])])
    names = ("rom_m", "hold_s", "held", "tempo", "hold_pm_s", "steadiness_mm", "close")
    assert {row[name] for name in names} == {""}
    assert (row["verdict"], row["reasons"], row["definition"]) == ("unknown", "", "2")
    sure = make_rep(1, hold_pm_s=0.0213, rom_pm_m=0.0021, steadiness_mm=1.234, close=False)
    [row] = parsed([record([sure])])
    assert (row["hold_pm_s"], row["rom_pm_m"]) == ("0.0213", "0.0021")
    assert (row["steadiness_mm"], row["close"]) == ("1.23", "false")


def test_what_was_corrected_says_why_and_what_was_withdrawn_is_no_good_rep(make_rep: type) -> None:
    whole = record([make_rep(1), make_rep(3)])
    amended = replace(whole.reps[1], amended=Amendment(AmendReason.WHEEL_SLIPPED, 9))
    withdrawn = replace(
        whole.reps[0], rep=make_rep(2), withdrawn=Amendment(AmendReason.ENCODER_OUT, 9)
    )
    rows = parsed([replace(whole, reps=(whole.reps[0], amended), withdrawn=(withdrawn,))])
    told = [(r["rep"], r["verdict"], r["amended"], r["withdrawn"]) for r in rows]
    assert told == [
        ("1", "good", "", ""),
        ("2", "withdrawn", "", "encoder_out"),
        ("3", "good", "wheel_slipped", ""),
    ]


def test_a_guest_without_a_weight_has_empty_cells(make_rep: type) -> None:
    [row] = parsed([record([make_rep(1)], name=None, weight_kg=None)])
    assert row["athlete"] == ""
    assert row["weight_kg"] == ""


names = st.text(min_size=1) | st.tuples(st.sampled_from(TRIGGERS), st.text()).map("".join)


@given(name=names)
def test_any_name_comes_back_and_none_is_a_formula(name: str) -> None:
    rep = Rep(**REP)  # type: ignore[arg-type]
    [row] = parsed([record([rep], name=name)])
    cell = row["athlete"]
    assert not cell.startswith(tuple(TRIGGERS))
    assert cell.removeprefix("'") == name or cell == name
    assert list(row) == list(COLUMNS)


numbers = st.floats(allow_nan=False, allow_infinity=False, width=32).filter(lambda x: abs(x) < 1e6)


@given(force=st.none() | numbers, velocity=numbers)
def test_numbers_stay_numbers(force: float | None, velocity: float) -> None:
    rep = replace(Rep(**REP), peak_force_n=force, mean_velocity_m_s=velocity)  # type: ignore[arg-type]
    [row] = parsed([record([rep])])
    assert "e" not in row["mean_velocity_m_s"]
    assert float(row["mean_velocity_m_s"]) == pytest.approx(velocity, abs=6e-5)
    if force is None:
        assert row["peak_force_n"] == ""
    else:
        assert float(row["peak_force_n"]) == pytest.approx(force, abs=6e-3)


REP: dict[str, object] = {
    field.name: {"held": True, "tempo": "1-0-X-1", "verdict": "good"}.get(field.name, 1)
    for field in fields(Rep)
    if field.name not in ("reasons", "flags")
}


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (-0.0, "0"), (-1e-9, "0"), (1e-6, "0.000001"), (-0.5, "-0.5"), (1200.0, "1200")],
)
def test_a_number_has_no_exponent_and_nothing_is_not_negative(value: float, written: str) -> None:
    assert decimal(value) == written
