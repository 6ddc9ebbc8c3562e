"""What lies in a product folder: names, number types, nodata, metadata, and that it is the same every time."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
import rasterio

from s2gm_core.errors import NoScenesError
from s2gm_core.layers import GROUPS
from s2gm_core.network.client import NetworkStatistics
from s2gm_core.products import plan_layers
from s2gm_core.products.costs import PartCost, RunCost
from s2gm_core.products.forecast import Expected
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run, run_series
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.range_cache import CacheStatistics
from tests.core.archive import PIXELS, SIDE, VEGETATION, WEST, TinyScene, angle_document, write_archive
from tests.core.products.orders import NORTH, files_below, plane, polygon, rectangle, tiny_order

HALF = WEST + SIDE / 2


def _angles() -> bytes:
    return angle_document(WEST, NORTH, np.full((1, 3, 3), 5.0), np.full((1, 3, 3), 100.0))


def _scene(day: int, **changes: Any) -> TinyScene:
    extra = {"AOT": 120, "CLD": 7, "SNW": 3}
    acquired = f"2023-08-{day:02}T10:00:00Z"
    return TinyScene(**{"name": f"s{day:02}", "acquired": acquired, "orbit": day, "extra": extra, **changes})


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five dates; one has a cloud in the west, one a negative reflectance in B02."""
    cloud = np.full((60, 60), 4)
    cloud[:, :20] = 9
    scenes = [_scene(day, angles=_angles(), reflectance={"B04": 300 + day}) for day in (3, 8, 13)]
    scenes += [_scene(18, scl=cloud, angles=_angles()), _scene(23, angles=_angles(), reflectance={"B02": -5})]
    scenes[4] = _scene(23, angles=_angles(), offset="to apply", reflectance={band: -5 for band in PIXELS})
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


@pytest.fixture(scope="module")
def product(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Product:
    return run(tiny_order(catalogue, name="my_order"), tmp_path_factory.mktemp("out"))


def test_names_are_those_of_the_service(product: Product):
    assert re.fullmatch(r"S2GM_M20_20230801_20230831_my_order_STD_v\d+\.\d+\.\d+_[0-9a-f]{8}", product.path.name)
    names = {path.name for path in (product.path / "my_order").iterdir()}
    stems = [*PIXELS, *GROUPS["service"], "date"]
    assert names == {
        *(f"{stem}_M20_20230801_my_order.tiff" for stem in stems),
        "metadata_M20_20230801_my_order.json",
        "quicklook_M20_20230801_my_order.png",
        "stac_item_M20_20230801_my_order.json",
        "M20_20230801_my_order.vrt",
    }
    assert {path.name for path in product.path.iterdir()} == {"my_order", "inspire.xml", "checksums.sha256", "run.json"}
    assert sorted(product.layers) == sorted(stems)


@pytest.mark.parametrize(
    ("layer", "dtype", "nodata", "scale", "unit"),
    [
        *((band, "uint16", 65535, 0.0001, "1") for band in PIXELS),
        ("quality_aot", "uint16", 65535, 0.001, "1"),
        ("quality_cloud_confidence", "uint8", 255, 1.0, "percent"),
        ("quality_snow_confidence", "uint8", 255, 1.0, "percent"),
        ("quality_scene_classification", "uint8", 255, 1.0, None),
        ("source_index", "int16", -1, 1.0, None),
        ("medoid_mos", "uint16", 65535, 0.0001, "1"),
        ("sun_zenith", "int16", -32768, 0.01, "Degree"),
        ("sun_azimuth", "uint16", 65535, 0.01, "Degree"),
        ("view_zenith_mean", "int16", -32768, 0.01, "Degree"),
        ("view_azimuth_mean", "uint16", 65535, 0.01, "Degree"),
        ("valid_obs", "uint8", 255, 1.0, "count"),
    ],
)
def test_layers_have_the_number_types_of_the_format(
    product: Product, layer: str, dtype: str, nodata: int, scale: float, unit: str | None
):
    with rasterio.open(product.layers[layer]) as file:
        assert (file.dtypes, file.nodata, file.scales, file.units[0]) == ((dtype,), nodata, (scale,), unit)
        assert file.descriptions == (layer,)
        assert (file.profile["tiled"], file.profile["compress"], file.crs.to_epsg()) == (True, "deflate", 32633)
        assert all(edge % 20 == 0 for edge in file.bounds)


def test_layers_hold_what_the_chosen_scenes_hold(product: Product):
    assert set(np.unique(plane(product, "B8A"))) <= {VEGETATION["B8A"], 0}
    expected = {"quality_aot": 120, "quality_cloud_confidence": 7, "quality_snow_confidence": 3}
    expected |= {"sun_zenith": 4000, "sun_azimuth": 16000, "view_zenith_mean": 500, "view_azimuth_mean": 10000}
    expected |= {"quality_scene_classification": 4}
    assert {layer: np.unique(plane(product, layer)).tolist() for layer in expected} == {
        layer: [value] for layer, value in expected.items()
    }


def test_valid_observations_are_counted_per_pixel(product: Product):
    counts = plane(product, "valid_obs")
    assert (counts[:, 2].tolist(), counts[:, -2].tolist()) == ([4] * len(counts), [5] * len(counts))


def test_metadata_have_the_keys_of_the_service_in_its_order(product: Product, shared_data: Path):
    example = json.loads((shared_data.parent / "specs/tables/s2gm_metadata_example.json").read_text())
    document = json.loads(product.metadata.read_text())
    assert [key for key in document if key in example] == [key for key in example if key in document]
    assert set(example) - set(document) == set()
    assert list(example["Geometry"]) == [key for key in document["Geometry"] if key in example["Geometry"]]
    bands = {entry["Name"]: entry for entry in document["Band_interpretations"]}
    for entry in example["Band_interpretations"]:
        if entry["Name"] in bands:
            assert list(entry) == [key for key in bands[entry["Name"]] if key in entry], entry["Name"]


def test_metadata_describe_the_files(product: Product):
    document = json.loads(product.metadata.read_text())
    assert document["Processing_name"] == product.path.name
    for entry in document["Band_interpretations"]:
        with rasterio.open(product.metadata.parent / entry["File_path"]) as file:
            assert (entry["No_data_value"], entry["Data_type"]) == (file.nodata, file.dtypes[0])
            assert entry.get("Scaling_factor", 1.0) == file.scales[0]
            geometry = document["Geometry"]
            assert (geometry["Image_width"], geometry["Image_height"]) == (file.width, file.height)
            assert geometry["Boundary"][0] == [file.bounds.left, file.bounds.bottom]


def test_the_source_list_names_every_granule_by_its_index(product: Product):
    document = json.loads(product.metadata.read_text())
    assert list(document["Source_product_list"]) == ["0", "1", "2", "3", "4"]
    assert [source["id"] for source in document["Processing_details"]["Sources"]] == ["s03", "s08", "s13", "s18", "s23"]
    assert set(np.unique(plane(product, "source_index"))) <= {0, 1, 2, 3, 4}


def test_the_pixels_of_b04_tell_that_source_index_is_right(product: Product):
    index, red = plane(product, "source_index"), plane(product, "B04")
    truth = {0: 303, 1: 308, 2: 313, 3: VEGETATION["B04"], 4: 0}
    assert all((red[index == key] == value).all() for key, value in truth.items())


@pytest.mark.filterwarnings("ignore")  # rasterio says that a PNG states no place
def test_the_quicklook_is_a_picture_of_the_mosaic(product: Product):
    with rasterio.open(product.quicklook) as file:
        picture = file.read()
        assert (file.driver, file.shape) == ("PNG", plane(product, "B04").shape)
    assert (picture[3] == 255).all()
    # Linear 0 to 0.2: reflectance 0.03 is 38 of 255.
    assert set(np.unique(picture[2])) <= {1, 38}


def test_what_a_run_costs_stands_apart_from_the_metadata(product: Product):
    record = json.loads((product.path / "run.json").read_text())
    assert {"seconds", "blocks", "workers", "memory_peak_bytes", "network", "cache"} <= set(record)
    elapsed = record["seconds_of_blocks"] + record["seconds_of_writing"]
    assert 0 < elapsed <= record["seconds"] + 0.01
    assert record["seconds_of_search"] > 0
    processor = record["processor_seconds_decoding"] + record["processor_seconds_computing"]
    assert 0 < processor < 4 * os.cpu_count() * record["seconds"]
    assert record["bytes_decoded"] > 0
    assert record["bytes_read_from_files"] >= 0 and record["seconds_reading_files"] >= 0
    assert not {"seconds", "workers"} & set(json.loads(product.metadata.read_text())["Processing_details"])


def test_the_last_line_tells_what_a_run_cost(catalogue: Path, tmp_path: Path):
    class Lines(SilentProgress):
        told: ClassVar[list[str]] = []

        def info(self, message: str) -> None:
            self.told.append(message)

    made = run(tiny_order(catalogue, name="my_order"), tmp_path, RunSettings(), Lines())
    record = json.loads((made.path / "run.json").read_text())
    (line,) = [text for text in Lines.told if text.startswith("Took ")]
    assert f"Took {record['seconds']:.1f} s" in line
    assert "of files" not in line  # GDAL decodes these, and reads them in the same call


def test_what_was_read_from_files_is_told_where_it_is_known():
    part = PartCost(
        seconds=9.0,
        seconds_of_blocks=1.0,
        seconds_of_writing=8.0,
        seconds_reading_files=0.4,
        bytes_read_from_files=2**20,
        processor_seconds_decoding=0.5,
        processor_seconds_computing=0.1,
        bytes_decoded=3 * 2**20,
        blocks=1,
        block_size=1024,
        workers=2,
        memory_expected_bytes=2**28,
    )
    expected = Expected("median", remote=False, read_bytes=0, write_bytes=0)
    spent = RunCost(time.time(), 0.0, {"mosaic": part}, NetworkStatistics(), CacheStatistics(), expected)
    assert "Read 1.0 MiB of files in 0.4 s of all threads. Decoded 3.0 MiB;" in spent.lines()[0]


@pytest.mark.parametrize(
    "settings",
    [RunSettings(), RunSettings(workers=1, memory_bytes=700 * 2**20), RunSettings(workers=5)],
    ids=["again", "one worker", "five workers"],
)
def test_pixels_and_metadata_are_the_same_in_every_run(
    catalogue: Path, product: Product, tmp_path: Path, settings: RunSettings
):
    again = run(tiny_order(catalogue, name="my_order"), tmp_path, settings)
    first, second = files_below(product.path), files_below(again.path)
    first.pop("run.json"), second.pop("run.json")
    assert first == second


@pytest.mark.parametrize("size", [16, 32, 48])
def test_the_size_of_blocks_changes_no_pixel(
    catalogue: Path, product: Product, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("s2gm_core.engine.budget.BLOCK_SIZES", (size,))
    again = run(tiny_order(catalogue, name="my_order"), tmp_path)
    for layer in product.layers:
        assert np.array_equal(plane(product, layer), plane(again, layer)), layer
    assert product.metadata.read_bytes() == again.metadata.read_bytes()


def test_negative_reflectance_is_cut_to_zero_and_counted(tmp_path: Path):
    scene = _scene(3, offset="to apply", reflectance={"B02": -5})
    product = run(tiny_order(write_archive(tmp_path, [scene]), bands="B02,B03"), tmp_path / "out")
    blue = plane(product, "B02")
    assert np.unique(blue).tolist() == [0]
    details = json.loads(product.metadata.read_text())["Processing_details"]
    assert details["Negative_reflectances_set_to_zero"] == blue.size


def test_a_rectangle_is_filled_to_its_rims_and_a_polygon_cut_out(catalogue: Path, tmp_path: Path):
    filled = run(tiny_order(catalogue), tmp_path)
    assert (plane(filled, "valid_obs") != 255).all()
    corner = polygon(WEST + 200, NORTH - 900, HALF, NORTH - 100)
    triangle = type(corner)([*list(corner.exterior.coords)[:3]])
    cut = run(tiny_order(catalogue, area=triangle), tmp_path)
    outside = plane(cut, "valid_obs") == 255
    assert 0.3 < outside.mean() < 0.6
    for layer in cut.layers:
        with rasterio.open(cut.layers[layer]) as file:
            assert (file.read(1)[outside] == file.nodata).all(), layer
    assert cut.valid_fraction == 1.0


def test_zero_observations_and_outside_are_told_apart(tmp_path: Path):
    cloudy = np.full((60, 60), 4)
    cloudy[:, :30] = 9
    order = tiny_order(write_archive(tmp_path, [_scene(3, scl=cloudy)]), area=rectangle(east=WEST + 2 * SIDE))
    product = run(order, tmp_path / "out")
    counts = plane(product, "valid_obs")
    assert np.unique(counts).tolist() == [0, 1]
    assert (plane(product, "B04")[counts == 0] == 65535).all()
    assert product.valid_fraction == pytest.approx((counts == 1).mean())


def test_more_overpasses_than_a_byte_can_count_widen_valid_obs(
    catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(plan_layers, "MANY_OBSERVATIONS", 4)
    corner = polygon()
    product = run(tiny_order(catalogue, area=type(corner)([*list(corner.exterior.coords)[:3]])), tmp_path)
    with rasterio.open(product.layers["valid_obs"]) as file:
        assert (file.dtypes[0], file.nodata) == ("uint16", 65535)
        assert set(np.unique(file.read(1))) == {4, 5, 65535}
    entries = json.loads(product.metadata.read_text())["Band_interpretations"]
    (entry,) = [entry for entry in entries if entry["Name"] == "valid_obs"]
    assert (entry["Data_type"], entry["No_data_value"]) == ("uint16", 65535)
    assert any("valid_obs is UInt16" in note for note in product.notes)


def test_a_cog_has_the_layout_of_one(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, resolution=2, format="cog", bands="B04", layers="source_index")
    product = run(order, tmp_path)
    for layer in ("B04", "source_index"):
        with rasterio.open(product.layers[layer]) as file:
            assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
            assert file.overviews(1) == [2, 4]  # down to 256 pixels
            assert (file.block_shapes, file.descriptions) == ([(512, 512)], (layer,))
            assert file.scales == ((0.0001,) if layer == "B04" else (1.0,))


def test_overviews_are_means_of_bands_and_single_pixels_of_classes(catalogue: Path, tmp_path: Path):
    product = run(tiny_order(catalogue, resolution=2, bands="B04", layers="valid_obs"), tmp_path)
    with rasterio.open(product.layers["valid_obs"], overview_level=0) as file:
        assert set(np.unique(file.read(1))) <= {4, 5}
    with rasterio.open(product.layers["B04"]) as file:
        assert file.overviews(1) == [2, 4]


PERIODS = {
    "day": ("2023-08-03", "D", "20230803_20230803"),
    "ten_days": ("2023-08-03", "T", "20230801_20230810"),
    "month": ("2023-08-03", "M", "20230801_20230831"),
    "quarter": ("2023-08-03", "Q", "20230701_20230930"),
    "season": ("2023-08-03", "S", "20230601_20230831"),
    "year": ("2023-08-03", "Y", "20230101_20231231"),
}


@pytest.mark.parametrize("period", PERIODS)
def test_every_period_gives_a_product_named_after_it(catalogue: Path, tmp_path: Path, period: str):
    start, letter, days = PERIODS[period]
    order = tiny_order(catalogue, start=start, period=period, bands="B04", layers="none", area=rectangle(east=HALF))
    assert run(order, tmp_path).path.name.startswith(f"S2GM_{letter}20_{days}_")


def test_a_custom_period_includes_its_last_day(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, start="2023-08-04", end="2023-08-13", period="custom", bands="B04", layers="none")
    assert run(order, tmp_path).scenes == ("s08", "s13")


def test_a_period_without_scenes_leaves_a_gap_in_a_series(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, period="day", start="2023-08-03", end="2023-08-08", bands="B04", layers="none")
    products = run_series(order, tmp_path)
    assert [str(product.period.start) for product in products] == ["2023-08-03", "2023-08-08"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(product.name for product in products)


def test_a_series_without_any_scene_is_an_error(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, start="2022-01-01", end="2022-03-01", bands="B04")
    with pytest.raises(NoScenesError, match="from 2023-08-03 to 2023-08-23"):
        run_series(order, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_scenes_around_a_period_alone_make_no_product(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, start="2023-08-24", end="2023-08-31", period="custom", bands="B04", fill_days=5)
    with pytest.raises(NoScenesError, match=r"Within the 5 days around it there are 1, .* Lengthen the period"):
        run(order, tmp_path / "out")


def test_a_second_run_replaces_the_first(catalogue: Path, tmp_path: Path):
    order = tiny_order(catalogue, bands="B04", layers="none", area=rectangle(east=HALF))
    stale = run(order, tmp_path).path / "stale.txt"
    stale.write_text("old")
    product = run(order, tmp_path)
    assert not stale.exists()
    assert [path.name for path in tmp_path.iterdir()] == [product.name]
