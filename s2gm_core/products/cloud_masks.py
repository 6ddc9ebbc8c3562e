"""Masks of single overpasses as rasters: class, confidence and reasons. From an order to a folder, top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..catalog.records import Catalogue
from ..catalog.sources import open_source
from ..engine.budget import BASE_BYTES
from ..errors import MemoryBudgetError, NoScenesError, OrderError
from ..masks.engines import ENGINES, Engine
from ..masks.multitemporal.findings import REASONS, MaskClass, SceneMask
from ..masks.scene_classification import MASK_PRESETS, mask_preset
from ..network.client import HttpClient
from ..order import Order
from ..progress import Progress, SilentProgress, stop_if_cancelled
from ..raster.environment import gdal_environment
from ..raster.pool import RasterPool
from ..raster.range_cache import open_cache
from ..raster.write import BlockWriter, RasterFormat
from ..version import __version__
from .angles import AngleStore
from .folder import ProductFolder
from .losses import check_losses
from .mask_chunks import Chunk
from .mask_regions import MaskRegions, region_bytes
from .naming import mask_folder_name
from .overpasses import Overpass
from .plan_notes import notes_on_engines
from .planning import MosaicPlan, plan_mosaic
from .reading import AssetReader
from .record import ReadFailure
from .run_settings import RunSettings
from .scenes import found_scenes, unknown_scenes, wanted_scenes, why_no_scene
from .target import target_of

RECORD = "cloudmask.json"
BANDS = ("class", "confidence", "reasons")

_FORMAT = RasterFormat("uint16", None, BANDS, categorical=True)
_UNUSED = "newest"
"""The method of the order, whose choice nobody asks for: it needs no band but one."""


@dataclass(frozen=True)
class OverpassMask:
    """The mask of one overpass."""

    path: Path
    label: str  # satellite and day
    scenes: tuple[str, ...]
    cells: dict[str, int]  # pixels by class name


@dataclass(frozen=True)
class CloudMasks:
    """What a run has made."""

    folder: Path
    masks: tuple[OverpassMask, ...]  # newest first
    notes: tuple[str, ...]
    failures: tuple[ReadFailure, ...]


@dataclass
class _Tally:
    """Pixels by class of every overpass that was seen, by its number; mutable."""

    classes: dict[int, Counter[int]] = field(default_factory=dict)

    def add(self, number: int, mask_class: np.ndarray) -> None:
        """Count a part of an overpass, (y, x) uint8."""
        counts = np.bincount(mask_class.ravel(), minlength=len(MaskClass))
        self.classes.setdefault(number, Counter()).update(dict(enumerate(counts.tolist())))

    def has_data(self, number: int) -> bool:
        """Whether an overpass shows anything."""
        return sum(count for value, count in self.classes.get(number, {}).items() if value != MaskClass.NO_DATA) > 0


def make_cloud_masks(
    order: Order, out: Path | str, settings: RunSettings | None = None, progress: Progress | None = None
) -> CloudMasks:
    """Write the masks of all overpasses of an order's days into a folder below ``out``, complete or not at all.

    One GeoTIFF per overpass with the bands class, confidence and reasons, and a record in JSON. Raises `OrderError` for
    masks that are made of single classes, `NoScenesError`, and every other `S2GMError` of a run.
    """
    settings, progress = settings or RunSettings(), progress or SilentProgress()
    engine = _engine(order)
    client = (settings.client or HttpClient()).stopped_by(progress.is_cancelled)
    catalogue = open_source(order.source, client)
    plan = _plan(order, catalogue, progress)
    _check_memory(engine, plan, settings)
    cache = open_cache(settings.cache, progress.warning)
    final = Path(out) / mask_folder_name(order)
    with ExitStack() as stack:
        folder = stack.enter_context(ProductFolder(final))
        stack.enter_context(gdal_environment())
        pool = stack.enter_context(RasterPool(client, cache))
        reader = AssetReader(pool, plan.granules, settings.threads)
        stack.callback(reader.close)
        angles = AngleStore(catalogue.read)
        regions = MaskRegions(engine, plan.block.grid, plan.block.overpasses, reader, angles)
        tally = _Tally()
        for done, chunk in enumerate(regions.chunks):
            _write_chunk(_Job(regions, plan, folder.partial, tally), chunk, done, progress)
        failures = tuple(sorted((*reader.failures, *angles.failures), key=str))
        check_losses(plan, failures, settings.max_lost)
        made = _made(final, plan, tally, failures)
        folder.write_json(Path(RECORD), _record(order, made))
        stop_if_cancelled(progress)
        folder.publish()
    for failure in failures:
        progress.warning(f"Could not be read, left out: {failure}")
    return made


def _engine(order: Order) -> Engine:
    preset = mask_preset(order.cloud_mask)
    if not preset.engine:
        made = [name for name, row in MASK_PRESETS.items() if row.engine]
        raise OrderError(f"The mask '{preset.name}' is one of single classes. Choose {' or '.join(made)} here.")
    return ENGINES[preset.engine]


def _plan(order: Order, catalogue: Catalogue, progress: Progress) -> MosaicPlan:
    """The overpasses of the order's only period and the grid."""
    if len(order.periods) > 1:
        raise OrderError("Masks are made for the days from start to end: give the period custom.")
    found = found_scenes(order, catalogue, progress)
    for problem in (*catalogue.problems, *unknown_scenes(order, found)):
        progress.warning(problem)
    scenes = wanted_scenes(order, order.periods[0], found)
    if not scenes:
        raise NoScenesError(why_no_scene(order, found, catalogue))
    plan = plan_mosaic(mask_order(order), order.periods[0], scenes, target_of(order), order.name)
    notes = tuple(notes_on_engines(plan.block, [granule.scene for granule in plan.granules]))
    for note in notes:
        progress.warning(note)
    return replace(plan, notes=notes)


def mask_order(order: Order) -> Order:
    """The order of a mosaic that looks at the same overpasses and needs nothing else."""
    return order.with_changes(method=_UNUSED, options=(), bands=(), indices=(), layers=("none",), regularise=False)


def _check_memory(engine: Engine, plan: MosaicPlan, settings: RunSettings) -> None:
    needed = BASE_BYTES + region_bytes(engine, plan.block.grid, plan.block.overpasses)
    if needed > settings.memory:
        raise MemoryBudgetError(
            f"The masks need {needed / 2**20:.0f} MiB of memory; {settings.memory / 2**20:.0f} MiB are allowed. Allow "
            "more memory, or order fewer days."
        )


@dataclass(frozen=True)
class _Job:
    """What is shared while masks are written."""

    regions: MaskRegions
    plan: MosaicPlan
    folder: Path
    tally: _Tally


def _write_chunk(job: _Job, chunk: Chunk, done: int, progress: Progress) -> None:
    """Write the masks of the overpasses of a chunk, region by region; files without data are removed."""
    block, layout = job.plan.block, job.regions.layout
    places = list(layout.regions())
    total = len(places) * len(job.regions.chunks)
    with ExitStack() as stack:
        writers = {
            number: stack.enter_context(
                BlockWriter(job.folder / file_name(block.overpasses[number]), block.grid, _FORMAT)
            )
            for number in chunk.wanted
        }
        for place, (row, col) in enumerate(places):
            stop_if_cancelled(progress)
            for number, mask in job.regions.masks(row, col, chunk):
                window = layout.pixels(row, col)
                planes = _on_pixels(mask, layout.places(window, row, col))
                writers[number].write(planes, window)
                job.tally.add(number, planes[0])
            progress.step(done * len(places) + place + 1, total, f"Region {place + 1} of {len(places)}")
    for number in chunk.wanted:
        if not job.tally.has_data(number):
            (job.folder / file_name(block.overpasses[number])).unlink()


def _on_pixels(mask: SceneMask, places: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Class, confidence and reasons at pixels, (3, y, x) uint16, by the cells in which they lie."""
    cells = np.ix_(*places)
    return np.stack([plane[cells].astype(np.uint16) for plane in (mask.mask_class, mask.confidence, mask.reasons)])


def file_name(overpass: Overpass) -> str:
    """The name of an overpass's file: satellite, moment, orbit."""
    scene = overpass.granules[0].scene
    tile = f"_{scene.tile}" if len(overpass.granules) == 1 and scene.tile else ""
    orbit = f"_R{overpass.track:03d}" if overpass.track else ""
    return f"cloudmask_{scene.platform or 'X'}_{min(_moments(overpass))}{orbit}{tile}.tif"


def _moments(overpass: Overpass) -> Iterator[str]:
    return (f"{granule.scene.acquired:%Y%m%dT%H%M%S}" for granule in overpass.granules)


def _made(final: Path, plan: MosaicPlan, tally: _Tally, failures: Sequence[ReadFailure]) -> CloudMasks:
    masks = []
    for number, overpass in enumerate(plan.block.overpasses):
        if tally.has_data(number):
            counts = tally.classes[number]
            cells = {kind.name.lower(): counts[kind] for kind in MaskClass}
            scenes = tuple(granule.scene.id for granule in overpass.granules)
            masks.append(OverpassMask(final / file_name(overpass), overpass.label, scenes, cells))
    return CloudMasks(final, tuple(masks), plan.notes, tuple(failures))


def _record(order: Order, made: CloudMasks) -> dict[str, Any]:
    """What the folder holds, with the meaning of its numbers; the same in every run of the order."""
    return {
        "software": f"S2GM for QGIS {__version__}",
        "order": order.to_json(),
        "classes": {kind.value: kind.name.lower() for kind in MaskClass},
        "reasons": [{"bit": row.bit, "name": row.name, "meaning": row.meaning} for row in REASONS],
        "masks": [
            {"file": one.path.name, "overpass": one.label, "scenes": list(one.scenes), "pixels": one.cells}
            for one in made.masks
        ],
        "notes": list(made.notes),
        "unreadable": [{"scene": one.scene, "asset": one.asset, "reason": one.reason} for one in made.failures],
    }
