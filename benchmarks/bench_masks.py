"""How right are cloud masks, by surface and number of dates, and what do they cost beside reading the bands?

Masks are made by the same path as those of products, on simulated archives whose truth is known, and held against it
pixel by pixel of 10 m. Thresholds were tuned on the seeds 1 to 3; the default seeds are others.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import rasterio
from scipy.ndimage import label

from benchmarks.archive import BenchArchive, bench_archive, simulated
from benchmarks.table import print_head, print_row
from s2gm_core.catalog.records import Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.grid import Grid, Window
from s2gm_core.masks.engines import ENGINES
from s2gm_core.order import Order
from s2gm_core.products.angles import AngleStore
from s2gm_core.products.cloud_masks import make_cloud_masks
from s2gm_core.products.cloud_masks import mask_order as mosaic_of_masks
from s2gm_core.products.mask_regions import MaskRegions
from s2gm_core.products.planning import plan_mosaic
from s2gm_core.products.reading import AssetReader
from s2gm_core.products.scenes import found_scenes
from s2gm_core.products.target import target_of
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid
from s2gm_core.simulate import SimulatedTruth, SimulationSettings
from s2gm_core.simulate.ground import ground_points
from s2gm_core.simulate.settings import SUMMER_START, WINTER_START
from s2gm_core.simulate.spectra import WATER, Cover
from s2gm_core.simulate.tiles import REFERENCE_CRS

CLOUD, SHADOW, THIN, OUTSIDE = 1, 2, 4, 255
"""Bits of the archive's true masks, and what lies outside the swath."""

CALLED_CLOUD, CALLED_SHADOW = (7, 8, 9, 10), (3,)
"""Scene classes that the operational filter refuses."""

OURS_CLOUD, OURS_SHADOW = 5, 4

SURFACES = {
    "roofs": (Cover.BRIGHT_ROOF,),
    "quarries": (Cover.QUARRY,),
    "built-up": (Cover.BUILT_UP, Cover.ROAD, Cover.GARDEN),
    "fields": (Cover.MEADOW, Cover.CEREAL, Cover.RAPESEED, Cover.MAIZE, Cover.SOY, Cover.FALLOW),
    "woods": (Cover.DECIDUOUS, Cover.CONIFER),
    "water": WATER,
}
CLOUDY = 0.7
"""Mean cloud cover of the cloudier archives: where overcast dates are the rule."""

DOT_SHARE = 0.5
"""Part of a clear bright roof that is flagged: from here on it is a white dot that is lost."""

TIMED_BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")


@dataclass
class Score:
    """Counts of pixels of 10 m over scenes; mutable."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, cloud: np.ndarray, shadow: np.ndarray, truth: np.ndarray, cover: np.ndarray) -> None:
        """Count one scene: what a mask calls cloud and shadow (y, x) bool beside true bits and land cover (y, x)."""
        seen, hidden = truth != OUTSIDE, cloud | shadow
        opaque = seen & ((truth & CLOUD) > 0)
        shaded = seen & ((truth & SHADOW) > 0) & ~opaque
        thin = seen & ((truth & THIN) > 0) & ~opaque & ~shaded
        clear = seen & ((truth & (CLOUD | SHADOW | THIN)) == 0)
        for name, true in (("cloud", opaque), ("shadow", shaded), ("thin", thin)):
            self._share(f"missed {name}", ~hidden, true)
        self._share("flagged cloud", cloud, clear)
        self._share("flagged shadow", shadow & ~cloud, clear)
        self._share("flagged", hidden, clear)
        for name, covers in SURFACES.items():
            self._share(f"flagged {name}", hidden, clear & np.isin(cover, covers))
        dots, lost = white_dots(hidden, clear & (cover == Cover.BRIGHT_ROOF))
        self.counts["of dots"] += dots
        self.counts["dots"] += lost

    def percent(self, name: str) -> float:
        """One of the shares."""
        return 100.0 * self.counts[name] / max(self.counts[f"of {name}"], 1)

    def _share(self, name: str, found: np.ndarray, of: np.ndarray) -> None:
        self.counts[name] += int(np.count_nonzero(found & of))
        self.counts[f"of {name}"] += int(np.count_nonzero(of))


def white_dots(hidden: np.ndarray, roofs: np.ndarray) -> tuple[int, int]:
    """How many clear roofs there are, and how many of them are mostly flagged; (y, x) bool both."""
    objects, count = label(roofs, np.ones((3, 3), bool))
    size = np.bincount(objects.ravel(), minlength=count + 1)[1:]
    flagged = np.bincount(objects.ravel(), hidden.ravel(), count + 1)[1:]
    return count, int(np.count_nonzero(flagged >= DOT_SHARE * size))


def compare(archive: BenchArchive, mask: str, scores: dict[str, Score]) -> None:
    """Add an archive to the scores of the classification and of a mask, by name."""
    with tempfile.TemporaryDirectory() as folder, RasterPool() as pool:
        made = make_cloud_masks(mask_order(archive, mask), folder)
        with rasterio.open(made.masks[0].path) as file:
            grid = Grid(str(file.crs), file.transform.c, file.transform.f, 10.0, 10.0, file.width, file.height)
        world = SimulatedTruth.open(archive.folder).world
        cover = world.landscape.plots(ground_points(grid, REFERENCE_CRS)).cover
        scenes = {scene.id: scene for scene in open_source(archive.catalogue).scenes()}
        for one in made.masks:
            with rasterio.open(one.path) as file:
                ours = file.read(1)
            for name in one.scenes:
                truth = _true_mask(archive.folder / "truth" / f"mask_{name}.tif", grid)
                classes = _classification(scenes[name], grid, pool)
                scores["classification"].add(
                    np.isin(classes, CALLED_CLOUD), np.isin(classes, CALLED_SHADOW), truth, cover
                )
                scores[mask].add(ours == OURS_CLOUD, ours == OURS_SHADOW, truth, cover)


def mask_order(archive: BenchArchive, mask: str, resolution: float = 10.0) -> Order:
    """The order of the masks of an archive, on the whole of its only tile's own pixels."""
    some = next(iter(open_source(archive.catalogue).scenes()))
    return Order(
        source=archive.catalogue,
        area=archive.area,
        start=archive.start,
        end=archive.end,
        period="custom",
        like="" if resolution != 10.0 else some.assets["B02"].href,
        clip="box",
        cloud_mask=mask,
        resolution=resolution,
    )


def _true_mask(path: Path, grid: Grid) -> np.ndarray:
    with rasterio.open(path) as file:
        bits = file.read(1)
    if bits.shape != grid.shape:
        raise ValueError(f"{path.name} has {bits.shape} pixels, the mask {grid.shape}.")
    return bits


def _classification(scene: Scene, grid: Grid, pool: RasterPool) -> np.ndarray:
    plane = read_on_grid(pool, scene.assets["SCL"], grid, Resampling.CLASS)
    return np.zeros(grid.shape, np.uint8) if plane is None else plane


@dataclass(frozen=True)
class Kind:
    """What archives are alike in."""

    dates: int
    snow: bool = False
    cloudiness: float = 0.4  # mean cloud cover, 0..1

    @property
    def title(self) -> str:
        """For a row of the table."""
        cloudy = f", {self.cloudiness:.0%} clouds" if self.cloudiness != Kind.cloudiness else ""
        return f"{self.dates} dates{cloudy}{', snow' if self.snow else ''}"


def archives(seeds: Sequence[int], kind: Kind, size: int) -> Iterator[BenchArchive]:
    """Archives of one tile, simulated unless they are there."""
    start = WINTER_START if kind.snow else SUMMER_START
    for seed in seeds:
        yield simulated(
            SimulationSettings(
                seed=seed,
                size=size,
                dates=kind.dates,
                tiles=1,
                snow=kind.snow,
                start=start,
                cloudiness=kind.cloudiness,
            )
        )


def print_scores(title: str, scores: dict[str, Score]) -> None:
    """Two rows: the classification, and the mask."""
    for name, score in scores.items():
        print_row(
            f"{title}, {name}",
            *(f"{score.percent(f'missed {what}'):.2f}" for what in ("cloud", "thin", "shadow")),
            *(f"{score.percent(f'flagged{what}'):.2f}" for what in ("", *(f" {name}" for name in SURFACES))),
            f"{score.counts['dots']} of {score.counts['of dots']}",
        )


def accuracy(options: argparse.Namespace) -> None:
    """Omission and commission in percent of the true pixels, over all seeds."""
    print_head(
        "archive, mask", "missed cloud", "missed thin", "missed shadow", "flagged clear",
        *(f"flagged {name}" for name in SURFACES), "white dots",
    )  # fmt: skip
    kinds = [Kind(dates) for dates in options.dates]
    kinds += [Kind(dates, cloudiness=CLOUDY) for dates in options.dates[1:]] + [Kind(options.dates[-1], snow=True)]
    for kind in kinds:
        scores = {"classification": Score(), options.mask: Score()}
        for archive in archives(options.seeds, kind, options.size):
            compare(archive, options.mask, scores)
        print_scores(kind.title, scores)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of the processors."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def cost(options: argparse.Namespace) -> None:
    """Seconds of the masks beside reading ten bands of all scenes, both on one thread."""
    timed = argparse.Namespace(
        archive=None,
        size=options.timed_size,
        repeat=options.timed_size // options.size,
        dates=12,
        cloudiness=0.4,
        seed=1,
    )
    archive = bench_archive(timed)
    scenes = list(open_source(archive.catalogue).scenes())
    order = mask_order(archive, options.mask)

    print(f"\n{len(scenes)} scenes of {options.timed_size} x {options.timed_size} pixels of 10 m, one thread:\n")
    print_head("what", "seconds", "processor seconds")
    read = _timed(lambda: _read_bands(scenes))
    print_row(f"reading {len(TIMED_BANDS)} bands at 10 m", *read)
    made = _timed(lambda: _make_masks(order))
    print_row("masks of all overpasses, with what they read", *made)
    print_row("masks / reading", *(ours / theirs for ours, theirs in zip(made, read)))


def _make_masks(order: Order) -> None:
    """Masks as a mosaic makes them: nothing is written."""
    catalogue = open_source(order.source)
    scenes = found_scenes(order, catalogue, SilentProgress())
    plan = plan_mosaic(mosaic_of_masks(order), order.periods[0], scenes, target_of(order), order.name)
    with gdal_environment(), RasterPool() as pool:
        reader, block = AssetReader(pool, plan.granules), plan.block
        engine = ENGINES[block.preset.engine]
        regions = MaskRegions(engine, block.grid, block.overpasses, reader, AngleStore(catalogue.read))
        for row, col in regions.layout.regions():
            for chunk in regions.chunks:
                for _ in regions.masks(row, col, chunk):
                    pass
        reader.close()


def _read_bands(scenes: Sequence[Scene]) -> None:
    with RasterPool() as pool:
        for scene in scenes:
            grid = pool.header(scene.assets["B02"].href).grid
            for row in range(0, grid.height, 1024):
                for col in range(0, grid.width, 1024):
                    window = Window(row, col, min(1024, grid.height - row), min(1024, grid.width - col))
                    for band in TIMED_BANDS:
                        read_on_grid(pool, scene.assets[band], grid.part(window), Resampling.MEAN)


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13, 14], help="of the archives (11 to 14)")
    parser.add_argument("--dates", type=int, nargs="+", default=[3, 5, 12], help="overpasses of the archives (3 5 12)")
    parser.add_argument("--size", type=int, default=660, help="side of the archives' tile in pixels of 10 m (660)")
    parser.add_argument("--mask", default="multitemporal", help="name of the mask (multitemporal)")
    parser.add_argument("--timed-size", type=int, default=2640, help="side of the tile that is timed (2640)")
    parser.add_argument("--only", choices=("accuracy", "cost"), help="print one of the two tables")
    options = parser.parse_args()
    if options.only != "cost":
        accuracy(options)
    if options.only != "accuracy":
        cost(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
