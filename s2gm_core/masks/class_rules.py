"""How the mask rasters of a scene become scene classes: one row per product family.

A scene names its rule; the rule lists its rasters, most decisive first. Each raster has a table that gives the scene
class of every stored number, or `UNDECIDED`, and then the next raster decides. So every mask preset, the snow
refinement and ``quality_scene_classification`` work on one set of classes, whatever the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

UNDECIDED = 0
"""In a table: this raster does not tell; the next one of the rule does. In a result: no data."""


@dataclass(frozen=True)
class ClassRaster:
    """One mask raster of a rule, on any block (y, x)."""

    asset: str  # name in `Scene.assets`
    table: np.ndarray | None  # (256,) or (65536,) uint8 scene class by stored number; None = the classes themselves


@dataclass(frozen=True)
class ClassRule:
    """The mask rasters of one product family, most decisive first."""

    name: str
    rasters: tuple[ClassRaster, ...]

    @property
    def assets(self) -> tuple[str, ...]:
        """Names of the assets that the rule reads."""
        return tuple(raster.asset for raster in self.rasters)


_ROWS = (ClassRule("scl", (ClassRaster("SCL", None),)),)

CLASS_RULES: Mapping[str, ClassRule] = MappingProxyType({row.name: row for row in _ROWS})
"""Rules by the name that scenes carry in `Scene.class_rule`."""

CLASS_ASSETS = frozenset(name for rule in _ROWS for name in rule.assets)
"""Every asset that some rule reads."""
