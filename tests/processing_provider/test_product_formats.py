"""Products of every format, and the virtual raster in them, opened by QGIS: CRS, extent and values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

FORMATS = ("gtiff", "cog", "jp2", "netcdf")
LAYERS = ("B02", "B03", "B04", "B08", "valid_obs", "source_index", "sun_zenith", "date", "NDVI")


@pytest.fixture(scope="module")
def products(
    qgis_app: Any, small_order: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Product folders of one order by format and bit depth; a triangle, so that some pixels are empty."""
    import processing

    folder = tmp_path_factory.mktemp("formats")
    west, east, south, north = (float(text) for text in small_order["EXTENT"].split(" ")[0].split(","))
    triangle = f"CRS=EPSG:4326;Polygon(({west} {south}, {east} {south}, {west} {north}, {west} {south}))"
    order = {**small_order, "EXTENT": None, "GEOMETRY": triangle, "INDICES": ["NDVI"]}
    made = {}
    for name in FORMATS:
        for bits in ("16", "8"):
            place = folder / f"{name}{bits}"
            place.mkdir()
            rasters = {key: str(place / f"{key}.tif") for key in ("OUTPUT", "QUALITY")}
            changes = {"FORMAT": name, "BIT_DEPTH": bits, "FOLDER": str(place), **rasters}
            result = processing.run("s2gm:temporalmosaic", {**order, **changes})
            made[name, bits] = place / result["PRODUCT_NAME"]
    return made


def _uri(product: Path, name: str) -> str:
    """What a user opens to see a layer: its file, or its part of the NetCDF file."""
    common = next(product.rglob("*.nc"), None)
    if common is not None:
        return f'NETCDF:"{common}":{name}'
    return str(next(path for path in product.rglob(f"{name}_*") if path.suffix in (".tiff", ".jp2")))


def _opened(uri: str) -> Any:
    from qgis.core import QgsRasterLayer

    layer = QgsRasterLayer(uri, "layer", "gdal")
    assert layer.isValid(), uri
    return layer


def _values(layer: Any, band: int = 1) -> np.ndarray:
    """The values of a layer's band as QGIS sees them, (y, x) float, NaN where there is none."""
    block = layer.dataProvider().block(band, layer.extent(), layer.width(), layer.height())
    return np.array(
        [
            [np.nan if block.isNoData(row, column) else block.value(row, column) for column in range(layer.width())]
            for row in range(layer.height())
        ]
    )


@pytest.mark.parametrize("bits", ["16", "8"])
@pytest.mark.parametrize("name", FORMATS[1:])
def test_every_layer_of_a_format_is_what_the_geotiff_is(products: Any, name: str, bits: str) -> None:
    for layer in LAYERS:
        reference, other = (_opened(_uri(products[one, bits], layer)) for one in ("gtiff", name))
        assert other.crs() == reference.crs(), layer
        assert other.crs().authid() == "EPSG:32633", layer
        assert other.extent().toString(3) == reference.extent().toString(3), layer
        assert np.allclose(_values(other), _values(reference), rtol=0, atol=1e-6, equal_nan=True), layer


@pytest.mark.parametrize("bits", ["16", "8"])
@pytest.mark.parametrize("name", FORMATS)
def test_the_virtual_raster_shows_the_bands_of_its_folder(products: Any, name: str, bits: str) -> None:
    (file,) = products[name, bits].rglob("*.vrt")
    stack = _opened(str(file))
    assert stack.crs().authid() == "EPSG:32633"
    assert stack.bandCount() == 4
    for number, band in enumerate(("B04", "B03", "B02", "B08"), start=1):
        single = _opened(_uri(products["gtiff", bits], band))
        assert stack.extent().toString(3) == single.extent().toString(3)
        assert stack.bandName(number).endswith(band)
        assert np.allclose(_values(stack, number), _values(single), rtol=0, atol=1e-6, equal_nan=True), band


def test_the_virtual_raster_moves_with_its_folder(products: Any, tmp_path: Path) -> None:
    import shutil

    for name in FORMATS:
        moved = tmp_path / name
        shutil.copytree(products[name, "16"], moved)
        before, after = (_opened(str(next(folder.rglob("*.vrt")))) for folder in (products[name, "16"], moved))
        hidden = products[name, "16"].with_name("hidden")
        products[name, "16"].rename(hidden)
        try:
            there = _values(after)
        finally:
            hidden.rename(products[name, "16"])
        assert np.array_equal(there, _values(before), equal_nan=True)


def test_the_values_are_physical_and_the_empty_half_is_empty(products: Any) -> None:
    """What the comparisons lean on: the GeoTIFF as QGIS sees it holds reflectance, degrees and days."""
    red, sun, day = (_values(_opened(_uri(products["gtiff", "16"], name))) for name in ("B04", "sun_zenith", "date"))
    assert 0.3 < np.isnan(red).mean() < 0.7
    assert 0.01 < np.nanmean(red) < 0.3
    assert 20 < np.nanmean(sun) < 40
    assert np.nanmin(day) >= (np.datetime64("2025-07-01") - np.datetime64("1970-01-01")).astype(int)


@pytest.mark.parametrize("bits", ["16", "8"])
@pytest.mark.parametrize("name", FORMATS[1:])
def test_output_and_quality_are_the_same_for_every_format(products: Any, name: str, bits: str) -> None:
    for file in ("OUTPUT.tif", "QUALITY.tif"):
        one, two = (_opened(str(products[kind, bits].parent / file)) for kind in ("gtiff", name))
        assert one.bandCount() == two.bandCount()
        for band in range(1, one.bandCount() + 1):
            assert one.bandName(band) == two.bandName(band)
            assert np.array_equal(_values(one, band), _values(two, band), equal_nan=True)
