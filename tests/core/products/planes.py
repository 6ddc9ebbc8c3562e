"""Planes of a mosaic without a product folder: the plan and its blocks, cut as a test wants them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from s2gm_core.catalog.sources import open_source
from s2gm_core.engine.blocks import run_blocks
from s2gm_core.network.client import HttpClient
from s2gm_core.order import Order
from s2gm_core.products.angles import AngleStore
from s2gm_core.products.block import BlockMaker
from s2gm_core.products.block_plan import BlockResult
from s2gm_core.products.planning import MosaicPlan, plan_mosaic
from s2gm_core.products.record import ReadFailure
from s2gm_core.products.scenes import found_scenes, wanted_scenes
from s2gm_core.products.target import target_of
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.pool import RasterPool


@dataclass(frozen=True)
class Planes:
    """All layers of a mosaic, (y, x) each, and what became known on the way."""

    plan: MosaicPlan
    layers: dict[str, np.ndarray]
    failures: tuple[ReadFailure, ...]

    def scene_at(self, y: int, x: int) -> str | None:
        index = int(self.layers["source_index"][y, x])
        return None if index < 0 else self.plan.granules[index].scene.id


def plan_of(order: Order, period: int = 0) -> MosaicPlan:
    catalogue = open_source(order.source, HttpClient())
    found = found_scenes(order, catalogue, SilentProgress())
    wanted = wanted_scenes(order, order.periods[period], found)
    return plan_mosaic(order, order.periods[period], wanted, target_of(order), order.name)


def planes_of(order: Order, size: int = 1024, workers: int = 1, period: int = 0) -> Planes:
    """The mosaic of one period made in blocks of ``size`` pixels."""
    plan = plan_of(order, period)
    layers: dict[str, np.ndarray] = {}

    def store(result: BlockResult) -> None:
        assert set(result.planes) == set(plan.layers)
        for name, part in result.planes.items():
            layer = plan.layers[name].layer
            assert part.dtype == np.dtype(layer.dtype), name
            assert part.shape == result.window.shape, name
            layers.setdefault(name, np.zeros(plan.block.grid.shape, part.dtype))[result.window.slices] = part

    read = open_source(order.source, HttpClient()).read
    with RasterPool() as pool, BlockMaker(plan.block, pool, AngleStore(read)) as maker:
        windows = map(maker.task, list(plan.block.grid.blocks(size)))
        run_blocks(windows, maker.make, store, workers, workers + 1, SilentProgress())
        return Planes(plan, layers, maker.failures)


def differences(one: Planes, other: Planes, names: tuple[str, ...] | None = None) -> list[str]:
    """Names of layers that differ, with the number of pixels."""
    chosen = names if names is not None else tuple({**one.layers, **other.layers})
    counts = {name: np.count_nonzero(one.layers[name] != other.layers[name]) for name in chosen}
    return [f"{name}: {count} pixels" for name, count in counts.items() if count]
