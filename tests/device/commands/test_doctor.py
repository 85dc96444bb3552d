"""``cablecoach doctor`` with a station and without one."""

import json


def diagnose(product, *arguments):
    done = product.start("doctor", *arguments)
    out, err = done.communicate()
    assert err == ""
    return done.returncode, out


def test_without_a_station(product):
    status, out = diagnose(product)
    assert status == 0
    assert "Start one: `cablecoach run`" in out
    status, out = diagnose(product, "--source", "gpio")
    assert status == 1
    assert out.startswith("PROBLEM  ")


def test_with_a_station_that_runs(product):
    product.device("--source", "simulated")
    product.listen().heartbeat()
    _, out = diagnose(product, "--json")
    document = json.loads(out)
    assert document["health"]["source"]["name"] == "simulated"
    said = {finding["found"]: finding["level"] for finding in document["findings"]}
    assert said["simulated is sending data."] == "good"
    assert set(document["versions"]) >= {"cablecoach", "python", "sqlite", "zeromq"}


def test_watching_while_somebody_pulls(product):
    product.device("--source", "simulated")
    product.listen().heartbeat()
    status, out = diagnose(product, "--watch", "--seconds", "2")
    assert status == 0
    first, *lines = out.splitlines()
    assert first.startswith("Pull slowly")
    assert lines
    assert all("position" in line and "force" in line for line in lines)


def test_watching_without_a_station(product):
    status, out = diagnose(product, "--watch", "--seconds", "0.1")
    assert status == 0
    assert "cablecoach run" in out
