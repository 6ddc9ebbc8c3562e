"""Items as providers published them become scenes; what each must say was read from the JSON by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from s2gm_core.catalog.records import SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.catalog.stac_item import scene_from_item
from s2gm_core.errors import CatalogueError
from s2gm_core.sensors.bands import BANDS

# file: platform, tile, relative orbit, absolute orbit, baseline, offset, bands (without B09), has angles
ITEMS = {
    "odc_stac/S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531.json": (
        *("S2B", "06VVN", 43, 12081, "02.12", 0.0, 11, True),
    ),
    "odc_stac/S2A_28QCH_20200714_0_L2A.json": ("S2A", "28QCH", None, None, "", 0.0, 11, False),
    "stactools_examples/S2A_T07HFE_20190212T192646_L2A.json": (*("S2A", "07HFE", 13, 19029, "02.12", 0.0, 11, True),),
    "earthsearch_v1_mapchete/S2B_33TWN_20220226_0_L2A": ("S2B", "33TWN", 79, 25988, "04.00", -0.1, 11, True),
    "earthsearch_v1_mapchete/S2B_33TWN_20220130_0_L2A": ("S2B", "33TWN", 122, 25602, "04.00", 0.0, 11, True),
    "antimeridian_mapchete/S2A_OPER_MSI_L2A_TL_2APS_20230806T022123_A042412_T60VXH.json": (
        *("S2A", "60VXH", 87, 42412, "05.09", -0.1, 11, True),
    ),
}


def item(shared_data: Path, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared_data / "stac_json" / name).read_text())
    return loaded


@pytest.mark.parametrize("name", ITEMS)
def test_published_items_say_what_they_say(name: str, shared_data: Path) -> None:
    scene = scene_from_item(item(shared_data, name), str)
    bands = {band: asset for band, asset in scene.assets.items() if band in BANDS}
    offsets = {asset.offset for asset in bands.values()}
    assert len(offsets) == 1
    told = scene.platform, scene.tile, scene.relative_orbit, scene.absolute_orbit, scene.baseline
    assert (*told, offsets.pop(), len(bands), scene.granule_metadata is not None) == ITEMS[name]
    assert {asset.scale for asset in bands.values()} == {1e-4}
    assert {"SCL", "AOT"} <= set(scene.assets)


def test_ten_metre_bands_come_from_the_ten_metre_rasters(shared_data: Path) -> None:
    scene = scene_from_item(item(shared_data, "stactools_examples/S2A_T07HFE_20190212T192646_L2A.json"), str)
    assert {band for band, asset in scene.assets.items() if "10m" in asset.href.lower()} == {"B02", "B03", "B04", "B08"}


@pytest.mark.parametrize(
    ("name", "count"), [("site1-20200606-tall-strip-africa.geojson", 9), ("site2-2020_jun_jul-35MNM.geojson", 13)]
)
def test_item_collections_of_the_planetary_computer_are_catalogues(name: str, count: int, shared_data: Path) -> None:
    catalogue = open_source(str(shared_data / "stac_json" / "odc_stac" / name))
    scenes = list(catalogue.search(SceneQuery()))
    assert catalogue.problems == []
    assert len(scenes) == count
    assert {scene.relative_orbit for scene in scenes} == {78}
    assert {scene.baseline for scene in scenes} == {"02.12"}
    assert all(scene.assets["B04"].href.startswith("https://") for scene in scenes)


@pytest.mark.parametrize(
    "name",
    ["odc_stac/lidar_dem.json", "stactools_examples/S2A_T01LAC_20200717T221944_L1C.json"],
)
def test_other_items_are_refused_with_what_they_lack(name: str, shared_data: Path) -> None:
    with pytest.raises(CatalogueError, match="no scene classification"):
        scene_from_item(item(shared_data, name), str)


def test_zarr_metadata_of_eopf_are_refused_as_no_stac(shared_data: Path) -> None:
    files = sorted((shared_data / "stac_json" / "eopf_zarr_s2").glob("*.json"))
    assert len(files) == 3
    for path in files:
        with pytest.raises(CatalogueError, match="STAC"):
            list(open_source(str(path)).search(SceneQuery()))


def _every_sentinel_2_item(shared_data: Path) -> dict[str, dict[str, Any]]:
    """All Sentinel-2 items below the shared folder that name a scene classification, by file and id."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(shared_data.rglob("*")):
        if path.suffix not in ("", ".json", ".geojson") or not path.is_file() or path.stat().st_size > 10**7:
            continue
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, UnicodeDecodeError):
            continue
        features = document.get("features", [document]) if isinstance(document, dict) else []
        for item in features:
            if isinstance(item, dict) and {"scl", "SCL"} & set(item.get("assets", {})):
                found[f"{path.relative_to(shared_data)} {item['id']}"] = item
    return found


def _offset_by_hand(item: dict[str, Any], asset: dict[str, Any]) -> float:
    """The rule of the documents once more, from raw JSON: applied by the provider, else stated, else by baseline."""
    said = item["properties"]
    if said.get("earthsearch:boa_offset_applied") is True:
        return 0.0
    for band in asset.get("raster:bands", []):
        if "offset" in band:
            return float(band["offset"])
    for name in ("s2:processing_baseline", "sentinel2:processing_baseline", "processing:version"):
        if said.get(name):
            return -0.1 if float(said[name]) >= 4.0 else 0.0
    from_name = re.search(r"_N(\d\d)\d\d_", str(said.get("s2:product_uri") or item["id"]))
    return -0.1 if from_name and int(from_name.group(1)) >= 4 else 0.0


def test_every_real_item_at_hand_gets_the_offset_of_the_rule(shared_data: Path):
    items = _every_sentinel_2_item(shared_data)
    flags, baselines, wrong = set(), set(), []
    for name, item in items.items():
        scene = scene_from_item(item, str)
        flags.add(item["properties"].get("earthsearch:boa_offset_applied"))
        baselines.add(scene.baseline)
        for band, asset in scene.assets.items():
            if band in BANDS:
                key = band if band in item["assets"] else BANDS[band].asset
                if asset.offset != _offset_by_hand(item, item["assets"][key]):
                    wrong.append(f"{name} {band}: {asset.offset}")
    assert wrong == []
    assert len(items) >= 60
    assert flags == {True, False, None}
    assert {"00.01", "02.12", "02.14", "03.00", "03.01", "04.00", "05.09", "05.10"} <= baselines
