"""Files in, mosaic pixels out: every pixel is what the reference decides from the raw granule values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import box

from s2gm_core.grid import Grid, Window, lon_lat_bounds
from s2gm_core.order import Order
from s2gm_core.products.block import BlockMaker
from s2gm_core.products.overpasses import Granule
from s2gm_core.products.planning import plan_mosaic
from s2gm_core.products.record import ReadFailure
from s2gm_core.products.target import Target
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.pool import RasterPool
from tests.core.products.raw_archive import (
    BANDS,
    OUTPUT,
    OUTPUT_ZONE,
    RawGranule,
    random_granules,
    raw_pixels,
    write_scene,
)
from tests.core.reference.pixel import Decision, RawPixel, decide, reflectance

TARGET = Target(OUTPUT, None, box(*lon_lat_bounds(OUTPUT)))


@dataclass
class KnownAngles:
    """Stands for the granules' angle grids: a view zenith for every pixel."""

    zenith: dict[str, RawGranule]
    failures: list[ReadFailure] = field(default_factory=list)

    def view_zenith_below(self, granule: Granule, block: Grid, limit: float) -> np.ndarray:
        raw = self.zenith[granule.scene.id]
        whole = np.full(OUTPUT.shape, 99.0)
        whole[raw.row : raw.row + len(raw.view_zenith)] = raw.view_zenith
        row, col = round((OUTPUT.north - block.north) / 10), round((block.west - OUTPUT.west) / 10)
        return whole[row : row + block.height, col : col + block.width] < limit

    def plane(self, layer: str, granule: Granule, block: Grid) -> None:
        return None


@dataclass(frozen=True)
class Made:
    """Planes of a product, and the granules by source_index."""

    planes: dict[str, np.ndarray]
    granules: tuple[Granule, ...]


@dataclass(frozen=True)
class ProductPixel:
    """What the product says at one pixel."""

    valid_observations: int
    scene: str | None
    spread: int  # as stored
    bands: tuple[int, ...]  # as stored


def _make(folder: Path, raws: list[RawGranule], windows: list[Window]) -> Made:
    order = Order(source="test", area=box(*lon_lat_bounds(OUTPUT)), start="2023-08-01", resolution=10)
    plan = plan_mosaic(order, order.periods[0], [write_scene(folder, raw) for raw in raws], TARGET, "part")
    planes: dict[str, np.ndarray] = {}
    with RasterPool() as pool:
        maker = BlockMaker(plan.block, pool, KnownAngles({raw.name: raw for raw in raws}))
        for window in windows:
            result = maker.make(maker.task(window), SilentProgress())
            for name, plane in result.planes.items():
                planes.setdefault(name, np.zeros(OUTPUT.shape, plane.dtype))[window.slices] = plane
        assert maker.failures == ()
    return Made(planes, plan.granules)


def _differences(made: Made, raws: list[RawGranule]) -> list[str]:
    found = []
    for y in range(OUTPUT.height):
        for x in range(OUTPUT.width):
            pixels = list(raw_pixels(raws, y, x))
            decision = decide(pixels, OUTPUT_ZONE)
            expected = _expected(decision, pixels)
            actual = _actual(made, y, x)
            if replace(actual, spread=0) != replace(expected, spread=0) or abs(actual.spread - expected.spread) > 1:
                found.append(f"pixel {y},{x}: reference {expected}, product {actual}")
    return found


def _expected(decision: Decision, pixels: list[RawPixel]) -> ProductPixel:
    if decision.orbit is None:
        return ProductPixel(decision.valid_observations, None, 65535, (65535,) * len(BANDS))
    taken = next(p for p in pixels if (p.orbit, p.tile) == (decision.orbit, decision.tile))
    spread = 65535 if decision.pick.spread is None else round(decision.pick.spread * 10000)
    bands = tuple(max(0, round(value * 10000)) for value in reflectance(taken).values())
    return ProductPixel(decision.valid_observations, f"{decision.tile}_{decision.orbit}", spread, bands)


def _actual(made: Made, y: int, x: int) -> ProductPixel:
    index = int(made.planes["source_index"][y, x])
    scene = None if index < 0 else made.granules[index].scene.id
    bands = tuple(int(made.planes[band][y, x]) for band in BANDS)
    return ProductPixel(int(made.planes["valid_obs"][y, x]), scene, int(made.planes["medoid_mos"][y, x]), bands)


@pytest.mark.parametrize(("seed", "overpasses"), [(1, 1), (2, 2), (3, 4), (4, 7), (5, 12)])
def test_every_pixel_is_what_the_reference_decides_from_raw_values(tmp_path: Path, seed: int, overpasses: int):
    raws = random_granules(seed, overpasses)
    assert _differences(_make(tmp_path, raws, [OUTPUT.window]), raws) == []


def test_the_product_does_not_depend_on_how_it_is_cut_into_blocks(tmp_path: Path):
    raws = random_granules(6, 6)
    whole = _make(tmp_path, raws, [OUTPUT.window])
    cut = _make(tmp_path, raws, list(OUTPUT.blocks(7)))
    for name, plane in whole.planes.items():
        assert np.array_equal(plane, cut.planes[name]), name


def test_overlapping_tiles_are_not_counted_twice(tmp_path: Path):
    raws = random_granules(7, 5)
    assert _make(tmp_path, raws, [OUTPUT.window]).planes["valid_obs"].max() <= 5
