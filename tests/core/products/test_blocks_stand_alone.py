"""What a block gives is its own: memory that threads use again does not reach it, and helpers do not change it."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.catalog.sources import open_source
from s2gm_core.composite import strips
from s2gm_core.composite.registry import METHODS
from s2gm_core.composite.stack import Observations
from s2gm_core.engine.blocks import run_blocks
from s2gm_core.network.client import HttpClient
from s2gm_core.products.angles import AngleStore
from s2gm_core.products.block import BlockMaker
from s2gm_core.products.block_edges import block_edges
from s2gm_core.products.block_plan import BlockResult
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.pool import RasterPool
from tests.core.archive import NORTH, WEST, TinyScene, write_archive
from tests.core.products.orders import rectangle, tiny_order
from tests.core.products.planes import plan_of

SIDE = 60  # pixels of 20 m
AREA = rectangle(south=NORTH - SIDE * 20, east=WEST + SIDE * 20)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five dates of noise."""
    rng = np.random.default_rng(2)
    scenes = [
        TinyScene(
            f"s{number}",
            f"2023-08-{5 * number + 1:02}T10:00:00Z",
            orbit=number,
            side=SIDE * 20.0,
            reflectance={band: rng.integers(200, 4000, (SIDE * 2, SIDE * 2)) for band in ("B02", "B03", "B04", "B08")},
            extra={"AOT": 100, "CLD": 5},
        )
        for number in range(5)
    ]
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


def _maker(catalogue: Path, pool: RasterPool, method: str, threads: int = 1, workers: int = 1) -> BlockMaker:
    order = tiny_order(catalogue, area=AREA, method=method, bands="B02,B04", layers="all,unc", clip="box")
    plan = plan_of(order)
    return BlockMaker(plan.block, pool, AngleStore(open_source(order.source, HttpClient()).read), threads, workers)


@pytest.mark.parametrize("method", [name for name, row in METHODS.items() if set(row.minimum_bands) <= {"B02", "B04"}])
def test_the_next_block_does_not_write_into_what_waits_to_be_stored(
    catalogue: Path, method: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(strips, "STRIP_PIXELS", 200)  # several strips a block
    with RasterPool() as pool, _maker(catalogue, pool, method) as maker:
        first, second = list(maker.grid.blocks(SIDE // 2))[:2]
        waiting = maker.make(maker.task(first), SilentProgress())
        before = {name: plane.copy() for name, plane in waiting.planes.items()}
        maker.make(maker.task(second), SilentProgress())
        for name, plane in waiting.planes.items():
            np.testing.assert_array_equal(plane, before[name], err_msg=name)


def test_helpers_of_all_blocks_work_at_a_time(catalogue: Path, monkeypatch: pytest.MonkeyPatch):
    """Two blocks with two threads each: four strips are on their way at once."""
    monkeypatch.setattr(strips, "STRIP_PIXELS", 200)
    met = threading.Barrier(4, timeout=10)
    row = METHODS["newest"]
    composite = row.composite

    def meeting(observations: Observations, options: object) -> object:
        if met.n_waiting >= 0 and not met.broken and not done.is_set():
            met.wait()
            done.set()
        return composite(observations, options)

    done = threading.Event()
    results: list[BlockResult] = []
    with RasterPool() as pool, _maker(catalogue, pool, "newest", threads=2, workers=2) as maker:
        object.__setattr__(maker._plan.method, "composite", meeting)
        try:
            tasks = [maker.task(window) for window in maker.grid.blocks(SIDE // 2)]
            run_blocks(tasks, maker.make, results.append, 2, 3, SilentProgress())
        finally:
            object.__setattr__(maker._plan.method, "composite", composite)
    assert done.is_set()
    assert len(results) == len(tasks)


@pytest.mark.parametrize("method", ["newest", "median"])
def test_blocks_begin_where_the_tiles_of_the_sources_do(catalogue: Path, method: str):
    """The area begins 30 pixels of 10 m beside the scenes' corner."""
    order = tiny_order(
        catalogue, area=rectangle(west=WEST + 300, south=NORTH - SIDE * 20, east=WEST + SIDE * 20), method=method
    )
    plan = plan_of(order)
    with RasterPool() as pool:
        edges = block_edges(plan.block, pool, 16)
    col = round((plan.block.grid.west - WEST) / plan.block.grid.pixel_width)
    row = round((NORTH - plan.block.grid.north) / plan.block.grid.pixel_height)
    assert ((edges.col + col) % 16, (edges.row + row) % 16) == (0, 0)
