"""The comparison with other tools: what they are given, how pixels are compared. The tools need not be there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio

from benchmarks.archive import BenchArchive
from benchmarks.bench_peers import PEERS, Peer, agreement, our_order, run_peer
from benchmarks.peers.job import VALID_CLASSES, JobReport, offset_of, tile_items
from s2gm_core.grid import Grid
from s2gm_core.masks.scene_classification import mask_preset
from s2gm_core.order import Order
from s2gm_core.raster.cog import write_cog

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = sorted((ROOT / "benchmarks").glob("bench_*.py"))
GRID = Grid("EPSG:32633", 500000.0, 5100000.0, 10.0, 10.0, 3, 2)
NOTHING = 65535


@pytest.mark.parametrize("script", BENCHMARKS, ids=lambda path: path.stem)
def test_every_benchmark_says_how_to_use_it(script):
    done = subprocess.run(
        [sys.executable, str(script), "--help"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout


def test_every_peer_has_its_script_and_compares_only_what_it_makes():
    for peer in PEERS:
        assert (ROOT / "benchmarks" / "peers" / peer.script).is_file()
        assert set(peer.compared) <= set(peer.methods)


def test_the_peers_take_the_scene_classes_of_our_order(archive):
    order = our_order(archive, tile_items(Path(archive.catalogue)), "median")
    assert mask_preset(order.cloud_mask).valid_classes == set(VALID_CLASSES)


def test_one_tile_of_several_is_taken_and_the_scenes_of_the_others_are_not_ordered(archive):
    items = tile_items(Path(archive.catalogue))
    assert [item.stem.split("_")[1] for item in items] == ["33TWL"] * len(items)
    order = our_order(archive, items, "median")
    every = {path.stem for path in archive.folder.glob("items/*/*.json")}
    assert {item.stem for item in items} == every - set(order.exclude_scenes) != every
    with rasterio.open(order.like) as file:
        assert file.res == (10.0, 10.0)


@pytest.mark.parametrize(
    ("baseline", "applied", "offset"),
    [("03.01", False, 0), ("04.00", False, -1000), ("05.10", False, -1000), ("05.10", True, 0)],
)
def test_the_offset_is_that_of_the_baseline_unless_it_was_applied(baseline, applied, offset):
    assert offset_of({"s2:processing_baseline": baseline, "earthsearch:boa_offset_applied": applied}) == offset


def test_pixels_agree_within_one_step_in_every_band_or_where_both_are_empty(tmp_path):
    # Columns: equal, one apart in a band, two apart in a band / both empty, ours empty, theirs empty.
    ours = {
        "B02": np.array([[100, 100, 100], [NOTHING, NOTHING, 1]]),
        "B03": np.array([[200, 200, 200], [NOTHING, NOTHING, 1]]),
    }
    theirs = np.array([[[100, 101, 100], [0, 100, 0]], [[200, 200, 202], [0, 200, 0]]])
    paths = {band: tmp_path / f"{band}.tif" for band in ours}
    for band, pixels in ours.items():
        write_cog(paths[band], pixels.astype(np.uint16), GRID, nodata=NOTHING)
    assert agreement(paths, _peer_file(tmp_path, theirs), tuple(ours)) == pytest.approx(3 / 6)


def test_rasters_of_other_grids_are_not_compared(tmp_path):
    write_cog(tmp_path / "B02.tif", np.ones((2, 3), np.uint16), GRID, nodata=NOTHING)
    with pytest.raises(ValueError, match="grid"):
        agreement({"B02": tmp_path / "B02.tif"}, _peer_file(tmp_path, np.ones((1, 3, 3))), ("B02",))


def test_a_peer_runs_in_its_own_python_and_its_last_line_counts(tmp_path):
    python = _script(tmp_path, f"echo hello; echo '{JobReport('a', '1', 2.5, 3.0).line}'")
    report = run_peer(python, Peer("a", "a.py", ("median",), ()), "catalog.json", "median", tmp_path / "out.tif")
    assert report == JobReport("a", "1", 2.5, 3.0)


def test_a_peer_that_fails_is_named(tmp_path):
    with pytest.raises(SystemExit, match="a ended with code 3"):
        run_peer(_script(tmp_path, "exit 3"), Peer("a", "a.py", (), ()), "catalog.json", "median", tmp_path / "out.tif")


@pytest.fixture
def archive(tmp_path):
    """Two scenes of one tile and one of its neighbour, each with one raster."""
    places = {
        "S2A_33TWM_20250701_0_L2A": "33TWM",
        "S2A_33TWL_20250701_0_L2A": "33TWL",
        "S2B_33TWL_20250706_0_L2A": "33TWL",
    }
    for scene, tile in places.items():
        folder = tmp_path / "items" / scene
        folder.mkdir(parents=True)
        document = {"properties": {"grid:code": f"MGRS-{tile}"}, "assets": {"blue": {"href": "./B02.tif"}}}
        (folder / f"{scene}.json").write_text(json.dumps(document))
        write_cog(folder / "B02.tif", np.ones((2, 3), np.uint16), GRID, nodata=0)
    area = Order(source="x", area="15,46,15.1,46.1", start="2025-07-01").area
    return BenchArchive(tmp_path, area, "2025-07-01", "2025-07-29")


def _peer_file(folder: Path, pixels: np.ndarray) -> Path:
    path = folder / "theirs.tif"
    count, height, width = pixels.shape
    grid = {"crs": GRID.crs, "transform": rasterio.Affine(10.0, 0.0, GRID.west, 0.0, -10.0, GRID.north)}
    with rasterio.open(
        path, "w", driver="GTiff", dtype="uint16", count=count, height=height, width=width, **grid
    ) as file:
        file.write(pixels.astype(np.uint16))
    return path


def _script(folder: Path, commands: str) -> Path:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{commands}\n")
    path.chmod(0o755)
    return path
