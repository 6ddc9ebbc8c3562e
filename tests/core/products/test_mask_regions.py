"""Masks of regions: the same for a pixel however blocks are cut, in series, after a stop; and what they take."""

from __future__ import annotations

import json
import os
import sys
import tracemalloc
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from s2gm_core.catalog.sources import open_source
from s2gm_core.cli.entry import main
from s2gm_core.errors import Cancelled, MemoryBudgetError, NoScenesError, OrderError
from s2gm_core.grid import Grid
from s2gm_core.masks.engines import ENGINES
from s2gm_core.network.client import HttpClient
from s2gm_core.products import mask_regions, part_folder
from s2gm_core.products.angles import AngleStore
from s2gm_core.products.block import BlockMaker
from s2gm_core.products.cloud_masks import RECORD, make_cloud_masks
from s2gm_core.products.cloud_proximity import CloudProximity
from s2gm_core.products.fetch import fetch
from s2gm_core.products.inputs import fingerprint
from s2gm_core.products.mask_chunks import MOST_DAYS, MOST_WANTED, chunks_of
from s2gm_core.products.mask_regions import MaskRegions, region_bytes
from s2gm_core.products.reading import AssetReader
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.scattered import ScatteredGrid, ScatteredPart
from tests.core.archive import NORTH, WEST
from tests.core.products.masked_archive import AREA, MISSED, ROOFS, SIDE, write_masked_archive
from tests.core.products.orders import files_below, plane, rectangle, tiny_order
from tests.core.products.planes import plan_of
from tests.core.products.series.places import read, series_order, site_of

MASKED = {"area": AREA, "cloud_mask": "multitemporal", "bands": "B02,B04", "clip": "box"}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_masked_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture
def small_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several regions in the little archive: 320 m with a margin of 200 m."""
    for name in ("LARGE_REGION", "SMALL_REGION"):
        monkeypatch.setattr(mask_regions, name, 8)
    monkeypatch.setattr(mask_regions, "MARGIN_METRES", 200.0)


def _regions(catalogue: Path, pool: RasterPool, **changes: Any) -> MaskRegions:
    plan = plan_of(tiny_order(catalogue, **{**MASKED, **changes})).block
    angles = AngleStore(open_source(str(catalogue), HttpClient()).read)
    granules = [granule for one in plan.overpasses for granule in one.granules]
    return MaskRegions(ENGINES["multitemporal"], plan.grid, plan.overpasses, AssetReader(pool, granules), angles)


@pytest.mark.parametrize("method", ["medoid", "weighted_average"])
@pytest.mark.usefixtures("small_regions")
def test_pixels_do_not_depend_on_how_blocks_are_cut(catalogue: Path, method: str):
    order = tiny_order(catalogue, method=method, layers="valid_obs", mask_growth=30, **MASKED)
    plan = plan_of(order)
    made = []
    for size in (SIDE, 17):
        whole = np.zeros(plan.block.grid.shape, np.uint8)
        reflectance = np.zeros(plan.block.grid.shape, np.uint16)
        angles = AngleStore(open_source(order.source, HttpClient()).read)
        with RasterPool() as pool, BlockMaker(plan.block, pool, angles) as maker:
            for window in plan.block.grid.blocks(size):
                planes = maker.make(maker.task(window), SilentProgress()).planes
                whole[window.slices], reflectance[window.slices] = planes["valid_obs"], planes["B02"]
        made.append((whole, reflectance))
    np.testing.assert_array_equal(made[0][0], made[1][0])
    np.testing.assert_array_equal(made[0][1], made[1][1])
    assert len(np.unique(made[0][0])) > 1


@pytest.mark.usefixtures("small_regions")
@pytest.mark.parametrize("corner", [(slice(0, 32), slice(0, 26)), (slice(48, 60), slice(46, 60))], ids=["NW", "SE"])
def test_clouds_beside_the_order_grow_into_it(catalogue: Path, tmp_path: Path, corner: tuple[slice, slice]):
    """Part of an area has the pixels that the whole area has there."""
    rows, cols = corner
    part = rectangle(WEST + cols.start * 20, NORTH - rows.stop * 20, WEST + cols.stop * 20, NORTH - rows.start * 20)
    order = tiny_order(catalogue, method="newest", layers="valid_obs", mask_growth=150, resolution=20, **MASKED)
    whole = plane(run(order, tmp_path / "whole"), "valid_obs")
    found = plane(run(order.with_changes(area=part), tmp_path / "part"), "valid_obs")
    np.testing.assert_array_equal(found, whole[corner])
    assert 0 < (found == 5).sum() < found.size


@pytest.mark.usefixtures("small_regions")
def test_pixels_that_lie_apart_have_the_masks_of_their_places(catalogue: Path):
    with RasterPool() as pool:
        regions = _regions(catalogue, pool)
        grid, newest = regions.layout.grid, regions._overpasses[0]
        rows, cols = np.array([3, 40, 41, 59]), np.array([8, 35, 2, 59])
        apart = ScatteredGrid.of(grid, [ScatteredPart(grid.window, rows, cols)])
        found = regions.usable(newest, apart)
        np.testing.assert_array_equal(found[0], regions.usable(newest, grid)[rows, cols])
        assert not found[0, 1] and found[0, 0]


def test_finer_grids_have_the_mask_of_the_cell_in_which_a_pixel_lies(catalogue: Path):
    with RasterPool() as pool:
        coarse, fine = (_regions(catalogue, pool, resolution=size) for size in (20, 5))
        usable = coarse.usable(coarse._overpasses[0], coarse.layout.grid)
        finer = fine.usable(fine._overpasses[0], fine.layout.grid)
        np.testing.assert_array_equal(finer, np.kron(usable, np.ones((4, 4), bool)))


def test_grids_coarser_than_the_cells_have_masks_of_their_own_pixels(catalogue: Path):
    with RasterPool() as pool:
        regions = _regions(catalogue, pool, resolution=60)
        assert regions.layout.factor == 1
        usable = regions.usable(regions._overpasses[0], regions.layout.grid)
        assert usable.shape == regions.layout.grid.shape
        assert not usable[13:15, 11:13].any() and usable[:8, :8].all()


def test_a_region_takes_no_more_memory_than_is_said(catalogue: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mask_regions, "MARGIN_METRES", 2500.0)
    with RasterPool() as pool:
        regions = _regions(catalogue, pool, resolution=10)
        planned = region_bytes(ENGINES["multitemporal"], regions.layout.grid, regions._overpasses)
        tracemalloc.start()
        try:
            regions.usable(regions._overpasses[0], regions.layout.grid)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < planned - mask_regions.MOST_KEPT + 5 * 2**20


@pytest.mark.parametrize("days", [range(700, 600, -5), range(900, 600, -1), [100], [], range(2000, 0, -100)], ids=str)
def test_chunks_cover_every_overpass_once_and_are_short(days: Any):
    every = list(days)
    chunks = chunks_of(every, 8)
    assert [number for chunk in chunks for number in chunk.wanted] == list(range(len(every)))
    for chunk in chunks:
        assert len(chunk.wanted) <= MOST_WANTED and set(chunk.wanted) <= set(chunk.read)
        assert every[chunk.wanted[0]] - every[chunk.wanted[-1]] <= MOST_DAYS
        assert every[chunk.read[0]] - every[chunk.read[-1]] <= 3 * MOST_DAYS
        assert len(chunk.read) <= len(chunk.wanted) + 16


class _StopAfter(SilentProgress):
    """Cancels when some blocks are finished; mutable."""

    def __init__(self, blocks: int) -> None:
        self.blocks, self.made = blocks, 0

    def step(self, done: int, total: int, message: str) -> None:
        self.made += message.startswith("Block ")

    def is_cancelled(self) -> bool:
        return self.made >= self.blocks


@pytest.mark.usefixtures("small_regions")
def test_a_stopped_run_gives_the_same_product(catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(part_folder, "SYNC_SECONDS", 0.0)
    monkeypatch.setattr("s2gm_core.engine.budget.BLOCK_SIZES", (128,))
    order = tiny_order(catalogue, method="medoid", resolution=5, layers="valid_obs", **MASKED)
    settings = RunSettings(workers=1)
    whole = run(order, tmp_path / "whole", settings)
    with pytest.raises(Cancelled):
        run(order, tmp_path / "out", settings, _StopAfter(2))
    again = run(order, tmp_path / "out", settings)

    def files(folder: Path) -> dict[str, bytes]:
        return {name: content for name, content in files_below(folder).items() if not name.endswith("run.json")}

    assert files(again.path) == files(whole.path)


class _Hidden:
    """Stands for regions: everything shows the ground but a square."""

    def usable(self, overpass: Any, block: Grid) -> np.ndarray:
        row, col = round((NORTH - block.north) / 20), round((block.west - WEST) / 20)
        usable = np.ones((SIDE, SIDE), bool)
        usable[24:48, 0:24] = False
        return usable[row : row + block.height, col : col + block.width]


def test_what_lies_near_clouds_is_told_by_the_same_mask(catalogue: Path):
    """For weights and distances the classes of the source would make clouds of roofs and miss others."""
    plan = plan_of(tiny_order(catalogue, **MASKED, resolution=20)).block
    with RasterPool() as pool:
        reader = AssetReader(pool, [granule for one in plan.overpasses for granule in one.granules])
        regions: Any = _Hidden()
        ours, theirs = (CloudProximity(reader, plan.grid, plan.preset, given) for given in (regions, None))
        distance = ours.distance(plan.overpasses[1], plan.grid)
        assert (distance[30:42, 6:18] == 0).all()
        assert (distance[:12, 40:] > 300).all()
        assert (theirs.distance(plan.overpasses[1], plan.grid) > 1000).all()


def test_observations_of_a_series_have_the_mask_of_a_mosaic(catalogue: Path):
    sites = [site_of(*np.argwhere(where)[len(np.argwhere(where)) // 2]) for where in (ROOFS, MISSED)]

    def why(mask: str, **more: Any) -> list[list[str]]:
        order = series_order(catalogue, bands="B02", cloud_mask=mask, **more)
        return [[record.why for record in one.records] for one in read(order, sites)]

    assert why("esa") == [["scene class"] * 6, [""] * 6]
    assert why("multitemporal") == [[""] * 6, [""] * 5 + ["cloud mask"]]
    assert why("probability") == [["cloud mask"] * 6, [""] * 5 + ["cloud mask"]]
    assert why("esa", mask_growth=100)[1] == [""] * 6
    assert why("esa", mask_growth=700)[1] == ["cloud mask"] * 6


def test_with_few_overpasses_the_product_says_that_the_mask_falls_back(tmp_path: Path):
    catalogue = write_masked_archive(tmp_path / "archive", dates=2)
    product = run(tiny_order(catalogue, method="newest", layers="valid_obs", **MASKED), tmp_path / "out")
    assert any("falls back to the scene classification" in note for note in product.notes)
    assert "falls back" in product.metadata.read_text()
    assert (plane(product, "valid_obs")[MISSED] == 2).all()


@pytest.mark.parametrize("bands", [("B03", "B04", "B08"), ("B02", "B03", "B04")], ids=["blue", "near infrared"])
def test_scenes_without_a_compared_band_keep_their_classification(tmp_path: Path, bands: tuple[str, ...]):
    catalogue = write_masked_archive(tmp_path / "archive", bands=bands)
    order = tiny_order(catalogue, **{**MASKED, "bands": "B04"}, method="newest", layers="valid_obs")
    product = run(order, tmp_path / "out")
    assert any("6 of 6 scenes lack a band" in note for note in product.notes)
    valid = plane(product, "valid_obs")
    assert (valid[MISSED] == 6).all()
    assert (valid[ROOFS] == 0).all()


def test_masks_of_overpasses_are_rasters_with_a_record(catalogue: Path, tmp_path: Path):
    made = make_cloud_masks(tiny_order(catalogue, period="custom", end="2023-08-31", **MASKED), tmp_path)
    assert len(made.masks) == 6
    record = json.loads((made.folder / RECORD).read_text())
    assert record["masks"][0]["overpass"].endswith("2023-08-21")
    with rasterio.open(made.masks[0].path) as file:
        classes, confidence, reasons = file.read()
    assert (classes[MISSED] == 5).all() and (classes[ROOFS] == 1).all()
    assert (confidence[MISSED] >= 50).all() and (confidence[ROOFS] < 50).all()
    bits = {row["name"]: 1 << row["bit"] for row in record["reasons"]}
    assert (reasons[ROOFS] & bits["cleared_persistent"] > 0).all()
    assert (reasons[MISSED] & bits["haze_change"] > 0).mean() > 0.5
    assert sum(record["masks"][0]["pixels"].values()) == classes.size


def test_masks_of_overpasses_tell_nothing_of_what_only_products_do(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, period="custom", end="2023-08-31", mask_growth=100, **MASKED)
    assert make_cloud_masks(order, tmp_path).notes == ()


def test_masks_on_the_command_line(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    area = ",".join(map(str, AREA.bounds))
    given = ["cloudmask", "--source", str(catalogue), "--area", area, "--start", "2023-08-01", "--end", "2023-08-31"]
    assert main([*given, "--out", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["masks"]) == 6
    assert all(Path(row["file"]).is_file() for row in told["masks"])
    assert main([*given, "--out", str(tmp_path), "--memory", "20MiB"]) == MemoryBudgetError.exit_code


def test_masks_of_classes_and_empty_times_are_refused(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, period="custom", end="2023-08-31", **MASKED)
    with pytest.raises(OrderError, match="single classes"):
        make_cloud_masks(order.with_changes(cloud_mask="esa"), tmp_path)
    with pytest.raises(NoScenesError):
        make_cloud_masks(order.with_changes(start="2022-08-01", end="2022-08-31"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_engine_is_used_where_it_is_installed(catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A stand-in for the package: what is bright in the red is cloud, and what is very dark in the infrared shadow."""

    def predict_from_array(bands: np.ndarray) -> np.ndarray:
        red, green, infrared = bands
        assert bands.dtype == np.float32 and green.shape == red.shape
        return np.where(red > 5500, 1, np.where(infrared < 100, 3, 0))[np.newaxis].astype(np.uint8)

    monkeypatch.setitem(sys.modules, "omnicloudmask", SimpleNamespace(predict_from_array=predict_from_array))
    product = run(
        tiny_order(catalogue, **{**MASKED, "cloud_mask": "omnicloudmask"}, method="newest", layers="valid_obs"),
        tmp_path,
    )
    valid = plane(product, "valid_obs")
    assert (valid[MISSED] == 5).all()
    assert (valid[~MISSED] == 6).all()


def test_a_fetched_catalogue_gives_the_same_masks(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, method="newest", layers="valid_obs", **MASKED)
    there = plane(run(order, tmp_path / "there"), "valid_obs")
    fetched = fetch(order, tmp_path / "fetched")
    here = plane(run(order.with_changes(source=str(fetched.catalogue)), tmp_path / "here"), "valid_obs")
    np.testing.assert_array_equal(here, there)
    assert (here[ROOFS] == 6).all()


def test_the_mask_of_an_order_is_part_of_what_a_run_goes_on_from(catalogue: Path, tmp_path: Path):
    """A mask that was exchanged in the meantime must not be mixed with blocks of the old one."""
    own = tmp_path / "own.tif"

    def written(value: int) -> str:
        profile = {"width": 60, "height": 60, "count": 1, "dtype": "uint8", "crs": "EPSG:32633"}
        with rasterio.open(own, "w", driver="GTiff", transform=Affine(20, 0, WEST, 0, -20, NORTH), **profile) as file:
            file.write(np.full((60, 60), value, np.uint8), 1)
        os.utime(own, (value, value))
        return fingerprint(plan_of(tiny_order(catalogue, user_mask=str(own))))

    assert written(1) != written(2)


@pytest.mark.usefixtures("small_regions")
def test_blocks_and_rasters_have_the_same_mask_in_its_place(catalogue: Path, tmp_path: Path):
    """Also across regions: both find their cells in ways of their own, and the cloud is where it was put."""
    order = tiny_order(catalogue, period="custom", end="2023-08-31", **MASKED)
    made = make_cloud_masks(order, tmp_path)
    with RasterPool() as pool:
        regions = _regions(catalogue, pool)
        assert len(list(regions.layout.regions())) > 4
        for overpass, mask in zip(regions._overpasses, made.masks):
            with rasterio.open(mask.path) as file:
                classes = file.read(1)
            usable = regions.usable(overpass, regions.layout.grid)
            np.testing.assert_array_equal(usable, np.isin(classes, (1, 2, 3)))
        newest = regions.usable(regions._overpasses[0], regions.layout.grid)
    rows, cols = np.nonzero(~newest)
    expected = np.nonzero(MISSED)
    for found, put in ((rows, expected[0]), (cols, expected[1])):  # the rim is one cell of 20 m wide
        assert (found.min(), found.max()) == (put.min() - 1, put.max() + 1)
