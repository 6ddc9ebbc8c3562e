"""Products made to do harm, and broken ones: each is refused with its reason, and the next one is read."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest

from s2gm_core.catalog import product_files, product_folder
from s2gm_core.catalog.sources import open_source
from s2gm_core.errors import CatalogueError
from tests.core.catalog.safe_products import GRANULE, PRODUCT, images, product_xml, touch, write_product, zip_product

GOOD = PRODUCT.replace("T33TWL", "T33TXL")


def _problem(folder: Path) -> str:
    """The only problem of a folder in which a good product lies beside the bad one."""
    write_product(folder, name=GOOD)
    catalogue = open_source(str(folder))
    assert [scene.id for scene in catalogue.scenes()] == [GOOD[:-5]]
    (problem,) = catalogue.problems
    return problem


@pytest.mark.parametrize("document", ["MTD_MSIL2A.xml", f"GRANULE/{GRANULE}/MTD_TL.xml"])
@pytest.mark.parametrize("declaration", ["<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "<!doctype x>"])
def test_documents_with_a_doctype_are_refused(tmp_path: Path, document: str, declaration: str):
    path = write_product(tmp_path) / document
    text = path.read_text().split("?>")[-1]
    path.write_text(f"<?xml version='1.0'?>{declaration}{text}")
    assert "DOCTYPE" in _problem(tmp_path)


def test_documents_in_another_encoding_are_refused(tmp_path: Path):
    """In UTF-16 a search for a DOCTYPE in the bytes would find none."""
    path = write_product(tmp_path) / "MTD_MSIL2A.xml"
    path.write_bytes(path.read_text().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert "product metadata" in _problem(tmp_path)


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "/etc/passwd", "GRANULE/../../x_B02_10m", "C:/x_B02_10m", "/vsicurl/x", "a\\..\\b", "a{b"],
)
def test_listed_images_outside_the_product_are_refused(tmp_path: Path, name: str):
    write_product(tmp_path, product_xml(listed=[*images(), name]))
    assert "outside of it" in _problem(tmp_path)


def test_oversized_documents_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = write_product(tmp_path) / "MTD_MSIL2A.xml"
    monkeypatch.setattr(product_files, "MAX_DOCUMENT_BYTES", 20_000)
    path.write_text(path.read_text() + " " * 20_000)
    assert "larger than" in _problem(tmp_path)


def test_a_member_that_unpacks_to_more_than_its_bound_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    product = write_product(tmp_path / "x")
    path = product / "MTD_MSIL2A.xml"
    path.write_text(path.read_text() + " " * 1_000_000)
    (tmp_path / "folder").mkdir()
    archive = zip_product(product, tmp_path / "folder" / "bomb.zip")
    assert archive.stat().st_size < 50_000
    monkeypatch.setattr(product_files, "MAX_DOCUMENT_BYTES", 100_000)
    assert "larger than" in _problem(tmp_path / "folder")


def test_a_zip_that_declares_a_huge_member_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    product = write_product(tmp_path / "x")
    (product / "MTD_MSIL2A.xml").write_text(product_xml() + " " * 1_000_000)
    (tmp_path / "folder").mkdir()
    zip_product(product, tmp_path / "folder" / "bomb.zip")
    monkeypatch.setattr(product_files, "MAX_MEMBER_BYTES", 500_000)
    assert "declares a file" in _problem(tmp_path / "folder")


def test_products_of_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    product = write_product(tmp_path / "x")
    (tmp_path / "folder").mkdir()
    zip_product(product, tmp_path / "folder" / "many.zip")
    for number in range(30):
        touch(write_product(tmp_path / "folder") / f"{number}.html")
    write_product(tmp_path / "folder", name=GOOD)
    monkeypatch.setattr(product_files, "MAX_FILES", 40)
    catalogue = open_source(str(tmp_path / "folder"))
    # The product is read from the zip, which has fewer files.
    assert sorted(scene.id for scene in catalogue.scenes()) == sorted([PRODUCT[:-5], GOOD[:-5]])
    assert ["more than 40 files" in problem for problem in catalogue.problems] == [True]


def test_folders_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_product(tmp_path)
    for number in range(20):
        touch(tmp_path / "a" / str(number))
    monkeypatch.setattr(product_folder, "MAX_ENTRIES", 15)
    with pytest.raises(CatalogueError, match="more than 15"):
        list(open_source(str(tmp_path)).scenes())


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x.xml", f"{PRODUCT}/../../x.xml", "a\\x.xml", "C:/x.xml"])
def test_zips_with_members_outside_are_refused(tmp_path: Path, name: str):
    (tmp_path / "folder").mkdir()
    archive = zip_product(write_product(tmp_path / "x"), tmp_path / "folder" / "slip.zip")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(zipfile.ZipInfo(name), "x")
    assert "no plain path" in _problem(tmp_path / "folder")


def test_encrypted_zips_are_refused_with_what_to_do(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    archive = zip_product(write_product(tmp_path / "x"), tmp_path / "folder" / "secret.zip")
    body = bytearray(archive.read_bytes())
    entry = body.find(b"PK\x01\x02")
    body[entry + 8 : entry + 10] = struct.pack("<H", 1)  # the flag of the first member in the zip's directory
    archive.write_bytes(body)
    assert "password" in _problem(tmp_path / "folder")


@pytest.mark.parametrize("name", [PRODUCT[:-5] + ".zip", "download.zip"])
@pytest.mark.parametrize("part", [0.0, 0.5, 0.98])
def test_truncated_zips_are_told(tmp_path: Path, name: str, part: float):
    (tmp_path / "folder").mkdir()
    archive = zip_product(write_product(tmp_path / "x"), tmp_path / "folder" / name)
    os.truncate(archive, int(part * archive.stat().st_size))
    assert "no whole zip file" in _problem(tmp_path / "folder")


def test_a_zip_with_a_damaged_document_is_told(tmp_path: Path):
    (tmp_path / "folder").mkdir()
    product = write_product(tmp_path / "x")
    archive = zip_product(product, tmp_path / "folder" / "bad.zip", method=zipfile.ZIP_STORED)
    body = archive.read_bytes().replace(b"<PROCESSING_LEVEL>Level-2A", b"<PROCESSING_LEVEL>Level-9Z", 1)
    archive.write_bytes(body)
    assert "cannot be read" in _problem(tmp_path / "folder")


def test_a_zip_below_a_path_with_braces_is_refused(tmp_path: Path):
    """GDAL ends the archive's path at the brace."""
    (tmp_path / "fol}der").mkdir()
    zip_product(write_product(tmp_path / "x"), tmp_path / "fol}der" / "a.zip")
    assert "bracket" in _problem(tmp_path / "fol}der")


def test_links_out_of_the_opened_folder_are_not_followed(tmp_path: Path):
    outside = write_product(tmp_path / "outside")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / PRODUCT).symlink_to(outside)
    assert "link" in _problem(tmp_path / "folder")


def test_links_out_of_a_product_are_left_out(tmp_path: Path):
    product = write_product(tmp_path)
    image = product / f"{images()[0]}.jp2"
    image.unlink()
    image.symlink_to(touch(tmp_path / "secret.jp2"))
    (scene,) = open_source(str(tmp_path)).scenes()
    assert scene.assets["B02"].href.endswith("B02_20m.jp2")


def test_links_in_a_circle_end(tmp_path: Path):
    write_product(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(list(open_source(str(tmp_path)).scenes())) == 1


def test_a_catalogue_may_not_point_into_a_zip(tmp_path: Path):
    product = write_product(tmp_path)
    place = open_source(str(product)).place
    with pytest.raises(CatalogueError, match="outside its folder"):
        place.resolve(f"/vsizip/{{{tmp_path}/a.zip}}/x.jp2", str(tmp_path / "catalog.json"))


@pytest.mark.parametrize("damage", ["lzma data", "local name"])
def test_damaged_lzma_and_names_in_another_encoding_than_they_claim_are_told(tmp_path: Path, damage: str):
    product = write_product(tmp_path / "outside")
    archive = tmp_path / "folder" / "p.zip"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_LZMA) as made:
        for path in sorted(product.rglob("*")):
            if path.is_file():
                made.write(path, path.relative_to(product.parent).as_posix())
        made.writestr(f"{PRODUCT}/ü.txt", "")
    with zipfile.ZipFile(archive) as made:
        member = made.getinfo(f"{PRODUCT}/MTD_MSIL2A.xml")
    raw = bytearray(archive.read_bytes())
    start = member.header_offset
    data = start + 30 + len(member.filename)
    if damage == "lzma data":
        raw[data + 9 : data + member.compress_size] = b"\xff" * (member.compress_size - 9)
    else:  # flag "names are in UTF-8", here and in the directory at the end
        directory = raw.rindex(member.filename.encode()) - 46
        raw[start + 7] |= 8
        raw[directory + 9] |= 8
        raw[start + 30] = 0xFF
    archive.write_bytes(raw)
    assert "cannot be read (" in _problem(archive.parent)
