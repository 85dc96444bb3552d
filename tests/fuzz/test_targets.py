"""The fuzz targets hold on small corpora; ``targets.py`` runs them for longer."""

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

_SPEC = importlib.util.spec_from_file_location(
    "fuzz_targets", Path(__file__).with_name("targets.py")
)
targets = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(targets)

SEEDS = {
    "body": [b"{}", b'{"code": "123456"}', b'{"name": "\\ud800"}', b"[" * 5000, b"1e999"],
    "recording": [
        b"# cablecoach-recording 1\n# counts_per_metre = 2000.0\nt_s,encoder_count,load_raw\n"
        b"0.000000,0,83911\n0.005000,0,\n",
        b"# cablecoach-recording 1\nt_s,encoder_count,load_raw\n0.1,1,2\n0.0,1,2\n",
        b"\x00" * 5000,
    ],
    "link": [b"I,1,deadbeef,1.0,pico*0000\n", b"S,1,2,3,,00*FFFF\n" * 50, b"x" * 5000, b"\n" * 99],
}


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_seeds(name):
    for seed in SEEDS[name]:
        targets.TARGETS[name](seed)


@pytest.mark.parametrize("name", sorted(SEEDS))
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_mutations(name, data):
    seed = data.draw(st.sampled_from(SEEDS[name]))[:300]
    place = data.draw(st.integers(0, len(seed)))
    cut = data.draw(st.integers(0, 8))
    new = data.draw(st.binary(max_size=12))
    targets.TARGETS[name](seed[:place] + new + seed[place + cut :])
