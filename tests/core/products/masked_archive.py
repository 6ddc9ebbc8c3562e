"""Six dates of a meadow with a roof that is always called cloud; on the newest a cloud that is called meadow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.core.archive import NORTH, PIXELS, VEGETATION, WEST, TinyScene, write_archive
from tests.core.products.orders import rectangle

SIDE = 60  # pixels of 20 m
AREA = rectangle(south=NORTH - SIDE * 20, east=WEST + SIDE * 20)
CLOUD = {"B02": 6000, "B03": 6000, "B04": 6000, "B08": 6500, "B06": 6500, "B8A": 6500, "B11": 4500, "B12": 3500}
ROOF = {"B02": 4600, "B03": 4800, "B04": 5000, "B08": 5200, "B06": 5200, "B8A": 5200, "B11": 5000, "B12": 4600}


def patch(rows: slice, cols: slice) -> np.ndarray:
    """Some pixels of 20 m, (y, x) bool."""
    where = np.zeros((SIDE, SIDE), bool)
    where[rows, cols] = True
    return where


ROOFS = patch(slice(10, 13), slice(20, 23))
MISSED = patch(slice(36, 46), slice(30, 42))
FAR = ~(patch(slice(8, 15), slice(18, 25)) | patch(slice(30, 52), slice(24, 48)))


def write_masked_archive(folder: Path, dates: int = 6, **more: Any) -> Path:
    """The catalogue; ``more`` are fields of every scene."""
    scenes = []
    for number in range(dates):
        newest = number == dates - 1
        probability = np.where(MISSED & newest, 80, np.where(ROOFS, 60, 5))
        scenes.append(
            TinyScene(
                f"s{number}",
                f"2023-08-{4 * number + 1:02}T10:00:00Z",
                orbit=number,
                side=SIDE * 20.0,
                reflectance=_bands(newest),
                scl=np.where(ROOFS, 9, 4),
                extra={"CLD": probability},
                **more,
            )
        )
    return write_archive(folder, scenes)


def _bands(with_cloud: bool) -> dict[str, Any]:
    planes = {}
    for band, usual in VEGETATION.items():
        times = 20 // PIXELS[band]
        roofs, missed = (np.kron(where, np.ones((times, times), bool)) for where in (ROOFS, MISSED))
        ground = np.where(roofs, ROOF[band], usual)
        planes[band] = np.where(missed & with_cloud, CLOUD[band], ground)
    return planes
