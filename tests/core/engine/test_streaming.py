"""Rasters are read only where a pixel can count: masks first, bands for valid pixels, layers for chosen granules."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.catalog.sources import open_source
from s2gm_core.grid import Grid, Window, grid_of_area
from s2gm_core.order import Order
from s2gm_core.products.angles import AngleStore
from s2gm_core.products.block import BlockMaker
from s2gm_core.products.planning import plan_mosaic
from s2gm_core.products.target import target_of
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.pool import RasterPool
from tests.core.archive import SIDE, TinyScene, write_archive
from tests.core.products.orders import tiny_order

METHOD_BANDS = {"B02", "B03", "B04", "B06", "B08", "B8A", "B11", "B12"}


class CountingPool(RasterPool):
    """Remembers which assets were read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: Counter[str] = Counter()
        self._counter = threading.Lock()

    def read(self, href: str, level: int, window: Window, band: int = 1, out: np.ndarray | None = None) -> np.ndarray:
        with self._counter:
            self.reads[Path(href).stem] += 1
        return super().read(href, level, window, band, out)


def _half_clouded() -> np.ndarray:
    scl = np.full((60, 60), 9)
    scl[:, 32:] = 4
    return scl


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One scene all cloud, one clear in the east only, one clear and darker everywhere."""
    dark = {band: 100 for band in METHOD_BANDS}
    scenes = [
        TinyScene("cloudy", "2023-08-01T10:00:00Z", 1, scl=9, extra={"AOT": 100}),
        TinyScene("half", "2023-08-06T10:00:00Z", 2, scl=_half_clouded(), extra={"AOT": 100}),
        TinyScene("clear", "2023-08-11T10:00:00Z", 3, extra={"AOT": 100}, reflectance=dark),
    ]
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


def _reads(catalogue: Path, column: int, order: Order) -> Counter[str]:
    opened = open_source(str(catalogue))
    plan = plan_mosaic(order, order.periods[0], list(opened.scenes()), target_of(order), "part")
    with CountingPool() as pool:
        maker = BlockMaker(plan.block, pool, AngleStore(opened.place))
        maker.make(maker.task(Window(0, column, 16, 16)), SilentProgress())
        return pool.reads


def _of(reads: Counter[str], scene: str) -> set[str]:
    return {name.split("_")[1] for name in reads if name.startswith(scene + "_")}


def test_of_a_clouded_overpass_only_the_classes_are_read(catalogue: Path):
    reads = _reads(catalogue, 0, tiny_order(catalogue))
    assert (_of(reads, "cloudy"), _of(reads, "half")) == ({"SCL"}, {"SCL"})
    assert _of(reads, "clear") == METHOD_BANDS | {"SCL", "AOT"}


def test_a_block_that_an_overpass_leaves_clear_reads_its_bands(catalogue: Path):
    reads = _reads(catalogue, 40, tiny_order(catalogue))
    assert _of(reads, "half") >= METHOD_BANDS


def test_layers_are_read_only_for_chosen_granules(catalogue: Path):
    # The clear scene is the darker one and wins everywhere in the short-term composite.
    reads = _reads(catalogue, 40, tiny_order(catalogue))
    assert ("AOT" in _of(reads, "clear"), "AOT" in _of(reads, "half")) == (True, False)


def test_layers_and_bands_that_were_not_ordered_are_not_read(catalogue: Path):
    reads = _reads(catalogue, 40, tiny_order(catalogue, bands="B02", layers="none", method="medoid"))
    assert "AOT" not in _of(reads, "clear")


def test_nothing_is_read_twice_for_a_block(catalogue: Path):
    assert set(_reads(catalogue, 40, tiny_order(catalogue)).values()) == {1}


def test_scenes_far_from_a_block_are_not_opened(catalogue: Path, tmp_path: Path):
    far = TinyScene("far", "2023-08-11T10:00:10Z", 3, west=500_000 + 20 * SIDE)
    both = write_archive(tmp_path, [TinyScene("near", orbit=3), far])
    order = tiny_order(both)
    assert isinstance(grid_of_area(order.area, 20), Grid)
    assert _of(_reads(both, 0, order), "far") == set()
