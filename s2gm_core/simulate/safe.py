"""Simulated scenes as SAFE products: ESA's folders, JPEG 2000 without loss at 10, 20 and 60 m, metadata documents.

The pixels are those of the STAC archive; of baselines from 04.00 on they carry the offset, as ESA's products do.
Rasters coarser than a band's own pixels are means of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from shapely.geometry.base import BaseGeometry

from ..raster.resample import block_mean
from ..raster.write_jp2 import write_jp2
from ..sensors.bands import BANDS
from .naming import SceneNames, utc_text
from .orbits import Overpass
from .scene import SceneRasters
from .tiles import Tile

SIZES = (10, 20, 60)
BAND_COUNT = 13
QUANTIFICATION = 10_000
SAFE_OFFSET = 1000
"""What baselines from 04.00 on add to the stored numbers."""

_FIRST_WITH_OFFSET = "04.00"
_NAMESPACE = "https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-2A.xsd"


def write_safe_rasters(folder: Path, tile: Tile, overpass: Overpass, names: SceneNames, scene: SceneRasters) -> None:
    """Write a product's granule folder below ``folder``: images, masks and the granule metadata's place."""
    granule = folder / names.product / "GRANULE" / names.granule_folder
    for place, plane, metres in _rasters(overpass, names, scene):
        path = granule / f"{place}.jp2"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_jp2(path, plane, tile.grid_at(metres))


def write_safe_documents(
    folder: Path, overpass: Overpass, names: SceneNames, granule_xml: str, cloud_cover: float, outline: BaseGeometry
) -> None:
    """Write a product's metadata documents; ``outline`` is its footprint in lon/lat."""
    product = folder / names.product
    (product / "GRANULE" / names.granule_folder / "MTD_TL.xml").write_text(granule_xml, encoding="utf-8")
    lines = _product_lines(overpass, names, cloud_cover, outline)
    (product / "MTD_MSIL2A.xml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def stored_offset(overpass: Overpass) -> int:
    """What the pixels of an overpass carry in SAFE products."""
    return SAFE_OFFSET if overpass.baseline.name >= _FIRST_WITH_OFFSET else 0


def _rasters(overpass: Overpass, names: SceneNames, scene: SceneRasters) -> Iterator[tuple[str, np.ndarray, int]]:
    """Path in the granule folder without extension, pixels (y, x) and pixel size in metres of every raster."""
    more = stored_offset(overpass) - overpass.baseline.stored_offset
    for name, plane in scene.bands.items():
        stored = np.where(plane > 0, np.minimum(plane.astype(np.int32) + more, 65535), 0).astype(np.uint16)
        for metres in _sizes_from(BANDS[name].resolution):
            yield _image(names, name, metres), block_mean(stored, metres // BANDS[name].resolution), metres
    yield _image(names, "AOT", 10), np.repeat(np.repeat(scene.aerosol, 2, axis=0), 2, axis=1), 10
    yield _image(names, "AOT", 20), scene.aerosol, 20
    yield _image(names, "AOT", 60), block_mean(scene.aerosol, 3), 60
    yield _image(names, "SCL", 20), scene.maps.scene_class, 20
    yield _image(names, "SCL", 60), np.ascontiguousarray(scene.maps.scene_class[1::3, 1::3]), 60
    for name, plane in (("CLD", scene.maps.cloud_probability), ("SNW", scene.maps.snow_probability)):
        yield f"QI_DATA/MSK_{name}PRB_20m", plane, 20
        yield f"QI_DATA/MSK_{name}PRB_60m", block_mean(plane, 3, zero_is_data=True), 60


def _sizes_from(native: int) -> tuple[int, ...]:
    return tuple(metres for metres in SIZES if metres >= native)


def _image(names: SceneNames, asset: str, metres: int) -> str:
    return f"IMG_DATA/R{metres}m/{names.image_stem}_{asset}_{metres}m"


def _product_lines(overpass: Overpass, names: SceneNames, cloud_cover: float, outline: BaseGeometry) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    yield f'<n1:Level-2A_User_Product xmlns:n1="{_NAMESPACE}">'
    yield "  <n1:General_Info>"
    yield from _product_info(overpass, names)
    yield "    <Product_Image_Characteristics>"
    yield "      <QUANTIFICATION_VALUES_LIST>"
    yield f'        <BOA_QUANTIFICATION_VALUE unit="none">{QUANTIFICATION}</BOA_QUANTIFICATION_VALUE>'
    yield '        <AOT_QUANTIFICATION_VALUE unit="none">1000.0</AOT_QUANTIFICATION_VALUE>'
    yield "      </QUANTIFICATION_VALUES_LIST>"
    yield from _offset_lines(stored_offset(overpass))
    yield "    </Product_Image_Characteristics>"
    yield "  </n1:General_Info>"
    yield "  <n1:Geometric_Info>"
    yield "    <Product_Footprint><Product_Footprint><Global_Footprint>"
    ring = " ".join(f"{y!r} {x!r}" for x, y in outline.exterior.coords)
    yield f"      <EXT_POS_LIST>{ring}</EXT_POS_LIST>"
    yield "    </Global_Footprint></Product_Footprint></Product_Footprint>"
    yield "  </n1:Geometric_Info>"
    yield "  <n1:Quality_Indicators_Info>"
    yield f"    <Cloud_Coverage_Assessment>{round(cloud_cover, 6)}</Cloud_Coverage_Assessment>"
    yield "  </n1:Quality_Indicators_Info>"
    yield "</n1:Level-2A_User_Product>"


def _product_info(overpass: Overpass, names: SceneNames) -> Iterator[str]:
    started = utc_text(names.started)
    yield "    <Product_Info>"
    yield f"      <PRODUCT_START_TIME>{started}</PRODUCT_START_TIME>"
    yield f"      <PRODUCT_URI>{escape(names.product)}</PRODUCT_URI>"
    yield "      <PROCESSING_LEVEL>Level-2A</PROCESSING_LEVEL>"
    yield "      <PRODUCT_TYPE>S2MSI2A</PRODUCT_TYPE>"
    yield f"      <PROCESSING_BASELINE>{overpass.baseline.name}</PROCESSING_BASELINE>"
    yield f"      <GENERATION_TIME>{utc_text(names.generated)}</GENERATION_TIME>"
    yield f'      <Datatake datatakeIdentifier="{escape(names.datatake)}">'
    yield f"        <SPACECRAFT_NAME>Sentinel-{overpass.satellite[1:]}</SPACECRAFT_NAME>"
    yield f"        <DATATAKE_SENSING_START>{started}</DATATAKE_SENSING_START>"
    yield f"        <SENSING_ORBIT_NUMBER>{overpass.relative_orbit}</SENSING_ORBIT_NUMBER>"
    yield "      </Datatake>"
    yield "      <Product_Organisation><Granule_List>"
    yield (
        f'        <Granule datastripIdentifier="{escape(names.datastrip)}" granuleIdentifier="{escape(names.granule)}" '
        'imageFormat="JPEG2000">'
    )
    for metres in SIZES:
        bands = [name for name, band in BANDS.items() if band.resolution <= metres]
        for asset in (*bands, "AOT", *(("SCL",) if metres > 10 else ())):
            image = f"GRANULE/{names.granule_folder}/{_image(names, asset, metres)}"
            yield f"          <IMAGE_FILE>{escape(image)}</IMAGE_FILE>"
    yield "        </Granule>"
    yield "      </Granule_List></Product_Organisation>"
    yield "    </Product_Info>"


def _offset_lines(offset: int) -> Iterator[str]:
    """Products before baseline 04.00 state no offsets."""
    if offset:
        yield "      <BOA_ADD_OFFSET_VALUES_LIST>"
        for band in range(BAND_COUNT):
            yield f'        <BOA_ADD_OFFSET band_id="{band}">{-offset}</BOA_ADD_OFFSET>'
        yield "      </BOA_ADD_OFFSET_VALUES_LIST>"
