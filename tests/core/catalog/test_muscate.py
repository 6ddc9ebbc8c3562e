"""Theia's products: from folders and zips to scenes and mosaics, and what is refused."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.catalog.granule_metadata import parse_angles
from s2gm_core.catalog.muscate import MuscateReader
from s2gm_core.catalog.records import Scene
from s2gm_core.errors import CatalogueError, OrderError
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import run
from tests.core.archive import TinyScene, write_archive
from tests.core.catalog.muscate_products import MEADOW, TinyMuscate, document_of, write_muscate
from tests.core.products.orders import plane, tiny_order

OURS = {"B2": "B02", "B3": "B03", "B4": "B04", "B8": "B08", "B6": "B06", "B8A": "B8A", "B11": "B11", "B12": "B12"}
CLOUD, SHADOW, CIRRUS, EDGE_NODATA = 2, 32, 128, -10000


def _scene(folder: Path, product: TinyMuscate) -> Scene:
    (scene,) = MuscateReader().scenes(write_muscate(folder, product))
    return scene


def _mosaic(tmp_path: Path, *products: TinyMuscate, **changes: object) -> Product:
    for product in products:
        write_muscate(tmp_path / "products", product)
    return run(tiny_order(tmp_path / "products", **changes), tmp_path / "out")


# --- metadata


def test_published_metadata_become_a_scene(shared_data: Path, tmp_path: Path):
    document = next((shared_data / "safe_metadata/maja_theia/MAJA").glob("*_MTD_ALL.xml"))
    root = tmp_path / "any name"
    (root / "MASKS").mkdir(parents=True)
    shutil.copyfile(document, root / document.name)
    for text in document.read_text().split(".tif<")[:-1]:
        (root / f"{text.rpartition('>')[2]}.tif").touch()
    reader = MuscateReader()
    assert reader.recognises(root)
    (scene,) = reader.scenes(root)
    assert scene.id == "SENTINEL2A_20160928-105637-665_L2A_T31UDS_C_V1-0"
    assert (scene.platform, scene.tile, scene.absolute_orbit, scene.crs) == ("S2A", "31UDS", 6626, "EPSG:32631")
    assert scene.acquired.isoformat() == "2016-09-28T10:56:37.665000+00:00"
    assert (scene.sun_zenith, scene.sun_azimuth, scene.cloud_cover) == (54.0684, 166.336, 54.0)
    assert scene.footprint.bounds == pytest.approx((1.56055, 50.4553, 3.14046, 51.4511))
    bands = {"B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"}
    assert set(scene.assets) == bands | {"CLM", "MG2", "EDG", "AOT"}
    blue, aerosol = scene.assets["B02"], scene.assets["AOT"]
    assert blue.href.endswith("_FRE_B2.tif")
    assert (blue.scale, blue.offset, blue.nodata) == (1e-4, -1.0, -10000)
    assert (aerosol.band, aerosol.scale, aerosol.nodata) == (2, 1 / 200, 0)
    assert scene.assets["CLM"].coarser == ()  # classes of coarser grids follow our own rule
    assert [coarse.href[-10:] for coarse in aerosol.coarser] == ["ATB_R2.tif"]
    assert scene.assets["MG2"].href.endswith("MASKS/SENTINEL2A_20160928-105637-665_L2A_T31UDS_C_V1-0_MG2_R1.tif")


def test_angles_of_published_metadata_have_the_documents_own_means(shared_data: Path):
    document = next((shared_data / "safe_metadata/maja_theia/MAJA").glob("*_MTD_ALL.xml"))
    grids = parse_angles(document.read_bytes())
    assert (grids.crs, grids.west, grids.north, grids.step) == ("EPSG:32631", 399960.0, 5700000.0, 5000.0)
    assert grids.sun_zenith.shape == grids.view_zenith.shape == (23, 23)
    assert grids.sun_zenith.mean() == pytest.approx(54.0684, abs=0.01)
    assert grids.sun_azimuth.mean() == pytest.approx(166.336, abs=0.01)
    assert 3 < grids.view_zenith.min() < 8.1 < grids.view_zenith.max() < 12.5
    assert grids.view_azimuth.mean() == pytest.approx(105, abs=2)


def test_the_empty_template_is_refused(shared_data: Path, tmp_path: Path):
    template = shared_data / "safe_metadata/maja_theia/TEMPLATE_SENTINEL2_MUSCATE_MTD_ALL.xml"
    (tmp_path / "SENTINEL2A_MTD_ALL.xml").write_bytes(template.read_bytes())
    with pytest.raises(CatalogueError):
        list(MuscateReader().scenes(tmp_path))


def test_slopes_are_evened_out_unless_the_product_lacks_these_bands(tmp_path: Path):
    assert _scene(tmp_path / "both", TinyMuscate()).assets["B8A"].href.endswith("_FRE_B8A.tif")
    only_sre = _scene(tmp_path / "sre", TinyMuscate(versions={"SRE": 0}))
    assert only_sre.assets["B02"].href.endswith("_SRE_B2.tif")
    assert only_sre.offset_reason.startswith("SRE")
    partly = _scene(tmp_path / "part", TinyMuscate(leave_out=("_FRE_B11.tif",)))
    assert all("_SRE_" in partly.assets[band].href for band in OURS.values())


def test_the_orbit_number_is_absolute_or_relative(tmp_path: Path):
    absolute = _scene(tmp_path / "a", TinyMuscate(orbit="42000"))
    relative = _scene(tmp_path / "r", TinyMuscate(orbit="51"))
    assert (absolute.absolute_orbit, absolute.relative_orbit) == (42000, None)
    assert (relative.absolute_orbit, relative.relative_orbit) == (None, 51)


# --- mosaics


def test_the_same_pixels_from_theia_and_from_an_item_give_the_same_mosaic(tmp_path: Path):
    rng = np.random.default_rng(3)
    classes = rng.choice([4, 6, 9, 3, 10, 11], (4, 60, 60))
    bits = {4: (0, 0), 6: (0, 1), 9: (CLOUD, 0), 3: (SHADOW, 0), 10: (CIRRUS | CLOUD, 0), 11: (0, 4)}
    scenes, products = [], []
    for number, seen in enumerate(classes):
        side = {"B2": 120, "B3": 120, "B4": 120, "B8": 120}
        pixels = {band: rng.integers(1, 6000, (side.get(band, 60),) * 2) for band in OURS}
        clm, mg2 = (np.vectorize(lambda c, i=i: bits[c][i])(seen).repeat(2, 0).repeat(2, 1) for i in (0, 1))
        day = f"202308{10 + number}"
        products.append(TinyMuscate(day=day, orbit=str(42000 + number), reflectance=pixels, clm=clm, mg2=mg2))
        spectra = {OURS[band]: values for band, values in pixels.items()}
        time = f"2023-08-{10 + number}T10:00:00Z"
        scenes.append(TinyScene(f"S{number}", time, 100 + number, reflectance=spectra, scl=seen))
    order = {"resolution": 10, "bands": list(OURS.values()), "layers": ["valid_obs"]}
    expected = run(tiny_order(write_archive(tmp_path / "stac", scenes), **order), tmp_path / "expected")
    found = _mosaic(tmp_path, *products, **order)
    assert (plane(expected, "valid_obs") > 1).any()
    for name in (*OURS.values(), "valid_obs"):
        np.testing.assert_array_equal(plane(found, name), plane(expected, name))


def test_clouds_and_the_edge_leave_room_for_the_next_observation(tmp_path: Path):
    clm, edge = np.zeros((120, 120)), np.zeros((120, 120))
    clm[:, :40] = CLOUD
    edge[:40, 80:] = 1
    newest = TinyMuscate(day="20230820", orbit="42010", reflectance={"B2": 700}, clm=clm, edge=edge)
    older = TinyMuscate(day="20230805", orbit="42000", edge=np.where(edge > 0, 1, 0), mg2=1)
    product = _mosaic(tmp_path, newest, older, method="medoid", resolution=10)
    blue, scene_class = plane(product, "B02"), plane(product, "quality_scene_classification")
    assert (blue[:, :40] == MEADOW["B2"]).all()
    assert (scene_class[:, :40] == 6).all()
    assert (blue[:40, 80:] == 65535).all()
    counted = plane(product, "valid_obs")
    assert (counted[:, :40] == 1).all()
    assert (counted[50:, 50:] == 2).all()


def test_an_edge_survives_on_a_coarser_grid(tmp_path: Path):
    edge = np.zeros((120, 120))
    edge[:, :60] = 255
    product = _mosaic(tmp_path, TinyMuscate(edge=edge, clm=16), cloud_mask="maja", resolution=60)
    blue = plane(product, "B02")
    assert (blue[:, :10] == 65535).all()
    assert (blue[:, 10:] == MEADOW["B2"]).all()


def test_numbers_keep_their_sign_and_minus_10000_is_no_data(tmp_path: Path):
    blue = np.full((120, 120), 300)
    blue[:30], blue[30:60] = EDGE_NODATA, -25
    product = _mosaic(tmp_path, TinyMuscate(reflectance={"B2": blue}), resolution=10)
    found = plane(product, "B02")
    assert (found[:30] == 65535).all()
    assert (found[30:60] == 0).all()
    assert (found[60:] == 300).all()


def test_aerosol_is_delivered_in_the_products_own_steps_and_angles_from_the_metadata(tmp_path: Path):
    product = _mosaic(tmp_path, TinyMuscate(aerosol=24))
    assert (plane(product, "quality_aot") == 120).all()
    assert (plane(product, "sun_zenith") == 4000).all()
    assert (plane(product, "view_zenith_mean") == 500).all()


def test_what_was_seen_at_the_swaths_border_is_left_out(tmp_path: Path):
    steep = TinyMuscate(day="20230820", orbit="42010", reflectance={"B2": 700}, view_zenith=11.5)
    product = _mosaic(tmp_path, steep, TinyMuscate())
    assert (plane(product, "B02") == MEADOW["B2"]).all()


def test_the_thinnest_clouds_count_with_majas_own_mask_only(tmp_path: Path):
    with_maja = _mosaic(tmp_path / "maja", TinyMuscate(clm=16), cloud_mask="maja")
    with_esa = _mosaic(tmp_path / "esa", TinyMuscate(clm=16), cloud_mask="esa")
    assert (plane(with_maja, "valid_obs") == 1).all()
    assert (plane(with_esa, "valid_obs") == 0).all()


def test_majas_mask_is_refused_for_other_products(tmp_path: Path):
    catalogue = write_archive(tmp_path / "stac", [TinyScene("S0")])
    with pytest.raises(OrderError, match=r"mask 'maja' is that of MAJA.*S0.*'esa'"):
        run(tiny_order(catalogue, cloud_mask="maja"), tmp_path / "out")


def test_a_zip_of_a_product_gives_the_same_mosaic(tmp_path: Path):
    product = TinyMuscate()
    root = write_muscate(tmp_path / "folder", product)
    (tmp_path / "zips").mkdir()
    shutil.make_archive(str(tmp_path / "zips" / product.name), "zip", root.parent, root.name)
    zipped = run(tiny_order(tmp_path / "zips"), tmp_path / "a")
    plain = run(tiny_order(tmp_path / "folder"), tmp_path / "b")
    for name in ("B02", "B8A", "sun_azimuth", "quality_aot"):
        np.testing.assert_array_equal(plane(zipped, name), plane(plain, name))


def test_the_record_names_the_version_of_the_reflectance_and_the_processor(tmp_path: Path):
    product = _mosaic(tmp_path, TinyMuscate())
    text = product.metadata.read_text()
    assert "FRE: surface reflectance" in text
    assert '"MAJA, S2GM_for_QGIS' in text


# --- hostile and broken products

BROKEN = {
    "another level": ({"<PRODUCT_LEVEL>L2A<": "<PRODUCT_LEVEL>L1C<"}, "level 'L1C'"),
    "another satellite": ({"<PLATFORM>SENTINEL2A<": "<PLATFORM>VENUS<"}, "only Sentinel-2"),
    "a path out of the product": ({"MASKS/SENTINEL2A": "../../SENTINEL2A"}, "leads out"),
    "an absolute path": ({">SENTINEL2A_20230805-100000-000_L2A_T33TWL_C_V2-2_FRE_B2.tif": ">/etc/passwd"}, "leads out"),
    "a virtual file system": ({"MASKS/SENTINEL2A": "/vsicurl/http://x.test/S"}, "leads out"),
    "no number": ({">10000</REFLECTANCE": ">many</REFLECTANCE"}, "many"),
    "a scale of nothing": ({">10000</REFLECTANCE": ">0</REFLECTANCE"}, "outside 1 to"),
    "not a number": ({">10000</REFLECTANCE": ">nan</REFLECTANCE"}, "nan"),
    "a positive no-data number": ({">-10000</SPECIAL": ">7</SPECIAL"}, "outside -32768 to -1"),
    "an entity": ({"<Muscate_Metadata_Document>": '<!DOCTYPE x [<!ENTITY a "b">]><Muscate_Metadata_Document>'},
                  "DOCTYPE"),
    "cut short": ({"</Muscate_Metadata_Document>": ""}, "no XML"),
    "other bits": ({'<NATURE>Snow</NATURE></Mask_Properties><Mask_File_List><MASK_FILE group_id="R1" bit_number="3"':
                    '<NATURE>Snow</NATURE></Mask_Properties><Mask_File_List><MASK_FILE group_id="R1" bit_number="5"'},
                   "Snow stands in bit 5"),
    "an endless id": ({"<PRODUCT_ID>": "<PRODUCT_ID>" + "x" * 5000}, "characters"),
    "off the globe": ({"<LAT>": "<LAT>9"}, "outside -90 to 90"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_broken_metadata_are_refused_with_the_reason(case: str, tmp_path: Path):
    changes, reason = BROKEN[case]
    with pytest.raises(CatalogueError, match=reason):
        _scene(tmp_path, TinyMuscate(changes=changes))


@pytest.mark.parametrize("missing", ["_CLM_R1.tif", "_EDG_R1.tif", "_MG2_R1.tif"])
def test_a_product_without_a_mask_is_refused(missing: str, tmp_path: Path):
    both = (missing, missing.replace("R1", "R2"))
    with pytest.raises(CatalogueError, match=missing[1:4]):
        _scene(tmp_path, TinyMuscate(leave_out=both))


def test_a_product_without_its_document_is_no_product(tmp_path: Path):
    root = write_muscate(tmp_path, TinyMuscate())
    next(root.glob("*_MTD_ALL.xml")).unlink()
    assert not MuscateReader().recognises(root)
    assert not MuscateReader().recognises(tmp_path / "missing")


def test_the_tiny_document_is_like_real_ones(shared_data: Path):
    """The hand-made document has no element that published ones lack."""
    published = next((shared_data / "safe_metadata/maja_theia/MAJA").glob("*_MTD_ALL.xml")).read_text()
    assert {e.tag for e in ElementTree.fromstring(document_of(TinyMuscate())).iter()} <= {
        e.tag for e in ElementTree.fromstring(published).iter()
    }
