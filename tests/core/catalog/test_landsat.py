"""Landsat 8 and 9: from items and product folders to scenes and mosaics, alone and beside Sentinel-2."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.catalog.landsat import is_landsat_item
from s2gm_core.catalog.landsat_product import LandsatReader, parse_mtl
from s2gm_core.catalog.records import Scene
from s2gm_core.catalog.stac_item import scene_from_item
from s2gm_core.errors import CatalogueError, MissingBandsError, OrderError
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import run
from tests.core.archive import NORTH, WEST, TinyScene, write_archive
from tests.core.catalog.landsat_products import (
    CLEAR,
    CLOUD,
    FILL,
    LEFT,
    PIXEL,
    PIXELS,
    SHADOW,
    TOP,
    WATER,
    TinyLandsat,
    groups_of,
    mtl_text,
    stored,
    write_landsat,
)
from tests.core.catalog.muscate_products import TinyMuscate, write_muscate
from tests.core.products.orders import plane, tiny_order

BANDS = ("B01", "B02", "B03", "B04", "B8A", "B11", "B12")
COMMON = ("B02", "B03", "B04", "B8A", "B11", "B12")
ITEMS = {
    "landsat_meta/LC08_L2SP_047027_20201204_02_T1.stac.json": ("L8", "047027", "EPSG:32610", 71.193, 164.914),
    "landsat_meta/LC09_L2SP_010065_20220129_02_T1.stac.json": ("L9", "010065", "EPSG:32617", 32.156, 112.201),
    "stac_json/odc_stac/LC08_L2SP_028030_20200114_20200824_02_T1_SR.json": (
        "L8", "028030", "EPSG:32615", 67.42, 158.452
    ),
    "stac_json/odc_stac/LC08_L2SR_081119_20200101_20200823_02_T2.json": ("L8", "081119", "EPSG:3031", 67.278, 93.541),
}  # fmt: skip
REFUSED_ITEMS = {
    "landsat_meta/LT05_L2SP_010067_19860424_02_T2.stac.json": "Landsat 5; only Landsat 8 and 9",
    "stac_json/odc_stac/LE07_L2SP_044033_20210329_20210424_02_T1_SR.json": "Landsat 7; only Landsat 8 and 9",
    "stac_json/odc_stac/ga_ls8c_ard_3-1-0_088080_2020-05-25_final.stac-item.json": "no name of a Landsat product",
}
DOCUMENTS = {
    "LC08_L2SP_001062_20201031_20201106_02_T2_MTL": ("001062", "EPSG:32620", "2020-10-31T14:31:47.808399+00:00", 99.94),
    "LC08_L2SP_224078_20200127_02_T1_MTL": ("224078", "EPSG:32621", "2020-01-27T13:36:10.394624+00:00", 7.24),
    "stactools/assets2/LC08_L2SR_099120_20191129_20201016_02_T2_MTL": (
        "099120", "EPSG:3031", "2019-11-29T01:00:37.576470+00:00", 100.0
    ),
}  # fmt: skip


def _item(shared_data: Path, name: str) -> dict[str, Any]:
    return json.loads((shared_data / name).read_text())


def _scene(item: dict[str, Any]) -> Scene:
    return scene_from_item(item, lambda href: href)


def _product_scene(folder: Path, product: TinyLandsat) -> Scene:
    (scene,) = LandsatReader().scenes(write_landsat(folder, product))
    return scene


def _mosaic(tmp_path: Path, *products: TinyLandsat | TinyMuscate, **changes: object) -> Product:
    for product in products:
        write = write_landsat if isinstance(product, TinyLandsat) else write_muscate
        write(tmp_path / "products", product)
    return run(tiny_order(tmp_path / "products", **changes), tmp_path / "out")


# --- items and documents


@pytest.mark.parametrize("name", ITEMS)
def test_published_items_become_scenes(name: str, shared_data: Path):
    platform, tile, crs, sun_zenith, sun_azimuth = ITEMS[name]
    scene = _scene(_item(shared_data, name))
    assert (scene.platform, scene.tile, scene.crs, scene.class_rule) == (platform, tile, crs, "landsat")
    assert (scene.relative_orbit, scene.absolute_orbit, scene.is_landsat) == (int(tile[:3]), None, True)
    assert (scene.sun_zenith, scene.sun_azimuth) == pytest.approx((sun_zenith, sun_azimuth), abs=0.001)
    assert tuple(scene.assets) == (*BANDS, "QA_PIXEL")
    assert all((scene.assets[band].scale, scene.assets[band].offset) == (2.75e-5, -0.2) for band in BANDS)
    assert "SR_B5" in scene.assets["B8A"].href
    assert scene.assets["QA_PIXEL"].href.endswith("QA_PIXEL.TIF")


@pytest.mark.parametrize("name", REFUSED_ITEMS)
def test_items_of_other_satellites_and_collections_are_refused(name: str, shared_data: Path):
    item = _item(shared_data, name)
    assert is_landsat_item(item)
    with pytest.raises(CatalogueError, match=REFUSED_ITEMS[name]):
        _scene(item)


@pytest.mark.parametrize("folder", ["earthsearch_v1_mapchete", "odc_stac"])
def test_items_of_sentinel_2_are_not_taken_for_landsat(folder: str, shared_data: Path):
    items = [json.loads(path.read_text()) for path in (shared_data / "stac_json" / folder).rglob("S2*.json")]
    assert items
    assert not any(is_landsat_item(item) for item in items)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"landsat:correction": "L1TP"}, "level L1TP; surface reflectance is needed"),
        ({"platform": "landsat-4"}, "Landsat 4"),
        ({"platform": "landsat-" + "9" * 500}, "characters"),
        ({"datetime": "yesterday"}, "yesterday"),
        ({"landsat:wrs_path": "x"}, "cannot be used"),
    ],
)
def test_odd_items_are_refused(changes: dict[str, Any], reason: str, shared_data: Path):
    item = _item(shared_data, next(iter(ITEMS)))
    item["properties"].update(changes)
    with pytest.raises(CatalogueError, match=reason):
        _scene(item)


def test_the_day_alone_is_its_midnight_unless_a_time_stands_elsewhere(shared_data: Path):
    item = _item(shared_data, "landsat_meta/stactools/assets2/LC08_L2SR_099120_20191129_20201016_02_T2_SR_stac.json")
    assert item["properties"]["datetime"] == "2019-11-29"
    assert _scene(item).acquired.isoformat() == "2019-11-29T00:00:00+00:00"
    item["properties"]["start_datetime"] = "2019-11-29T01:00:22Z"
    assert _scene(item).acquired.isoformat() == "2019-11-29T01:00:22+00:00"


def test_an_azimuth_west_of_north_is_counted_clockwise(shared_data: Path):
    item = _item(shared_data, next(iter(ITEMS)))
    item["properties"]["view:sun_azimuth"] = -30.0
    assert _scene(item).sun_azimuth == 330.0


def test_items_without_reflectance_or_with_an_impossible_scale_are_refused(shared_data: Path):
    item = _item(shared_data, next(iter(ITEMS)))
    thermal = copy.deepcopy(item)
    thermal["assets"] = {name: asset for name, asset in item["assets"].items() if name in ("qa_pixel", "lwir11")}
    with pytest.raises(CatalogueError, match="no surface reflectance"):
        _scene(thermal)
    item["assets"]["red"]["raster:bands"][0]["scale"] = 5
    with pytest.raises(CatalogueError, match="scale of 5"):
        _scene(item)


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name in DOCUMENTS for form in (["txt"] if "224078" in name else ["json", "xml", "txt"])],
)
def test_published_documents_become_scenes_in_every_form(name: str, form: str, shared_data: Path, tmp_path: Path):
    document = shared_data / "landsat_meta" / f"{name}.{form}"
    shutil.copyfile(document, tmp_path / document.name)
    for file in parse_mtl(document.read_bytes(), document.suffix)["PRODUCT_CONTENTS"].values():
        if file.endswith(".TIF"):
            (tmp_path / file).touch()
    assert LandsatReader().recognises(tmp_path)
    (scene,) = LandsatReader().scenes(tmp_path)
    assert (scene.tile, scene.crs, scene.acquired.isoformat(), scene.cloud_cover) == DOCUMENTS[name]
    assert tuple(scene.assets) == (*BANDS, "QA_PIXEL")
    assert (scene.assets["B12"].scale, scene.assets["B12"].offset) == (2.75e-5, -0.2)


def test_a_level_1_document_is_refused(shared_data: Path, tmp_path: Path):
    shutil.copyfile(shared_data / "landsat_meta/L9C2L1_MTL.txt", tmp_path / "LC09_L1TP_140047_MTL.txt")
    with pytest.raises(CatalogueError, match="level L1TP"):
        list(LandsatReader().scenes(tmp_path))


@pytest.mark.parametrize("form", ["json", "xml", "txt"])
def test_every_form_of_the_document_gives_the_same_scene(form: str, tmp_path: Path):
    scenes = [_product_scene(tmp_path / str(i), TinyLandsat(form=kind)) for i, kind in enumerate(("json", form))]
    for name in ("id", "acquired", "tile", "crs", "sun_zenith", "sun_azimuth", "cloud_cover", "overpass"):
        assert getattr(scenes[0], name) == getattr(scenes[1], name)
    assert scenes[1].sun_azimuth == 210.0


def test_paths_of_one_day_are_two_overpasses_and_rows_of_a_path_one(tmp_path: Path):
    one = _product_scene(tmp_path / "1", TinyLandsat(path=190, row=28))
    below = _product_scene(tmp_path / "2", TinyLandsat(path=190, row=29))
    beside = _product_scene(tmp_path / "3", TinyLandsat(path=191, row=28))
    assert one.overpass == below.overpass != beside.overpass


# --- hostile and broken products

HOSTILE = {
    "no JSON": (b"{", ".json"),
    "JSON without the document": (b"[]", ".json"),
    "deep JSON": (b'{"a":' * 100_000, ".json"),
    "groups that are none": (b'{"LANDSAT_METADATA_FILE": {"PRODUCT_CONTENTS": 3}}', ".json"),
    "an entity": (b'<!DOCTYPE x [<!ENTITY a "b">]><LANDSAT_METADATA_FILE/>', ".xml"),
    "not UTF-8": (b"GROUP = \xff\xfe", ".txt"),
    "an empty text": (b"", ".txt"),
    "Collection 1": (b"GROUP = L1_METADATA_FILE\n  GROUP = METADATA_FILE_INFO\n", ".txt"),
    "too large": (b" " * (2**20 + 1), ".txt"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_documents_are_refused(case: str):
    document, extension = HOSTILE[case]
    with pytest.raises(CatalogueError):
        parse_mtl(document, extension)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"FILE_NAME_BAND_2": "../../secret.TIF"}, "leads out"),
        ({"FILE_NAME_QUALITY_L1_PIXEL": "/vsicurl/http://x.test/a.TIF"}, "leads out"),
        ({"REFLECTANCE_MULT_BAND_2": "nan"}, "no number"),
        ({"REFLECTANCE_ADD_BAND_4": -30}, "was not used"),
        ({"CORNER_UL_LAT_PRODUCT": 95}, "off the globe"),
        ({"LANDSAT_PRODUCT_ID": "x" * 300}, "characters"),
        ({"SPACECRAFT_ID": "LANDSAT_7"}, "Landsat 7; only"),
        ({"COLLECTION_NUMBER": "01"}, "Collection 01"),
        ({"DATE_ACQUIRED": "soon"}, "soon"),
    ],
)
def test_broken_products_are_refused_with_the_reason(changes: dict[str, Any], reason: str, tmp_path: Path):
    with pytest.raises(CatalogueError, match=reason):
        _product_scene(tmp_path, TinyLandsat(changes=changes))


def test_a_product_without_its_mask_is_refused(tmp_path: Path):
    with pytest.raises(CatalogueError, match="QA_PIXEL"):
        _product_scene(tmp_path, TinyLandsat(leave_out=("QA_PIXEL.TIF",)))


# --- mosaics


@pytest.mark.parametrize("resolution", [10, 20, 30])
def test_pixels_half_a_pixel_off_the_output_are_the_nearest_ones(resolution: int, tmp_path: Path):
    numbers = np.arange(PIXELS * PIXELS).reshape(PIXELS, PIXELS) + 8000
    blue = numbers * 2.75e-5 - 0.2
    product = _mosaic(tmp_path, TinyLandsat(reflectance={2: blue}), resolution=resolution, bands="B02")
    found, grid = plane(product, "B02"), product.grid
    assert found.shape == (grid.height, grid.width)
    for y, x in [(0, 0), (1, 2), (grid.height // 2, grid.width // 3), (grid.height - 1, grid.width - 1)]:
        east, north = grid.west + (x + 0.5) * resolution, grid.north - (y + 0.5) * resolution
        row, col = int((TOP - north) // PIXEL), int((east - LEFT) // PIXEL)
        assert found[y, x] == round(float(numbers[row, col]) * 0.275 - 2000)


def test_reflectance_is_scaled_and_the_masks_bits_decide(tmp_path: Path):
    qa = np.full((PIXELS, PIXELS), CLEAR)
    qa[:, :10], qa[:, 10:20], qa[:, 20:25], qa[:, 25:30] = CLOUD, WATER, SHADOW, FILL
    product = _mosaic(tmp_path, TinyLandsat(reflectance={5: -0.05, 4: 0.31}, qa=qa), resolution=10)
    assert product.bands == BANDS
    east = WEST + (np.arange(120) + 0.5) * 10
    column = ((east - LEFT) // PIXEL).astype(int)
    valid = ((column >= 10) & (column < 20)) | (column >= 30)
    red, nir = plane(product, "B04"), plane(product, "B8A")
    inside = slice(0, red.shape[1])
    np.testing.assert_array_equal(red[50, inside] == 3100, valid[inside])
    assert set(np.unique(red)) == {3100, 65535}
    assert set(np.unique(nir)) == {0, 65535}
    assert set(np.unique(plane(product, "quality_scene_classification"))) == {5, 6, 255}
    assert (plane(product, "sun_zenith")[plane(product, "valid_obs") > 0] == 3500).all()


def test_no_data_of_the_reflectance_is_no_observation(tmp_path: Path):
    blue = np.full((PIXELS, PIXELS), 0.03)
    blue[:, :22] = np.nan
    assert stored(blue)[0, 0] == 0
    product = _mosaic(tmp_path, TinyLandsat(reflectance={2: blue}), resolution=30)
    assert set(np.unique(plane(product, "valid_obs"))) == {0, 1}


def _both(tmp_path: Path, **changes: object) -> Product:
    """Three dark dates of Sentinel-2 (MAJA) and four brighter ones of Landsat: alone each has its own medoid."""
    for number in range(3):
        write_muscate(
            tmp_path / "products",
            TinyMuscate(day=f"202308{10 + number}", orbit=str(42000 + number), reflectance={"B2": 300 + number}),
        )
    for number in range(4):
        bright = {band: 0.10 + 0.001 * number for band in range(1, 8)}
        write_landsat(tmp_path / "products", TinyLandsat(day=f"202308{20 + number}", reflectance=bright))
    return run(tiny_order(tmp_path / "products", method="medoid", **changes), tmp_path / "out")


def test_a_mosaic_of_two_sensors_holds_the_bands_of_both(tmp_path: Path):
    product = _both(tmp_path)
    assert product.bands == COMMON
    assert (plane(product, "B02") >= 1000).all()
    assert (plane(product, "valid_obs") == 7).all()
    text = product.metadata.read_text()
    assert "Scenes of LaSRC and MAJA are mixed" in text
    assert "courtesy of the U.S. Geological Survey" in text
    assert '"Sensor_list": "L8, S2A"' in text


def test_a_small_weight_gives_way_to_sentinel_2_although_landsat_is_more_frequent(tmp_path: Path):
    product = _both(tmp_path, landsat_weight=0.33)
    assert (plane(product, "B02") < 310).all()
    assert (plane(product, "valid_obs") == 7).all()
    assert any("counts 0.33" in note for note in product.notes)


def test_a_weight_of_zero_leaves_landsat_out_with_its_bands(tmp_path: Path):
    product = _both(tmp_path, landsat_weight=0)
    assert {"B05", "B06", "B07", "B08"} <= set(product.bands)
    assert (plane(product, "valid_obs") == 3).all()
    assert not any(scene.startswith("LC08") for scene in product.scenes)
    assert any("weight 0" in note for note in product.notes)


def test_bands_that_landsat_lacks_are_refused_with_the_way_out(tmp_path: Path):
    with pytest.raises(MissingBandsError, match=r"no B08.*LaSRC and MAJA are mixed.*weight of 0"):
        _both(tmp_path, bands="B04,B08")
    write_landsat(tmp_path / "alone", TinyLandsat())
    with pytest.raises(OrderError, match="All scenes are of Landsat"):
        run(tiny_order(tmp_path / "alone", landsat_weight=0), tmp_path / "out")


def test_a_catalogue_of_sentinel_2_and_a_folder_of_landsat_are_one_source(tmp_path: Path):
    catalogue = write_archive(tmp_path / "stac", [TinyScene("S0", reflectance={"B02": 350})])
    write_landsat(tmp_path / "landsat", TinyLandsat(day="20230820", qa=np.where(np.arange(PIXELS) < 22, CLOUD, CLEAR)))
    order = tiny_order(f"{catalogue} + {tmp_path / 'landsat'}")
    assert order.sources == (str(catalogue), str(tmp_path / "landsat"))
    product = run(order, tmp_path / "out")
    count = plane(product, "valid_obs")
    assert set(np.unique(count)) == {1, 2}
    assert (plane(product, "B02")[count == 1] == 350).all()
    assert (plane(product, "B02")[count == 2] == 300).all()  # of two the lower sum of the visible bands
    assert product.bands == COMMON


def test_the_tiny_document_is_like_real_ones(shared_data: Path):
    """The hand-made document has no value that published ones lack."""
    published = shared_data / "landsat_meta/LC08_L2SP_001062_20201031_20201106_02_T2_MTL.json"
    known = parse_mtl(published.read_bytes(), ".json")
    for group, values in parse_mtl(mtl_text(groups_of(TinyLandsat()), "json").encode(), ".json").items():
        assert set(values) <= set(known[group])


def test_the_usual_scene_lies_within_the_tiny_raster():
    assert LEFT <= WEST
    assert TOP >= NORTH
    assert (LEFT / 15) % 2 == 1
