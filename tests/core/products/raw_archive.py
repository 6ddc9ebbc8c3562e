"""A few granules of random raw pixels: as files and scenes for the product, and pixel by pixel for the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import rasterio
from shapely.geometry import box

from s2gm_core.catalog.records import Asset, Scene
from s2gm_core.grid import Grid, lon_lat_bounds
from tests.core.reference.pixel import RawPixel
from tests.core.reference.worked_examples import EXAMPLES

BANDS = ("B02", "B03", "B04", "B06", "B08", "B8A", "B11", "B12")
SIDE = 20
OVERLAP = 8
OUTPUT_ZONE = "33"
CRS = "EPSG:32633"


@dataclass(frozen=True)
class RawGranule:
    """One granule: its rasters and what the scene record says of it."""

    orbit: int
    tile: str
    row: int  # of its first pixel on the output
    numbers: np.ndarray  # (band, y, x) uint16
    offset: int
    scene_class: np.ndarray  # (y, x) uint8
    aot: np.ndarray  # (y, x) uint16
    view_zenith: np.ndarray  # (y, x) float

    @property
    def name(self) -> str:
        return f"{self.tile}_{self.orbit}"

    @property
    def grid(self) -> Grid:
        return Grid(CRS, 500000.0, 5000000.0 - 10 * self.row, 10.0, 10.0, SIDE, SIDE)


OUTPUT = Grid(CRS, 500000.0, 5000000.0, 10.0, 10.0, width=SIDE, height=2 * SIDE - OVERLAP)


def random_granules(seed: int, overpasses: int) -> list[RawGranule]:
    """Per overpass a northern and a southern tile that overlap; now and then one of them is of the next zone."""
    rng = np.random.default_rng(seed)
    granules = []
    for orbit in range(overpasses):
        northern = rng.choice(["33TWM", "33TWM", "34TCM"])
        southern = rng.choice(["33TWL", "33TWL", "32TQL"])
        granules.append(_granule(rng, 100 + orbit, str(northern), 0))
        granules.append(_granule(rng, 100 + orbit, str(southern), SIDE - OVERLAP))
    return granules


def _granule(rng: np.random.Generator, orbit: int, tile: str, row: int) -> RawGranule:
    offset = int(rng.choice([0, -1000]))
    spectra = np.array([[example.spectrum[band] for band in BANDS] for example in EXAMPLES.values()])
    classes = np.array([example.scene_class for example in EXAMPLES.values()], np.uint8)
    kind = rng.integers(0, len(spectra), (SIDE, SIDE))
    values = np.moveaxis(spectra[kind], -1, 0) + rng.normal(0, 0.01, (len(BANDS), SIDE, SIDE))
    numbers = np.clip(np.round(values * 10000) - offset, 1, 65535).astype(np.uint16)
    numbers[rng.random(numbers.shape) < 0.01] = 0
    clouded = rng.random((SIDE, SIDE)) < 0.35
    scene_class = np.where(clouded, rng.choice([0, 1, 3, 7, 8, 9, 10], (SIDE, SIDE)), classes[kind]).astype(np.uint8)
    aot = rng.choice([100, 200], (SIDE, SIDE)).astype(np.uint16)
    return RawGranule(orbit, tile, row, numbers, offset, scene_class, aot, rng.uniform(2, 12, (SIDE, SIDE)))


def write_scene(folder: Path, granule: RawGranule) -> Scene:
    planes = {band: granule.numbers[i] for i, band in enumerate(BANDS)}
    planes.update(SCL=granule.scene_class, AOT=granule.aot)
    assets = {}
    for name, plane in planes.items():
        path = folder / f"{granule.name}_{name}.tif"
        profile = {"driver": "GTiff", "dtype": plane.dtype, "count": 1, "width": SIDE, "height": SIDE, "nodata": 0}
        with rasterio.open(path, "w", crs=CRS, transform=granule.grid.transform, **profile) as file:
            file.write(plane, 1)
        assets[name] = Asset(
            str(path), 1e-4 if name in BANDS else 1.0, granule.offset / 10000 if name in BANDS else 0.0
        )
    return Scene(
        id=granule.name,
        granule_id=granule.name,
        platform="S2A",
        acquired=datetime(2023, 8, 1, 10, tzinfo=timezone.utc) + timedelta(days=granule.orbit - 100),
        tile=granule.tile,
        absolute_orbit=granule.orbit,
        relative_orbit=79,
        baseline="05.09",
        generated="2023-09-01T00:00:00Z",
        cloud_cover=None,
        crs=f"EPSG:326{granule.tile[:2]}",
        footprint=box(*lon_lat_bounds(granule.grid)),
        assets=assets,
        granule_metadata=None,
        sun_zenith=40.0,
        sun_azimuth=160.0,
        offset_reason="test",
    )


def raw_pixels(granules: list[RawGranule], y: int, x: int) -> Iterator[RawPixel]:
    """What the granules hold at one pixel of `OUTPUT`."""
    for granule in granules:
        row = y - granule.row
        if 0 <= row < SIDE:
            yield RawPixel(
                orbit=granule.orbit,
                tile=granule.tile,
                digital_numbers={band: int(granule.numbers[i, row, x]) for i, band in enumerate(BANDS)},
                offset=granule.offset,
                scene_class=int(granule.scene_class[row, x]),
                view_zenith=float(granule.view_zenith[row, x]),
                aot=float(granule.aot[row, x]),
            )
