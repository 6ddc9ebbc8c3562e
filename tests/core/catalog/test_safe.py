"""SAFE products become scenes: published metadata of every baseline at hand, and made-up products."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from s2gm_core.catalog.granule_metadata import parse_angles
from s2gm_core.catalog.product_files import files_of_folder
from s2gm_core.catalog.records import Scene
from s2gm_core.catalog.safe import SafeReader, scenes_of_product
from s2gm_core.catalog.sources import open_source
from s2gm_core.errors import CatalogueError
from s2gm_core.sensors.bands import BANDS
from tests.core.catalog.safe_products import (
    GRANULE,
    PRODUCT,
    STEM,
    images,
    product_xml,
    published_product,
    touch,
    write_product,
    zip_product,
)

PUBLISHED = {
    "02.11": "sen2agri_sen2cor",
    "02.12": "stactools/S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857.SAFE",
    "02.12 early": "stactools/S2A_MSIL2A_20150826T185436_N0212_R070_T11SLT_20210412T023147",
    "02.12 south": "stactools/S2B_MSIL2A_20191228T210519_N0212_R071_T01CCV_20201003T104658.SAFE",
    "02.14": "stactools/esa_S2B_MSIL2A_20210122T133229_N0214_R081_T22HBD_20210122T155500.SAFE",
    "04.00": "stactools/S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126.SAFE",
    "05.09 north": "stactools/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157.SAFE",
    "05.09": "stactools/S2A_MSIL2A_20230821T221941_N0509_R029_T01KAB_20230822T021825.SAFE",
}
ALL_ASSETS = {*BANDS, "SCL", "AOT", "CLD", "SNW"}


@pytest.fixture
def metadata(shared_data: Path) -> Path:
    folder = shared_data / "safe_metadata"
    if not folder.is_dir():
        pytest.skip(f"no published SAFE metadata: {folder} is not there")
    return folder


def scene_of(product: Path) -> Scene:
    (scene,) = scenes_of_product(files_of_folder(product))
    return scene


def _says(path: Path) -> dict[str, Any]:
    """What the authors of the published metadata's own converter read from them."""
    return json.loads(path.read_text())["properties"]


@pytest.mark.parametrize("which", PUBLISHED)
def test_published_metadata_become_a_scene(metadata: Path, tmp_path: Path, which: str):
    scene = scene_of(published_product(metadata / PUBLISHED[which], tmp_path))
    name = scene.id.split("_")
    assert scene.platform == name[0]
    assert scene.baseline == which[:5]
    assert scene.tile == name[5][1:]
    assert scene.relative_orbit == int(name[4][1:])
    assert f"_A{scene.absolute_orbit:06d}_" in scene.granule_id
    assert scene.acquired.strftime("%Y%m%d") == name[2][:8]
    assert set(scene.assets) == ALL_ASSETS
    expected = -0.1 if scene.baseline >= "04.00" else 0.0
    assert {scene.assets[band].offset for band in BANDS} == {expected}
    assert {scene.assets[band].scale for band in BANDS} == {1e-4}
    assert scene.assets["AOT"].scale == 1e-3
    assert scene.crs in (f"EPSG:326{scene.tile[:2]}", f"EPSG:327{scene.tile[:2]}")
    angles = parse_angles(Path(scene.granule_metadata or "").read_bytes())
    assert angles.crs == scene.crs
    assert scene.sun_zenith == pytest.approx(angles.sun_zenith.mean(), abs=0.5)


@pytest.mark.parametrize("which", [name for name in PUBLISHED if name not in ("02.11", "02.12 early")])
def test_published_metadata_say_the_same_as_published_items_of_them(metadata: Path, tmp_path: Path, which: str):
    source = metadata / PUBLISHED[which]
    said, scene = _says(source / "expected_output.json"), scene_of(published_product(source, tmp_path))
    assert said["s2:tile_id"] == scene.granule_id
    assert said["s2:processing_baseline"] == scene.baseline
    assert said["s2:generation_time"][:19] == scene.generated[:19]
    assert said["eo:cloud_cover"] == pytest.approx(scene.cloud_cover)
    assert said["sat:relative_orbit"] == scene.relative_orbit
    assert said["view:sun_azimuth"] == scene.sun_azimuth
    assert 90 - said["view:sun_elevation"] == pytest.approx(scene.sun_zenith)


def test_a_footprint_with_heights_is_read_as_latitude_and_longitude(metadata: Path, tmp_path: Path):
    scene = scene_of(published_product(metadata / PUBLISHED["02.12 early"], tmp_path))
    assert scene.footprint.bounds == pytest.approx((-119.17378, 33.33277, -117.96938, 34.33774), abs=1e-4)


def test_a_footprint_across_the_antimeridian_is_cut_there(metadata: Path, tmp_path: Path):
    scene = scene_of(published_product(metadata / PUBLISHED["05.09"], tmp_path))
    assert scene.footprint.bounds[::2] == (-180.0, 180.0)
    assert 0.8 < scene.footprint.area < 1.3  # about a degree by a degree, not a belt around the globe


def test_top_of_atmosphere_products_are_refused_with_what_to_do(metadata: Path):
    catalogue = open_source(str(metadata / "alcd_mini_safe_l1c"))
    assert list(catalogue.scenes()) == []
    assert len(catalogue.problems) == 2
    assert all("Level-1C" in problem and "Sen2Cor" in problem for problem in catalogue.problems)


def test_every_asset_takes_its_native_pixels_and_the_providers_coarser_ones(tmp_path: Path):
    assets = scene_of(write_product(tmp_path)).assets

    def sizes(name: str) -> list[str]:
        return [Path(asset.href).stem.rpartition("_")[2] for asset in (assets[name], *assets[name].coarser)]

    assert sizes("B02") == ["10m", "20m", "60m"]
    assert sizes("B05") == ["20m", "60m"]
    assert sizes("B01") == ["60m"]  # the provider's B01 at 20 m is resampled
    assert sizes("AOT") == ["10m", "20m", "60m"]
    assert sizes("SCL") == ["20m"]
    assert sizes("CLD") == sizes("SNW") == ["20m", "60m"]
    assert all(one.offset == -0.1 for one in (assets["B02"], *assets["B02"].coarser))
    assert "B09" not in assets


def test_a_product_at_20_m_only_is_read_at_20_m(tmp_path: Path):
    assets = scene_of(write_product(tmp_path, left_out=("10m", "60m"))).assets
    assert assets["B02"].href.endswith("R20m/T33TWL_20230815T095559_B02_20m.jp2")
    assert assets["B01"].href.endswith("B01_20m.jp2")


def test_times_orbits_and_quality_come_from_the_documents(tmp_path: Path):
    scene = scene_of(write_product(tmp_path))
    assert scene.id == PRODUCT[:-5]
    assert scene.acquired == datetime(2023, 8, 15, 10, 1, 40, 500_000, tzinfo=timezone.utc)
    assert (scene.absolute_orbit, scene.relative_orbit, scene.tile) == (42547, 122, "33TWL")
    assert (scene.cloud_cover, scene.sun_zenith, scene.sun_azimuth) == (12.5, 34.2, 151.8)
    assert scene.footprint.bounds == (15.0, 45.0, 16.4, 46.0)


def test_without_granule_metadata_the_product_and_its_names_tell_what_they_can(tmp_path: Path):
    product = write_product(tmp_path)
    (product / "GRANULE" / GRANULE / "MTD_TL.xml").unlink()
    scene = scene_of(product)
    assert scene.granule_metadata is None
    assert scene.acquired == datetime(2023, 8, 15, 9, 55, 59, 24_000, tzinfo=timezone.utc)
    assert (scene.tile, scene.crs, scene.granule_id) == ("33TWL", "EPSG:32633", GRANULE)


@pytest.mark.parametrize(
    ("offsets", "baseline", "expected"),
    [
        ({band: -1000 for band in range(13)}, "99.99", (-0.1, -0.1)),  # user-processed
        ({}, "99.99", (0.0, 0.0)),
        ({}, "05.09", (0.0, 0.0)),  # what the document does not state is not applied
        ({band: -1000 for band in range(13)}, "02.14", (-0.1, -0.1)),
        ({**{band: -1000 for band in range(13)}, 8: -500}, "05.09", (-0.1, -0.05)),
    ],
)
def test_offsets_are_those_of_each_band_whatever_the_baseline(
    tmp_path: Path, offsets: dict[int, int], baseline: str, expected: tuple[float, float]
):
    assets = scene_of(write_product(tmp_path, product_xml(offsets, PROCESSING_BASELINE=baseline))).assets
    assert (assets["B02"].offset, assets["B8A"].offset) == expected


def test_another_quantification_changes_scale_and_offset(tmp_path: Path):
    assets = scene_of(write_product(tmp_path, product_xml(BOA_QUANTIFICATION_VALUE="20000"))).assets
    assert (assets["B02"].scale, assets["B02"].offset) == (5e-5, -0.05)


@pytest.mark.parametrize(
    "xml",
    [
        product_xml({band: -1000 for band in range(12)}),
        product_xml({band: -1000 for band in range(14)}),
        product_xml(dict.fromkeys(range(13), -100_000)),
        product_xml(BOA_QUANTIFICATION_VALUE=""),
        product_xml(BOA_QUANTIFICATION_VALUE="0"),
        product_xml(BOA_QUANTIFICATION_VALUE="nan"),
        product_xml(SPACECRAFT_NAME="Sentinel-3A"),
        product_xml(DATATAKE_SENSING_START="yesterday"),
        product_xml(EXT_POS_LIST=""),
        product_xml(EXT_POS_LIST="46 15 45 15 nan 14 46 15"),
        product_xml(EXT_POS_LIST="46 15 45 15 95 14 46 15"),
        product_xml(PROCESSING_LEVEL="Level-1C"),
    ],
    ids=[
        "half stated", "band 13", "huge", "no scale", "scale 0", "scale nan", "platform", "time", "no footprint",
        "footprint nan", "footprint beyond the pole", "level",
    ],
)  # fmt: skip
def test_documents_that_do_not_say_what_is_needed_are_refused(tmp_path: Path, xml: str):
    with pytest.raises(CatalogueError, match="product"):
        scene_of(write_product(tmp_path, xml))


def test_a_partly_downloaded_product_offers_what_is_there(tmp_path: Path):
    assets = scene_of(write_product(tmp_path, left_out=("_B11_", "SNW"))).assets
    assert "B02" in assets
    assert not {"B11", "SNW"} & set(assets)
    with pytest.raises(CatalogueError, match="scene classification"):
        scene_of(write_product(tmp_path / "second", left_out=("_SCL_",)))
    with pytest.raises(CatalogueError, match="no image"):
        scene_of(write_product(tmp_path / "third", left_out=("GRANULE",)))


def test_files_that_the_product_does_not_list_are_left_aside(tmp_path: Path):
    product = write_product(tmp_path)
    touch(product / f"GRANULE/{GRANULE}/IMG_DATA/R10m/Z_COPY_B02_10m.jp2")
    assert scene_of(product).assets["B02"].href.endswith("T33TWL_20230815T095559_B02_10m.jp2")


def test_renamed_images_are_found_by_what_their_names_end_in(tmp_path: Path):
    product = write_product(tmp_path, product_xml(listed=[name.replace(STEM, "OTHER") for name in images()]))
    assert scene_of(product).assets["B02"].href.endswith("T33TWL_20230815T095559_B02_10m.jp2")


def test_products_of_2015_and_2016_with_their_long_names_are_read(tmp_path: Path):
    """Several granules in one product, other document names, masks named after the granule."""
    product = tmp_path / "S2A_USER_PRD_MSIL2A_PDMC_20160420T120000_R122_V20160420T100000_20160420T100000.SAFE"
    for tile in ("T33TWL", "T33TXL"):
        ending = f"SGS__20160420T160000_A004323_{tile}"
        granule = product / "GRANULE" / f"S2A_USER_MSI_L2A_TL_{ending}_N02.04"
        touch(granule / "IMG_DATA" / "R10m" / f"S2A_USER_MSI_L2A_TL_{ending}_B02_10m.jp2")
        touch(granule / "IMG_DATA" / "R20m" / f"S2A_USER_AOT_L2A_TL_{ending}_20m.jp2")
        touch(granule / "IMG_DATA" / f"S2A_USER_SCL_L2A_TL_{ending}_20m.jp2")
        touch(granule / "QI_DATA" / f"S2A_USER_CLD_L2A_TL_{ending}_20m.jp2")
        touch(granule / "QI_DATA" / f"S2A_USER_SNW_L2A_TL_{ending}_60m.jp2")
    xml = product_xml({}, [], PROCESSING_BASELINE="02.04", PROCESSING_LEVEL="Level-2Ap")
    xml = xml.replace("BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE")
    touch(product / "S2A_USER_MTD_SAFL2A_PDMC_20160420T120000_R122.xml").write_text(xml)
    scenes = list(scenes_of_product(files_of_folder(product)))
    assert [scene.tile for scene in scenes] == ["33TWL", "33TXL"]
    assert all(set(scene.assets) == {"B02", "AOT", "SCL", "CLD", "SNW"} for scene in scenes)
    assert len({scene.id for scene in scenes}) == 2
    assert all(scene.absolute_orbit == 42547 and scene.crs == "EPSG:32633" for scene in scenes)


def test_masks_of_the_first_compact_products_are_found(tmp_path: Path):
    product = write_product(tmp_path, left_out=("MSK_",))
    for name in ("CLD", "SNW"):
        touch(product / f"GRANULE/{GRANULE}/QI_DATA/L2A_T33TWL_20170226T102021_{name}_20m.jp2")
    assert {"CLD", "SNW"} <= set(scene_of(product).assets)


def _ids(source: Path) -> list[str]:
    return [scene.id for scene in open_source(str(source)).scenes()]


def test_a_folder_of_products_is_a_catalogue(tmp_path: Path):
    """Folders, folders inside folders (also of the product's own name), and zip files, some of another name."""
    other = PRODUCT.replace("T33TWL", "T33TWM")
    write_product(tmp_path / "2023" / "08" / PRODUCT)
    write_product(tmp_path / "deep" / "er", name=other.replace("160000", "160001"))
    product = write_product(tmp_path / "elsewhere", name=other)
    zip_product(product, tmp_path / "2023" / (other[:-5] + ".zip"))
    zip_product(product.rename(product.with_name(other.replace("160000", "160002"))), tmp_path / "a.zip", below="x/")
    (tmp_path / "notes.txt").write_text("no product")
    (tmp_path / "empty").mkdir()
    expected = ["WL_20230815T160000", "WM_20230815T160000", "WM_20230815T160001", *2 * ["WM_20230815T160002"]]
    assert sorted(name[-18:] for name in _ids(tmp_path)) == expected
    assert open_source(str(tmp_path)).problems == []


@pytest.mark.parametrize("below", ["", "around/"])
def test_a_single_product_is_a_source_as_a_folder_and_as_a_zip(tmp_path: Path, below: str):
    product = write_product(tmp_path / "folder")
    archive = zip_product(product, tmp_path / "single.zip", below)
    assert _ids(product) == _ids(archive) == [PRODUCT[:-5]]
    catalogue = open_source(str(archive))
    (scene,) = catalogue.scenes()
    root = f"/vsizip/{{{archive}}}/{below}{PRODUCT}/"
    assert scene.assets["B02"].href == f"{root}GRANULE/{GRANULE}/IMG_DATA/R10m/{STEM}_B02_10m.jp2"
    document = catalogue.place.read(scene.granule_metadata or "")
    assert document == (product / "GRANULE" / GRANULE / "MTD_TL.xml").read_bytes()


def test_one_bad_product_does_not_hide_the_others(tmp_path: Path):
    write_product(tmp_path)
    (tmp_path / PRODUCT.replace("T33TWL", "T33TWM")).mkdir()
    catalogue = open_source(str(tmp_path))
    assert [scene.tile for scene in catalogue.scenes()] == ["33TWL"]
    (problem,) = catalogue.problems
    assert "T33TWM" in problem
    assert "MTD_MSIL2A.xml" in problem


def test_a_folder_without_products_is_no_source(tmp_path: Path):
    (tmp_path / "a.txt").touch()
    with pytest.raises(CatalogueError, match="no product"):
        open_source(str(tmp_path))


def test_what_is_no_product_is_not_recognised(tmp_path: Path):
    reader = SafeReader()
    assert not reader.recognises(tmp_path)
    assert not reader.recognises(tmp_path / "missing.zip")
    assert not reader.recognises(touch(tmp_path / "a.zip"))
    assert reader.recognises(touch(tmp_path / (PRODUCT[:-5] + ".zip")))
