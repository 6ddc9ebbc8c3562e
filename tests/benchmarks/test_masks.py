"""The mask against the truth of a small simulated archive, as the benchmark holds it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.archive import BenchArchive, opened
from benchmarks.bench_masks import Score, compare, white_dots
from s2gm_core.progress import SilentProgress
from s2gm_core.simulate import SimulationSettings, simulate_archive


@pytest.fixture(scope="module", params=[5, 12])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BenchArchive:
    folder: Path = tmp_path_factory.mktemp("masks") / "archive"
    settings = SimulationSettings(seed=21, size=240, dates=request.param, tiles=1)
    simulate_archive(folder, settings, SilentProgress())
    return opened(folder)


def test_less_bright_ground_is_flagged_and_no_more_clouds_are_missed(archive: BenchArchive):
    scores = {"classification": Score(), "multitemporal": Score()}
    compare(archive, "multitemporal", scores)
    theirs, ours = scores["classification"], scores["multitemporal"]
    assert theirs.counts["of flagged roofs"] > 100
    assert ours.percent("flagged roofs") < theirs.percent("flagged roofs") / 2
    assert ours.counts["dots"] < theirs.counts["dots"] / 2
    for what in ("cloud", "thin", "shadow"):
        assert ours.percent(f"missed {what}") <= theirs.percent(f"missed {what}")
    assert ours.percent("flagged") < 3.0


def test_white_dots_are_roofs_that_are_mostly_flagged():
    roofs, hidden = np.zeros((12, 12), bool), np.zeros((12, 12), bool)
    roofs[1:3, 1:3] = roofs[6:10, 6:8] = roofs[11, 11] = True
    hidden[1, 1:3] = hidden[6, 6:8] = True
    assert white_dots(hidden, roofs) == (3, 1)
