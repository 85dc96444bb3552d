"""The bound against independent ways to the same number."""

import numpy as np
import pytest

from tests.tools.accuracy.figures.bound import (
    RELEASES_S,
    SWAYS_M,
    bound_table,
    free_s,
    known_family_s,
)

# Computed elsewhere, by another program, for sways of 0.1, 0.9 and 3 mm; in ms.
ELSEWHERE = {
    0.0001: (4, 7, 12, 21, 28, 35, 44),
    0.0009: (7, 20, 55, 117, 165, 211, 257),
    0.003: (9, 29, 84, 191, 268, 342, 416),
}


@pytest.mark.parametrize("sway_m", SWAYS_M)
def test_the_bound_agrees_with_another_program_to_some_fifth(sway_m):
    for release_s, there in zip(RELEASES_S, ELSEWHERE[sway_m], strict=True):
        assert 1e3 * free_s(release_s, sway_m) == pytest.approx(there, rel=0.21, abs=0.5)


def test_more_sway_a_slower_release_and_less_knowledge_make_it_worse():
    for release_s in RELEASES_S:
        bounds = [free_s(release_s, sway_m) for sway_m in SWAYS_M]
        assert bounds == sorted(bounds)
        for sway_m, bound in zip(SWAYS_M, bounds, strict=True):
            assert known_family_s(release_s, sway_m) < bound
    slower = [known_family_s(release_s, 0.0009) for release_s in RELEASES_S]
    assert slower == sorted(slower)


def test_no_estimate_of_a_known_release_beats_the_bound():
    """The best one there is, least squares weighted by the noise, comes to it and not below."""
    rng = np.random.default_rng(1)
    release_s, sway_m, t = 2.6, 0.0009, np.arange(-1.0, 0.18 * 2.6, 0.005)
    u = np.clip(t / release_s, 0, 1)
    by_onset = 0.55 / release_s * 30 * u**2 * (1 - u) ** 2
    columns = np.column_stack((by_onset, np.ones_like(t)))
    apart = np.abs(t[:, None] - t)
    noise = sway_m**2 * np.exp(-0.5 * (apart / 0.17) ** 2) + np.eye(len(t)) * 0.0005**2 / 12
    root = np.linalg.cholesky(noise)
    white = np.linalg.solve(root, columns)
    best = np.linalg.pinv(white)[0] @ np.linalg.inv(root)
    errors = best @ root @ rng.normal(size=(len(t), 20_000))
    assert np.quantile(np.abs(errors), 0.95) == pytest.approx(known_family_s(2.6, sway_m), rel=0.03)


def test_the_table_has_a_row_for_each_release():
    table = bound_table()
    assert [row[0] for row in table.rows] == [f"{release_s:g}" for release_s in RELEASES_S]
    assert len(table.heads) == len(table.rows[0]) == 1 + 2 * len(SWAYS_M)
