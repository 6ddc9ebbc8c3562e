"""Mask rasters that hold one bit per finding: which scene class every stored number means.

Sources: MAJA product format as CNES publishes it (bits of CLM, MG2 and EDG; the bits of MG2 also stand in every
``MTD_ALL.xml``); USGS Landsat 8-9 Collection 2 Level 2 product guide (bits of QA_PIXEL, which every STAC item of the
Planetary Computer also lists).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

NO_CLASS, DEFECTIVE, DARK, SHADOW, LAND, WATER = 0, 1, 2, 3, 5, 6
UNCERTAIN, DILATED_CLOUD, CLOUD, CIRRUS, SNOW = 7, 8, 9, 10, 11

_ALL_CLOUDS = 0b0000_1110  # CLM: all clouds, found on one date, found by comparing dates
_FOUND_AS_CLOUD = 0b0000_1100


def class_table(numbers: int, rules: Iterable[tuple[int, int]], otherwise: int) -> np.ndarray:
    """Scene class of every stored number; the first rule of which any bit is set counts.

    rules: (bits, class) pairs, most important first. Returns (number,) uint8, read-only, that can be applied to a mask
    raster (y, x).
    """
    every = np.arange(numbers)
    table = np.full(numbers, otherwise, dtype=np.uint8)
    for bits, scene_class in reversed(tuple(rules)):
        table[(every & bits) != 0] = scene_class
    table.setflags(write=False)
    return table


def _maja_cloud_table() -> np.ndarray:
    """CLM: what only the band at 1.38 micrometres saw is cirrus, the thinnest clouds are uncertain; (number,) uint8."""
    every = np.arange(256)
    shadows = 1 << 5 | 1 << 6  # of clouds in the image and outside of it
    rules = ((_ALL_CLOUDS, CLOUD), (1 << 7, CIRRUS), (shadows, SHADOW), (1 << 0, CLOUD), (1 << 4, UNCERTAIN))
    table = class_table(256, rules, NO_CLASS).copy()
    table[((every & 1 << 7) != 0) & ((every & _FOUND_AS_CLOUD) == 0)] = CIRRUS
    table.setflags(write=False)
    return table


def _qa_pixel_table() -> np.ndarray:
    """QA_PIXEL: one raster tells all; confidences (bits 8 to 15) repeat the findings; (number,) uint8."""
    rules = (
        (1 << 0, NO_CLASS),
        (1 << 3, CLOUD),
        (1 << 1, DILATED_CLOUD),
        (1 << 2, CIRRUS),
        (1 << 4, SHADOW),
        (1 << 5, SNOW),
        (1 << 7, WATER),
        (1 << 6, LAND),
    )
    table = class_table(65536, rules, UNCERTAIN).copy()
    table[0] = NO_CLASS  # never written by the processor: a pixel outside the image
    table.setflags(write=False)
    return table


MAJA_CLOUD_TABLE = _maja_cloud_table()
"""MASKS/*_CLM_R1.tif; (256,) uint8. 0 = neither cloud nor shadow, so that MG2 decides."""

MAJA_GEOPHYSICAL_TABLE = class_table(
    256,
    (
        (1 << 1, CLOUD),
        (1 << 3, SHADOW),
        (1 << 5, DEFECTIVE),  # hidden behind relief: no surface was seen
        (1 << 2, SNOW),
        (1 << 0, WATER),
        (1 << 4 | 1 << 6 | 1 << 7, DARK),  # shadow of relief, sun too low or tangent: seen, but hardly lit
    ),
    LAND,
)
"""MASKS/*_MG2_R1.tif; (256,) uint8."""

EDGE_TABLE = class_table(256, ((0xFF, DEFECTIVE),), NO_CLASS)
"""MASKS/*_EDG_R1.tif: any number but 0 lies outside the image; (256,) uint8."""

QA_PIXEL_TABLE = _qa_pixel_table()
"""Landsat's QA_PIXEL; (65536,) uint8."""
