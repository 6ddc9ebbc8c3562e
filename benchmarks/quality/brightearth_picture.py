"""Two real tiles around Zagreb in August 2023: the medoid and the mosaic in natural colour side by side.

    python -m benchmarks.quality.brightearth_picture [--out docs/images/brightearth.png]

Both with nadir reflectance, in the tone ``natural``. Above all of the tiles, every third pixel; below a square of 36 km
around a hazy place, every pixel, and there the date that each pixel was taken on (grey, oldest dark).
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.quality.brightearth import made, seen
from benchmarks.quality.croatia import CATALOGUE
from benchmarks.quality.picture import STEPS, framed, write
from s2gm_core.radiometry.tone import natural, picture_bytes

FIELDS = {
    "source": str(CATALOGUE), "area": "15.0,45.1,16.4,46.9", "start": "2023-08-01", "resolution": 120,
    "crs": "EPSG:32633", "nbar": "on", "harmonise": "on",
}  # fmt: skip
ROWS = (
    {"method": "medoid", "cloud_mask": "esa"},
    {"product": "brightearth", "cloud_mask": "multitemporal"},
)
DETAIL = (slice(1240, 1540), slice(10, 310))
"""Rows and columns of the square below."""


def in_colour(colours: np.ndarray) -> np.ndarray:
    """(3, y, x) uint8 of reflectance (3, y, x), black where there is none."""
    return picture_bytes(natural(np.nan_to_num(colours)), np.isnan(colours).any(axis=0)) & STEPS


def of_days(days: np.ndarray) -> np.ndarray:
    """Days (y, x) as greys (3, y, x) uint8."""
    known = np.unique(days[days < 65535])
    grey = 60 + 180 * np.searchsorted(known, days) // max(len(known) - 1, 1)
    return np.where(days < 65535, grey, 0).astype(np.uint8)[np.newaxis].repeat(3, axis=0)


def main() -> None:
    """Make both mosaics and write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/images/brightearth.png"))
    options = parser.parse_args()
    above, below, dates = [], [], []
    for row in ROWS:
        out = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
        try:
            found = seen(made(FIELDS, row, out))
        finally:
            shutil.rmtree(out)
        colours = in_colour(found.colours)
        above.append(framed(colours[:, ::3, ::3], 1))
        below.append(framed(colours[(slice(None), *DETAIL)], 1))
        dates.append(framed(of_days(found.days)[(slice(None), *DETAIL)], 1))
    rows = [np.concatenate(panels, axis=2) for panels in (above, below, dates)]
    width = max(row.shape[2] for row in rows)
    padded = [np.pad(row, ((0, 0), (0, 0), (0, width - row.shape[2])), constant_values=255) for row in rows]
    write(np.concatenate(padded, axis=1), options.out)
    print(f"{options.out}: medoid, BrightEarth style; {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
