"""``make latency`` measures what it says (no bound on the figures: machines differ)."""

import json


def test_it_measures_a_stream(product):
    measured = product.start_module("tests.tools.latency", "--seconds", "5", "--json")
    out, err = measured.communicate(timeout=60)
    assert measured.returncode in (0, 1), err
    document = json.loads(out)
    assert document["met"] == (measured.returncode == 0)
    together = document["topics"]["all"]
    assert together["events"] > 10
    assert 0 <= together["p50_ms"] <= together["p95_ms"] <= together["p99_ms"] <= together["max_ms"]
    assert "live" in document["topics"]
