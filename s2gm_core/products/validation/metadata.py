"""Checks of the metadata documents. Source of the keys and their order: S2GM product metadata 1.0.1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from ...layers import (
    LAYERS,
    Layer,
    band_layer,
    percentile_layer,
    stored_layer,
    theia_layer,
    uncertainty_layer,
)
from ...progress import Progress
from ...sensors.bands import BANDS
from ...sensors.spectral_indices import INDICES
from .product import LayerEntry, ProductOnDisk, layer_entry
from .report import Problem, difference, shown

KEYS = (
    *("Title", "Summary", "Project", "Institution", "References", "Contact", "License", "Creator_url"),
    *("Creator_email", "Metadata_version", "Processing_baseline", "Processing_name", "Compositing_period"),
    *("Processing_steps", "Processing_configuration", "Resource_locator", "Sensor_list", "Mosaicking_period_start"),
    *("Mosaicking_period_end", "First_product_date", "Last_product_date", "Resolution_distance", "Date_of_creation"),
    *("Geometry", "Band_interpretations", "Source_product_list"),
)
GEOMETRY_KEYS = ("Image_width", "Image_height", "CRS", "Projection_parameter", "Boundary")
LAYER_KEYS = ("Name", "Description", "No_data_value", "Data_type", "File_path", "File_format")
WHOLE_NUMBERS = ("uint8", "uint16", "int16")
"""Number types that layers have."""

_NOT_OURS = ("Copernicus Sentinel-2 Global Mosaic Service", "s2gm.eu")
"""Words by which a product would pose as one of the official service."""

_EIGHT_BIT = ("uint8", 0)
_OF_BANDS: Mapping[str, Layer] = {
    row.name: row for band in BANDS for row in (theia_layer(band), uncertainty_layer(band))
}


_PERCENTILE = re.compile(r"(?P<band>B\w\w)_p(?P<percentile>\d{1,3}(?:_\d+)?)")


def check_metadata(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """The metadata can be read and have the service's keys in its order."""
    for part in product.parts:
        where = f"{part.name}/{part.documents.metadata}"
        if part.problem:
            yield Problem(where, part.problem, "a JSON object")
            continue
        yield from _keys(where, part.metadata, KEYS)
        geometry = part.metadata["Geometry"]
        yield from _keys(f"{where} Geometry", geometry, GEOMETRY_KEYS)
        for number, document in enumerate(part.metadata["Band_interpretations"]):
            yield from _keys(f"{where} Band_interpretations {number}", document, LAYER_KEYS)
            yield from _entry_problems(f"{where} Band_interpretations {number}", document)
        for key in ("Institution", "Contact", "Creator_url", "References"):
            if any(words in str(part.metadata[key]) for words in _NOT_OURS):
                yield Problem(f"{where} {key}", shown(part.metadata[key]), "not the official service")


def check_geometry(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """Size, CRS and affine parameters make a grid, and the boundary is its outline."""
    for part in product.parts:
        grid = part.grid
        west, south, east, north = grid.bounds
        ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
        boundary = part.metadata["Geometry"]["Boundary"]
        tolerance = grid.pixel_width / 1000.0
        if not _same_ring(boundary, ring, tolerance):
            yield Problem(f"{part.name} Boundary", shown(boundary), shown(ring))


def check_layer_table(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """Number type, nodata, scale and unit of every layer are those of the format's table; so is the file format."""
    for part in product.parts:
        for entry in part.entries:
            where = f"{part.name} {entry.name}"
            yield from difference(f"{where} File_format", entry.file_format, part.format.file_format)
            layer = _layer_of(entry)
            if layer is None:
                yield from _unlisted_layer(where, entry)
                continue
            found = (entry.dtype, entry.nodata, entry.scale, entry.unit)
            if entry.is_band and (entry.dtype, entry.nodata) == _EIGHT_BIT:
                if entry.scale is None or not entry.scale > 0:
                    yield Problem(f"{where} Scaling_factor", shown(entry.scale), "a positive number")
                continue
            yield from difference(where, found, (layer.dtype, layer.nodata, layer.scale, layer.unit))


def check_sources(product: ProductOnDisk, progress: Progress) -> Iterator[Problem]:
    """Source_product_list counts from 0, and every granule has its record; their dates lie in the period."""
    for part in product.parts:
        where, sources = f"{part.name} Source_product_list", part.sources
        yield from difference(f"{where} keys", list(sources), [str(number) for number in range(len(sources))])
        if not sources or not all(isinstance(name, str) and name for name in sources.values()):
            yield Problem(where, shown(sources), "the ids of the granules by their keys")
        records = [str(record["key"]) for record in part.metadata["Processing_details"]["Sources"]]
        yield from difference(f"{part.name} Sources", records, list(sources))
        first, last = (date.fromisoformat(part.metadata[f"{end}_product_date"]) for end in ("First", "Last"))
        around = timedelta(days=int(part.order.get("fill_days", 0)))
        start, end = part.days[0] - around, part.days[1] + around
        if not start <= first <= last <= end:
            yield Problem(f"{part.name} product dates", f"{first} to {last}", f"days from {start} to {end}")


def _keys(where: str, document: Mapping[str, Any], wanted: Sequence[str]) -> Iterator[Problem]:
    """Missing keys, else another order of them."""
    missing = [key for key in wanted if key not in document]
    if missing:
        yield Problem(where, "no " + ", ".join(missing), "every key of the format")
    else:
        yield from difference(f"{where} order of keys", [key for key in document if key in wanted], list(wanted))


def _entry_problems(where: str, document: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        layer_entry(document)
    except (LookupError, TypeError, ValueError) as problem:
        yield Problem(where, f"{type(problem).__name__}: {shown(str(problem))}", "the description of one layer")


def _layer_of(entry: LayerEntry) -> Layer | None:
    """The row of the table for an entry."""
    if entry.is_band:
        return band_layer(entry.name)
    if entry.name == "valid_obs" and entry.dtype == "uint16":
        return stored_layer(entry.name, entry.dtype)
    return LAYERS.get(entry.name) or _OF_BANDS.get(entry.name) or _percentile(entry.name)


def _percentile(name: str) -> Layer | None:
    """The layer of a further percentile, such as B02_p25 or B02_p2_5."""
    found = _PERCENTILE.fullmatch(name)
    if found is None or found["band"] not in BANDS:
        return None
    layer = percentile_layer(found["band"], float(found["percentile"].replace("_", ".")))
    return layer if layer.name == name else None


def _unlisted_layer(where: str, entry: LayerEntry) -> Iterator[Problem]:
    """Spectral indices are in no table of layers; their numbers are whole, and nodata is one of them."""
    if entry.name not in INDICES:
        yield Problem(where, "an unknown layer", "a reflectance band, a layer of the format or a spectral index")
    elif entry.dtype not in WHOLE_NUMBERS or not _holds(entry.dtype, entry.nodata):
        yield Problem(where, f"{entry.dtype} with nodata {entry.nodata}", f"one of {', '.join(WHOLE_NUMBERS)}")


def _holds(dtype: str, number: int) -> bool:
    limits = np.iinfo(dtype)
    return int(limits.min) <= number <= int(limits.max)


def _same_ring(found: object, wanted: Sequence[Sequence[float]], tolerance: float) -> bool:
    try:
        numbers = [[float(value) for value in point] for point in found]  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return False
    return len(numbers) == len(wanted) and all(
        len(a) == 2 and abs(a[0] - b[0]) <= tolerance and abs(a[1] - b[1]) <= tolerance for a, b in zip(numbers, wanted)
    )
