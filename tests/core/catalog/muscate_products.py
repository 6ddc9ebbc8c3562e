"""Tiny Theia products: hand-made MUSCATE folders with the file names, numbers and bits of real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine

from tests.core.archive import NORTH, SIDE, WEST, TinyScene, corners_of

PIXELS = {"B2": 10, "B3": 10, "B4": 10, "B8": 10, "B5": 20, "B6": 20, "B7": 20, "B8A": 20, "B11": 20, "B12": 20}
MEADOW = {"B2": 300, "B3": 500, "B4": 300, "B5": 900, "B6": 2500, "B7": 3300}
MEADOW.update({"B8": 4000, "B8A": 4200, "B11": 1800, "B12": 800})
"""Reflectance x 10^4, as the tiny archive's meadow."""

MG2_NATURES = ("Water", "Cloud", "Snow", "Cloud_Shadow", "Topography_Shadow", "Hidden_Surface", "Sun_Too_Low")


@dataclass(frozen=True)
class TinyMuscate:
    """One product over the usual scene. Numbers or planes: reflectance x 10^4 at the band's size, masks at 10 m."""

    day: str = "20230805"
    orbit: str = "42000"
    reflectance: Mapping[str, Any] = field(default_factory=dict)  # of bands that differ from MEADOW
    versions: Mapping[str, int] = field(default_factory=lambda: {"FRE": 0, "SRE": 500})  # what is added to each
    clm: Any = 0
    mg2: Any = 0
    edge: Any = 0
    aerosol: int = 24
    view_zenith: float = 5.0
    changes: Mapping[str, str] = field(default_factory=dict)  # texts of the document that are replaced
    leave_out: tuple[str, ...] = ()  # ends of file names that are not written

    @property
    def name(self) -> str:
        return f"SENTINEL2A_{self.day}-100000-000_L2A_T33TWL_C_V2-2"


def write_muscate(folder: Path, product: TinyMuscate) -> Path:
    """Write one product; returns its folder."""
    root = folder / product.name
    (root / "MASKS").mkdir(parents=True)
    for version, added in product.versions.items():
        for band, pixel in PIXELS.items():
            values = _plane(product.reflectance.get(band, MEADOW[band]), pixel).astype(np.int32)
            values = np.where(values == -10000, -10000, values + added)
            _write(product, root / f"{product.name}_{version}_{band}.tif", [values.astype(np.int16)], pixel)
    for name, values in {"CLM": product.clm, "MG2": product.mg2, "EDG": product.edge}.items():
        plane = _plane(values, 10).astype(np.uint8)
        _write(product, root / "MASKS" / f"{product.name}_{name}_R1.tif", [plane], 10)
        _write(product, root / "MASKS" / f"{product.name}_{name}_R2.tif", [plane[::2, ::2]], 20)
    for group, pixel in {"R1": 10, "R2": 20}.items():
        planes = [_plane(value, pixel).astype(np.uint8) for value in (60, product.aerosol)]
        _write(product, root / f"{product.name}_ATB_{group}.tif", planes, pixel)
    document = document_of(product)
    for old, new in product.changes.items():
        assert old in document, old
        document = document.replace(old, new)
    (root / f"{product.name}_MTD_ALL.xml").write_text(document, encoding="utf-8")
    return root


def document_of(product: TinyMuscate) -> str:
    """The metadata document, with the elements that real ones have."""
    start = product.name
    versions = {"SRE": "Surface_Reflectance", "FRE": "Flat_Reflectance"}
    images = "".join(
        _group("Image", nature, [f'<IMAGE_FILE band_id="{b}">{start}_{version}_{b}.tif</IMAGE_FILE>' for b in PIXELS])
        for version, nature in versions.items()
    )
    atb = [f'<IMAGE_FILE group_id="{g}" band_number="2">{start}_ATB_{g}.tif</IMAGE_FILE>' for g in ("R1", "R2")]
    images += _group("Image", "Aerosol_Optical_Thickness", atb)
    masks = _mask(start, "Detailed_Cloud", "CLM", None) + _mask(start, "Edge", "EDG", None)
    masks += "".join(_mask(start, nature, "MG2", bit) for bit, nature in enumerate(MG2_NATURES, start=1))
    day = f"{product.day[:4]}-{product.day[4:6]}-{product.day[6:]}"
    ring = corners_of(TinyScene("x"))
    names = ("upperLeft", "lowerLeft", "lowerRight", "upperRight")
    points = "".join(f'<Point name="{n}"><LAT>{y}</LAT><LON>{x}</LON></Point>' for n, (x, y) in zip(names, ring))
    sun, view = _angles(40.0, 150.0), _angles(product.view_zenith, 100.0)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Muscate_Metadata_Document>
<Product_Characteristics><PRODUCT_ID>{start}</PRODUCT_ID><ACQUISITION_DATE>{day}T10:00:00.000Z</ACQUISITION_DATE>
<PRODUCTION_DATE>{day}T20:00:00.000Z</PRODUCTION_DATE><PRODUCT_VERSION>2.2</PRODUCT_VERSION>
<PRODUCT_LEVEL>L2A</PRODUCT_LEVEL><PLATFORM>SENTINEL2A</PLATFORM><ORBIT_NUMBER>{product.orbit}</ORBIT_NUMBER>
</Product_Characteristics>
<Dataset_Identification><GEOGRAPHICAL_ZONE type="Tile">T33TWL</GEOGRAPHICAL_ZONE></Dataset_Identification>
<Image_List>{images}</Image_List><Mask_List>{masks}</Mask_List>
<HORIZONTAL_CS_CODE>32633</HORIZONTAL_CS_CODE><Global_Geopositioning>{points}</Global_Geopositioning>
<Group_Geopositioning_List><Group_Geopositioning group_id="R1"><ULX>{WEST:.0f}</ULX><ULY>{NORTH:.0f}</ULY>
</Group_Geopositioning></Group_Geopositioning_List>
<Sun_Angles><ZENITH_ANGLE>40.0</ZENITH_ANGLE><AZIMUTH_ANGLE>150.0</AZIMUTH_ANGLE></Sun_Angles>
<Angles_Grids_List><Sun_Angles_Grids>{sun}</Sun_Angles_Grids><Viewing_Incidence_Angles_Grids_List>
<Band_Viewing_Incidence_Angles_Grids_List band_id="B2"><Viewing_Incidence_Angles_Grids detector_id="01">{view}
</Viewing_Incidence_Angles_Grids></Band_Viewing_Incidence_Angles_Grids_List></Viewing_Incidence_Angles_Grids_List>
</Angles_Grids_List>
<REFLECTANCE_QUANTIFICATION_VALUE>10000</REFLECTANCE_QUANTIFICATION_VALUE>
<AEROSOL_OPTICAL_THICKNESS_QUANTIFICATION_VALUE>200</AEROSOL_OPTICAL_THICKNESS_QUANTIFICATION_VALUE>
<SPECIAL_VALUE name="nodata">-10000</SPECIAL_VALUE>
<Current_Product><QUALITY_INDEX name="CloudPercent">54</QUALITY_INDEX></Current_Product>
</Muscate_Metadata_Document>
"""


def _group(kind: str, nature: str, files: list[str]) -> str:
    properties = f"<{kind}_Properties><NATURE>{nature}</NATURE></{kind}_Properties>"
    return f"<{kind}>{properties}<{kind}_File_List>{''.join(files)}</{kind}_File_List></{kind}>"


def _mask(start: str, nature: str, name: str, bit: int | None) -> str:
    number = "" if bit is None else f' bit_number="{bit}"'
    files = [f'<MASK_FILE group_id="{g}"{number}>MASKS/{start}_{name}_{g}.tif</MASK_FILE>' for g in ("R1", "R2")]
    return _group("Mask", nature, files)


def _angles(zenith: float, azimuth: float) -> str:
    def grid(kind: str, value: float) -> str:
        rows = f"<VALUES>{value} {value}</VALUES>" * 2
        return f"<{kind}><COL_STEP>5000</COL_STEP><Values_List>{rows}</Values_List></{kind}>"

    return grid("Zenith", zenith) + grid("Azimuth", azimuth)


def _plane(values: Any, pixel: int) -> np.ndarray:
    side = round(SIDE / pixel)
    return np.broadcast_to(np.asarray(values), (side, side))


def _write(product: TinyMuscate, path: Path, planes: list[np.ndarray], pixel: int) -> None:
    if path.name.endswith(product.leave_out or ("?",)):
        return
    height, width = planes[0].shape
    options = {"driver": "GTiff", "height": height, "width": width, "count": len(planes), "dtype": planes[0].dtype}
    with rasterio.open(
        path, "w", crs="EPSG:32633", transform=Affine(pixel, 0, WEST, 0, -pixel, NORTH), **options
    ) as file:
        for number, plane in enumerate(planes, start=1):
            file.write(plane, number)
