"""Mosaics of one simulated month by several methods side by side, and the truth, in natural colour.

    python -m benchmarks.quality.picture [--out docs/images/methods.png] [--side PIXELS] [--zoom N]

Shown is the square in which `ROWS_SHOWN` together are farthest from the mean of the clear surface: a hard place.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from scipy.ndimage import uniform_filter

from benchmarks.quality.by_method import LENGTHS, archive_of
from benchmarks.quality.rows import ROWS
from benchmarks.quality.truth import BANDS, SCALE, Truth, compare, make, truth_of
from s2gm_core.layers import REFLECTANCE_NODATA
from s2gm_core.radiometry.tone import NATURAL_COLOUR_BANDS, natural_colour

ROWS_SHOWN = ("s2gm", "medoid", "geometric_median", "weighted_average_trimmed", "percentile")
COLUMNS = 3
GAP = 4
STEPS = 0xF8
"""Bits of a colour that are kept, so that the file stays small."""


def main() -> None:
    """Make the mosaics and write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/images/methods.png"))
    parser.add_argument("--side", type=int, default=150, help="of the square, pixels of 10 m")
    parser.add_argument("--zoom", type=int, default=2, help="pixels of the picture per pixel")
    options = parser.parse_args()
    panels, truth, errors = mosaics()
    place = hardest(errors, options.side)
    every = [*panels, truth.statistic("mean")]
    pictures = [framed(in_colour(values[:, place[0], place[1]]), options.zoom) for values in every]
    rows = [np.concatenate(pictures[at : at + COLUMNS], axis=2) for at in range(0, len(pictures), COLUMNS)]
    write(np.concatenate(rows, axis=1), options.out)
    where = f"row {place[0].start}, column {place[1].start}"
    print(f"{options.out}: {', '.join([*ROWS_SHOWN, 'mean truth'])}; {options.out.stat().st_size} bytes; {where}")


def mosaics() -> tuple[list[np.ndarray], Truth, np.ndarray]:
    """Reflectance (band, y, x) of every row, the truth, and the sum of their absolute errors in the visible (y, x)."""
    archive, panels, errors = archive_of(LENGTHS["month"], "esa", 0.4), [], 0.0
    truth: Truth | None = None
    for name in ROWS_SHOWN:
        out = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
        try:
            product = make(archive, ROWS[name], out)
            truth = truth or truth_of(archive, product.grid)
            pixels = compare(product, truth, ROWS[name])
        finally:
            shutil.rmtree(out)
        panels.append(pixels.values)
        visible = [BANDS.index(band) for band in NATURAL_COLOUR_BANDS]
        errors = errors + np.abs(np.nan_to_num(pixels.against_mean[visible])).sum(axis=0)
    return panels, truth, errors


def hardest(errors: np.ndarray, side: int) -> tuple[slice, slice]:
    """The square with the largest sum of errors (y, x)."""
    half = side // 2
    inside = uniform_filter(errors, side)[half : -side + half, half : -side + half]
    row, column = np.unravel_index(inside.argmax(), inside.shape)
    return slice(row, row + side), slice(column, column + side)


def in_colour(values: np.ndarray) -> np.ndarray:
    """Red, green and blue (3, y, x) uint8 of reflectance (band, y, x), black where there is none."""
    planes = np.stack([values[BANDS.index(band)] for band in NATURAL_COLOUR_BANDS])
    stored = np.where(np.isnan(planes), REFLECTANCE_NODATA, np.rint(np.nan_to_num(planes) * SCALE)).astype(np.uint16)
    return natural_colour(stored, REFLECTANCE_NODATA, 1 / SCALE)[:3] & STEPS


def framed(picture: np.ndarray, zoom: int) -> np.ndarray:
    """Enlarged, with a white frame."""
    large = picture.repeat(zoom, axis=1).repeat(zoom, axis=2)
    return np.pad(large, ((0, 0), (GAP // 2, GAP // 2), (GAP // 2, GAP // 2)), constant_values=255)


def write(picture: np.ndarray, path: Path) -> None:
    """A PNG of (3, y, x) uint8, without GDAL's file of facts beside it."""
    count, height, width = picture.shape
    with rasterio.MemoryFile() as memory:
        shape = {"count": count, "height": height, "width": width, "dtype": "uint8"}
        with memory.open(driver="PNG", ZLEVEL=9, **shape) as file:
            file.write(picture)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(memory.read())


if __name__ == "__main__":
    main()
