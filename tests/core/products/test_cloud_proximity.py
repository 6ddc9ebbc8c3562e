"""Cloud weight and cloud distance: known clouds, independence of blocks, several tiles, threads, and failures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from pyproj import Transformer
from shapely.geometry import box

from s2gm_core.catalog.records import Asset, Scene
from s2gm_core.grid import Grid, Window
from s2gm_core.masks.scene_classification import MASK_PRESETS
from s2gm_core.products import cloud_proximity
from s2gm_core.products.cloud_proximity import LARGEST_DISTANCE_METRES, CloudProximity
from s2gm_core.products.coarse_lattice import lattice_over
from s2gm_core.products.overpasses import Granule, Overpass
from s2gm_core.products.reading import AssetReader
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.pool import RasterPool
from tests.core.archive import write_raster

UTM = "EPSG:32633"
WEST, NORTH, CELL = 500_000.0, 5_000_160.0, 240.0
CELLS = 100
"""Side of the usual scene in cells of 240 m: 24 km."""

OUTPUT = Grid(UTM, WEST, NORTH, 80.0, 80.0, 3 * CELLS, 3 * CELLS)
"""Three pixels to a cell, so that one lies in its middle."""


def _granule(folder: Path, planes: Mapping[str, np.ndarray], index: int = 0, north: float = NORTH, rule: str = "scl"):
    """A granule whose masks (y, x) at 20 m begin at the usual corner, or at another northing."""
    assets = {}
    for name, plane in planes.items():
        path = folder / f"{index}_{name}.tif"
        write_raster(path, plane, Affine(20, 0, WEST, 0, -20, north), UTM)
        assets[name] = Asset(str(path), 1.0, 0.0)
    scene = Scene(
        id=f"scene {index}", granule_id="", platform="S2A", acquired=datetime(2023, 8, 5, 10, tzinfo=timezone.utc),
        tile="33TWL", absolute_orbit=1, relative_orbit=1, baseline="", generated="", cloud_cover=None, crs=UTM,
        footprint=box(14, 44, 17, 46), assets=assets, granule_metadata=None, sun_zenith=None, sun_azimuth=None,
        offset_reason="", class_rule=rule,
    )  # fmt: skip
    return Granule(index, scene, True)


def _scl(cells: np.ndarray) -> np.ndarray:
    """Classes at 20 m of classes of cells of 240 m, (cell y, cell x)."""
    return np.kron(cells.astype(np.uint8), np.ones((12, 12), np.uint8))


def _meadow(*clouds: tuple[int, int], cloud: int = 9) -> np.ndarray:
    """Cells of vegetation, (cell y, cell x), with single clouded cells."""
    cells = np.full((CELLS, CELLS), 4, np.uint8)
    for place in clouds:
        cells[place] = cloud
    return cells


@contextmanager
def _proximity(*granules: Granule, grid: Grid = OUTPUT, preset: str = "esa") -> Iterator[CloudProximity]:
    with gdal_environment():
        pool = RasterPool()
        reader = AssetReader(pool, granules)
        try:
            yield CloudProximity(reader, grid, MASK_PRESETS[preset])
        finally:
            reader.close()
            pool.close()


def _planes(*granules: Granule, block: Grid | None = None, **how: Any) -> tuple[np.ndarray, np.ndarray]:
    """Weight and distance of one overpass on a block, both (y, x)."""
    with _proximity(*granules, **how) as proximity:
        block = block or how.get("grid", OUTPUT)
        return proximity.weight(Overpass(granules), block), proximity.distance(Overpass(granules), block)


def _gaussian(distance: float, sigma: float) -> float:
    """Value at a distance in cells of a Gaussian that ends at four sigma and sums up to 1 over the cells."""
    reach = int(4 * sigma)
    total = sum(math.exp(-0.5 * (k / sigma) ** 2) for k in range(-reach, reach + 1))
    return math.exp(-0.5 * (distance / sigma) ** 2) / total if abs(distance) <= reach else 0.0


def _weight_of_single_clouds(clouds: list[tuple[int, int]], row: int, col: int) -> float:
    shares = [sum(_gaussian(row - y, sigma) * _gaussian(col - x, sigma) for y, x in clouds) for sigma in (2.0, 10.0)]
    return (1 - shares[0]) * (1 - shares[1])


def _at_centres(plane: np.ndarray) -> np.ndarray:
    """The pixels in the middle of the cells of `OUTPUT`, (cell y, cell x)."""
    return plane[1::3, 1::3]


def test_the_weight_around_single_clouds_is_that_of_two_gaussians(tmp_path: Path):
    clouds = [(50, 50), (52, 49), (20, 70)]
    weight, _ = _planes(_granule(tmp_path, {"SCL": _scl(_meadow(*clouds))}))
    assert weight.dtype == np.float32
    expected = [[_weight_of_single_clouds(clouds, row, col) for col in range(CELLS)] for row in range(CELLS)]
    assert np.abs(_at_centres(weight) - expected).max() < 1e-6
    assert weight.min() < 0.94


def test_between_the_centres_of_cells_the_weight_is_linear(tmp_path: Path):
    weight, _ = _planes(_granule(tmp_path, {"SCL": _scl(_random_cells(5))}))
    middle = _at_centres(weight)
    third = (2 * middle[:-1, :-1] + middle[:-1, 1:]) * 2 + 2 * middle[1:, :-1] + middle[1:, 1:]
    assert np.abs(weight[2:-3:3, 2:-3:3] - third / 9).max() < 1e-6


def test_the_distance_is_measured_to_the_edge_of_the_nearest_cloud(tmp_path: Path):
    clouds = [(50, 50), (51, 50), (20, 70)]
    _, distance = _planes(_granule(tmp_path, {"SCL": _scl(_meadow(*clouds))}))
    found = _at_centres(distance)
    assert distance.dtype == np.float32
    for row, col in np.ndindex(CELLS, CELLS):
        centres = min(math.dist((row, col), cloud) for cloud in clouds) * CELL
        assert found[row, col] == pytest.approx(min(max(centres - CELL / 2, 0.0), LARGEST_DISTANCE_METRES), abs=0.01)


def test_pixels_beside_a_straight_edge_have_their_own_distance(tmp_path: Path):
    cells = _meadow()
    cells[:, :50] = 8
    weight, distance = _planes(_granule(tmp_path, {"SCL": _scl(cells)}))
    expected = np.clip((np.arange(300) + 0.5 - 150) * 80, 0, LARGEST_DISTANCE_METRES)
    assert np.abs(distance[150] - expected).max() < 0.01
    assert weight[150, :25].max() > 0.001  # the swath ends there, and no data are no clouds
    assert weight[150, 130] < 0.05
    assert weight[150, 148:152].mean() == pytest.approx(0.25, abs=0.01)


def test_without_clouds_nothing_is_near(tmp_path: Path):
    weight, distance = _planes(_granule(tmp_path, {"SCL": _scl(_meadow())}))
    assert (weight == 1).all()
    assert (distance == LARGEST_DISTANCE_METRES).all()


@pytest.mark.parametrize(
    "preset,scene_class,is_cloud",
    [("esa", 3, True), ("esa", 7, True), ("esa", 10, True), ("weak_2", 7, False), ("strongest", 2, True)]
    + [(preset, quiet, False) for preset in MASK_PRESETS for quiet in (0, 1, 4, 5, 6, 11)],
)
def test_the_preset_says_what_is_a_cloud(tmp_path: Path, preset: str, scene_class: int, is_cloud: bool):
    granule = _granule(tmp_path, {"SCL": _scl(_meadow((3, 3), cloud=scene_class))[:96, :96]})
    block = OUTPUT.part(Window(0, 0, 24, 24))
    weight, distance = _planes(granule, block=block, preset=preset)
    assert (weight.min() < 1, distance.min() < CELL) == (is_cloud, is_cloud)


def test_a_cell_is_a_cloud_where_clouds_of_any_kind_are_most_frequent(tmp_path: Path):
    classes = _scl(_meadow())[:96, :96]
    classes[12:16, 12:24] = 8
    classes[16:19, 12:24] = 9  # 84 of 144 pixels, and neither kind beats vegetation
    classes[36:41, 36:48] = 9  # 60 of 144
    _, distance = _planes(_granule(tmp_path, {"SCL": classes}), block=OUTPUT.part(Window(0, 0, 24, 24)))
    assert distance[4, 4] == 0
    assert distance[10, 10] > 300


BLOCKS = [Window(0, 0, 7, 9), Window(7, 3, 130, 77), Window(150, 150, 64, 64), Window(299, 0, 1, 300)]
AROUND = [Window(-32, -32, 80, 100), Window(280, 290, 52, 42)]


def _random_cells(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    cells = _meadow()
    for _ in range(25):
        row, col, height, width = *rng.integers(0, CELLS, 2), *rng.integers(1, 9, 2)
        cells[row : row + height, col : col + width] = rng.choice([0, 3, 8, 9])
    return cells


@pytest.mark.parametrize("resolution", [20.0, 10.0, 70.0, 500.0], ids=lambda r: f"{r:g} m")
def test_planes_do_not_depend_on_how_blocks_are_cut(tmp_path: Path, resolution: float):
    granule = _granule(tmp_path, {"SCL": _scl(_random_cells(1))})
    side = int(24_000 / resolution)
    grid = Grid(UTM, WEST + 20, NORTH - 40, resolution, resolution, side, side)
    large = Window(-40, -40, side + 80, side + 80)
    with _proximity(granule, grid=grid) as proximity:
        for measure in (proximity.weight, proximity.distance):
            whole = measure(Overpass((granule,)), grid.part(large))
            for window in (*BLOCKS, *AROUND):
                shared = window.intersection(large)
                if shared is None:
                    continue
                part = measure(Overpass((granule,)), grid.part(shared))
                place = Window(shared.row + 40, shared.col + 40, shared.height, shared.width)
                assert np.array_equal(part, whole[place.slices])


def test_a_block_alone_equals_the_same_block_after_others(tmp_path: Path):
    granule = _granule(tmp_path, {"SCL": _scl(_random_cells(2))})
    block = OUTPUT.part(Window(130, 175, 50, 60))
    alone = _planes(granule, block=block)
    with _proximity(granule) as proximity:
        for window in BLOCKS:
            proximity.weight(Overpass((granule,)), OUTPUT.part(window))
        assert np.array_equal(proximity.weight(Overpass((granule,)), block), alone[0])


def test_clouds_are_seen_across_tiles_and_the_first_granule_with_data_counts(tmp_path: Path):
    """The southern tile overlaps the northern one by 20 cells, where only one of both counts."""
    north, south = _meadow((90, 20)), _meadow((5, 60), (30, 20))
    north[:, 95:] = 0  # beyond the swath: there the southern tile counts
    south[2, 97] = 9
    granules = [
        _granule(tmp_path, {"SCL": _scl(north)}, 0),
        _granule(tmp_path, {"SCL": _scl(south)}, 1, NORTH - 80 * CELL),
    ]
    grid = replace(OUTPUT, height=3 * 180)

    def clouds(*order: int) -> set[tuple[int, int]]:
        _, distance = _planes(*(granules[i] for i in order), grid=grid)
        return {tuple(place) for place in np.argwhere(_at_centres(distance) == 0).tolist()}

    assert clouds(0, 1) == {(90, 20), (110, 20), (82, 97)}
    assert clouds(1, 0) == {(85, 60), (110, 20), (82, 97)}


def test_the_mask_of_an_overpass_is_read_once_by_however_many_threads(tmp_path: Path, monkeypatch: Any):
    granule = _granule(tmp_path, {"SCL": _scl(_random_cells(3))})
    read, seen = AssetReader.read, []

    def counted(self: AssetReader, wanted: Any, block: Grid) -> np.ndarray | None:
        seen.append((block.west, block.north))
        return read(self, wanted, block)

    monkeypatch.setattr(AssetReader, "read", counted)
    windows = [Window(row, col, 25, 25) for row in range(0, 300, 25) for col in range(0, 300, 25)]
    with _proximity(granule) as proximity, ThreadPoolExecutor(8) as threads:
        parts = list(threads.map(lambda w: proximity.weight(Overpass((granule,)), OUTPUT.part(w)), windows))
    assert len(seen) == len(set(seen)) == 16
    whole, _ = _planes(granule)
    for window, part in zip(windows, parts):
        assert np.array_equal(part, whole[window.slices])


def test_tiles_that_the_readers_threads_fetch_give_the_same(tmp_path: Path):
    granule = _granule(tmp_path, {"SCL": _scl(_random_cells(3))})
    whole, _ = _planes(granule)
    with _proximity(granule) as proximity:
        proximity._reader.is_remote, proximity._reader._threads = True, ThreadPoolExecutor(3)
        for window in BLOCKS:
            found = proximity.weight(Overpass((granule,)), OUTPUT.part(window))
            assert np.array_equal(found, whole[window.slices])


def test_no_more_tiles_are_kept_than_agreed(tmp_path: Path, monkeypatch: Any):
    monkeypatch.setattr(cloud_proximity, "MOST_TILES", 4)
    granule = _granule(tmp_path, {"SCL": _scl(_random_cells(4))})
    whole, _ = _planes(granule)
    with _proximity(granule) as proximity:
        for window in OUTPUT.blocks(75):
            assert np.array_equal(proximity.weight(Overpass((granule,)), OUTPUT.part(window)), whole[window.slices])
        assert len(proximity._tiles) == 4


def test_a_mask_that_cannot_be_read_is_a_failure_and_counts_as_clear(tmp_path: Path):
    granule = _granule(tmp_path, {"SCL": _scl(_meadow((5, 5)))})
    Path(granule.scene.assets["SCL"].href).write_bytes(b"no raster")
    with _proximity(granule) as proximity:
        assert (proximity.weight(Overpass((granule,)), OUTPUT) == 1).all()
        assert [(one.scene, one.asset) for one in proximity._reader.failures] == [("scene 0", "SCL")]


def test_masks_of_several_rasters_are_combined_by_their_rule(tmp_path: Path):
    """MAJA: clouds in CLM, hidden and water surfaces in MG2, the rim in EDG."""
    cloud_mask, ground, edge = (np.zeros((96, 96), np.uint8) for _ in range(3))
    cloud_mask[12:24, 12:24] = 2
    cloud_mask[60:72, 12:24] = 2
    ground[12:24, 60:72] = 2  # a cloud that only MG2 knows
    edge[60:72, 12:24] = 1
    granule = _granule(tmp_path, {"CLM": cloud_mask, "MG2": ground, "EDG": edge}, rule="maja")
    _, distance = _planes(granule, block=OUTPUT.part(Window(0, 0, 24, 24)))
    assert {tuple(p) for p in np.argwhere(_at_centres(distance) == 0).tolist()} == {(1, 1), (1, 5)}


@pytest.mark.parametrize(
    "grid,down,across",
    [
        (Grid(UTM, WEST, NORTH, 10.0, 10.0, 500, 500), 24, 24),
        (Grid(UTM, WEST, NORTH, 1000.0, 1000.0, 5, 5), 1, 1),
        (Grid(UTM, WEST + 300_000, NORTH, 100.0, 100.0, 900, 5), 2, 2),
        (Grid("EPSG:4326", 15.0, 60.0, 10 / 111_320, 10 / 111_320, 300, 300), 24, 48),
        (Grid("EPSG:3857", 1_700_000.0, 8_400_000.0, 10.0, 10.0, 300, 300), 48, 48),
        (Grid("EPSG:2263", 900_000.0, 200_000.0, 10 / 0.3048006, 10 / 0.3048006, 300, 300), 24, 24),
    ],
    ids=["UTM", "coarser than a cell", "no divisor", "degrees at 60 N", "Mercator at 60 N", "feet"],
)
def test_cells_are_whole_pixels_of_about_240_metres_on_the_ground(grid: Grid, down: int, across: int):
    lattice = lattice_over(grid, 240.0)
    assert (lattice.pixels_down, lattice.pixels_across) == (down, across)
    if down > 1:
        assert lattice.cell_height == pytest.approx(240, rel=0.17)
        assert lattice.cell_width == pytest.approx(240, rel=0.17)


def test_in_degrees_distances_are_those_on_the_ground(tmp_path: Path):
    """The same round cloud on a grid of degrees: the metres around it are those of the grid in UTM."""
    granule = _granule(tmp_path, {"SCL": _scl(_meadow(*[(y, x) for y in range(49, 52) for x in range(49, 52)]))})
    degrees = Grid("EPSG:4326", 15.09, 45.08, 40 / 111_320, 40 / 111_320, 500, 300)
    weight, distance = _planes(granule, grid=degrees)
    x, y = Transformer.from_crs("EPSG:4326", UTM, always_xy=True).transform(*np.meshgrid(*degrees.centres()))
    beside_x = np.maximum(np.abs(x - WEST - 50.5 * CELL) - 1.5 * CELL, 0)
    beside_y = np.maximum(np.abs(NORTH - y - 50.5 * CELL) - 1.5 * CELL, 0)
    expected = np.minimum(np.hypot(beside_x, beside_y), LARGEST_DISTANCE_METRES)
    far = (expected > 1000) & (expected < 9000)
    assert far.sum() > 10_000
    assert np.abs(distance - expected)[far].max() < CELL  # the cells lie otherwise, by up to half a cell on each side
    assert weight.min() < 0.8
    for window in (Window(0, 0, 50, 60), Window(100, 200, 77, 90)):
        with _proximity(granule, grid=degrees) as proximity:
            part = proximity.weight(Overpass((granule,)), degrees.part(window))
            assert np.array_equal(part, weight[window.slices])
