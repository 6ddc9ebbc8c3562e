"""SAFE products for parser tests: the published metadata with empty image files, and small made-up products."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

GRANULE = "L2A_T33TWL_A042547_20230815T100130"
STEM = "T33TWL_20230815T095559"
PRODUCT = "S2A_MSIL2A_20230815T095559_N0509_R122_T33TWL_20230815T160000.SAFE"
BANDS = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B10", "B11", "B12")
FOOTPRINT = "46.0 15.0 46.0 16.4 45.0 16.4 45.0 15.0 46.0 15.0"


def images() -> list[str]:
    """Paths of a product's images as baseline 05.09 has them."""
    names = {10: ("B02", "B03", "B04", "B08", "AOT", "TCI"), 20: ("B01", "B02", "B05", "B8A", "B11", "AOT", "SCL")}
    names[60] = ("B01", "B02", "B05", "B8A", "B09", "B11", "AOT", "SCL")
    return [
        f"GRANULE/{GRANULE}/IMG_DATA/R{metres}m/{STEM}_{name}_{metres}m"
        for metres, group in names.items()
        for name in group
    ]


def masks() -> list[str]:
    return [f"GRANULE/{GRANULE}/QI_DATA/MSK_{name}PRB_{metres}m.jp2" for name in ("CLD", "SNW") for metres in (20, 60)]


def product_xml(offsets: dict[int, int] | None = None, listed: list[str] | None = None, **texts: str) -> str:
    """A product metadata document; ``texts`` replaces the text of elements, ``offsets`` is by band number."""
    values = {
        "PROCESSING_LEVEL": "Level-2A",
        "PROCESSING_BASELINE": "05.09",
        "SPACECRAFT_NAME": "Sentinel-2A",
        "DATATAKE_SENSING_START": "2023-08-15T09:55:59.024Z",
        "GENERATION_TIME": "2023-08-15T16:00:00.000000Z",
        "SENSING_ORBIT_NUMBER": "122",
        "BOA_QUANTIFICATION_VALUE": "10000",
        "AOT_QUANTIFICATION_VALUE": "1000.0",
        "EXT_POS_LIST": FOOTPRINT,
        "Cloud_Coverage_Assessment": "12.5",
        **texts,
    }
    offsets = dict.fromkeys(range(13), -1000) if offsets is None else offsets
    return (
        '<?xml version="1.0" encoding="UTF-8"?><n1:Level-2A_User_Product xmlns:n1="https://example.org/x">'
        '<Datatake datatakeIdentifier="GS2A_20230815T095559_042547_N05.09"/>'
        + "".join(f"<{name}>{text}</{name}>" for name, text in values.items())
        + "".join(f'<BOA_ADD_OFFSET band_id="{band}">{value}</BOA_ADD_OFFSET>' for band, value in offsets.items())
        + "".join(f"<IMAGE_FILE>{name}</IMAGE_FILE>" for name in (images() if listed is None else listed))
        + "</n1:Level-2A_User_Product>"
    )


GRANULE_XML = (
    '<n1:Level-2A_Tile_ID xmlns:n1="https://example.org/x"><n1:General_Info>'
    "<TILE_ID>S2A_OPER_MSI_L2A_TL_2APS_20230815T160000_A042547_T33TWL_N05.09</TILE_ID>"
    "<SENSING_TIME>2023-08-15T10:01:40.5Z</SENSING_TIME></n1:General_Info><n1:Geometric_Info><Tile_Geocoding>"
    "<HORIZONTAL_CS_CODE>EPSG:32633</HORIZONTAL_CS_CODE>"
    '<Size resolution="10"><NROWS>10980</NROWS><NCOLS>10980</NCOLS></Size>'
    '<Geoposition resolution="10"><ULX>499980</ULX><ULY>5100000</ULY></Geoposition></Tile_Geocoding>'
    "<Mean_Sun_Angle><ZENITH_ANGLE>34.2</ZENITH_ANGLE><AZIMUTH_ANGLE>151.8</AZIMUTH_ANGLE></Mean_Sun_Angle>"
    "</n1:Geometric_Info></n1:Level-2A_Tile_ID>"
)


def write_product(folder: Path, xml: str | None = None, name: str = PRODUCT, left_out: tuple[str, ...] = ()) -> Path:
    """A product with empty image files; those whose path holds one of ``left_out`` are missing."""
    product = folder / name
    for path in (*(f"{image}.jp2" for image in images()), *masks()):
        if not any(part in path for part in left_out):
            touch(product / path)
    touch(product / f"GRANULE/{GRANULE}/MTD_TL.xml").write_text(GRANULE_XML)
    touch(product / "MTD_MSIL2A.xml").write_text(product_xml() if xml is None else xml)
    return product


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def zip_product(product: Path, archive: Path, below: str = "", method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip file with a product's folder, ``below`` another folder where that is given."""
    with zipfile.ZipFile(archive, "w", method) as opened:
        for path in sorted(product.rglob("*")):
            if path.is_file():
                opened.write(path, f"{below}{product.name}/{path.relative_to(product).as_posix()}")
    return archive


def published_product(source: Path, folder: Path) -> Path:
    """A copy of published product and granule metadata as a product, with the listed images and masks, all empty."""
    listed = ElementTree.fromstring((source / "MTD_MSIL2A.xml").read_bytes())
    uri = next(listed.iter("PRODUCT_URI")).text or ""
    names = [element.text or "" for element in listed.iter("IMAGE_FILE")]
    extension = ".tif" if next(listed.iter("Granule")).get("imageFormat") == "GeoTIFF" else ".jp2"
    product = folder / uri
    for name in names:
        touch(product / (name + extension))
    granule = product / "/".join(names[0].split("/")[:2])
    for mask in ("CLD", "SNW"):
        touch(granule / "QI_DATA" / f"MSK_{mask}PRB_20m{extension}")
    shutil.copy(source / "MTD_MSIL2A.xml", product / "MTD_MSIL2A.xml")
    documents = [source / "MTD_TL.xml", *source.glob("GRANULE/*/MTD_TL.xml")]
    shutil.copy(next(document for document in documents if document.is_file()), granule / "MTD_TL.xml")
    return product
