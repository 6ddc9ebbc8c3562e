"""Image, scene classification and our mask of a clouded and of a clear date side by side, on real data of 120 m.

    python -m benchmarks.quality.mask_picture [--out docs/images/masks_croatia.png] [--days DATE DATE] [--side PIXELS]

Clouds are painted yellow, shadows violet. In the third picture of a row, what the mask has added to the classification
is red (cloud) and blue (shadow), and what it has cleared is green.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.quality.croatia import AREA, CATALOGUE
from benchmarks.quality.picture import STEPS, framed, write
from s2gm_core.area import area_from_bounds
from s2gm_core.catalog.records import Scene
from s2gm_core.catalog.sources import open_source
from s2gm_core.grid import Grid
from s2gm_core.order import Order
from s2gm_core.products.cloud_masks import CloudMasks, make_cloud_masks
from s2gm_core.radiometry.scaling import INVALID, scaled_from_dn
from s2gm_core.radiometry.tone import NATURAL_COLOUR_BANDS, natural_colour
from s2gm_core.raster.pool import RasterPool
from s2gm_core.raster.read import Resampling, read_on_grid

CLOUD_CLASSES, SHADOW_CLASSES = (7, 8, 9, 10), (3,)
OURS_CLOUD, OURS_SHADOW = 5, 4
PAINT = {"cloud": (255, 220, 60), "shadow": (150, 70, 200), "added": (230, 40, 40), "added shadow": (40, 110, 255),
         "cleared": (60, 220, 90)}  # fmt: skip
SHARE = 0.7
"""How much of a painted pixel is paint."""

NO_DATA = 65535


def main() -> None:
    """Make the masks and write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("docs/images/masks_croatia.png"))
    parser.add_argument("--days", nargs=2, default=("2023-08-18", "2023-08-13"), help="a clouded and a clear date")
    parser.add_argument("--corner", type=int, nargs=2, default=(200, 60), help="row and column of the square (200 60)")
    parser.add_argument("--side", type=int, default=250, help="of the square, pixels of 120 m (250)")
    options = parser.parse_args()
    place = tuple(slice(first, first + options.side) for first in options.corner)
    with tempfile.TemporaryDirectory() as folder:
        order = Order(
            source=str(CATALOGUE),
            area=area_from_bounds(*AREA),
            start="2023-08-10",
            end="2023-08-20",
            period="custom",
            resolution=120,
            cloud_mask="multitemporal",
            clip="box",
        )
        made = make_cloud_masks(order, folder)
        rows = [_row(made, day, place) for day in options.days]
    write(np.concatenate(rows, axis=1) & STEPS, options.out)
    print(f"{options.out}: {', '.join(options.days)}; {options.out.stat().st_size} bytes")


def _row(made: CloudMasks, day: str, place: tuple[slice, ...]) -> np.ndarray:
    """Image, classification and mask of one date, (3, y, x) uint8."""
    mask = next(one for one in made.masks if one.label.endswith(day))
    with rasterio.open(mask.path) as file:
        grid = Grid(str(file.crs), file.transform.c, file.transform.f, *file.res, file.width, file.height)
        ours = file.read(1)[place]
    scenes = [scene for scene in open_source(str(CATALOGUE)).scenes() if scene.id in mask.scenes]
    with RasterPool() as pool:
        planes = [_merged(scenes, band, grid, pool)[place] for band in NATURAL_COLOUR_BANDS]
        classes = _merged(scenes, "SCL", grid, pool)[place]
    image = natural_colour(np.stack(planes), NO_DATA, 1e-4)[:3]
    cloud, shadow = np.isin(classes, CLOUD_CLASSES), np.isin(classes, SHADOW_CLASSES)
    our_cloud, our_shadow = ours == OURS_CLOUD, ours == OURS_SHADOW
    called = _painted(_painted(image, cloud, "cloud"), shadow, "shadow")
    found = _painted(_painted(image, our_cloud, "cloud"), our_shadow, "shadow")
    hidden = our_cloud | our_shadow
    shares = {
        "classification": cloud | shadow,
        "mask": hidden,
        "added": hidden & ~(cloud | shadow),
        "cleared": (cloud | shadow) & ~hidden & (ours > 0),
    }
    print(day, ", ".join(f"{name} {where.mean():.2%}" for name, where in shares.items()))
    found = _painted(found, our_cloud & ~cloud, "added")
    found = _painted(found, our_shadow & ~(cloud | shadow), "added shadow")
    found = _painted(found, (cloud | shadow) & ~hidden & (ours > 0), "cleared")
    return np.concatenate([framed(picture, 1) for picture in (image, called, found)], axis=2)


def _painted(image: np.ndarray, where: np.ndarray, paint: str) -> np.ndarray:
    """A picture (3, y, x) with paint where a mask (y, x) is True."""
    colour = np.array(PAINT[paint], dtype=np.float64)[:, np.newaxis, np.newaxis]
    return np.where(where, SHARE * colour + (1 - SHARE) * image, image).astype(np.uint8)


def _merged(scenes: list[Scene], name: str, grid: Grid, pool: RasterPool) -> np.ndarray:
    """One raster of an overpass, (y, x): classes, or reflectance x 10^4 with `NO_DATA`."""
    how = Resampling.CLASS if name == "SCL" else Resampling.MEAN
    found = np.zeros(grid.shape, np.uint16)
    for scene in scenes:
        asset = scene.assets[name]
        plane = read_on_grid(pool, asset, grid, how)
        if plane is not None:
            values = plane if name == "SCL" else scaled_from_dn(plane, asset.scale, asset.offset)
            there = (plane > 0) & (values != INVALID)
            found = np.where((found == 0) & there, np.maximum(values, 1), found).astype(np.uint16)
    return found if name == "SCL" else np.where(found == 0, NO_DATA, found).astype(np.uint16)


if __name__ == "__main__":
    main()
