"""Archives with better or worse cloud masks: the same pixels, another scene classification."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.archive import BenchArchive
from benchmarks.quality.truth import CLOUD, SHADOW, THIN
from s2gm_core.catalog.records import Asset
from s2gm_core.catalog.sources import open_source
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid

REFUSED, ACCEPTED = 9, 5
CLOUDY_CLASSES = (3, 7, 8, 9, 10)


def with_true_masks(archive: BenchArchive) -> BenchArchive:
    """The archive with scene classifications that are right about clouds, haze and shadows; made once beside it."""
    folder = archive.folder.with_name(archive.folder.name + "_truemask")
    if not (folder / "archive.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(archive.folder, folder, copy_function=os.link)
        copy = BenchArchive(folder, archive.area, archive.start, archive.end)
        for scene in open_source(copy.catalogue).scenes():
            _correct(Path(scene.assets["SCL"].href), folder / "truth" / f"mask_{scene.id}.tif")
    return BenchArchive(folder, archive.area, archive.start, archive.end)


def _correct(classification: Path, mask: Path) -> None:
    """Write a scene classification anew that agrees with a true mask."""
    with RasterPool() as pool:
        grid = pool.header(str(classification)).grid
        bits = read_on_grid(pool, Asset(str(mask), 1.0, 0.0), grid, Resampling.CLASS)
    with rasterio.open(classification) as file:
        profile, classes = file.profile, file.read(1)
    cloudy = (bits & (CLOUD | SHADOW | THIN)) != 0
    seen = classes != 0
    classes[seen & ~cloudy & np.isin(classes, CLOUDY_CLASSES)] = ACCEPTED
    classes[seen & cloudy] = REFUSED
    new = classification.with_suffix(".new")
    with rasterio.open(new, "w", **profile) as file:
        file.write(classes, 1)
    new.replace(classification)  # the old file is shared with the other archive
