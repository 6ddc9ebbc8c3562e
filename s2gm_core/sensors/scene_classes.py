"""Sen2Cor's scene classification (SCL): classes, names and colours.

Sources: S2GM ATBD v1.3.3 table 2-3 (meaning); Sentinel Hub custom script "scene-classification" (colours).
"""

from __future__ import annotations

from dataclasses import dataclass

SCL_NODATA = 255
"""Nodata of the product's ``quality_scene_classification``; inside a scene class 0 means no data."""


@dataclass(frozen=True)
class SceneClass:
    """One class of the scene classification."""

    value: int
    name: str
    colour: tuple[int, int, int]  # red, green, blue, 0..255


SCENE_CLASSES: tuple[SceneClass, ...] = (
    SceneClass(0, "No data", (0, 0, 0)),
    SceneClass(1, "Saturated or defective", (255, 0, 0)),
    SceneClass(2, "Dark features, shadows", (47, 47, 47)),
    SceneClass(3, "Cloud shadows", (100, 50, 0)),
    SceneClass(4, "Vegetation", (0, 160, 0)),
    SceneClass(5, "Bare soil", (255, 230, 90)),
    SceneClass(6, "Water", (0, 0, 255)),
    SceneClass(7, "Unclassified (cloud, low probability)", (128, 128, 128)),
    SceneClass(8, "Cloud, medium probability", (192, 192, 192)),
    SceneClass(9, "Cloud, high probability", (255, 255, 255)),
    SceneClass(10, "Thin cirrus", (100, 200, 255)),
    SceneClass(11, "Snow or ice", (255, 150, 255)),
)
