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
class ProductPart:
    """One sub-folder of a product: all of it, or one tile of MGRS."""

    name: str  # of the sub-folder: the order's, or the tile's
    grid: Grid
    format: str  # key of formats.PRODUCT_FORMATS
    layers: Mapping[str, Path]  # file that holds each band and ancillary layer, by name; for NetCDF the same for all
    layouts: Mapping[str, RasterFormat]  # how each layer is stored: number type, nodata, scale, offset, unit
    metadata: Path  # metadata_*.json
    quicklook: Path  # natural-colour PNG
    picture: Path | None  # its colours as bytes, of a mosaic in natural colour
    tiles: Path | None  # the picture as an MBTiles file or a folder of tiles, where that was ordered
    vrt: Path  # the bands as one virtual raster
    stac_item: Path  # stac_item_*.json
    scenes: tuple[str, ...]  # scene ids whose observations were looked at; places are the values of source_index
    notes: tuple[str, ...]  # rules that were applied because the order or the source wants it

    def location(self, layer: str) -> str:
        """What GDAL opens to see one layer."""
        return PRODUCT_FORMATS[self.format].location(self.layers[layer], layer)


@dataclass(frozen=True)
class Product:
    """A complete product folder."""

    name: str  # product name, equal to the folder's name
    path: Path  # product folder
    period: Period
    bands: tuple[str, ...]  # delivered reflectance bands
    parts: tuple[ProductPart, ...]  # one, or several where the order is split into tiles
    inspire: Path  # inspire.xml
    checksums: Path  # checksums.sha256
    failures: tuple[ReadFailure, ...]  # what could not be read
    valid_fraction: float  # part of the area's pixels that hold an observation, 0..1

    @property
    def whole(self) -> ProductPart:
        """The part of a product that is not split; the first one of others."""
        return self.parts[0]

    @property
    def grid(self) -> Grid:
        """The grid of the `whole`."""
        return self.whole.grid

    @property
    def layers(self) -> Mapping[str, Path]:
        """The files of the `whole` by layer."""
        return self.whole.layers

    @property
    def metadata(self) -> Path:
        """The metadata document of the `whole`."""
        return self.whole.metadata

    @property
    def quicklook(self) -> Path:
        """The picture of the `whole`."""
        return self.whole.quicklook

    @property
    def picture(self) -> Path | None:
        """The colours of the `whole` as bytes; None for products without them."""
        return self.whole.picture

    @property
    def scenes(self) -> tuple[str, ...]:
        """Ids of the scenes of all parts, each once."""
        return tuple(dict.fromkeys(scene for part in self.parts for scene in part.scenes))

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes of all parts, each once."""
        return tuple(dict.fromkeys(note for part in self.parts for note in part.notes))
