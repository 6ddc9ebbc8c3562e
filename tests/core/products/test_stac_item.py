"""The STAC item of a product: what it names, what it leaves out, and that our own reader survives it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyproj import CRS
from shapely.geometry import shape

from s2gm_core.catalog.records import SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.grid import Grid
from s2gm_core.order import Order
from s2gm_core.version import __version__
from tests.core.products.hand_made import ANCILLARY, EIGHT_BIT, HandMade, facts_of, scene, write_product


@pytest.fixture(scope="module", params=["gtiff", "jp2", "netcdf"])
def product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> HandMade:
    return write_product(tmp_path_factory.mktemp("out"), facts_of(request.param, {**EIGHT_BIT, **ANCILLARY}))


@pytest.fixture(scope="module")
def item(product: HandMade) -> dict[str, Any]:
    return _item(product)


def _item(product: HandMade) -> dict[str, Any]:
    return json.loads((product.inside / product.facts.documents.stac_item).read_text(encoding="utf-8"))


def test_it_is_an_item_of_stac_1_0_0_with_its_extensions(item: dict[str, Any], product: HandMade):
    assert (item["type"], item["stac_version"], item["id"]) == ("Feature", "1.0.0", product.path.name)
    for extension in ("projection", "raster", "eo", "file", "processing"):
        assert any(f"/{extension}/v" in address for address in item["stac_extensions"])
        assert any(f"{prefix}:" in json.dumps(item) for prefix in (extension, extension[:4]))


def test_it_says_where_and_when(item: dict[str, Any]):
    properties = item["properties"]
    assert (properties["proj:epsg"], properties["proj:shape"]) == (32633, [50, 70])
    assert properties["proj:transform"] == [20.0, 0.0, 500_000.0, 0.0, -20.0, 5_000_040.0]
    assert properties["proj:bbox"] == [500_000.0, 4_999_040.0, 501_400.0, 5_000_040.0]
    assert (properties["datetime"], properties["start_datetime"]) == (None, "2023-08-01T00:00:00Z")
    assert properties["end_datetime"] == "2023-08-31T23:59:59Z"
    assert shape(item["geometry"]).is_valid
    assert shape(item["geometry"]).bounds == pytest.approx(item["bbox"], abs=2e-5)
    assert item["bbox"] == pytest.approx([15.0, 45.1448, 15.0178, 45.1538], abs=1e-4)


def test_every_layer_has_an_asset_with_its_file_and_numbers(item: dict[str, Any], product: HandMade):
    for name, planned in product.facts.layers.items():
        asset, layer = item["assets"][name], planned.layer
        file = product.inside / asset["href"]
        band = asset["raster:bands"][0]
        assert file.stat().st_size == asset["file:size"]
        assert (band["data_type"], band["nodata"]) == (layer.dtype, layer.nodata)
        assert (band.get("scale"), band.get("offset", 0.0)) == (layer.scale, layer.offset)
        assert asset.get("s2gm:variable") == (name if product.facts.format.name == "netcdf" else None)
    assert item["assets"]["B04"]["eo:bands"] == [
        {"name": "B04", "common_name": "red", "center_wavelength": 0.665, "full_width_half_max": 0.03}
    ]


def test_checksums_are_multihashes_of_the_files(item: dict[str, Any], product: HandMade):
    lines = (product.path / "checksums.sha256").read_text().splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    for asset in item["assets"].values():
        wanted = sums[f"my_order/{asset['href'][2:]}"]
        assert (bytes.fromhex(asset["file:checksum"])[:2], asset["file:checksum"][4:]) == (b"\x12\x20", wanted)


def test_it_names_every_source_and_the_software(item: dict[str, Any]):
    first = item["properties"]["s2gm:sources"][0]
    assert [source["key"] for source in item["properties"]["s2gm:sources"]] == [0, 1, 2]
    assert first == {
        "key": 0,
        "id": "S2A_33TWL_20230803_0_L2A",
        "granule_id": scene(3).granule_id,
        "platform": "S2A",
        "datetime": "2023-08-03T10:00:00Z",
        "baseline": "05.09",
        "tile": "33TWL",
        "relative_orbit": 122,
    }
    assert item["properties"]["processing:software"] == {"S2GM for QGIS": __version__}


def test_the_order_can_be_run_again_and_holds_no_credentials(item: dict[str, Any], product: HandMade):
    order = Order.from_json({**item["properties"]["s2gm:order"], "format": "gtiff"})
    assert (order.name, order.start) == ("my_order", product.facts.order.start)
    for path in product.path.rglob("*"):
        assert path.is_dir() or b"secret" not in path.read_bytes()


def test_our_own_catalogue_reader_says_that_it_is_no_scene(product: HandMade):
    catalogue = open_source(str(product.inside / product.facts.documents.stac_item))
    assert list(catalogue.search(SceneQuery())) == []
    assert "no scene classification" in catalogue.problems[0]


def test_across_the_180th_meridian_the_outline_has_two_parts_and_the_box_begins_in_the_east(tmp_path: Path):
    """Zone 60 ends at the meridian; the grid reaches 3 km beyond it at 17 degrees south."""
    grid = Grid("EPSG:32760", 816_000.0, 8_120_000.0, 100.0, 100.0, 60, 30)
    item = _item(write_product(tmp_path, facts_of("gtiff", EIGHT_BIT, grid)))
    west, south, east, north = item["bbox"]
    assert (179.9 < west < 180, -180 < east < -179.9) == (True, True)
    assert -18 < south < north < -16
    outline = shape(item["geometry"])
    assert (outline.geom_type, outline.is_valid) == ("MultiPolygon", True)
    assert sorted(part.bounds[2] for part in outline.geoms) == pytest.approx([east, 180.0], abs=1e-4)


def test_a_crs_without_a_code_is_given_as_wkt(tmp_path: Path):

    wkt = CRS.from_proj4("+proj=laea +lat_0=45 +lon_0=15 +datum=WGS84 +units=m").to_wkt()
    item = _item(write_product(tmp_path, facts_of("gtiff", EIGHT_BIT, Grid(wkt, 0.0, 0.0, 20.0, 20.0, 20, 20))))
    assert (item["properties"]["proj:epsg"], item["properties"]["proj:wkt2"]) == (None, wkt)
