"""A finished mosaic whose pixels can be asked where they come from: a product folder, or one raster with its order."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer

from ..errors import CatalogueError, OrderError, ReadError
from ..grid import Grid, Window, crs_name, parse_crs
from ..order import Order
from ..period import Period
from ..raster.environment import gdal_environment
from ..raster.layer_files import LayerFiles
from .validation.product import Part, ProductOnDisk, open_product

NOT_A_MOSAIC = "Give the folder of a product that S2GM for QGIS has made (S2GM_...)."


@dataclass(frozen=True)
class StoredLayer:
    """Where one layer lies, and how its numbers become values: value = stored x scale + offset."""

    location: str  # what GDAL opens
    band: int
    scale: float
    offset: float
    nodata: float | None


@dataclass(frozen=True)
class InspectedMosaic:
    """One mosaic on one grid."""

    name: str
    order: Order
    period: Period
    grid: Grid
    reader: str  # GDAL's driver
    layers: Mapping[str, StoredLayer]  # by name: bands and ancillary layers
    sun_zenith: float | None = None  # to which reflectance was normalised, degrees; None: it was not, or is not known
    scenes: Mapping[int, str] = field(default_factory=dict)  # ids by the values of source_index

    def pixel(self, longitude: float, latitude: float) -> tuple[int, int] | None:
        """Row and column of the pixel that holds a place in degrees; None outside the grid."""
        x, y = Transformer.from_crs("EPSG:4326", self.grid.crs, always_xy=True).transform(longitude, latitude)
        column, row = ~self.grid.transform * (x, y)
        if not (0 <= row < self.grid.height and 0 <= column < self.grid.width):  # infinite where there is no place
            return None
        return int(row), int(column)

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """Longitude and latitude of the middle of a pixel."""
        x, y = self.grid.transform * (column + 0.5, row + 0.5)
        longitude, latitude = Transformer.from_crs(self.grid.crs, "EPSG:4326", always_xy=True).transform(x, y)
        return longitude, latitude

    def values(self, row: int, column: int) -> dict[str, float]:
        """What the mosaic holds at a pixel, by layer; what is no data is absent. Raises `ReadError`."""
        found = {}
        with gdal_environment(), LayerFiles(self.reader) as files:
            for name, layer in self.layers.items():
                stored = float(files.read(layer.location, Window(row, column, 1, 1), layer.band)[0, 0])
                if stored != layer.nodata and not np.isnan(stored):
                    found[name] = stored * layer.scale + layer.offset
        return found


def mosaics_of_folder(folder: Path) -> tuple[InspectedMosaic, ...]:
    """The parts of a product folder, or of the one product inside a folder.

    Raises `OrderError` where it holds none that this software has made.
    """
    try:
        product = _with_parts(open_product(folder))
    except CatalogueError as problem:
        raise OrderError(f"{problem} {NOT_A_MOSAIC}") from None
    if not product.parts:
        raise OrderError(f"{folder} holds no metadata of a mosaic. {NOT_A_MOSAIC}")
    return tuple(map(_mosaic_of_part, product.parts))


def _with_parts(product: ProductOnDisk) -> ProductOnDisk:
    """The product itself, or the only product below it."""
    if product.parts:
        return product
    inside = [open_product(product.folder / name) for name in product.folders[:100] if not name.startswith(".")]
    inside = [one for one in inside if one.parts]
    if len(inside) > 1:
        raise OrderError(
            f"{product.folder} holds {len(inside)} products, such as {inside[0].folder.name}. Name one of them."
        )
    return inside[0] if inside else product


def _mosaic_of_part(part: Part) -> InspectedMosaic:
    if part.problem:
        raise OrderError(f"The metadata of {part.folder} cannot be read: {part.problem}")
    try:
        details: Mapping[str, Any] = part.metadata["Processing_details"]
        order, (first, _) = Order.from_json(dict(details["Order"])), part.days
        sun = (details.get("Normalisation") or {}).get("Nadir_reflectance_at_sun_zenith_degrees")
        return InspectedMosaic(
            name=str(part.metadata["Processing_name"]),
            order=order,
            period=period_of(order, first),
            grid=part.grid,
            reader=part.format.reader,
            layers=_layers_of_part(part),
            sun_zenith=None if sun is None else float(sun),
            scenes={int(one["key"]): str(one["id"]) for one in details["Sources"]},
        )
    except (LookupError, TypeError, ValueError) as problem:
        raise OrderError(
            f"The metadata of {part.folder} do not say how it was made ({type(problem).__name__}). {NOT_A_MOSAIC}"
        ) from None


def _layers_of_part(part: Part) -> dict[str, StoredLayer]:
    found = {}
    for entry in part.entries:
        if entry.file_name not in part.files:
            continue
        location = part.format.location(part.folder / entry.file_name, entry.variable)
        found[entry.name] = StoredLayer(
            location, 1, 1.0 if entry.scale is None else entry.scale, entry.offset, float(entry.nodata)
        )
    return found


def mosaic_of_raster(path: Path, order: Order, first_day: date, name: str = "") -> InspectedMosaic:
    """One GeoTIFF with the bands of a mosaic, or with its ancillary layers, whose order is known from elsewhere.

    Raises `ReadError`, and `OrderError` where the raster does not belong to the order.
    """
    location = str(path)
    with gdal_environment(), LayerFiles("GTiff") as files:
        header, names = files.header(location), files.band_names(location)
        if header.crs is None:
            raise ReadError(f"{path} has no CRS; it cannot be placed on a map.")
        west, north = header.transform[2], header.transform[5]
        layers = {}
        for number, layer in enumerate(names, 1):
            scale, offset = files.steps(location, number)
            layers[layer] = StoredLayer(location, number, scale, offset, header.nodata)
    crs = parse_crs(header.crs)
    code = crs.to_epsg()
    grid = Grid(
        f"EPSG:{code}" if code else crs_name(crs),
        west,
        north,
        header.transform[0],
        -header.transform[4],
        header.width,
        header.height,
    )
    return InspectedMosaic(name or path.stem, order, period_of(order, first_day), grid, "GTiff", layers)


def period_of(order: Order, first_day: date) -> Period:
    """The period of an order that begins on a day. Raises `OrderError`."""
    with suppress(StopIteration):
        return next(period for period in order.periods if period.start == first_day)
    raise OrderError(f"The order has no period that begins on {first_day}.")
