"""What a finished run hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..grid import Grid
from ..period import Period
from ..raster.write import RasterFormat
from .formats import PRODUCT_FORMATS


@dataclass(frozen=True)
class ReadFailure:
    """Something of a scene that could not be read; the run went on without it."""

    scene: str
    asset: str  # band or layer name, or "granule_metadata"
    reason: str  # without signed query strings

    def __str__(self) -> str:
        return f"{self.scene} {self.asset}: {self.reason}"


@dataclass(frozen=True)
class Product:
    """A complete product folder."""

    name: str  # product name, equal to the folder's name
    path: Path  # product folder
    period: Period
    grid: Grid
    bands: tuple[str, ...]  # delivered reflectance bands
    format: str  # key of formats.PRODUCT_FORMATS
    layers: Mapping[str, Path]  # file that holds each band and ancillary layer, by name; for NetCDF the same for all
    layouts: Mapping[str, RasterFormat]  # how each layer is stored: number type, nodata, scale, offset, unit
    metadata: Path  # metadata_*.json
    quicklook: Path  # natural-colour PNG
    vrt: Path  # the bands as one virtual raster
    stac_item: Path  # stac_item_*.json
    inspire: Path  # inspire.xml
    checksums: Path  # checksums.sha256
    scenes: tuple[str, ...]  # scene ids whose observations were looked at
    failures: tuple[ReadFailure, ...]  # what could not be read
    valid_fraction: float  # part of the area's pixels that hold an observation, 0..1
    notes: tuple[str, ...]  # rules that were applied because the source lacks something

    def location(self, layer: str) -> str:
        """What GDAL opens to see one layer."""
        return PRODUCT_FORMATS[self.format].location(self.layers[layer], layer)
