"""The reflectance offset is applied exactly once, whatever an item says of it."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from s2gm_core.area import area_from_text
from s2gm_core.catalog.records import Scene
from s2gm_core.catalog.stac_item import parse_time, scene_from_item
from s2gm_core.errors import CatalogueError
from s2gm_core.order import Order
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.sensors.bands import BANDS
from tests.core.archive import NORTH, SIDE, WEST, TinyScene, bounds_text, item_of, write_archive

# id: what the pixels of these published items need (flag and baseline read by hand from each item).
REAL_ITEMS = {
    "S2A_33TWN_20161202_0_L2A": 0.0,  # 00.01
    "S2A_33TWN_20171005_0_L2A": 0.0,  # 00.01
    "S2B_33TWN_20180521_1_L2A": 0.0,  # 02.07
    "S2B_33TWN_20180806_0_L2A": 0.0,  # 00.01
    "S2B_33TWN_20181005_0_L2A": 0.0,  # 02.08
    "S2B_33TWN_20181104_0_L2A": 0.0,  # 02.09
    "S2A_33TWN_20181119_0_L2A": 0.0,  # 02.10
    "S2B_33TWN_20190503_0_L2A": 0.0,  # 02.11
    "S2A_33TWN_20190707_1_L2A": 0.0,  # 02.12
    "S2A_33TWN_20200202_0_L2A": 0.0,  # 02.13
    "S2A_33TWN_20210328_0_L2A": 0.0,  # 02.14
    "S2A_33TWN_20210629_0_L2A": 0.0,  # 03.00
    "S2A_33TWN_20220122_0_L2A": 0.0,  # 03.01
    "S2B_33TWN_20220130_0_L2A": 0.0,  # 04.00, flag true: applied by the provider
    "S2B_33TWN_20220226_0_L2A": -0.1,  # 04.00, flag false: still to apply
    "S2A_32TMS_20221207_0_L2A": 0.0,  # 05.09, flag true
    "S2A_12RWT_20240106_0_L2A": 0.0,  # 05.10, flag true
    "S2A_OPER_MSI_L2A_TL_2APS_20230602T025701_A041483_T01WCR": -0.1,  # 05.09, no flag
    "S2A_OPER_MSI_L2A_TL_2APS_20230603T031757_A041497_T01WCQ": -0.1,
    "S2A_OPER_MSI_L2A_TL_2APS_20230730T020155_A042312_T01VCC": -0.1,
    "S2A_OPER_MSI_L2A_TL_2APS_20230806T022123_A042412_T60VXH": -0.1,
    "S2B_OPER_MSI_L2A_TL_2BPS_20230503T100334_A030615_T60VXH": -0.1,
    "S2B_OPER_MSI_L2A_TL_2BPS_20230512T234921_A032288_T01VCG": -0.1,
    "S2B_OPER_MSI_L2A_TL_2BPS_20230513T005426_A032288_T01VCG": -0.1,
}


def _real_items(shared_data: Path) -> dict[str, dict[str, Any]]:
    folder = shared_data / "stac_json"
    files = [*folder.glob("earthsearch_v1_mapchete/**/*"), *folder.glob("antimeridian_mapchete/*.json")]
    items = [json.loads(path.read_text()) for path in files if path.is_file() and path.suffix != ".xml"]
    return {item["id"]: item for item in items}


def _offsets(scene: Scene) -> set[float]:
    return {asset.offset for name, asset in scene.assets.items() if name in BANDS}


def test_every_published_item_gets_the_offset_that_its_pixels_need(shared_data: Path):
    scenes = {name: scene_from_item(item, str) for name, item in _real_items(shared_data).items()}
    assert {name: _offsets(scene) for name, scene in scenes.items()} == {
        name: {offset} for name, offset in REAL_ITEMS.items()
    }


def test_no_offset_is_ever_given_to_classes_and_confidences(shared_data: Path):
    for item in _real_items(shared_data).values():
        scene = scene_from_item(item, str)
        assert {asset.offset for name, asset in scene.assets.items() if name not in BANDS} == {0.0}


@pytest.mark.parametrize(
    ("flag", "stated", "baseline", "offset"),
    [
        (True, -0.1, "05.09", 0.0),
        (True, None, "05.09", 0.0),
        (False, -0.1, "04.00", -0.1),
        (False, None, "04.00", -0.1),  # stated nowhere: the baseline decides
        (None, None, "05.10", -0.1),
        (None, None, "0510", -0.1),
        (None, None, "03.01", 0.0),
        (None, None, "99.99", -0.1),
        (None, None, "", 0.0),
        (None, 0, "05.09", 0.0),  # a provider that says so has applied it
        (None, float("nan"), "05.09", -0.1),
        ("true", -0.1, "05.09", -0.1),  # only the JSON value true is a statement
    ],
)
def test_flag_then_stated_offset_then_baseline_decide(flag: Any, stated: Any, baseline: str, offset: float):
    item = item_of(TinyScene("a"))
    item["properties"].update({"earthsearch:boa_offset_applied": flag, "s2:processing_baseline": baseline})
    for asset in item["assets"].values():
        if "raster:bands" in asset:
            asset["raster:bands"][0]["offset"] = stated
    assert _offsets(scene_from_item(item, str)) == {offset}


def test_scenes_that_store_their_numbers_differently_give_one_reflectance(tmp_path: Path):
    kinds = ("applied", "to apply", "none")
    scenes = [TinyScene(f"s{n}", f"2023-08-{n + 1:02}T10:00:00Z", n, offset=kind) for n, kind in enumerate(kinds)]
    stored = []
    for scene in scenes:
        catalogue = write_archive(tmp_path / scene.name, [scene])
        with rasterio.open(scene.asset(tmp_path / scene.name, "B02")) as file:
            stored.append(int(file.read(1)[0, 0]))
        product = run(_order(catalogue), tmp_path / "out")
        for band, reflectance in (("B02", 300), ("B8A", 4200)):
            with rasterio.open(product.layers[band]) as file:
                assert np.unique(file.read(1)).tolist() == [reflectance]
    assert stored == [300, 1300, 300]


def _order(catalogue: Path) -> Order:
    area = area_from_text(bounds_text(WEST, NORTH - SIDE, WEST + 600, NORTH))
    return Order(str(catalogue), area, "2023-08-01", resolution=20, layers=("none",))


@pytest.mark.parametrize(
    ("key", "value"), [("offset", 1e300), ("offset", 1e6), ("scale", 0), ("scale", -1), ("scale", 1e300)]
)
def test_an_offset_or_scale_that_no_sensor_has_is_refused(key: str, value: float):
    item = item_of(TinyScene("a"))
    del item["properties"]["earthsearch:boa_offset_applied"]
    item["assets"]["red"]["raster:bands"] = [{"scale": 1e-4, "offset": 0, key: value}]
    with pytest.raises(CatalogueError, match=key):
        scene_from_item(item, str)


@pytest.mark.parametrize("baseline", ["05.09", "5.09", "0509"])
@pytest.mark.parametrize("key", ["s2:processing_baseline", "sentinel2:processing_baseline", "processing:version"])
def test_the_baseline_is_understood_however_it_is_written(baseline: str, key: str):
    item = item_of(TinyScene("a"))
    for name in ("earthsearch:boa_offset_applied", "s2:processing_baseline"):
        item["properties"].pop(name, None)
    for asset in item["assets"].values():
        asset.pop("raster:bands", None)
    item["properties"][key] = baseline
    assert _offsets(scene_from_item(item, str)) == {-0.1}
    del item["properties"][key]
    assert "no processing baseline" in scene_from_item(item, str).offset_reason


@pytest.mark.parametrize(
    "text",
    ["2023-08-01T10:00:00Z", "2023-08-01T12:00:00.000+02:00", "2023-08-01t10:00:00.0z", "2023-08-01T05:30:00-0430"],
)
def test_times_with_any_distance_from_utc_are_read(text: str):
    assert parse_time(text) == datetime(2023, 8, 1, 10, tzinfo=timezone.utc)


def test_esas_product_name_tells_baseline_and_orbit_where_properties_do_not():
    item = item_of(TinyScene("a"))
    for name in ("earthsearch:boa_offset_applied", "s2:processing_baseline", "sat:relative_orbit"):
        item["properties"].pop(name, None)
    for asset in item["assets"].values():
        asset.pop("raster:bands", None)
    item["id"] = "S2A_MSIL2A_20230805T100000_N0509_R079_T33TWL_20230805T140000"
    scene = scene_from_item(item, str)
    assert (_offsets(scene), scene.baseline, scene.relative_orbit) == ({-0.1}, "05.09", 79)
