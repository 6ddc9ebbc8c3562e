"""The validator: products of the real code pass, and every kind of damage is found by the check that it is for."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rasterio
from affine import Affine

from s2gm_core.catalog import product_files
from s2gm_core.cli import main
from s2gm_core.errors import CatalogueError
from s2gm_core.products.formats import PRODUCT_FORMATS
from s2gm_core.products.validation import CHECKS, ProductReport, validate_product
from tests.core.archive import NORTH, SIDE, WEST, TinyScene, write_archive
from tests.core.products.hand_made import (
    ANCILLARY,
    EIGHT_BIT,
    HandMade,
    facts_of,
    write_product,
)
from tests.core.products.orders import bounds_text

FORMATS = pytest.mark.parametrize("name", list(PRODUCT_FORMATS))
STEM = "M20_20230801_my_order"


def _found(path: Path) -> dict[str, str]:
    """Problems by check."""
    report = validate_product(path)
    return {one.name: "\n".join(map(str, one.problems)) for one in report.results if one.problems}


# --- whole products


@FORMATS
def test_a_product_of_the_real_code_passes(tmp_path: Path, name: str):
    assert _found(write_product(tmp_path, facts_of(name)).path) == {}


@FORMATS
def test_a_product_of_8_bits_passes(tmp_path: Path, name: str):
    assert _found(write_product(tmp_path, facts_of(name, {**EIGHT_BIT, **ANCILLARY})).path) == {}


@pytest.mark.parametrize(
    "period",
    [
        {"period": "custom", "end": "2023-08-17"},
        {"period": "ten_days", "start": "2023-08-21"},
        {"period": "season"},
        {"period": "day"},
    ],
)
def test_products_of_all_kinds_of_periods_pass(tmp_path: Path, period: dict[str, Any]):
    found = _found(write_product(tmp_path, facts_of("gtiff", EIGHT_BIT, **period)).path)
    assert set(found) <= {"sources"}  # the three made-up dates lie outside some of the periods


@FORMATS
def test_a_product_that_qgis_has_shown_passes(tmp_path: Path, name: str):
    """QGIS leaves statistics in side files."""
    product = write_product(tmp_path, facts_of(name))
    for planned in product.facts.layers.values():
        side_file = product.inside / f"{planned.path.name}.aux.xml"
        text = side_file.read_text() if side_file.exists() else "<PAMDataset><PAMRasterBand band='1'></PAMRasterBand>"
        side_file.write_text(text.replace("</PAMRasterBand>", "<Metadata></Metadata></PAMRasterBand>"))
        if not text.rstrip().endswith("</PAMDataset>"):
            side_file.write_text(side_file.read_text() + "</PAMDataset>")
    assert _found(product.path) == {}


def test_a_product_of_the_command_line_passes_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    scenes = [TinyScene(f"s{day}", f"2023-08-{day:02}T10:00:00Z", day) for day in (3, 8)]
    area = bounds_text(WEST, NORTH - SIDE, WEST + SIDE, NORTH)
    order = ["--source", str(write_archive(tmp_path / "archive", scenes)), "--area", area, "--start", "2023-08-01"]
    assert main(["mosaic", *order, "--resolution", "20", "--out", str(tmp_path / "out")]) == 0
    folder = capsys.readouterr().out.strip()
    assert main(["validate", folder]) == 0
    out = capsys.readouterr().out
    assert out.count("ok       ") == len(CHECKS)
    assert "The product follows the specification." in out


def test_a_damaged_product_ends_the_command_with_1_and_says_what_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    product = write_product(tmp_path, facts_of())
    (product.inside / f"B04_{STEM}.tiff").unlink()
    assert main(["validate", "--json", str(product.path)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False
    problems = {one["name"]: one["problems"] for one in report["checks"] if not one["ok"]}
    assert problems["completeness"] == [
        {"where": f"my_order/B04_{STEM}.tiff", "found": "no such file", "expected": "the file"}
    ]
    assert main(["validate", str(product.path)]) == 1
    assert f"problem  completeness: my_order/B04_{STEM}.tiff: found no such file" in capsys.readouterr().out


def test_what_is_no_folder_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(CatalogueError, match="Give the folder of a product"):
        validate_product(tmp_path / "nothing")
    assert main(["validate", str(tmp_path / "nothing")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_an_empty_folder_fails_without_an_error(tmp_path: Path):
    found = _found(tmp_path)
    assert {"parts", "folder_name", "completeness", "inspire", "checksums"} <= set(found)


# --- damages: what is done, which check finds it, and words of its message


def _rewrite(path: Path, change: Callable[[Any], Any]) -> None:
    """Change a JSON document in place; a new one that ``change`` returns stands in for it."""
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(change(document) or document), encoding="utf-8")


def _without(key: str, *path: Any) -> Callable[[dict[str, Any]], None]:
    """Take a key out of a document, or out of what lies in it at a path."""

    def change(document: Any) -> None:
        for name in path:
            document = document[name]
        del document[key]

    return change


def _in_metadata(change: Callable[[dict[str, Any]], Any]) -> Callable[[HandMade], None]:
    return lambda product: _rewrite(product.inside / f"metadata_{STEM}.json", change)


def _in_item(change: Callable[[dict[str, Any]], Any]) -> Callable[[HandMade], None]:
    return lambda product: _rewrite(product.inside / f"stac_item_{STEM}.json", change)


def _in_text(name: str, old: str, new: str) -> Callable[[HandMade], None]:
    def damage(product: HandMade) -> None:
        path = product.path / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return damage


def _entry(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in document["Band_interpretations"] if entry["Name"] == name)


def _layer(name: str, **changes: Any) -> Callable[[HandMade], None]:
    """Write a layer's GeoTIFF anew, some of its properties changed."""

    def damage(product: HandMade) -> None:
        path = product.inside / f"{name}_{STEM}.tiff"
        with rasterio.open(path) as file:
            profile, plane, scales = file.profile, file.read(1), file.scales
        profile.update(changes)
        plane = plane[: profile["height"], : profile["width"]].astype(profile["dtype"])
        with rasterio.open(path, "w", **profile) as file:
            file.write(plane, 1)
            file.scales = changes.get("scales", scales)
            file.offsets = changes.get("offsets", (0.0,))

    return damage


def _values(name: str, value: int) -> Callable[[HandMade], None]:
    """Put a value into one pixel of a layer."""

    def damage(product: HandMade) -> None:
        with rasterio.open(product.inside / f"{name}_{STEM}.tiff", "r+") as file:
            plane = file.read(1)
            plane[20, 20] = value
            file.write(plane, 1)

    return damage


def _touch(name: str) -> Callable[[HandMade], None]:
    return lambda product: (product.path / name).write_bytes(b"x") and None


def _remove(name: str) -> Callable[[HandMade], None]:
    return lambda product: (product.path / name).unlink()


def _rename(product: HandMade) -> None:
    product.path.rename(product.path.with_name("S2GM_M20_20230801_20230830_my_order_STD_v0.1.0_00000000"))


def _reordered(document: dict[str, Any]) -> dict[str, Any]:
    return dict(reversed(list(document.items())))


def _link(product: HandMade) -> None:
    path = product.inside / f"B02_{STEM}.tiff"
    other = product.path.parent / "elsewhere.tiff"
    path.rename(other)
    path.symlink_to(other)


def _sum_of(name: str, digest: str) -> Callable[[HandMade], None]:
    def damage(product: HandMade) -> None:
        path = product.path / "checksums.sha256"
        path.write_text(re.sub(rf"\w{{64}}(  {re.escape(name)})", rf"{digest}\1", path.read_text()))

    return damage


_META, _VRT = f"my_order/metadata_{STEM}.json", f"my_order/{STEM}.vrt"
_ITEM = f"my_order/stac_item_{STEM}.json"
DAMAGES: dict[str, tuple[Callable[[HandMade], Any], str, str]] = {
    "layer missing": (_remove(f"my_order/B04_{STEM}.tiff"), "completeness", "B04_M20"),
    "inspire.xml missing": (_remove("inspire.xml"), "completeness", "inspire.xml: found no such file"),
    "quicklook missing": (_remove(f"my_order/quicklook_{STEM}.png"), "quicklook", "cannot be read"),
    "metadata missing": (_remove(_META), "parts", "0 files metadata_"),
    "foreign file": (_touch("my_order/notes.txt"), "completeness", "notes.txt"),
    "foreign file at the top": (_touch("readme.txt"), "completeness", "readme.txt"),
    "raw file left": (_touch("my_order/B04.raw"), "leftovers", "B04.raw"),
    "unfinished file left": (_touch("my_order/x.jp2.unfinished"), "leftovers", "x.jp2.unfinished"),
    "a link": (_link, "leftovers", "found a link"),
    "renamed file": (
        lambda p: (p.inside / f"B04_{STEM}.tiff").rename(p.inside / f"B04_{STEM}.tif"),
        "completeness",
        "B04_M20_20230801_my_order.tif: found a file that belongs to no product",
    ),
    "metadata no JSON": (_touch(_META), "metadata", "is no JSON document"),
    "metadata too deep": (
        lambda p: (p.path / _META).write_text('{"a":' * 100_000),
        "metadata",
        "is no JSON document",
    ),
    "metadata a list": (_in_metadata(lambda d: [d]), "metadata", "holds no JSON object"),
    "key missing": (_in_metadata(_without("Sensor_list")), "metadata", "no Sensor_list"),
    "keys in another order": (_in_metadata(_reordered), "metadata", "order of keys"),
    "key of a layer missing": (
        _in_metadata(_without("Data_type", "Band_interpretations", 0)),
        "metadata",
        "no Data_type",
    ),
    "path that leads out": (
        _in_metadata(lambda d: _entry(d, "B02").update(File_path="../../secret.tiff")),
        "metadata",
        "is no plain file name",
    ),
    "posing as official": (
        _in_metadata(lambda d: d.update(Institution="Copernicus Sentinel-2 Global Mosaic Service")),
        "metadata",
        "not the official service",
    ),
    "period of another length": (
        _in_metadata(lambda d: d.update(Mosaicking_period_end="2023-08-30")),
        "folder_name",
        "period: found '2023-08-01 to 2023-08-30'",
    ),
    "changed order": (
        _in_metadata(lambda d: d["Processing_details"]["Order"].update(max_cloud=10.0)),
        "folder_name",
        "order's number",
    ),
    "another resolution": (
        _in_metadata(lambda d: d.update(Resolution_distance=10)),
        "folder_name",
        "resolution in the folder's name",
    ),
    "nodata in the metadata": (
        _in_metadata(lambda d: _entry(d, "B02").update(No_data_value=0)),
        "layer_table",
        "B02: found ('uint16', 0, 0.0001, '1')",
    ),
    "unknown layer": (
        _in_metadata(lambda d: _entry(d, "B02").update(Name="B99")),
        "layer_table",
        "B99: found an unknown layer",
    ),
    "file format": (
        _in_metadata(lambda d: _entry(d, "B02").update(File_format="JP2")),
        "layer_table",
        "File_format: found 'JP2', expected 'GeoTiff'",
    ),
    "layer twice": (
        _in_metadata(lambda d: d["Band_interpretations"].append(_entry(d, "B02"))),
        "layer_names",
        "a second entry",
    ),
    "boundary": (
        _in_metadata(lambda d: d["Geometry"]["Boundary"][0].__setitem__(0, 1.0)),
        "geometry",
        "Boundary",
    ),
    "image width": (
        _in_metadata(lambda d: d["Geometry"].update(Image_width=71)),
        "layer_files",
        "size: found (70, 50)",
    ),
    "gap in the sources": (
        _in_metadata(_without("1", "Source_product_list")),
        "sources",
        "keys: found ['0', '2']",
    ),
    "source outside the period": (
        _in_metadata(lambda d: d.update(Last_product_date="2023-09-01")),
        "sources",
        "product dates",
    ),
    "layer of another driver": (
        lambda p: shutil.copy(p.inside / f"quicklook_{STEM}.png", p.inside / f"B04_{STEM}.tiff"),
        "layer_files",
        "B04: found",
    ),
    "layer cut off": (
        lambda p: (p.inside / f"B04_{STEM}.tiff").write_bytes((p.inside / f"B04_{STEM}.tiff").read_bytes()[:100]),
        "layer_files",
        "B04: found",
    ),
    "number type": (_layer("B04", dtype="int16", nodata=-1), "layer_files", "B04 number type: found 'int16'"),
    "nodata of a file": (_layer("B04", nodata=0), "layer_files", "B04 nodata: found 0.0, expected 65535.0"),
    "scale of a file": (_layer("B04", scales=(0.001,)), "layer_files", "B04 scale: found 0.001, expected 0.0001"),
    "offset of a file": (_layer("B04", offsets=(-0.1,)), "layer_files", "B04 offset: found -0.1, expected 0.0"),
    "size of a file": (_layer("B04", width=60), "layer_files", "B04 size: found (60, 50), expected (70, 50)"),
    "place of a file": (
        _layer("B04", transform=Affine(20, 0, 500_001, 0, -20, 5_000_040)),
        "layer_files",
        "B04 place",
    ),
    "CRS of a file": (_layer("B04", crs="EPSG:32634"), "layer_files", "B04 CRS"),
    "class 12": (_values("quality_scene_classification", 12), "values", "expected 0 to 11"),
    "zenith below 0": (_values("sun_zenith", -5), "values", "expected 0 to 180"),
    "azimuth of 400 degrees": (_values("sun_azimuth", 40_000), "values", "expected 0 to 360"),
    "index without a source": (_values("source_index", 3), "values", "keys of Source_product_list, 0 to 2"),
    "more observations than granules": (_values("valid_obs", 4), "values", "at most the number of granules, 3"),
    "inspire.xml with an entity": (
        _in_text("inspire.xml", "<gmd:MD_Metadata", '<!DOCTYPE a [<!ENTITY b "c">]><gmd:MD_Metadata'),
        "inspire",
        "DOCTYPE",
    ),
    "inspire.xml of another product": (
        _in_text("inspire.xml", "S2GM_M20", "S2GM_Q20"),
        "inspire",
        "gmd:fileIdentifier",
    ),
    "inspire.xml without an element": (
        lambda p: (p.path / "inspire.xml").write_text(
            re.sub(r"<gmd:lineage>.*</gmd:lineage>", "", (p.path / "inspire.xml").read_text(), flags=re.S)
        ),
        "inspire",
        "no gmd:lineage",
    ),
    "inspire.xml of another place": (_in_text("inspire.xml", ">15.0", ">16.0"), "inspire", "bounding box"),
    "inspire.xml of another time": (
        _in_text("inspire.xml", "<gml:endPosition>2023-08-31", "<gml:endPosition>2023-08-30"),
        "inspire",
        "endPosition",
    ),
    "item without an asset": (_in_item(_without("B04", "assets")), "stac_item", "B04: found no asset"),
    "item with another checksum": (
        _in_item(lambda d: d["assets"]["B04"].update({"file:checksum": "1220" + "0" * 64})),
        "stac_item",
        "B04 file:checksum",
    ),
    "item of another order": (
        _in_item(lambda d: d["properties"]["s2gm:order"].update(method="stc")),
        "stac_item",
        "s2gm:order",
    ),
    "item of another number type": (
        _in_item(lambda d: d["assets"]["B04"]["raster:bands"][0].update(data_type="float32")),
        "stac_item",
        "B04 raster:bands",
    ),
    "item elsewhere": (
        _in_item(lambda d: d["properties"].update({"proj:transform": [20, 0, 0, 0, -20, 0]})),
        "stac_item",
        "proj:transform",
    ),
    "item no item": (_touch(_ITEM), "stac_item", "is no JSON document"),
    "virtual raster that points elsewhere": (
        _in_text(_VRT, f">B04_{STEM}.tiff<", ">/etc/passwd<"),
        "vrt",
        "B04 source: found ('/etc/passwd', '1')",
    ),
    "virtual raster with code": (
        _in_text(_VRT, '<VRTRasterBand dataType="UInt16" band="1">', '<VRTRasterBand subClass="VRTDerivedRasterBand">'),
        "vrt",
        "B04 source: found ('VRTDerivedRasterBand'",
    ),
    "virtual raster with another nodata": (
        _in_text(_VRT, "<NoDataValue>65535", "<NoDataValue>0"),
        "vrt",
        "NoDataValue: found 0.0, expected 65535.0",
    ),
    "virtual raster without a band": (
        _in_text(_VRT, "<Description>B04", "<Description>B05"),
        "vrt",
        "bands: found",
    ),
    "quicklook of another kind": (_touch(f"my_order/quicklook_{STEM}.png"), "quicklook", "another file"),
    "changed pixel": (_values("B04", 1234), "checksums", "B04_M20_20230801_my_order.tiff: found"),
    "wrong checksum": (_sum_of(_ITEM, "0" * 64), "checksums", "stac_item"),
    "checksum of a file outside": (
        _in_text("checksums.sha256", "  inspire.xml", "  ../inspire.xml"),
        "checksums",
        "a line for a file that is not there",
    ),
    "no checksum": (
        lambda p: (p.path / "checksums.sha256").write_text(
            "".join(
                line
                for line in (p.path / "checksums.sha256").read_text().splitlines(keepends=True)
                if "inspire" not in line
            )
        ),
        "checksums",
        "inspire.xml: found no line",
    ),
    "checksums of another form": (_touch("checksums.sha256"), "checksums", "ValueError"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> HandMade:
    return write_product(tmp_path_factory.mktemp("whole"), facts_of())


def _copy(product: HandMade, out: Path) -> HandMade:
    shutil.copytree(product.path, out / product.path.name)
    return HandMade(out / product.path.name, product.facts, product.planes)


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_damage_is_found(whole: HandMade, tmp_path: Path, damage: str):
    do, check, words = DAMAGES[damage]
    product = _copy(whole, tmp_path)
    do(product)
    found = _found(product.path)
    assert words in found.get(check, "nothing"), found


def test_a_renamed_folder_is_found(whole: HandMade, tmp_path: Path):
    product = _copy(whole, tmp_path)
    _rename(product)
    found = _found(next(tmp_path.iterdir()))
    for words in ("Processing_name", "end in the folder's name: found '20230830'", "order's number: found '00000000'"):
        assert words in found["folder_name"]
    product = next(tmp_path.iterdir())
    assert "S2GM_M10" in _found(product.rename(tmp_path / "mosaic of august"))["folder_name"]


def test_a_geotiff_in_place_of_a_cog_is_found(whole: HandMade, tmp_path: Path):
    product = write_product(tmp_path, facts_of("cog"))
    name = f"B02_{STEM}.tiff"
    rasterio.shutil.copy(whole.inside / name, product.inside / name, driver="GTiff", TILED="YES", COMPRESS="LZW")
    assert "B02 layout: found a GeoTIFF that is not cloud-optimised" in _found(product.path)["layer_files"]


def test_a_changed_side_file_of_jpeg_2000_is_found(tmp_path: Path):
    product = write_product(tmp_path, facts_of("jp2"))
    side_file = product.inside / f"B02_{STEM}.jp2.aux.xml"
    side_file.write_text(side_file.read_text().replace("65535", "0"))
    assert "NoDataValue: found 0.0, expected 65535.0" in _found(product.path)["layer_files"]
    side_file.unlink()
    assert "B02_M20_20230801_my_order.jp2.aux.xml" in _found(product.path)["completeness"]


def test_a_variable_that_is_missing_in_netcdf_is_found(tmp_path: Path):
    product = write_product(tmp_path, facts_of("netcdf"))
    smaller = write_product(tmp_path / "smaller", facts_of("netcdf", EIGHT_BIT))
    shutil.copy(smaller.inside / f"{STEM}.nc", product.inside / f"{STEM}.nc")
    found = _found(product.path)["layer_files"]
    assert "B11: found" in found
    assert "B02 number type: found 'uint8', expected 'uint16'" in found


@pytest.mark.filterwarnings("ignore")  # rasterio says that the file states no place
def test_files_in_huge_blocks_are_not_read(whole: HandMade, tmp_path: Path):
    """A small file can hold one block of a gigabyte."""
    product = _copy(whole, tmp_path)
    layout = {"driver": "GTiff", "dtype": "uint16", "count": 1, "width": 20_000, "height": 20_000, "nodata": 65535}
    path = product.inside / f"B04_{STEM}.tiff"
    with rasterio.open(path, "w", blockysize=20_000, compress="deflate", sparse_ok=True, **layout):
        pass
    assert "that is too large" in _found(product.path)["layer_files"]


# --- products of several tiles


def _tiled(tmp_path: Path) -> Path:
    """A product of two tiles, put together from two products of one."""
    first = write_product(tmp_path / "a", facts_of("gtiff", EIGHT_BIT))
    stem, name = "M20_20230801_31UFT", first.path.name
    base = tmp_path / name
    for tile in ("31UFT", "31UGT"):
        shutil.copytree(first.inside, base / tile)
        for path in list((base / tile).iterdir()):
            path.rename(path.with_name(path.name.replace("my_order", tile)))
        metadata = base / tile / f"metadata_M20_20230801_{tile}.json"
        metadata.write_text(metadata.read_text().replace("my_order.tiff", f"{tile}.tiff"))
        item = base / tile / f"stac_item_M20_20230801_{tile}.json"
        text = item.read_text().replace("my_order.tiff", f"{tile}.tiff")
        item.write_text(text.replace(f'"id": "{name}"', f'"id": "{name}_{tile}"'))
        vrt = base / tile / f"M20_20230801_{tile}.vrt"
        vrt.write_text(vrt.read_text().replace("my_order", tile))
    shutil.copy(first.path / "inspire.xml", base)
    files = sorted(path for path in base.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(base).as_posix()}\n" for p in files]
    (base / "checksums.sha256").write_text("".join(lines))
    assert stem in str(files)
    return base


def test_a_product_of_several_tiles_passes_and_damage_in_one_is_found(tmp_path: Path):
    base = _tiled(tmp_path)
    assert _found(base) == {}
    (base / "31UGT" / "B04_M20_20230801_31UGT.tiff").unlink()
    assert "31UGT/B04_M20" in _found(base)["completeness"]
    shutil.move(str(base / "31UGT"), str(base / "my_order"))
    assert "several sub-folders" in _found(base)["parts"]


# --- hostile documents


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [None], {"a": 1}, float("inf"), 10**400], ids=repr)
@pytest.mark.parametrize(
    "key", ["Geometry", "Band_interpretations", "Source_product_list", "Processing_details", "Mosaicking_period_start"]
)
def test_whatever_metadata_hold_is_a_problem_and_no_error(whole: HandMade, tmp_path: Path, key: str, value: Any):
    product = _copy(whole, tmp_path)
    _in_metadata(lambda document: document.update({key: value}))(product)
    report = validate_product(product.path)
    assert isinstance(report, ProductReport)
    assert not report.is_ok
    assert all(line.isprintable() for line in report.text.splitlines())


@pytest.mark.parametrize("key", ["File_path", "Variable", "Name", "Data_type", "No_data_value", "Scaling_factor"])
@pytest.mark.parametrize("value", [None, -1.5, "\x1b[31m", '"; rm', ["B02"], {"a": 1}], ids=repr)
def test_whatever_stands_in_an_entry_is_a_problem_and_no_error(whole: HandMade, tmp_path: Path, key: str, value: Any):
    product = _copy(whole, tmp_path)
    _in_metadata(lambda document: _entry(document, "B02").update({key: value}))(product)
    report = validate_product(product.path)
    assert not report.is_ok or (key, value) == ("Variable", None)
    assert "\x1b" not in report.text


def test_a_document_of_any_size_is_refused(whole: HandMade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(product_files, "MAX_DOCUMENT_BYTES", 100)
    found = _found(_copy(whole, tmp_path).path)
    assert {"metadata", "inspire", "checksums"} <= set(found)
    assert "it was not read" in found["metadata"]


def test_every_check_is_tested_by_a_damage():
    assert {check.name for check in CHECKS} == {check for _, check, _ in DAMAGES.values()}
    assert len(DAMAGES) > 50
