"""Writing JPEG 2000 without loss, with GDAL's side file for what the format cannot hold.

Source: GDAL's JP2OpenJPEG driver (``QUALITY=100`` with ``REVERSIBLE=YES`` is lossless; signed and unsigned numbers of 8
and 16 bits come back bit by bit) and its persistent auxiliary metadata (``.aux.xml``).
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil

from ..disk import full_disk_text
from ..errors import OutputError
from ..grid import Grid
from ..progress import Progress
from .environment import GDAL_ERRORS, gdal_environment
from .watched import WatchedFiles
from .write import RasterFormat, writing_error

JP2_TILE_SIZE = 1024
MOST_RESOLUTIONS = 6
SIDE_FILE_SUFFIX = ".aux.xml"
"""GDAL and QGIS look for a raster's side file under its whole name with this behind it."""

_LOSSLESS = {
    "driver": "JP2OpenJPEG",
    "CODEC": "JP2",  # with boxes, whatever the file is called: they hold the place on the map
    "QUALITY": "100",
    "REVERSIBLE": "YES",
    "BLOCKXSIZE": JP2_TILE_SIZE,
    "BLOCKYSIZE": JP2_TILE_SIZE,
}


def write_jp2(path: Path, plane: np.ndarray, grid: Grid) -> None:
    """Write an array (y, x), uint8, uint16 or int16, as JPEG 2000 without loss, in tiles as large as ESA's.

    Without a nodata value, which the format cannot hold. Raises `OutputError`.
    """
    layout = {"dtype": str(plane.dtype), "count": 1, "height": grid.height, "width": grid.width}
    place = {"crs": rasterio.crs.CRS.from_user_input(grid.crs), "transform": grid.transform}
    try:
        with gdal_environment(), rasterio.MemoryFile() as memory:
            with memory.open(driver="GTiff", **layout, **place) as file:
                file.write(plane, 1)
            with memory.open() as file, rasterio.Env(GDAL_PAM_ENABLED="NO"):
                rasterio.shutil.copy(file, path, RESOLUTIONS=_resolutions(plane.shape), **_LOSSLESS)
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem


def convert_to_jp2(raw: Path, path: Path, layout: RasterFormat, progress: Progress) -> None:
    """Turn a finished GeoTIFF of one band into JPEG 2000 of another name with its side file; `raw` stays.

    The file appears under its name only when it is complete. Raises `OutputError`, and `Cancelled` soon after the user
    wants to stop.
    """
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with gdal_environment(), rasterio.Env(GDAL_PAM_ENABLED="NO"), WatchedFiles(progress) as files:
            with rasterio.open(raw, driver="GTiff") as file:
                resolutions = _resolutions(file.shape)
            rasterio.shutil.copy(files.name(raw), unfinished, RESOLUTIONS=resolutions, **_LOSSLESS)
        unfinished.replace(path)
    except GDAL_ERRORS as problem:
        raise writing_error(path, problem) from problem
    finally:
        unfinished.unlink(missing_ok=True)
    side_file = side_file_of(path)
    try:
        side_file.write_bytes(_side_file(layout))
    except OSError as problem:
        text = f"{side_file.name} cannot be written ({problem.strerror}). Check that its folder may be written."
        raise OutputError(full_disk_text(path.parent) or text) from None


def side_file_of(path: Path) -> Path:
    """Where the side file of a raster lies."""
    return path.with_name(path.name + SIDE_FILE_SUFFIX)


def _resolutions(shape: tuple[int, ...]) -> int:
    """How many resolution levels a raster of a shape may have: OpenJPEG wants a pixel of the smallest one at least.

    GDAL 3.6 asks for too many where a side is shorter than 32 pixels.
    """
    return min(MOST_RESOLUTIONS, min(shape).bit_length())


def _side_file(layout: RasterFormat) -> bytes:
    """Name, unit, nodata, offset and scale, as GDAL writes and reads them."""
    band = ElementTree.Element("PAMRasterBand", band="1")
    entries = {
        "Description": layout.band_names[0],
        "NoDataValue": None if layout.nodata is None else str(layout.nodata),
        "UnitType": layout.unit,
        "Offset": None if layout.scale is None else repr(layout.offset),
        "Scale": None if layout.scale is None else repr(layout.scale),
    }
    for name, text in entries.items():
        if text is not None:
            ElementTree.SubElement(band, name).text = text
    document = ElementTree.Element("PAMDataset")
    document.append(band)
    ElementTree.indent(document)
    return bytes(ElementTree.tostring(document, encoding="utf-8")) + b"\n"
