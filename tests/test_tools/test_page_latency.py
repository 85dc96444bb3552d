"""The figures that ``page-latency`` prints."""

from typing import Any

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
