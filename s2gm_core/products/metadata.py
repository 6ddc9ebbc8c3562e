"""The product's metadata document, with the keys of the service in its order.

Source: S2GM product metadata 1.0.1. Nothing poses as an official product: institution, contact and licence are this
project's, and what the service did not have stands under ``Processing_details``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..grid import Grid
from ..masks.class_rules import CLASS_RULES
from ..period import PERIOD_KINDS, Period
from ..sensors.bands import BANDS
from ..version import __version__
from .extent import lon_lat_box
from .facts import ProductFacts
from .formats import ProductFormat
from .naming import configuration
from .overpasses import Granule
from .planned_layer import PlannedLayer
from .recipes import method_of, recipe_of
from .record import ReadFailure

SOFTWARE = "S2GM for QGIS"
INSTITUTION = "Made by the user of S2GM for QGIS"
HOMEPAGE = "https://example.org/s2gm-qgis"
BAND_ORDER = ("B02", "B03", "B04", "B08", "B01", "B05", "B8A", "B06", "B11", "B12", "B07")
"""Order of the reflectance bands in the service's metadata."""


def attribution(period: Period, granules: Sequence[Granule] = ()) -> str:
    """The only duty of Copernicus Sentinel data's licence: the attribution with the year of the data.

    With the granules of a product also what USGS asks for: its name beside data of Landsat.
    """
    years = sorted({period.start.year, period.last_day.year})
    credits = [f"Contains modified Copernicus Sentinel data [{'-'.join(map(str, years))}]"]
    landsat = [granule.scene.is_landsat for granule in granules]
    if any(landsat):
        credits.append("Landsat Collection 2 data courtesy of the U.S. Geological Survey")
    return "; ".join(credits[1:] if landsat and all(landsat) else credits)


def product_metadata(facts: ProductFacts) -> dict[str, Any]:
    """The metadata document, plain JSON data; the same for the same order, scenes and software."""
    order, period, granules = facts.order, facts.period, facts.granules
    days = [granule.scene.acquired.date().isoformat() for granule in granules]
    method = method_of(order)
    return {
        "Title": recipe_of(order).title,
        "Summary": (
            f"Composite of Sentinel-2 Level-2A surface reflectance for a user-defined area and period: {method.label}. "
            f"{method.summary} Made by S2GM for QGIS in the format of the Copernicus Sentinel-2 Global Mosaic service. "
            "This is no official product of that service. " + attribution(period, granules) + "."
        ),
        "Project": SOFTWARE,
        "Institution": INSTITUTION,
        "References": HOMEPAGE,
        "Contact": HOMEPAGE,
        "License": "Copernicus Sentinel data are free, full and open (Regulation (EU) No 1159/2013). "
        + attribution(period, granules),
        "Creator_url": HOMEPAGE,
        "Creator_email": "",
        "Metadata_version": "1.0.1",
        "Processing_baseline": __version__,
        "Processing_name": facts.name,
        "Compositing_period": PERIOD_KINDS[period.kind].adjective,
        "Processing_steps": ", ".join((*_processors(granules), f"S2GM_for_QGIS_v{__version__}")),
        "Processing_configuration": configuration(facts.order),
        "Resource_locator": HOMEPAGE,
        "Sensor_list": ", ".join(sorted({granule.scene.platform for granule in granules})),
        "Mosaicking_period_start": period.start.isoformat(),
        "Mosaicking_period_end": period.last_day.isoformat(),
        "First_product_date": min(days),
        "Last_product_date": max(days),
        "Resolution_distance": int(order.resolution) if order.resolution.is_integer() else order.resolution,
        "Date_of_creation": max((granule.scene.generated for granule in granules), default=""),
        "Geometry": _geometry(facts.grid),
        "Band_interpretations": [
            _band_interpretation(facts.layers[layer], facts.format) for layer in _ordered(facts.layers)
        ],
        "Source_product_list": {str(granule.index): granule.scene.granule_id for granule in granules},
        "Processing_details": dict(facts.details),
    }


def _processors(granules: Sequence[Granule]) -> list[str]:
    """The software that made the scenes, sorted."""
    return sorted({CLASS_RULES[granule.scene.class_rule].processor for granule in granules})


def source_details(granules: Sequence[Granule]) -> list[dict[str, Any]]:
    """What each source scene was and how its offset was decided, for the record."""
    return [
        {
            "key": granule.index,
            "id": granule.scene.id,
            "acquired": granule.scene.acquired.isoformat(),
            "platform": granule.scene.platform,
            "relative_orbit": granule.scene.relative_orbit,
            "tile": granule.scene.tile,
            "baseline": granule.scene.baseline,
            "reflectance_offsets": {
                name: asset.offset for name, asset in sorted(granule.scene.assets.items()) if name in BANDS
            },
            "offset_rule": granule.scene.offset_reason,
        }
        for granule in granules
    ]


def failure_details(failures: Sequence[ReadFailure]) -> list[dict[str, str]]:
    """Unreadable parts, for the record."""
    return [{"scene": failure.scene, "asset": failure.asset, "reason": failure.reason} for failure in failures]


def _ordered(layers: Mapping[str, PlannedLayer]) -> list[str]:
    return [*(band for band in BAND_ORDER if band in layers), *(name for name in layers if name not in BANDS)]


def _geometry(grid: Grid) -> dict[str, Any]:
    west, south, east, north = grid.bounds
    elements = (("0_0", grid.pixel_width), ("0_2", grid.west), ("1_1", -grid.pixel_height), ("1_2", grid.north))
    listed = ", ".join(f'PARAMETER["elt_{place}", {value:.12g}]' for place, value in elements)
    return {
        "Image_width": grid.width,
        "Image_height": grid.height,
        "CRS": grid.crs,
        "Projection_parameter": f'PARAM_MT["Affine", PARAMETER["num_row", 3], PARAMETER["num_col", 3], {listed}]',
        "Boundary": [[west, south], [west, north], [east, north], [east, south], [west, south]],
        "Boundary_lon_lat": list(lon_lat_box(grid)),
    }


def _band_interpretation(planned: PlannedLayer, product_format: ProductFormat) -> dict[str, Any]:
    layer, layout = planned.layer, planned.format
    entry: dict[str, Any] = {"Name": layer.name, "Description": layer.description}
    if layer.name in BANDS:
        band = BANDS[layer.name]
        centres = (("S2_nominal", band.nominal_nm), ("S2A", band.s2a_nm), ("S2B", band.s2b_nm))
        entry["Spectral_information"] = {
            name: {"Central_wavelength": float(centre), "Bandwidth": float(width)} for name, (centre, width) in centres
        }
    if layer.unit is not None:
        entry["Unit"] = layer.unit
    entry["No_data_value"] = layer.nodata
    if layout.scale is not None:
        entry["Scaling_factor"] = layout.scale
    if layout.offset:
        entry["Offset"] = layout.offset
    entry["Data_type"] = layer.dtype
    entry["File_path"] = planned.path.name
    if planned.variable is not None:
        entry["Variable"] = planned.variable
    entry["File_format"] = product_format.file_format
    return entry
