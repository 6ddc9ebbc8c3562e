"""Archives with better or worse cloud masks: the same pixels, another scene classification."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.archive import BenchArchive
from benchmarks.quality.truth import CLOUD, SHADOW, THIN
from s2gm_core.catalog.sources import open_source

REFUSED, ACCEPTED = 9, 5
REFUSED_CLASSES = (1, 3, 7, 8, 9, 10)
"""Classes of clear ground that the usual mask takes for clouds, such as those of bright roofs."""


def with_true_masks(archive: BenchArchive) -> BenchArchive:
    """The archive with scene classifications that are right about clouds, haze and shadows; made once beside it."""
    folder = archive.folder.with_name(archive.folder.name + "_truemask")
    if not folder.exists():
        unfinished = folder.with_name(folder.name + ".partial")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(archive.folder, unfinished, copy_function=os.link)  # links: only classifications take room
        for scene in open_source(str(unfinished / "catalog.json")).scenes():
            _correct(Path(scene.assets["SCL"].href), unfinished / "truth" / f"mask_{scene.id}.tif")
        unfinished.rename(folder)
    return BenchArchive(folder, archive.area, archive.start, archive.end)


def _correct(classification: Path, mask: Path) -> None:
    """Write a scene classification anew that agrees with a true mask: a pixel of 20 m is clear where all of it is."""
    with rasterio.open(mask) as file:
        bits = file.read(1)
    with rasterio.open(classification) as file:
        profile, classes = file.profile, file.read(1)
    height, width = classes.shape
    if bits.shape != (2 * height, 2 * width):
        raise ValueError(f"{mask.name} has {bits.shape} pixels, its scene classification {classes.shape}.")
    hidden = (bits & (CLOUD | SHADOW | THIN)) != 0
    cloudy = hidden.reshape(height, 2, width, 2).any(axis=(1, 3))
    seen = classes != 0
    classes[seen & ~cloudy & np.isin(classes, REFUSED_CLASSES)] = ACCEPTED
    classes[seen & cloudy] = REFUSED
    new = classification.with_suffix(".new")
    with rasterio.open(new, "w", **profile) as file:
        file.write(classes, 1)
    new.replace(classification)  # the old file is shared with the other archive
