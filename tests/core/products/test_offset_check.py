"""Pixels that speak against their item's offset are told; those that agree with it are not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from s2gm_core.order import Order
from s2gm_core.products.offset_check import _darkest
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.progress import SilentProgress
from s2gm_core.simulate import SimulationSettings, simulate_archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = SimulationSettings(seed=3, size=240, dates=3, cloudiness=0.1)
    return simulate_archive(tmp_path_factory.mktemp("offsets") / "archive", settings, SilentProgress())


def _doubts(archive: Any, out: Path) -> list[str]:
    west, south, east, north = json.loads((archive.path / "archive.json").read_text())["bbox"]
    order = Order(source=str(archive.path), area=f"{west},{south},{east},{north}", start="2025-07-01")
    product = run(order, out)
    return json.loads(product.metadata.read_text())["Processing_details"]["Doubts"]


def _restate(archive: Any, copy: Path, applied: bool, offset: float) -> Any:
    """The archive with one item that says something else of its pixels."""
    shutil.copytree(archive.path, copy)
    for path in sorted(copy.rglob("*.json")):
        item = json.loads(path.read_text())
        if item.get("type") != "Feature":
            continue
        item["properties"]["earthsearch:boa_offset_applied"] = applied
        for asset in item["assets"].values():
            for band in asset.get("raster:bands", []):
                if "offset" in band:
                    band["offset"] = offset
        path.write_text(json.dumps(item))
    return SimpleNamespace(path=copy)


def test_items_that_tell_the_truth_raise_no_doubt(archive: Any, tmp_path: Path):
    assert _doubts(archive, tmp_path) == []


def test_a_forgotten_offset_is_noticed(archive: Any, tmp_path: Path):
    said = _doubts(_restate(archive, tmp_path / "copy", True, 0.0), tmp_path / "out")
    assert said
    assert all("still to be applied" in one for one in said)


def test_an_offset_applied_twice_is_noticed(archive: Any, tmp_path: Path):
    said = _doubts(_restate(archive, tmp_path / "copy", False, -0.1), tmp_path / "out")
    assert said
    assert all("applied before" in one for one in said)


def test_counts_do_not_depend_on_the_order_of_blocks():
    values = np.random.default_rng(1).integers(-300, 3000, 10_000)
    counts = np.bincount(np.clip((values + 2000) // 50, 0, 119), minlength=120)
    assert abs(_darkest(counts) - np.percentile(values, 1)) <= 50
