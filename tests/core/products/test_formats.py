"""Every format holds the same pixels, says the same of them, and comes out the same every time."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from s2gm_core.errors import Cancelled, OrderError
from s2gm_core.grid import Grid
from s2gm_core.products import conversion
from s2gm_core.products.conversion import check_can_be_written
from s2gm_core.products.formats import PRODUCT_FORMATS
from s2gm_core.products.record import Product, ProductPart
from s2gm_core.products.stacking import stack_bands, stack_quality
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.progress import SilentProgress
from tests.core.archive import TinyScene, write_archive
from tests.core.products.hand_made import (
    ANCILLARY,
    EIGHT_BIT,
    GRID,
    HandMade,
    facts_of,
    order_in,
    write_product,
)
from tests.core.products.orders import files_below, tiny_order

FORMATS = pytest.mark.parametrize("name", list(PRODUCT_FORMATS))


@pytest.fixture(scope="module", params=list(PRODUCT_FORMATS))
def product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> HandMade:
    return write_product(tmp_path_factory.mktemp("out"), facts_of(request.param))


def _metadata(product: HandMade) -> dict[str, Any]:
    return json.loads((product.inside / product.facts.documents.metadata).read_text(encoding="utf-8"))


def test_every_layer_holds_the_pixels_that_were_written(product: HandMade):
    for name, plane in product.planes.items():
        with rasterio.open(product.location(name)) as file:
            assert (file.count, file.dtypes[0]) == (1, str(plane.dtype)), name
            np.testing.assert_array_equal(file.read(1), plane, name)
            assert file.crs.to_epsg() == 32633
            assert tuple(file.transform)[:6] == pytest.approx((20.0, 0.0, 500_000.0, 0.0, -20.0, 5_000_040.0))


def test_every_layer_says_its_nodata_scale_and_offset(product: HandMade):
    """QGIS reads them through GDAL: from the file, or for JPEG 2000 from the side file."""
    for name, planned in product.facts.layers.items():
        with rasterio.open(product.location(name)) as file:
            assert file.nodata == planned.layer.nodata, name
            assert file.scales[0] == (planned.layer.scale or 1.0), name
            assert file.offsets[0] == 0.0


def test_only_files_of_the_product_are_left(product: HandMade):
    extension = product.facts.format.extension
    names = {path.name for path in product.inside.iterdir()}
    stem, layers = "M20_20230801_my_order", list(product.planes)
    beside = {f"metadata_{stem}.json", f"quicklook_{stem}.png", f"stac_item_{stem}.json", f"{stem}.vrt"}
    own = {f"{layer}_{stem}{extension}" for layer in layers}
    expected = {"netcdf": {f"{stem}.nc"}, "jp2": own | {f"{name}.aux.xml" for name in own}}
    assert names == beside | expected.get(product.facts.format.name, own)


def test_the_metadata_name_file_format_and_variable(product: HandMade):
    entries = {entry["Name"]: entry for entry in _metadata(product)["Band_interpretations"]}
    words = {"gtiff": "GeoTiff", "cog": "GeoTiff", "jp2": "JP2", "netcdf": "NetCDF"}
    for name, entry in entries.items():
        assert entry["File_format"] == words[product.facts.format.name]
        assert (product.inside / entry["File_path"]).is_file()
        assert entry.get("Variable") == (name if product.facts.format.name == "netcdf" else None)
        assert "Offset" not in entry


def test_sha256sum_finds_every_file_whole(product: HandMade):
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "checksums.sha256"], cwd=product.path, check=True)


def test_the_checksums_are_those_of_all_files_but_side_files(product: HandMade):
    lines = (product.path / "checksums.sha256").read_text().splitlines()
    files = {
        name.replace("\\", "/"): hashlib.sha256(content).hexdigest()
        for name, content in files_below(product.path).items()
        if not name.endswith((".aux.xml", "checksums.sha256"))
    }
    assert dict(reversed(line.split("  ")) for line in lines) == files
    assert lines == sorted(lines, key=lambda line: line.split("  ")[1])


def test_the_virtual_raster_shows_the_bands_wherever_the_folder_lies(product: HandMade, tmp_path: Path):
    moved = tmp_path / "else where"
    shutil.copytree(product.path, moved)
    with rasterio.open(moved / "my_order" / product.facts.documents.vrt) as file:
        assert file.descriptions == ("B04", "B03", "B02", "B11")
        assert [colour.name for colour in file.colorinterp] == ["red", "green", "blue", "undefined"]
        assert (file.nodata, file.scales, file.crs.to_epsg()) == (65535, (0.0001,) * 4, 32633)
        for number, band in enumerate(file.descriptions, start=1):
            np.testing.assert_array_equal(file.read(number), product.planes[band])


def test_without_a_colour_the_virtual_raster_is_grey(tmp_path: Path):
    bands = {band: facts_of().layers[band].layer for band in ("B11", "B04", "B03")}
    product = write_product(tmp_path, facts_of("gtiff", bands))
    with rasterio.open(product.inside / product.facts.documents.vrt) as file:
        assert file.descriptions == ("B11", "B04", "B03")
        assert [colour.name for colour in file.colorinterp] == ["gray", "undefined", "undefined"]


@FORMATS
def test_two_writings_are_the_same_byte_by_byte(tmp_path: Path, name: str):
    first, second = (write_product(tmp_path / folder, facts_of(name)) for folder in ("a", "b"))
    assert files_below(first.path) == files_below(second.path)


@FORMATS
def test_eight_bit_bands_keep_scale_and_offset(tmp_path: Path, name: str):
    product = write_product(tmp_path, facts_of(name, {**EIGHT_BIT, **ANCILLARY}))
    for band in EIGHT_BIT:
        with rasterio.open(product.location(band)) as file:
            assert (file.dtypes[0], file.nodata) == ("uint8", 0)
            assert (file.scales[0], file.offsets[0]) == pytest.approx((0.0012, -0.0012))
            np.testing.assert_array_equal(file.read(1), product.planes[band])
    entry = next(one for one in _metadata(product)["Band_interpretations"] if one["Name"] == "B04")
    assert (entry["Data_type"], entry["Scaling_factor"], entry["Offset"]) == ("uint8", 0.0012, -0.0012)
    with rasterio.open(product.inside / product.facts.documents.vrt) as file:
        assert (file.dtypes[0], file.scales[0], file.offsets[0]) == ("uint8", 0.0012, -0.0012)


@pytest.mark.filterwarnings("ignore")  # rasterio says that a PNG states no place
def test_pictures_of_8_and_16_bits_show_the_same_reflectance(tmp_path: Path):
    """Stored 51 with scale and offset is reflectance 0.06, as 600 of 16 bits."""
    facts = {"8": facts_of(layers=EIGHT_BIT), "16": facts_of(name="wide")}
    planes = {"8": {band: np.full((50, 70), 51, "uint8") for band in EIGHT_BIT}}
    planes["16"] = {
        name: np.full((50, 70), 600 if name.startswith("B") else 1, planned.layer.dtype)
        for name, planned in facts["16"].layers.items()
    }
    seen = {}
    for depth, one in facts.items():
        product = write_product(tmp_path, one, planes=planes[depth])
        with rasterio.open(product.inside / one.documents.quicklook) as file:
            seen[depth] = np.unique(file.read(1)).tolist()
    assert seen["8"] == seen["16"] == [int(0.06 * 255 / 0.2)]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3035", "EPSG:2263", "EPSG:32733"])
@FORMATS
def test_other_map_planes_are_kept(tmp_path: Path, name: str, crs: str):
    step = 1e-4 if crs == "EPSG:4326" else 20.0
    grid = Grid(crs, 15.0 if step < 1 else 4_000_000.0, 45.0 if step < 1 else 3_000_000.0, step, step, 40, 30)
    product = write_product(tmp_path, facts_of(name, {"B11": facts_of().layers["B11"].layer}, grid))
    with rasterio.open(product.location("B11")) as file:
        assert file.crs.to_epsg() == int(crs.split(":")[1])
        assert tuple(file.transform)[:6] == pytest.approx(tuple(grid.transform)[:6], rel=1e-12)
        np.testing.assert_array_equal(file.read(1), product.planes["B11"])


@pytest.mark.parametrize("name", ["jp2", "netcdf"])
def test_a_cancel_during_the_conversion_leaves_the_blocks_only(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
):
    """The user stops while GDAL copies: it reads its sources through Python, and gets nothing more from there."""

    class StoppedInTheMiddle(SilentProgress):
        started = False

        def is_cancelled(self) -> bool:
            return self.started

    progress = StoppedInTheMiddle()
    copy = rasterio.shutil.copy

    def stop_and_copy(*arguments: Any, **options: Any) -> None:
        progress.started = options["driver"] == PRODUCT_FORMATS[name].writer
        copy(*arguments, **options)
        assert not progress.started, "GDAL copied to the end"

    monkeypatch.setattr(rasterio.shutil, "copy", stop_and_copy)
    with pytest.raises(Cancelled):
        write_product(tmp_path / "out", facts_of(name), progress)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".journal"]


def test_a_cancel_while_a_layer_is_assembled_leaves_the_blocks_only(tmp_path: Path):
    class StoppedInTheMiddle(SilentProgress):
        steps: tuple[str, ...] = ()

        def step(self, done: int, total: int, message: str) -> None:
            self.steps += (message,)

        def is_cancelled(self) -> bool:
            return "Writing B02" in self.steps

    progress = StoppedInTheMiddle()
    with pytest.raises(Cancelled):
        write_product(tmp_path / "out", facts_of(grid=replace(GRID, height=1100)), progress)
    assert progress.steps.count("Writing B02") == 1, "the layer has three rows of tiles"
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".journal"]


def test_a_format_that_gdal_lacks_is_refused_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class Environment:
        def __enter__(self) -> Any:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def drivers(self) -> dict[str, str]:
            return {"GTiff": "GeoTIFF"}

    monkeypatch.setattr(conversion, "gdal_environment", Environment)
    check_can_be_written(PRODUCT_FORMATS["gtiff"], tmp_path)
    with pytest.raises(OrderError, match="lacks the driver netCDF"):
        check_can_be_written(PRODUCT_FORMATS["netcdf"], tmp_path)


def test_netcdf_below_a_quotation_mark_is_refused_before_anything_is_read(tmp_path: Path):
    check_can_be_written(PRODUCT_FORMATS["jp2"], tmp_path / 'a"b')
    with pytest.raises(OrderError, match="quotation mark"):
        check_can_be_written(PRODUCT_FORMATS["netcdf"], tmp_path / 'a"b')


# --- whole runs


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Product]:
    scenes = [
        TinyScene(f"s{day}", f"2023-08-{day:02}T10:00:00Z", day, reflectance={"B04": 300 + day}) for day in (3, 8, 13)
    ]
    order = tiny_order(write_archive(tmp_path_factory.mktemp("archive"), scenes))
    out = tmp_path_factory.mktemp("out")
    return {name: run(order_in(name, order), out / name) for name in PRODUCT_FORMATS}


def _pixels(product: Product) -> dict[str, np.ndarray]:
    pixels = {}
    for layer in product.layers:
        with rasterio.open(product.whole.location(layer)) as file:
            pixels[layer] = file.read(1)
    return pixels


def test_runs_in_all_formats_give_the_same_pixels(runs: dict[str, Product]):
    wanted = _pixels(runs["gtiff"])
    assert len(wanted) > 12
    for product in runs.values():
        pixels = _pixels(product)
        assert list(pixels) == list(wanted)
        for layer, plane in wanted.items():
            np.testing.assert_array_equal(pixels[layer], plane, f"{product.whole.format} {layer}")


def test_the_record_of_a_product_names_its_files(runs: dict[str, Product]):
    for product in runs.values():
        named = {
            product.metadata,
            product.quicklook,
            product.whole.vrt,
            product.whole.stac_item,
            product.inspire,
            product.checksums,
        }
        assert all(path.is_file() for path in {*named, *product.layers.values()})


def test_stacked_rasters_are_the_same_from_every_format(runs: dict[str, Product], tmp_path: Path):
    seen = {}
    for name, product in runs.items():
        bands = stack_bands(product, tmp_path / f"{name}.tif", SilentProgress())
        quality = stack_quality(product, tmp_path / f"{name}_quality.tif", SilentProgress())
        with rasterio.open(bands) as a, rasterio.open(quality) as b:
            assert (a.dtypes[0], a.nodata, a.scales[0], a.descriptions) == ("uint16", 65535, 0.0001, product.bands)
            assert "sun_zenith" in b.descriptions
            seen[name] = (a.read(), b.read())
    for name in runs:
        np.testing.assert_array_equal(seen[name][0], seen["gtiff"][0], name)
        np.testing.assert_array_equal(seen[name][1], seen["gtiff"][1], name)


def test_stacked_bands_of_8_bits_keep_scale_and_offset(tmp_path: Path):
    made = write_product(tmp_path, facts_of("netcdf", EIGHT_BIT))
    part = ProductPart(
        **{field: None for field in ProductPart.__dataclass_fields__}
        | {"format": "netcdf", "grid": made.facts.grid}
        | {"layers": {band: made.inside / made.facts.layers[band].path for band in EIGHT_BIT}}
        | {"layouts": {band: made.facts.layers[band].format for band in EIGHT_BIT}}
    )
    product = Product(
        **{field: None for field in Product.__dataclass_fields__} | {"bands": ("B02", "B03", "B04"), "parts": (part,)}
    )
    with rasterio.open(stack_bands(product, tmp_path / "x.tif", SilentProgress())) as file:
        assert (file.dtypes[0], file.nodata, file.scales[0], file.offsets[0]) == ("uint8", 0, 0.0012, -0.0012)
        np.testing.assert_array_equal(file.read(2), made.planes["B03"])


@pytest.mark.parametrize("name", ["gtiff", "cog"])
def test_geotiffs_pass_gdals_validator_of_cloud_optimised_ones(tmp_path: Path, name: str):
    """GDAL's own script, of the Python bindings that come with QGIS."""
    validator = pytest.importorskip("osgeo_utils.samples.validate_cloud_optimized_geotiff")
    grid = replace(GRID, width=700, height=600)
    product = write_product(tmp_path, facts_of(name, grid=grid))
    for planned in product.facts.layers.values():
        warnings, errors, _ = validator.validate(str(product.inside / planned.path), full_check=True)
        assert (warnings, errors) == ([], []), planned.path
