"""The product as a STAC item: what it is, where, when, of what, and which file holds what.

Source: STAC 1.0.0 with its extensions projection 1.1, raster 1.1, eo 1.1, file 2.1 and processing 1.1. What they have
no word for stands under ``s2gm:``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.geometry import mapping

from ..catalog.fetched import STAC_VERSION
from ..grid import parse_crs
from ..sensors.bands import BANDS
from ..version import __version__
from .extent import lon_lat_box, lon_lat_outline
from .facts import ProductFacts
from .formats import TIFF_MEDIA_TYPE
from .metadata import SOFTWARE
from .planned_layer import PlannedLayer
from .recipes import recipe_of

EXTENSIONS = tuple(
    f"https://stac-extensions.github.io/{name}/schema.json"
    for name in ("projection/v1.1.0", "raster/v1.1.0", "eo/v1.1.0", "file/v2.1.0", "processing/v1.1.0")
)
ORDER_KEY, SOURCES_KEY, VARIABLE_KEY = "s2gm:order", "s2gm:sources", "s2gm:variable"
SHA256_MULTIHASH = "1220"
"""What stands before the 32 bytes of a SHA-256, in hex: its code (0x12) and its length (0x20)."""

_LICENCE = "https://sentinels.copernicus.eu/documents/247904/690755/Sentinel_Data_Legal_Notice"
_COMMON_NAMES = {"rededge1": "rededge", "rededge2": "rededge", "rededge3": "rededge"}


@dataclass(frozen=True)
class FileSum:
    """A file that the item names."""

    size: int  # bytes
    sha256: str  # hex digits


@dataclass(frozen=True)
class OtherFile:
    """A file of the product that is no layer."""

    key: str  # of the asset
    path: Path  # relative to the item
    media_type: str
    title: str
    roles: tuple[str, ...]


def other_files(facts: ProductFacts) -> tuple[OtherFile, ...]:
    """The files beside the layers that the item names."""
    names = facts.documents
    picture = OtherFile("rgb", Path(names.picture), TIFF_MEDIA_TYPE, "Colours as bytes", ("visual",))
    return (
        OtherFile("metadata", Path(names.metadata), "application/json", "Metadata", ("metadata",)),
        OtherFile("quicklook", Path(names.quicklook), "image/png", "Natural colour", ("overview", "thumbnail")),
        OtherFile("vrt", Path(names.vrt), "application/xml", "The bands as one raster", ("visual",)),
        *((picture,) if recipe_of(facts.order).has_picture else ()),
    )


def stac_item(
    name: str, facts: ProductFacts, metadata: Mapping[str, Any], files: Mapping[Path, FileSum]
) -> dict[str, Any]:
    """The item ``name`` of one part, plain JSON data that lies beside the layers.

    It is the same for the same order, scenes and software.
    ``metadata`` is the `product_metadata`; ``files`` holds the sums of all named files by their path beside the item.
    """
    layers = {name: _layer_asset(planned, facts, files) for name, planned in facts.layers.items()}
    others = {other.key: _other_asset(other, files) for other in other_files(facts)}
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": list(EXTENSIONS),
        "id": name,
        "geometry": mapping(lon_lat_outline(facts.grid)),
        "bbox": list(lon_lat_box(facts.grid)),
        "properties": _properties(facts, metadata),
        "links": [{"rel": "license", "href": _LICENCE, "type": "application/pdf"}],
        "assets": {**layers, **others},
    }


def _properties(facts: ProductFacts, metadata: Mapping[str, Any]) -> dict[str, Any]:
    grid, period = facts.grid, facts.period
    code = parse_crs(grid.crs).to_epsg()
    of_landsat = [granule.scene.is_landsat for granule in facts.granules]
    properties = {
        "title": metadata["Title"],
        "description": metadata["Summary"],
        "datetime": None,
        "start_datetime": f"{period.start.isoformat()}T00:00:00Z",
        "end_datetime": f"{period.last_day.isoformat()}T23:59:59Z",
        "created": metadata["Date_of_creation"] or None,
        "license": "proprietary",  # what STAC calls every licence without an SPDX name; the link leads to it
        "constellation": None if any(of_landsat) else "sentinel-2",
        "gsd": facts.order.resolution,
        "proj:epsg": code,
        "proj:wkt2": None if code else grid.crs,
        "proj:shape": [grid.height, grid.width],
        "proj:transform": list(grid.transform)[:6],
        "proj:bbox": list(grid.bounds),
        "processing:level": "L3",
        "processing:lineage": metadata["Processing_steps"],
        "processing:software": {SOFTWARE: __version__},
        ORDER_KEY: facts.order.to_json(),
        SOURCES_KEY: [
            {
                "key": granule.index,
                "id": granule.scene.id,
                "granule_id": granule.scene.granule_id,
                "platform": granule.scene.platform,
                "datetime": granule.scene.acquired.isoformat().replace("+00:00", "Z"),
                "baseline": granule.scene.baseline,
                "tile": granule.scene.tile,
                "relative_orbit": granule.scene.relative_orbit,
            }
            for granule in facts.granules
        ],
    }
    kept_although_null = ("datetime", "proj:epsg")
    return {key: value for key, value in properties.items() if value is not None or key in kept_although_null}


def _layer_asset(planned: PlannedLayer, facts: ProductFacts, files: Mapping[Path, FileSum]) -> dict[str, Any]:
    layout, name = planned.format, planned.layer.name
    raster = {
        "data_type": layout.dtype,
        "nodata": layout.nodata,
        "scale": layout.scale,
        "offset": None if layout.scale is None else layout.offset,
        "unit": layout.unit,
        "spatial_resolution": facts.order.resolution,
    }
    asset = {
        "href": f"./{planned.path.as_posix()}",
        "type": facts.format.media_type,
        "title": planned.layer.description,
        "roles": ["data", *(["reflectance"] if name in BANDS else [])],
        "raster:bands": [{key: value for key, value in raster.items() if value is not None}],
        **_sum_of(files[planned.path]),
    }
    if name in BANDS:
        asset["eo:bands"] = [_spectral_band(name)]
    if planned.variable is not None:
        asset[VARIABLE_KEY] = planned.variable
    return asset


def _spectral_band(name: str) -> dict[str, Any]:
    """Name, common name, central wavelength and width in micrometres."""
    band = BANDS[name]
    centre, width = (round(length / 1000.0, 6) for length in band.nominal_nm)
    common = _COMMON_NAMES.get(band.asset, band.asset)
    return {"name": name, "common_name": common, "center_wavelength": centre, "full_width_half_max": width}


def _other_asset(other: OtherFile, files: Mapping[Path, FileSum]) -> dict[str, Any]:
    return {
        "href": f"./{other.path.as_posix()}",
        "type": other.media_type,
        "title": other.title,
        "roles": list(other.roles),
        **_sum_of(files[other.path]),
    }


def _sum_of(file: FileSum) -> dict[str, Any]:
    return {"file:size": file.size, "file:checksum": SHA256_MULTIHASH + file.sha256}
