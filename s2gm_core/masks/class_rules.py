"""How the mask rasters of a scene become scene classes: one row per product family.

A scene names its rule; the rule lists its rasters, most decisive first. Each raster has a table that gives the scene
class of every stored number, or `UNDECIDED`, and then the next raster decides. So every mask preset, the snow
refinement and ``quality_scene_classification`` work on one set of classes, whatever the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from .bit_masks import EDGE_TABLE, MAJA_CLOUD_TABLE, MAJA_GEOPHYSICAL_TABLE, QA_PIXEL_TABLE

UNDECIDED = 0
"""In a table: this raster does not tell; the next one of the rule does. In a result: no data."""


@dataclass(frozen=True)
class ClassRaster:
    """One mask raster of a rule, on any block (y, x)."""

    asset: str  # name in `Scene.assets`
    table: np.ndarray | None  # (256,) or (65536,) uint8 scene class by stored number; None = the classes themselves
    no_data: bool = False  # True: where it gives any class there is no data, whatever the other rasters say


@dataclass(frozen=True)
class ClassRule:
    """The mask rasters of one product family, most decisive first."""

    name: str
    processor: str  # software that made reflectance and masks, for the product's record
    rasters: tuple[ClassRaster, ...]

    @property
    def assets(self) -> tuple[str, ...]:
        """Names of the assets that the rule reads."""
        return tuple(raster.asset for raster in self.rasters)

    def combined(self, planes: Sequence[np.ndarray]) -> np.ndarray:
        """Scene classes of a block from the classes of every raster of the rule.

        planes: as many as `rasters` and in their order, each (y, x) uint8. Returns (y, x) uint8, 0 = no data;
        the plane itself where there is but one.
        """
        if len(planes) == 1:
            return planes[0]
        classes = np.full_like(planes[0], UNDECIDED)
        for raster, plane in zip(self.rasters, planes):
            if not raster.no_data:
                classes = np.where(classes == UNDECIDED, plane, classes)
        for raster, plane in zip(self.rasters, planes):
            if raster.no_data:
                classes[plane != UNDECIDED] = UNDECIDED
        return classes


_ROWS = (
    ClassRule("scl", "Sen2Cor", (ClassRaster("SCL", None),)),
    ClassRule(
        "maja",
        "MAJA",
        (
            ClassRaster("EDG", EDGE_TABLE, no_data=True),
            ClassRaster("CLM", MAJA_CLOUD_TABLE),
            ClassRaster("MG2", MAJA_GEOPHYSICAL_TABLE),
        ),
    ),
    ClassRule("landsat", "LaSRC", (ClassRaster("QA_PIXEL", QA_PIXEL_TABLE),)),
)

CLASS_RULES: Mapping[str, ClassRule] = MappingProxyType({row.name: row for row in _ROWS})
"""Rules by the name that scenes carry in `Scene.class_rule`."""

CLASS_ASSETS = frozenset(name for rule in _ROWS for name in rule.assets)
"""Every asset that some rule reads."""
