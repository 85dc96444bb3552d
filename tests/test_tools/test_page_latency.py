"""The figures that ``page-latency`` prints."""

from typing import Any

import pytest

from tests.tools.known_reps import after_the_end_ms, known_reps
from tests.tools.page_latency import report

OFFSET_MS = 1_000_000.0


def _message(
    kind: str | None, taken_ms: float, arrived_ms: float, painted_ms: float
) -> dict[str, Any]:
    return {
        "kind": kind,
        "tNs": taken_ms * 1e6,
        "arrived": arrived_ms + OFFSET_MS,
        "painted": painted_ms + OFFSET_MS,
    }


def test_ages_are_from_the_devices_clock_to_the_frame() -> None:
    painted = [_message("live", 10, 12, 30), _message("confirmed", 100, 110, 160)]
    painted.append(_message(None, 0, 200, 210))  # a state carries no moment of its own
    lines = report({"painted": painted, "frames": [16.7, 16.7, 60.0]}, OFFSET_MS)
    assert "max 20.0" in next(line for line in lines if line.startswith("sample to frame"))
    assert "max 60.0" in next(line for line in lines if line.startswith("rep to frame"))
    assert "max 50.0" in next(line for line in lines if line.startswith("added by page"))
    assert next(line for line in lines if line.startswith("frames over")).endswith("1 of 3")


def test_nothing_recorded_is_said_so() -> None:
    lines = report({"painted": [], "frames": []}, OFFSET_MS)
    assert "none" in lines[1]


def test_a_repetition_is_shown_by_the_first_frame_that_has_it() -> None:
    painted = [
        _message("top", 0, 0, 700),
        _message("counted", 0, 0, 980),
        _message("confirmed", 0, 0, 1240),
        _message("confirmed", 0, 0, 5090),
        _message("live", 0, 0, 9000),
    ]
    ends = [OFFSET_MS + at for at in (1000.0, 5000.0, 9000.0)]
    assert after_the_end_ms(painted, ends) == [-20.0, 90.0, None]
    assert after_the_end_ms(painted, ends, ("confirmed",)) == [240.0, 90.0, None]


def test_sets_in_a_row_are_one_recording_with_its_ends() -> None:
    known = known_reps(60.0)
    times = [reading.t_ns for reading in known.readings]
    assert times == sorted(times)
    assert times[-1] * 1e-9 == pytest.approx(120.0, abs=60.0)
    assert len(known.ends_s) % 10 == 0
    assert list(known.ends_s) == sorted(known.ends_s)
    assert known.ends_s[-1] < times[-1] * 1e-9
