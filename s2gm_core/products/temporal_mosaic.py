"""The temporal mosaic: from an order to product folders. The main path, from top to bottom."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ..catalog.records import Catalogue, Scene
from ..catalog.sources import open_source
from ..disk import check_disk, size_text
from ..engine.blocks import check_workers, run_blocks
from ..engine.budget import Budget, default_memory_bytes, peak_memory_bytes, plan_budget
from ..errors import NoScenesError, OrderError
from ..grid import Grid, grid_of_area
from ..masks.scene_classification import MAX_VIEW_ZENITH_DEG
from ..network.client import HttpClient, NetworkStatistics
from ..order import Order
from ..period import Period
from ..progress import PartOfProgress, Progress, SilentProgress, stop_if_cancelled
from ..raster.environment import gdal_environment
from ..raster.pool import RasterPool
from ..raster.write import TILE_SIZE
from ..version import __version__
from .angles import AngleStore
from .block import BlockMaker, BlockResult
from .checksums import CHECKSUMS, RUN_RECORD
from .conversion import check_can_be_written
from .disk_needs import Copy, disk_needs, product_bytes
from .facts import ProductFacts
from .finishing import finish_product
from .folder import ProductFolder, placed
from .formats import PRODUCT_FORMATS
from .inspire import INSPIRE
from .losses import MOST_LOST_PERCENT, check_losses, check_most_lost
from .metadata import failure_details, source_details
from .naming import DocumentNames, common_stem, product_name
from .planning import MosaicPlan, plan_mosaic
from .quicklook import write_quicklook
from .record import Product
from .scenes import found_scenes, unknown_scenes, wanted_scenes, why_no_scene

BLOCK_SHARE = 0.9
"""Part of a product's progress that belongs to its blocks; the rest is finishing its files."""

CLOSED_SHARE = 0.93
"""From `BLOCK_SHARE` to here the layers are closed; then comes what `finish_product` does."""


@dataclass(frozen=True)
class RunSettings:
    """How a run uses the machine; nothing here changes a pixel. Raises `OrderError` for numbers that cannot be."""

    workers: int | None = None  # threads; None = one per processor
    memory_bytes: int | None = None  # None = a quarter of the machine's memory
    max_lost: float = MOST_LOST_PERCENT  # percent of a period's scenes that may be unreadable before the run fails
    client: HttpClient | None = None  # for what is read over the network; None = as the environment says
    copies: tuple[Copy, ...] = ()  # what the caller will make of the products; needs room on the disk, too

    def __post_init__(self) -> None:
        check_workers(self.workers)
        check_most_lost(self.max_lost)

    @property
    def threads(self) -> int:
        """Number of worker threads."""
        return self.workers or os.cpu_count() or 1

    @property
    def memory(self) -> int:
        """The memory budget in bytes."""
        return self.memory_bytes or default_memory_bytes()


@dataclass(frozen=True)
class _Job:
    """What all products of a series share."""

    order: Order
    grid: Grid
    catalogue: Catalogue
    client: HttpClient
    out: Path
    settings: RunSettings
    progress: Progress


@dataclass
class _Tally:
    """Sums over the finished blocks; mutable."""

    blocks: int = 0
    inside: int = 0
    filled: int = 0
    negative: int = 0

    def add(self, result: BlockResult) -> None:
        """Count one block."""
        self.blocks += 1
        self.inside += result.inside
        self.filled += result.filled
        self.negative += result.negative


def run(
    order: Order, out: Path | str, settings: RunSettings | None = None, progress: Progress | None = None
) -> Product:
    """Make the one product of an order in the folder ``out``. Raises `S2GMError` and leaves nothing behind then."""
    if len(order.periods) > 1:
        raise OrderError(f"The order is a series of {len(order.periods)} periods; run_series makes all of them.")
    return run_series(order, out, settings, progress)[0]


def run_series(
    order: Order, out: Path | str, settings: RunSettings | None = None, progress: Progress | None = None
) -> tuple[Product, ...]:
    """Make one product per period of an order, oldest first; periods without scenes are left out with a warning.

    Raises `NoScenesError` where no period has scenes, and every other `S2GMError` of a run; a product that was being
    made is removed then, products of earlier periods stay.
    """
    settings, progress = settings or RunSettings(), progress or SilentProgress()
    grid = grid_of_area(order.area, order.resolution, order.crs)
    client = (settings.client or HttpClient()).stopped_by(progress.is_cancelled)
    catalogue = open_source(order.source, client)
    job = _Job(order, grid, catalogue, client, Path(out), settings, progress)
    every_scene = found_scenes(order, catalogue, progress)
    for problem in catalogue.problems:
        progress.warning(f"Left out: {problem}")
    for problem in unknown_scenes(order, every_scene):
        progress.warning(problem)
    plans = _plan_periods(job, every_scene)
    product_format = PRODUCT_FORMATS[order.format]
    check_can_be_written(product_format, job.out)
    check_disk(disk_needs(tuple(plans.values()), grid, job.out, product_format, settings.threads, settings.copies))
    products: list[Product] = []
    for number, (period, plan) in enumerate(plans.items()):
        part = PartOfProgress(progress, number / len(plans), (number + 1) / len(plans))
        products.append(_make_product(replace(job, progress=part), period, plan))
    return tuple(products)


def _plan_periods(job: _Job, every_scene: Sequence[Scene]) -> dict[Period, MosaicPlan]:
    """The plans of all periods that have scenes, before the first is made: what cannot be made is known early."""
    plans: dict[Period, MosaicPlan] = {}
    for period in job.order.periods:
        stop_if_cancelled(job.progress)
        scenes = wanted_scenes(job.order, period, every_scene)
        if scenes:
            plans[period] = plan_mosaic(job.order, period, scenes, job.grid)
        elif len(job.order.periods) > 1:
            job.progress.warning(f"No scene from {period}; this period has no product.")
    if not plans:
        raise NoScenesError(why_no_scene(job.order, every_scene, job.catalogue))
    return plans


def _make_product(job: _Job, period: Period, plan: MosaicPlan) -> Product:
    """One product, complete or not at all."""
    started, order, progress = time.time(), job.order, job.progress
    budget = plan_budget(plan.workload, job.settings.memory, job.settings.threads, job.grid.height, job.grid.width)
    _announce(plan, period, budget, progress)
    name, stem, tally = product_name(order, period), common_stem(order, period), _Tally()
    layers = placed(plan.layers, PRODUCT_FORMATS[order.format], stem)
    layouts = {layer: planned.format for layer, planned in layers.items()}
    final = job.out / name
    with ExitStack() as stack:
        folder = stack.enter_context(ProductFolder(final, order.name))
        pool = stack.enter_context(RasterPool(job.client))
        stack.enter_context(gdal_environment())
        maker = stack.enter_context(BlockMaker(plan.block, pool, AngleStore(job.catalogue.read)))
        folder.open_layers(layers, job.grid, min(TILE_SIZE, budget.block_size))
        _make_blocks(maker, folder, budget, tally, PartOfProgress(progress, 0.0, BLOCK_SHARE))
        check_losses(plan, maker.failures, job.settings.max_lost)
        with_overviews = not PRODUCT_FORMATS[order.format].is_converted
        raws = folder.close_layers(with_overviews, budget.workers, PartOfProgress(progress, BLOCK_SHARE, CLOSED_SHARE))
        write_quicklook(folder.inside / DocumentNames(stem).quicklook, raws, layouts, plan.block.bands)
        details = _details(order, plan, maker, tally, job)
        facts = ProductFacts(name, order, period, job.grid, plan.granules, layers, details)
        finish_product(folder, raws, facts, budget.workers, PartOfProgress(progress, CLOSED_SHARE, 1.0))
        folder.write_json(Path(order.name) / RUN_RECORD, _run_record(started, budget, pool, tally, job.client))
        stop_if_cancelled(progress)
        folder.publish()
    _announce_network(job.client.statistics, progress)
    for doubt in maker.doubts:
        progress.warning(doubt)
    for failure in maker.failures:
        progress.warning(f"Could not be read, left out: {failure}")
    return _product(facts, final, maker, tally, plan)


def _product(facts: ProductFacts, path: Path, maker: BlockMaker, tally: _Tally, plan: MosaicPlan) -> Product:
    """The record of a product that has its name."""
    inside, documents = path / facts.order.name, facts.documents
    return Product(
        name=facts.name,
        path=path,
        period=facts.period,
        grid=facts.grid,
        bands=plan.block.bands,
        format=facts.format.name,
        layers={layer: inside / planned.path for layer, planned in facts.layers.items()},
        layouts={layer: planned.format for layer, planned in facts.layers.items()},
        metadata=inside / documents.metadata,
        quicklook=inside / documents.quicklook,
        vrt=inside / documents.vrt,
        stac_item=inside / documents.stac_item,
        inspire=path / INSPIRE,
        checksums=path / CHECKSUMS,
        scenes=tuple(granule.scene.id for granule in plan.granules),
        failures=maker.failures,
        valid_fraction=tally.filled / max(tally.inside, 1),
        notes=plan.notes,
    )


def _make_blocks(maker: BlockMaker, folder: ProductFolder, budget: Budget, tally: _Tally, progress: Progress) -> None:
    """Read, composite and write every block, overlapping on threads."""
    grid = maker.grid
    windows = list(grid.blocks(budget.block_size))

    def store(result: BlockResult) -> None:
        folder.write_block(result.planes, result.window)
        tally.add(result)
        progress.step(tally.blocks, len(windows), f"Block {tally.blocks} of {len(windows)}: {result.message}")

    run_blocks(map(maker.task, windows), maker.make, store, budget.workers, budget.in_flight, progress)


def _announce(plan: MosaicPlan, period: Period, budget: Budget, progress: Progress) -> None:
    grid = plan.block.grid
    progress.info(
        f"{period}: {len(plan.granules)} scenes of {len(plan.block.overpasses)} overpasses onto {grid.width} x "
        f"{grid.height} pixels ({grid.crs}), bands {', '.join(plan.block.bands)}."
    )
    progress.info(
        f"Blocks of {budget.block_size} pixels on {budget.workers} threads, at most {budget.expected_bytes >> 20} "
        f"MiB of memory; the product takes at most {size_text(product_bytes(plan, grid))} on the disk."
    )
    progress.info("Scenes: " + ", ".join(granule.scene.id for granule in plan.granules))
    for note in plan.notes:
        progress.warning(note)


def _announce_network(seen: NetworkStatistics, progress: Progress) -> None:
    if seen.requests:
        progress.info(
            f"Read over the network so far: {size_text(seen.bytes)} in {seen.requests} requests, {seen.repeated} of "
            f"them repeated, {seen.failed} given up."
        )


def _details(order: Order, plan: MosaicPlan, maker: BlockMaker, tally: _Tally, job: _Job) -> dict[str, Any]:
    """What this software did, for the metadata; the same in every run of the order."""
    return {
        "Software": f"S2GM for QGIS {__version__}",
        "Order": order.to_json(),
        "Method": plan.block.method.name,
        "Method_bands": list(plan.block.method_bands),
        "Valid_scene_classes": sorted(plan.block.preset.valid_classes),
        "Max_view_zenith_degrees": MAX_VIEW_ZENITH_DEG,
        "Notes": list(plan.notes),
        "Sources": source_details(plan.granules),
        "Unusable_items": list(job.catalogue.problems),
        "Doubts": list(maker.doubts),
        "Unreadable": failure_details(maker.failures),
        "Negative_reflectances_set_to_zero": tally.negative,
        "Pixels_inside_area": tally.inside,
        "Pixels_with_observation": tally.filled,
    }


def _run_record(started: float, budget: Budget, pool: RasterPool, tally: _Tally, client: HttpClient) -> dict[str, Any]:
    """What the run cost; beside the metadata, because it differs from run to run."""
    return {
        "started": datetime.fromtimestamp(started, timezone.utc).isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 3),
        "seconds_reading_all_threads": round(pool.statistics.seconds, 3),
        "bytes_decoded": pool.statistics.bytes,
        "network": asdict(client.statistics),
        "blocks": tally.blocks,
        "block_size": budget.block_size,
        "workers": budget.workers,
        "memory_expected_bytes": budget.expected_bytes,
        "memory_peak_bytes": peak_memory_bytes(),
    }
