"""GDAL's options, in one place. rasterio's environments are per thread: every worker enters one of its own."""

from __future__ import annotations

from pathlib import PurePosixPath

import rasterio
from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError

GDAL_CACHE_BYTES = 32 * 2**20
"""GDAL's block cache. Its default, 5 % of the memory, would break the budget that the user sets."""

_OPTIONS = {
    "GDAL_CACHEMAX": GDAL_CACHE_BYTES,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # a COG has no side files; looking for them costs requests
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",  # GDAL opens no connection: what is remote comes through our own client
    "GTIFF_SRS_SOURCE": "EPSG",
}

GDAL_ERRORS = (RasterioError, CPLE_BaseError, OSError)
"""What rasterio raises for files. `RasterioIOError` is only an OSError in rasterio 1.3, and GDAL's own errors come
through where rasterio does not translate them (building overviews, copying)."""

_DRIVERS = {".jp2": "JP2OpenJPEG"}
_OTHER_DRIVER = "GTiff"
_JPEG2000 = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")  # in boxes, or the codestream alone


def driver_for(location: str) -> str:
    """The only GDAL driver that may open a scene's raster: VRT and other formats can point at foreign files."""
    return _DRIVERS.get(PurePosixPath(location).suffix.lower(), _OTHER_DRIVER)


def driver_of_content(head: bytes) -> str:
    """The only GDAL driver that may open a raster with these first bytes."""
    return "JP2OpenJPEG" if head.startswith(_JPEG2000) else _OTHER_DRIVER


def gdal_environment() -> rasterio.Env:
    """A context manager with this package's GDAL options, for the current thread."""
    return rasterio.Env(**_OPTIONS)
