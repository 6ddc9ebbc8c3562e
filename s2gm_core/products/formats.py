"""The formats of a product folder: one table. It needs nothing of this package, so that orders can name its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class ProductFormat:
    """One way to store the layers of a product."""

    name: str  # value of an order's ``format``
    label: str  # for people
    file_format: str  # ``File_format`` of the metadata, in the service's words
    extension: str  # of its files
    reader: str  # GDAL's driver that opens a layer
    writer: str  # GDAL's driver that must be there to make it
    media_type: str  # for STAC
    one_file: bool = False  # all layers in one file, as variables; else a file for each
    is_converted: bool = True  # made from uncompressed GeoTIFFs, which lie beside it meanwhile

    def location(self, path: Path, variable: str | None) -> str:
        """What GDAL opens to see one layer: the file, or one variable of it."""
        return f'{self.reader.upper()}:"{path}":{variable}' if self.one_file else str(path)


TIFF_MEDIA_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized"
_ROWS = (
    ProductFormat("gtiff", "GeoTIFF", "GeoTiff", ".tiff", "GTiff", "GTiff", TIFF_MEDIA_TYPE, is_converted=False),
    # The same files: every GeoTIFF of a product is cloud-optimised. The name stays for those who ask for it.
    ProductFormat(
        "cog", "Cloud-optimised GeoTIFF", "GeoTiff", ".tiff", "GTiff", "GTiff", TIFF_MEDIA_TYPE, is_converted=False
    ),
    ProductFormat("jp2", "JPEG 2000", "JP2", ".jp2", "JP2OpenJPEG", "JP2OpenJPEG", "image/jp2"),
    ProductFormat("netcdf", "NetCDF", "NetCDF", ".nc", "netCDF", "netCDF", "application/x-netcdf", one_file=True),
)

PRODUCT_FORMATS: Mapping[str, ProductFormat] = MappingProxyType({row.name: row for row in _ROWS})
"""All formats by the name that orders use."""
