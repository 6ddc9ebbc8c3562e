"""One product: its blocks are read, composited and written, then it is finished and gets its name."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..catalog.records import Catalogue
from ..disk import size_text
from ..engine.blocks import run_blocks
from ..engine.budget import Budget, plan_budget
from ..grid import Window
from ..masks.scene_classification import MAX_VIEW_ZENITH_DEG
from ..network.client import HttpClient
from ..order import Order
from ..period import Period
from ..progress import PartOfProgress, Progress, stop_if_cancelled
from ..raster.environment import gdal_environment
from ..raster.pool import RasterPool
from ..raster.range_cache import CacheStatistics, RangeCache
from ..version import __version__
from .angles import AngleStore
from .block_edges import block_edges
from .block_frame import Ahead
from .block_plan import BlockResult
from .checksums import CHECKSUMS, RUN_RECORD
from .costs import PartCost, RunCost, Stopwatch
from .disk_needs import product_bytes
from .facts import ProductFacts
from .finishing import FinishedPart, finish_part, finish_product
from .folder import ProductFolder
from .forecast import expected_of
from .formats import PRODUCT_FORMATS
from .inputs import journal_header
from .inspire import INSPIRE
from .journal import BlockEntry
from .losses import check_losses
from .makers import PixelMaker, maker_of
from .metadata import attribution, failure_details, source_details
from .naming import DocumentNames, common_stem, product_name
from .offset_check import OffsetCheck
from .painting import Canvas, paint
from .part_folder import PartFolder
from .parts import PlannedPart
from .planned_layer import placed
from .planning import MosaicPlan
from .record import Product, ProductPart, ReadFailure
from .run_settings import RunSettings

PARTS_SHARE = 0.96
"""Part of a product's progress that belongs to its parts; the rest is reading its files for their checksums."""

BLOCK_SHARE, CLOSED_SHARE, PAINTED_SHARE = 0.9, 0.94, 0.97
"""Part of a part's progress that belongs to its blocks; from there its layers are closed, pictures are made, and the
layers are converted."""


@dataclass(frozen=True)
class Job:
    """What all products of a series share."""

    order: Order
    catalogue: Catalogue
    client: HttpClient
    out: Path
    settings: RunSettings
    progress: Progress
    cache: RangeCache | None = None
    seconds_of_search: float = 0.0

    @property
    def cached(self) -> CacheStatistics:
        """What came from the cache so far; zeros where there is none."""
        return self.cache.statistics if self.cache else CacheStatistics()


@dataclass
class _Tally:
    """Sums over the finished blocks; mutable."""

    check: OffsetCheck
    blocks: int = 0
    inside: int = 0
    filled: int = 0
    negative: int = 0

    def add(self, result: BlockResult | BlockEntry) -> None:
        """Count one block."""
        self.check.add(result.histograms)
        self.blocks += 1
        self.inside += result.inside
        self.filled += result.filled
        self.negative += result.negative


@dataclass(frozen=True)
class _Blocks:
    """The blocks of a part."""

    windows: Sequence[Window]
    kept: Sequence[BlockEntry]  # those that an earlier run has finished
    tally: _Tally


@dataclass(frozen=True)
class _Made:
    """A part whose layers and own documents are complete."""

    finished: FinishedPart
    plan: MosaicPlan
    tally: _Tally
    failures: tuple[ReadFailure, ...]
    doubts: tuple[str, ...]
    cost: PartCost


def make_product(job: Job, period: Period, parts: Sequence[PlannedPart]) -> Product:
    """One product, complete or not at all."""
    started, progress = time.time(), job.progress
    final = job.out / product_name(job.order, period)
    made: list[_Made] = []
    with ProductFolder(final) as folder, gdal_environment():
        for number, part in enumerate(parts):
            share = PARTS_SHARE / len(parts)
            one = PartOfProgress(progress, number * share, (number + 1) * share)
            made.append(_make_part(job, period, part, folder, one))
        finished, last = [one.finished for one in made], PartOfProgress(progress, PARTS_SHARE, 1.0)
        finish_product(folder, finished, job.settings.threads, last)
        costs = {one.finished.facts.part: one.cost for one in made}
        expected = expected_of(job.order, parts)
        cost = RunCost(started, job.seconds_of_search, costs, job.client.statistics, job.cached, expected)
        folder.write_json(Path(RUN_RECORD), cost.record())
        stop_if_cancelled(progress)
        folder.publish()
    for line in cost.lines():
        progress.info(line)
    for doubt in dict.fromkeys(doubt for one in made for doubt in one.doubts):
        progress.warning(doubt)
    product = _product(final, made)
    for failure in product.failures:
        progress.warning(f"Could not be read, left out: {failure}")
    return product


def _make_part(job: Job, period: Period, part: PlannedPart, folder: ProductFolder, progress: Progress) -> _Made:
    """One sub-folder with its layers and documents."""
    watch, order, plan, grid = Stopwatch(), job.order, part.plan, part.grid
    inside = folder.part(part.name)
    header = journal_header(order, plan, 0)
    size = inside.block_size(header)
    budget = plan_budget(plan.workload, job.settings.memory, job.settings.threads, grid.height, grid.width, size)
    _announce(plan, period, budget, progress)
    product_format, tally = PRODUCT_FORMATS[order.format], _Tally(OffsetCheck(plan.granules))
    stem = common_stem(order, period, part.name)
    layers = placed(plan.layers, product_format, stem)
    layouts = {layer: planned.format for layer, planned in layers.items()}
    with ExitStack() as stack:
        pool = stack.enter_context(RasterPool(job.client, job.cache, budget.spare_bytes))
        angles = AngleStore(job.catalogue.read)
        maker = stack.enter_context(maker_of(order.product, plan.block, pool, angles, budget.threads, budget.workers))
        windows = tuple(block_edges(plan.block, pool, budget.block_size).windows(grid.height, grid.width))
        kept = inside.open_layers(layers, grid, replace(header, block_size=budget.block_size), windows)
        blocks = _Blocks(windows, kept, tally)
        ahead = Ahead(inside.notes, job.settings.memory, job.settings.threads, plan.workload.shared_bytes)
        maker.prepare(ahead, PartOfProgress(progress, 0.0, plan.recipe.share_ahead))
        _make_blocks(maker, inside, budget, blocks, PartOfProgress(progress, plan.recipe.share_ahead, BLOCK_SHARE))
        watch.blocks_are_done()
        check_losses(plan, maker.failures, job.settings.max_lost)
        closing = PartOfProgress(progress, BLOCK_SHARE, CLOSED_SHARE)
        raws = inside.close_layers(not product_format.is_converted, budget.all_threads, closing)
    titles = f"{plan.recipe.title}, {period}", attribution(period, plan.granules)
    canvas = Canvas(inside.inside, DocumentNames(stem), grid, plan.block.bands, raws, layouts, *titles)
    paint(canvas, order, budget.all_threads, PartOfProgress(progress, CLOSED_SHARE, PAINTED_SHARE))
    details = _details(job, plan, maker, tally)
    facts = ProductFacts(folder.final.name, part.name, order, period, grid, plan.granules, layers, details)
    converting = PartOfProgress(progress, PAINTED_SHARE, 1.0)
    finished = finish_part(folder, inside, raws, facts, budget.all_threads, converting)
    cost = watch.cost(budget, pool.statistics, tally.blocks)
    return _Made(finished, plan, tally, maker.failures, tally.check.warnings(), cost)


def _product(path: Path, made: Sequence[_Made]) -> Product:
    """The record of a product that has its name."""
    facts = made[0].finished.facts
    failures = {(one.scene, one.asset): one for part in made for one in part.failures}
    return Product(
        name=facts.name,
        path=path,
        period=facts.period,
        bands=made[0].plan.block.bands,
        parts=tuple(_part(path, one) for one in made),
        inspire=path / INSPIRE,
        checksums=path / CHECKSUMS,
        failures=tuple(failures[key] for key in sorted(failures)),
        valid_fraction=sum(one.tally.filled for one in made) / max(sum(one.tally.inside for one in made), 1),
    )


def _part(path: Path, made: _Made) -> ProductPart:
    facts = made.finished.facts
    inside, documents = path / facts.part, facts.documents
    return ProductPart(
        name=facts.part,
        grid=facts.grid,
        format=facts.format.name,
        layers={layer: inside / planned.path for layer, planned in facts.layers.items()},
        layouts={layer: planned.format for layer, planned in facts.layers.items()},
        metadata=inside / documents.metadata,
        quicklook=inside / documents.quicklook,
        picture=inside / documents.picture if made.plan.recipe.has_picture else None,
        tiles=None if facts.order.tiles == "none" else inside / documents.tiles(facts.order.tiles),
        vrt=inside / documents.vrt,
        stac_item=inside / documents.stac_item,
        scenes=tuple(granule.scene.id for granule in made.plan.granules),
        notes=made.plan.notes,
    )


def _make_blocks(maker: PixelMaker, folder: PartFolder, budget: Budget, blocks: _Blocks, progress: Progress) -> None:
    """Read, composite and write every block that an earlier run has not finished, overlapping on threads."""
    windows, kept, tally = blocks.windows, blocks.kept, blocks.tally
    for entry in kept:
        tally.add(entry)
    finished = {entry.window for entry in kept}
    if kept:
        progress.info(f"Going on from an earlier run: {len(kept)} of {len(windows)} blocks are finished.")

    def store(result: BlockResult) -> None:
        folder.write_block(result)
        tally.add(result)
        progress.step(tally.blocks, len(windows), f"Block {tally.blocks} of {len(windows)}: {result.message}")

    left = (window for window in windows if window not in finished)
    run_blocks(map(maker.task, left), maker.make, store, budget.workers, budget.in_flight, progress)


def _announce(plan: MosaicPlan, period: Period, budget: Budget, progress: Progress) -> None:
    grid = plan.block.grid
    progress.info(
        f"{period}: {len(plan.granules)} scenes of {len(plan.block.overpasses)} overpasses onto {grid.width} x "
        f"{grid.height} pixels ({grid.crs}), bands {', '.join(plan.block.bands)}."
    )
    progress.info(
        f"Blocks of {budget.block_size} pixels, {budget.workers} at a time on {budget.all_threads} "
        f"threads, at most {budget.expected_bytes >> 20} MiB of memory; the product takes at most "
        f"{size_text(product_bytes(plan))} on the disk."
    )
    progress.info("Scenes: " + ", ".join(granule.scene.id for granule in plan.granules))
    for note in plan.notes:
        progress.warning(note)


def _details(job: Job, plan: MosaicPlan, maker: PixelMaker, tally: _Tally) -> dict[str, Any]:
    """What this software did, for the metadata; the same in every run of the order."""
    return {
        "Software": f"S2GM for QGIS {__version__}",
        "Order": job.order.to_json(),
        "Method": plan.block.method.name,
        "Method_bands": list(plan.block.method_bands),
        "Valid_scene_classes": sorted(plan.block.preset.valid_classes),
        "Max_view_zenith_degrees": MAX_VIEW_ZENITH_DEG,
        "Normalisation": {
            "Nadir_reflectance_at_sun_zenith_degrees": plan.block.normalisation.sun_zenith,
            "Adjusted_to_S2A": plan.block.normalisation.harmonise,
        },
        "Notes": list(plan.notes),
        "Sources": source_details(plan.granules),
        "Unusable_items": list(job.catalogue.problems),
        "Doubts": list(tally.check.warnings()),
        "Unreadable": failure_details(maker.failures),
        **maker.details,
        "Negative_reflectances_set_to_zero": tally.negative,
        "Pixels_inside_area": tally.inside,
        "Pixels_with_observation": tally.filled,
    }
