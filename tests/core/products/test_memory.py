"""What a block holds at its peak, counted by the interpreter, against what its plan says."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.catalog.sources import open_source
from s2gm_core.engine.budget import KERNEL_BYTES
from s2gm_core.network.client import HttpClient
from s2gm_core.products.angles import AngleStore
from s2gm_core.products.block import BlockMaker
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.pool import RasterPool
from tests.core.archive import NORTH, PIXELS, WEST, TinyScene, angle_document, write_archive
from tests.core.products.orders import rectangle, tiny_order
from tests.core.products.planes import plan_of

SIDE = 512
DATES = 10
AREA = rectangle(south=NORTH - SIDE * 20, east=WEST + SIDE * 20)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten dates of 512 x 512 pixels at 20 m, of which a third are clouded at every pixel; six are in August."""
    rng = np.random.default_rng(3)
    ramp = np.arange(SIDE * 2) % 900 + 100
    angles = angle_document(WEST, NORTH, np.full((1, 4, 4), 5.0), np.full((1, 4, 4), 100.0))
    scenes = [
        TinyScene(
            f"s{number}",
            f"2023-08-{5 * number + 1:02}T10:00:00Z" if number < 6 else f"2023-09-{number:02}T10:00:00Z",
            orbit=number,
            side=SIDE * 20.0,
            reflectance={band: np.tile(ramp[: SIDE * 20 // PIXELS[band]], (1, 1)) + number for band in PIXELS},
            scl=np.where(rng.random((SIDE, SIDE)) < 0.33, 9, 4),
            extra={"AOT": 100, "CLD": 5},
            angles=angles,
        )
        for number in range(DATES)
    ]
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


def _peak_and_plan(catalogue: Path, end: str, **changes: Any) -> tuple[float, float]:
    """Bytes per pixel at the peak of one block, and as planned, without what kernels hold."""
    order = tiny_order(catalogue, area=AREA, period="custom", end=end, **changes)
    plan = plan_of(order)
    angles = AngleStore(open_source(order.source, HttpClient()).read)
    with RasterPool() as pool, BlockMaker(plan.block, pool, angles) as maker:
        task = maker.task(next(plan.block.grid.blocks(SIDE)))
        for granule in plan.granules:
            angles.load(granule)  # the document is read into room for the largest one
        tracemalloc.start()
        try:
            with ThreadPoolExecutor(1) as fresh:  # a thread that keeps no room from before
                fresh.submit(maker.make, task, SilentProgress()).result()
            return tracemalloc.get_traced_memory()[1] / SIDE**2, plan.workload.bytes_per_pixel
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "s2gm", "nbar": "on"},
        {"method": "min_blue", "bands": "B02", "layers": "none"},
        {"method": "weighted_average", "layers": "all,unc"},
        {"method": "best_pixel"},
        {"method": "mean", "min_obs": 7, "fill_days": 15},
    ],
    ids=lambda changes: changes["method"],
)
def test_a_block_holds_no_more_than_planned(catalogue: Path, changes: dict[str, Any]):
    few, few_planned = _peak_and_plan(catalogue, "2023-08-16", **changes)  # enough for every kernel to have work
    many, many_planned = _peak_and_plan(catalogue, "2023-08-31", **changes)
    assert many <= many_planned + KERNEL_BYTES / SIDE**2
    # What kernels hold does not grow with the dates: so an error in what does is not hidden by their allowance.
    assert many - few <= many_planned - few_planned
    assert many_planned < 2 * many
