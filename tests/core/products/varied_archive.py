"""Overpasses over two tiles that overlap, with clouds, snow, water and gaps: as files, and pixel by pixel in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.core.archive import NORTH, PIXELS, SIDE, TinyScene, angle_document, write_archive
from tests.core.products.orders import SOUTH, WEST, rectangle
from tests.core.reference.spectra import is_snow
from tests.core.reference.worked_examples import EXAMPLES

BANDS = tuple(PIXELS)
OVERLAP = 400.0
CELLS = 60  # of a tile, at 20 m
SOUTHERN_ROW = round((SIDE - OVERLAP) / 20)
ROWS = SOUTHERN_ROW + CELLS
AREA = rectangle(south=SOUTH - SIDE + OVERLAP)
VALID_CLASSES = (2, 4, 5, 6, 11)
SNOW_BANDS = ("B02", "B03", "B04", "B8A", "B11", "B12")
AUGUST = ("2023-08-03", "2023-08-08", "2023-08-13", "2023-08-18", "2023-08-23", "2023-08-28")
AROUND = ("2023-07-25", "2023-09-04")


@dataclass(frozen=True)
class Granule:
    """One granule; every plane is (y, x) at 20 m, row 0 being the tile's own."""

    orbit: int  # absolute
    day: str
    tile: str
    row: int  # of its first row on the output
    values: Mapping[str, np.ndarray]  # reflectance x 10^4, 0 = no data
    scene_class: np.ndarray
    aot: np.ndarray
    cloud: np.ndarray

    @property
    def name(self) -> str:
        return f"{self.tile}_{self.orbit}"


@dataclass(frozen=True)
class Seen:
    """One granule's observation of a pixel."""

    granule: Granule
    values: Mapping[str, int]
    scene_class: int
    aot: int

    def is_valid(self, bands: Sequence[str]) -> bool:
        """``bands``: those by which the method decides, or which it averages."""
        if self.scene_class not in VALID_CLASSES or any(self.values[band] == 0 for band in bands):
            return False
        if self.scene_class != 11 or not set(SNOW_BANDS) <= set(bands):
            return True
        return is_snow({band: value / 10000 for band, value in self.values.items()}, 11)


@dataclass(frozen=True)
class Varied:
    """The archive."""

    catalogue: Path
    granules: tuple[Granule, ...]

    def every_tile(self, y: int, x: int, days: Sequence[str] = AUGUST) -> list[Seen]:
        """What all granules hold at a pixel, newest overpass first, within it in the order of tiles."""
        found = []
        for granule in self.granules:
            row = y - granule.row
            if granule.day in days and 0 <= row < CELLS and granule.scene_class[row, x]:
                values = {band: int(plane[row, x]) for band, plane in granule.values.items()}
                found.append(Seen(granule, values, int(granule.scene_class[row, x]), int(granule.aot[row, x])))
        return sorted(found, key=lambda seen: -seen.granule.orbit)

    def seen(self, y: int, x: int, days: Sequence[str] = AUGUST) -> list[Seen]:
        """One per overpass, newest first: of overlapping granules the lower aerosol counts, then the higher tile."""
        chosen: dict[int, Seen] = {}
        for one in self.every_tile(y, x, days):
            rival = chosen.get(one.granule.orbit)
            if rival is None or (one.aot, rival.granule.tile) < (rival.aot, one.granule.tile):
                chosen[one.granule.orbit] = one
        return [chosen[orbit] for orbit in sorted(chosen, reverse=True)]


def write_varied(folder: Path, days: Sequence[str] = (*AROUND[:1], *AUGUST, *AROUND[1:]), **scene: Any) -> Varied:
    """Two tiles per day; satellites and relative orbits take turns."""
    rng = np.random.default_rng(8)
    granules = [
        _granule(rng, orbit, day, tile, row)
        for orbit, day in enumerate(days, start=100)
        for tile, row in (("33TWL", SOUTHERN_ROW), ("33TWM", 0))
    ]
    scenes = [_scene(granule, {name: make(granule) for name, make in scene.items()}) for granule in granules]
    return Varied(write_archive(folder, scenes), tuple(granules))


def angles_of(granule: Granule) -> bytes:
    """A view zenith of 4 to 9 degrees, which differs between orbits."""
    zenith = np.array([[4.0, 9.0], [4.0, 9.0]]) - 0.1 * (granule.orbit % 3)
    north = NORTH - 20 * granule.row
    return angle_document(WEST, north, zenith[np.newaxis], np.full((1, 2, 2), 100.0 + 60 * (granule.orbit % 2)))


def _granule(rng: np.random.Generator, orbit: int, day: str, tile: str, row: int) -> Granule:
    examples = list(EXAMPLES.values())
    table = np.array([[example.spectrum[band] for band in BANDS] for example in examples])
    of_class = np.array([example.scene_class for example in examples])
    kind = np.kron(rng.integers(0, len(examples), (CELLS // 3, CELLS // 3)), np.ones((3, 3), int))
    exact = np.round((np.moveaxis(table[kind], -1, 0) + rng.normal(0, 0.01, (len(BANDS), CELLS, CELLS))) * 10000)
    exact[exact == 0] = 1
    exact[rng.random(exact.shape) < 0.005] = 0
    scene_class = of_class[kind]
    clouded = rng.random((CELLS, CELLS)) < 0.3
    scene_class[clouded] = rng.choice([1, 3, 7, 8, 9, 10], np.count_nonzero(clouded))
    scene_class[20:32, 10:40] = 9  # always clouded, but for one day
    scene_class[30:32, 10:40] = 4 if orbit == 103 else 9
    scene_class[rng.random(scene_class.shape) < 0.03] = 0
    return Granule(
        orbit=orbit,
        day=day,
        tile=tile,
        row=row,
        values={band: plane.astype(int) for band, plane in zip(BANDS, exact)},
        scene_class=scene_class,
        aot=rng.choice([100, 200, 400], (CELLS, CELLS)),
        cloud=rng.integers(0, 60, (CELLS, CELLS)),
    )


def _scene(granule: Granule, changes: Mapping[str, Any]) -> TinyScene:
    fine = {band: np.kron(plane, np.ones((2, 2), int)) for band, plane in granule.values.items()}
    return TinyScene(
        name=granule.name,
        acquired=f"{granule.day}T10:00:{'00' if granule.row else '14'}Z",
        orbit=granule.orbit,
        tile=granule.tile,
        north=NORTH - 20 * granule.row,
        reflectance={band: fine[band] if PIXELS[band] == 10 else granule.values[band] for band in BANDS},
        scl=granule.scene_class,
        extra={"AOT": granule.aot, "CLD": granule.cloud, "SNW": 3},
        # Negative reflectance can only be stored with an offset.
        offset="to apply",
        properties={
            "platform": f"sentinel-2{'ab'[granule.orbit % 2]}",
            "sat:relative_orbit": (79, 122)[granule.orbit % 2],
        },
        **changes,
    )
