"""Products in folders and archives of every shape: all that can be used are found, and what is not is told."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from s2gm_core.catalog import product_folder
from s2gm_core.catalog.noted import noted
from s2gm_core.catalog.product_folder import ProductFolder
from s2gm_core.catalog.sources import open_source
from s2gm_core.errors import Cancelled, CatalogueError
from s2gm_core.products.temporal_mosaic import run
from tests.core.catalog.landsat_products import TinyLandsat, write_landsat
from tests.core.catalog.muscate_products import TinyMuscate, write_muscate
from tests.core.catalog.safe_products import PRODUCT, touch, write_product, zip_product
from tests.core.products.orders import plane, tiny_order

THEIA = TinyMuscate()
LANDSAT, NEXT = TinyLandsat(), TinyLandsat(day="20230807")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that is opened."""
    made = tmp_path / "folder"
    made.mkdir()
    return made


def _read(source: Path) -> tuple[list[str], list[str]]:
    """Ids of the scenes, sorted, and problems."""
    catalogue = open_source(str(source))
    ids = sorted(scene.id for scene in catalogue.scenes())
    return ids, catalogue.problems


def _zip_flat(product: Path, archive: Path) -> Path:
    """A zip file with the product's files and folders at its top."""
    shutil.make_archive(str(archive.with_suffix("")), "zip", product)
    return archive


def _written(kind: str, folder: Path) -> tuple[Path, str]:
    """A product of a kind, and the id of its scene."""
    if kind == "SAFE":
        return write_product(folder), PRODUCT[:-5]
    if kind == "Theia":
        return write_muscate(folder, THEIA), THEIA.name
    return write_landsat(folder, LANDSAT), LANDSAT.name


# --- zip files


@pytest.mark.parametrize("name", [THEIA.name.rpartition("_V")[0], "download"])
def test_theias_zips_are_found_under_their_usual_and_any_other_name(folder: Path, tmp_path: Path, name: str):
    zip_product(write_muscate(tmp_path / "x", THEIA), folder / f"{name}.zip")
    assert _read(folder) == ([THEIA.name], [])


@pytest.mark.parametrize("below", ["", "around/"])
@pytest.mark.parametrize("kind", ["SAFE", "Theia", "Landsat"])
def test_zips_of_any_name_are_recognised_by_what_they_hold(folder: Path, tmp_path: Path, kind: str, below: str):
    product, scene = _written(kind, tmp_path / "x")
    zip_product(product, folder / "a.zip", below)
    assert _read(folder) == ([scene], [])


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("kind", ["SAFE", "Theia", "Landsat"])
def test_zips_without_a_folder_are_one_product(folder: Path, tmp_path: Path, kind: str, named: bool):
    product, scene = _written(kind, tmp_path / "x")
    archive = _zip_flat(product, folder / f"{scene if named else 'a'}.zip")
    expected = "a" if kind == "SAFE" and not named else scene  # SAFE documents do not name their product
    assert _read(folder) == _read(archive) == ([expected], [])


def test_pixels_of_a_zip_without_a_folder_are_read(folder: Path, tmp_path: Path):
    _zip_flat(write_landsat(tmp_path / "x", TinyLandsat(reflectance={2: 0.11})), folder / "a.zip")
    assert (plane(run(tiny_order(folder, resolution=30), tmp_path / "out"), "B02") == 1100).all()


def test_a_bad_product_of_a_zip_hides_no_other_and_is_told(folder: Path, tmp_path: Path):
    write_landsat(tmp_path / "x" / "all", TinyLandsat(leave_out=("QA_PIXEL.TIF",)))
    write_landsat(tmp_path / "x" / "all", NEXT)
    (tmp_path / "x" / "all" / "lost").mkdir()
    touch(tmp_path / "x" / "all" / "lost" / "a.TIF")
    touch(tmp_path / "x" / "all" / "__MACOSX" / "._a.TIF")
    _zip_flat(tmp_path / "x" / "all", folder / "a.zip")
    ids, problems = _read(folder)
    assert ids == [NEXT.name]
    assert [LANDSAT.name in line and "QA_PIXEL" in line for line in problems] == [True, False]
    assert "'lost': The product has no metadata document" in problems[1]


def test_zips_of_something_else_are_told(folder: Path):
    write_product(folder)
    with zipfile.ZipFile(folder / "photos.zip", "w") as archive:
        archive.writestr("a/b.jpg", "x")
    ids, (problem,) = _read(folder)
    assert ids == [PRODUCT[:-5]]
    assert "'photos.zip': no product in it" in problem
    shutil.rmtree(folder / PRODUCT)
    for source in (folder / "photos.zip", folder):
        with pytest.raises(CatalogueError, match=r"photos\.zip.*no product in it"):
            open_source(str(source))


# --- tar files


@pytest.mark.parametrize("end", [".tar", ".tar.gz", ".TAR", ".tgz"])
def test_tar_files_are_told_to_be_unpacked(folder: Path, tmp_path: Path, end: str):
    product = write_landsat(tmp_path / "x", LANDSAT)
    archive = folder / f"{LANDSAT.name}{end}"
    with tarfile.open(archive, "w:gz" if "gz" in end else "w") as opened:
        opened.add(product, ".")
    for source in (archive, folder):
        with pytest.raises(CatalogueError, match="Unpack it first"):
            open_source(str(source))
    write_landsat(folder, NEXT)
    ids, (problem,) = _read(folder)
    assert ids == [NEXT.name]
    assert "Unpack it first" in problem
    product.rename(folder / LANDSAT.name)
    assert _read(folder) == ([LANDSAT.name, NEXT.name], [])


# --- folders


def _flat(folder: Path, *products: TinyLandsat) -> None:
    """Products whose files all lie in one folder."""
    for product in products:
        root = write_landsat(folder / "x", product)
        for path in root.iterdir():
            path.rename(folder / path.name)
    shutil.rmtree(folder / "x")


def test_of_two_products_in_one_folder_a_bad_one_does_not_hide_the_other(folder: Path):
    _flat(folder, TinyLandsat(leave_out=("QA_PIXEL.TIF",)), NEXT)
    ids, (problem,) = _read(folder)
    assert ids == [NEXT.name]
    assert f"{LANDSAT.name}_MTL.json" in problem
    assert "QA_PIXEL" in problem


def test_two_bad_products_in_one_folder_are_both_told(folder: Path):
    _flat(folder, TinyLandsat(leave_out=("QA_PIXEL.TIF",)), NEXT)
    (folder / f"{NEXT.name}_MTL.json").write_text("{")
    ids, problems = _read(folder)
    assert ids == []
    assert [LANDSAT.name in problems[0], NEXT.name in problems[1], len(problems)] == [True, True, 2]


@pytest.mark.parametrize("stray", ["MTD_MSIL2A.xml", f"{LANDSAT.name}_MTL.json", f"{THEIA.name}_MTD_ALL.xml"])
def test_a_document_above_products_does_not_hide_them(folder: Path, tmp_path: Path, stray: str):
    touch(folder / stray)
    write_product(folder / "2023")
    write_muscate(folder / "2023", THEIA)
    zip_product(write_landsat(tmp_path / "x", NEXT), folder / "a.zip")
    ids, (problem,) = _read(folder)
    assert ids == sorted([PRODUCT[:-5], THEIA.name, NEXT.name])
    assert "'folder'" in problem


def test_a_product_beside_folders_with_others_is_read_whatever_they_hold(folder: Path, monkeypatch: pytest.MonkeyPatch):
    _flat(folder, LANDSAT)
    write_landsat(folder / "more", NEXT)
    monkeypatch.setattr("s2gm_core.catalog.product_files.MAX_FILES", 9)
    assert _read(folder) == ([LANDSAT.name, NEXT.name], [])


def test_files_of_products_do_not_count_as_files_outside(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write_landsat(folder, LANDSAT)
    write_landsat(folder, NEXT)
    monkeypatch.setattr(product_folder, "MAX_ENTRIES", 3)
    assert len(_read(folder)[0]) == 2


def test_folders_of_a_product_are_not_searched(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write_product(folder)
    write_muscate(folder, THEIA)
    listed: list[str] = []
    inside = ProductFolder._inside
    monkeypatch.setattr(ProductFolder, "_inside", lambda self, path: listed.append(path.name) or inside(self, path))
    _read(folder)
    assert set(listed) == {"folder", PRODUCT, THEIA.name}


# --- what nobody expected


def test_what_nobody_expected_costs_one_product(folder: Path, monkeypatch: pytest.MonkeyPatch):
    write_product(folder)
    name = write_landsat(folder, LANDSAT).name
    write_landsat(folder, NEXT)
    read = product_folder.LandsatReader.scenes

    def fragile(self: object, path: Path):
        return read(self, path) if path.name != name else iter([{}["no such thing"]])

    monkeypatch.setattr(product_folder.LandsatReader, "scenes", fragile)
    ids, problems = _read(folder)
    assert ids == sorted([PRODUCT[:-5], NEXT.name])
    assert problems == [f"'{name}': it cannot be used (KeyError)."]


@pytest.mark.parametrize("bad", [Cancelled("stopped"), MemoryError()])
def test_a_cancel_and_a_full_machine_end_the_run(bad: Exception):
    problems: list[str] = []
    with pytest.raises(type(bad)), noted(problems, "one"):
        raise bad
    assert problems == []
