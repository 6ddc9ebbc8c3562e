"""Tiny Landsat products: hand-made folders with GeoTIFFs of 30 m, half a pixel off the multiples of 30 m."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from pyproj import Transformer

PIXEL, PIXELS = 30.0, 44
LEFT, TOP = 499_965.0, 5_000_055.0
"""Corner of the raster, on odd multiples of 15 m; it covers the usual scene of 1.2 x 1.2 km."""

MEADOW = {1: 0.025, 2: 0.03, 3: 0.05, 4: 0.03, 5: 0.42, 6: 0.18, 7: 0.08}
"""Reflectance by band number, as the tiny archive's meadow."""

CLEAR, WATER, CLOUD, SHADOW, FILL = 21824, 21952, 22280, 23888, 1
"""Numbers of QA_PIXEL as real images hold them."""


@dataclass(frozen=True)
class TinyLandsat:
    """One product. Reflectance and masks are numbers, or planes of 44 x 44 pixels."""

    day: str = "20230806"
    path: int = 190
    row: int = 28
    satellite: int = 8
    reflectance: Mapping[int, Any] = field(default_factory=dict)  # of bands that differ from MEADOW
    qa: Any = CLEAR
    form: str = "json"  # of the MTL document
    changes: Mapping[str, Any] = field(default_factory=dict)  # values of the document that are replaced
    leave_out: tuple[str, ...] = ()  # ends of file names that are not written

    @property
    def name(self) -> str:
        return f"LC0{self.satellite}_L2SP_{self.path:03d}{self.row:03d}_{self.day}_20230820_02_T1"


def stored(reflectance: Any) -> np.ndarray:
    """Digital numbers of reflectances, 0 where they are NaN."""
    values = np.asarray(reflectance, dtype=np.float64)
    return np.where(np.isnan(values), 0, np.rint((np.nan_to_num(values) + 0.2) / 2.75e-5)).astype(np.uint16)


def write_landsat(folder: Path, product: TinyLandsat) -> Path:
    """Write one product; returns its folder."""
    root = folder / product.name
    root.mkdir(parents=True)
    for band, usual in MEADOW.items():
        _write(product, root / f"{product.name}_SR_B{band}.TIF", stored(product.reflectance.get(band, usual)))
    _write(product, root / f"{product.name}_QA_PIXEL.TIF", np.asarray(product.qa, dtype=np.uint16))
    (root / f"{product.name}_MTL.{product.form}").write_text(mtl_text(groups_of(product), product.form))
    return root


def groups_of(product: TinyLandsat) -> dict[str, dict[str, Any]]:
    """The values of the MTL document."""
    east, south = LEFT + PIXEL * PIXELS, TOP - PIXEL * PIXELS
    to_lon_lat = Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)
    corners = {"UL": (LEFT, TOP), "UR": (east, TOP), "LL": (LEFT, south), "LR": (east, south)}
    places = {}
    for name, (x, y) in corners.items():
        longitude, latitude = to_lon_lat.transform(x, y)
        places |= {f"CORNER_{name}_LON_PRODUCT": longitude, f"CORNER_{name}_LAT_PRODUCT": latitude}
    groups: dict[str, dict[str, Any]] = {
        "PRODUCT_CONTENTS": {
            "LANDSAT_PRODUCT_ID": product.name,
            "PROCESSING_LEVEL": "L2SP",
            "COLLECTION_NUMBER": "02",
            **{f"FILE_NAME_BAND_{band}": f"{product.name}_SR_B{band}.TIF" for band in MEADOW},
            "FILE_NAME_QUALITY_L1_PIXEL": f"{product.name}_QA_PIXEL.TIF",
        },
        "IMAGE_ATTRIBUTES": {
            "SPACECRAFT_ID": f"LANDSAT_{product.satellite}",
            "WRS_PATH": product.path,
            "WRS_ROW": product.row,
            "DATE_ACQUIRED": f"{product.day[:4]}-{product.day[4:6]}-{product.day[6:]}",
            "SCENE_CENTER_TIME": "09:50:00.1234560Z",
            "CLOUD_COVER": 12.5,
            "SUN_AZIMUTH": -150.0,
            "SUN_ELEVATION": 55.0,
        },
        "PROJECTION_ATTRIBUTES": {"MAP_PROJECTION": "UTM", "UTM_ZONE": 33, **places},
        "LEVEL2_PROCESSING_RECORD": {"DATE_PRODUCT_GENERATED": "2023-08-20T01:02:03Z"},
        "LEVEL2_SURFACE_REFLECTANCE_PARAMETERS": {
            **{f"REFLECTANCE_MULT_BAND_{band}": 2.75e-05 for band in MEADOW},
            **{f"REFLECTANCE_ADD_BAND_{band}": -0.2 for band in MEADOW},
        },
    }
    for group in groups.values():
        group.update({name: value for name, value in product.changes.items() if name in group})
    return groups


def mtl_text(groups: Mapping[str, Mapping[str, Any]], form: str) -> str:
    """The document as JSON, XML or ODL text."""
    root = "LANDSAT_METADATA_FILE"
    if form == "json":
        texts = {group: {name: str(value) for name, value in values.items()} for group, values in groups.items()}
        return json.dumps({root: texts})
    if form == "xml":
        inner = "".join(
            f"<{group}>" + "".join(f"<{name}>{value}</{name}>" for name, value in values.items()) + f"</{group}>"
            for group, values in groups.items()
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>{inner}</{root}>\n'
    lines = [f"GROUP = {root}"]
    for group, values in groups.items():
        lines += [f"  GROUP = {group}", *(f"    {name} = {_odl(value)}" for name, value in values.items())]
        lines.append(f"  END_GROUP = {group}")
    return "\n".join([*lines, f"END_GROUP = {root}", "END", ""])


def _odl(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) and not value[:4].isdigit() else str(value)


def _write(product: TinyLandsat, path: Path, values: np.ndarray) -> None:
    if path.name.endswith(product.leave_out or ("?",)):
        return
    plane = np.broadcast_to(values, (PIXELS, PIXELS))
    options = {"driver": "GTiff", "height": PIXELS, "width": PIXELS, "count": 1, "dtype": "uint16"}
    transform = Affine(PIXEL, 0, LEFT, 0, -PIXEL, TOP)
    with rasterio.open(path, "w", crs="EPSG:32633", transform=transform, **options) as file:
        file.write(plane, 1)
