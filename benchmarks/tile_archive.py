"""A whole Sentinel-2 tile on the disk, as large as a real one, with clouds that are drawn for the question asked.

Bands are those of a small simulated tile, repeated side by side, so that decoding costs what it costs. Clouds are in
the scene classification only, which is all that a masked mosaic looks at:

- ``scattered``: independent squares of 32 x 32 pixels, so that no block of any date can be left out;
- ``patches``: smooth fields some 20 km across; the share of cloud differs from date to date as it does over land,
  where most scenes are nearly clear or nearly covered.

Rasters are cloud-optimised GeoTIFFs in blocks of 1024, as the archives have them. Archives with other clouds share the
bands. There is no ground truth.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rasterio.shutil
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter, zoom
from scipy.stats import beta
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from benchmarks.archive import FOLDER, BenchArchive, opened, simulated
from s2gm_core.grid import Grid, footprint
from s2gm_core.simulate import SimulationSettings

TILE_PIXELS = 10980
BANDS = ("B02", "B03", "B04", "B08", "B06", "B11", "B12")
BLOCK = 1024
CLEAR, CLOUD = 4, 9
SQUARE = 16  # pixels of 20 m, side of a scattered cloud


@dataclass(frozen=True)
class TileSettings:
    """What the tile holds."""

    size: int = TILE_PIXELS  # 10 m pixels, multiple of 6
    repeat: int = 10  # a tile of size / repeat is simulated
    dates: int = 12
    clouds: str = "scattered"  # or patches
    valid: float = 0.65  # mean share of clear pixels
    bands: tuple[str, ...] = BANDS  # that the catalogue names

    @property
    def name(self) -> str:
        """Folder of the archive."""
        return (
            f"tile_{self.size}px_{self.dates}dates_{self.clouds}_{round(self.valid * 100)}valid_{len(self.bands)}bands"
        )


def add_tile_options(parser: argparse.ArgumentParser) -> None:
    """Options of `tile_archive`."""
    parser.add_argument("--size", type=int, default=TILE_PIXELS, help=f"side in 10 m pixels ({TILE_PIXELS})")
    parser.add_argument(
        "--repeat", type=int, default=10, metavar="K", help="simulate size/K, repeat it K x K times (10)"
    )
    parser.add_argument("--dates", type=int, default=12, help="overpasses (12)")
    parser.add_argument("--clouds", choices=("scattered", "patches"), default="scattered", help="how clouds lie")
    parser.add_argument("--bands", default="B02,B03,B04,B08", help=f"among {', '.join(BANDS)} (B02,B03,B04,B08)")
    parser.add_argument("--valid", type=float, default=0.65, help="mean share of clear pixels (0.65)")


def tile_settings(options: argparse.Namespace) -> TileSettings:
    """The settings of parsed options."""
    bands = tuple(options.bands.split(","))
    return TileSettings(options.size, options.repeat, options.dates, options.clouds, options.valid, bands)


def tile_archive(settings: TileSettings) -> BenchArchive:
    """The archive of some settings, made unless it is there."""
    folder = FOLDER / settings.name
    if not (folder / "archive.json").exists():
        small = simulated(
            SimulationSettings(size=settings.size // settings.repeat, dates=settings.dates, cloudiness=0.0, tiles=1)
        )
        bands = FOLDER / f"tile_{settings.size}px_{settings.dates}dates_bands"
        print(f"  making {folder.name}", flush=True)
        unfinished = folder.with_name(folder.name + ".partial")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        items = sorted((small.folder / "items").glob("*/*.json"))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            jobs = [(settings, number, item, bands, unfinished) for number, item in enumerate(items)]
            outlines = list(pool.map(lambda job: _make_item(*job), jobs))
        for document in small.folder.glob("*.json"):
            shutil.copy(document, unfinished)
        facts = json.loads((small.folder / "archive.json").read_text())
        (unfinished / "archive.json").write_text(json.dumps({**facts, "bbox": outlines[0].bounds}))
        unfinished.rename(folder)
    return opened(folder)


def _make_item(settings: TileSettings, number: int, item: Path, bands: Path, archive: Path) -> BaseGeometry:
    """One scene; returns its outline in lon/lat."""
    source, document = item.parent, json.loads(item.read_text())
    folder = archive / "items" / source.name
    folder.mkdir(parents=True)
    assets: dict[str, Any] = {}
    for key, asset in document["assets"].items():
        path = Path(asset["href"])
        if path.stem in settings.bands:
            large = bands / source.name / path.name
            if not large.exists():
                _repeat_raster(source / path.name, large, settings.repeat)
            os.link(large, folder / path.name)
        elif path.stem == "SCL":
            classes = np.where(_clouds(settings, number), CLOUD, CLEAR).astype(np.uint8)
            _write(folder / path.name, classes, _origin(source / path.name), "NEAREST")
        else:  # the small tile's view angles, too, do not reach over the large one
            continue
        assets[key] = {name: value for name, value in asset.items() if name != "proj:shape"}
    west, north, _ = _origin(source / "B02.tif")
    grid = Grid(f"EPSG:{document['properties']['proj:epsg']}", west, north, 10.0, 10.0, settings.size, settings.size)
    outline = footprint(grid)
    document |= {"assets": assets, "geometry": mapping(outline), "bbox": list(outline.bounds)}
    (folder / item.name).write_text(json.dumps(document))
    return outline


def _clouds(settings: TileSettings, number: int) -> np.ndarray:
    """Where date ``number`` is cloudy, (y, x) bool at 20 m."""
    side, random = settings.size // 2, np.random.default_rng(number)
    if settings.clouds == "scattered":
        squares = random.random((-(-side // SQUARE),) * 2) >= settings.valid
        return np.kron(squares, np.ones((SQUARE, SQUARE), dtype=bool))[:side, :side]
    # Two thirds of the scenes are nearly clear or nearly covered: a U-shaped distribution with the mean that is asked.
    shares = beta((1 - settings.valid) * 0.8, settings.valid * 0.8).ppf(
        (np.arange(settings.dates) + 0.5) / settings.dates
    )
    share = np.random.default_rng(settings.dates).permutation(shares)[number]
    coarse = -(-side // SQUARE)
    field = sum(gaussian_filter(random.standard_normal((coarse, coarse)), width) * width for width in (32, 8, 2))
    field = zoom(field, SQUARE, order=1)[:side, :side]
    return field < np.quantile(field[::8, ::8], share)


def _repeat_raster(source: Path, target: Path, times: int) -> None:
    with rasterio.open(source) as file:
        pixels = file.read(1)
    # Beyond the swath's border there is no data in half of the dates: the opposite corner takes its place.
    pixels = np.where(pixels == 0, pixels[::-1, ::-1], pixels)
    pixels[pixels == 0] = np.median(pixels)
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, np.tile(pixels, (times, times)), _origin(source), "AVERAGE")


def _write(path: Path, pixels: np.ndarray, origin: tuple[float, float, float], resampling: str) -> None:
    """A COG of (y, x) pixels with 0 as nodata; ``origin``: west, north, pixel size, all of UTM 33 north."""
    west, north, size = origin
    partial = path.with_name(path.name + ".partial")
    layout = {"dtype": pixels.dtype, "count": 1, "height": pixels.shape[0], "width": pixels.shape[1]}
    with rasterio.MemoryFile() as memory:
        with memory.open(
            driver="GTiff", crs="EPSG:32633", transform=from_origin(west, north, size, size), nodata=0, **layout
        ) as file:
            file.write(pixels, 1)
        with memory.open() as file, rasterio.Env(GDAL_CACHEMAX=64):
            options = {"COMPRESS": "DEFLATE", "PREDICTOR": "YES", "BLOCKSIZE": BLOCK, "RESAMPLING": resampling}
            rasterio.shutil.copy(file, partial, driver="COG", **options)
    partial.rename(path)


def _origin(path: Path) -> tuple[float, float, float]:
    with rasterio.open(path) as file:
        return file.transform.c, file.transform.f, file.transform.a
