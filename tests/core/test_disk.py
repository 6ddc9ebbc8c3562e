"""Room on disks is checked for everything that a run writes, and a full disk is called so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import rasterio

from s2gm_core import disk
from s2gm_core.disk import DiskNeed, check_disk, full_disk_text, size_text, users_folder
from s2gm_core.errors import OutputError
from s2gm_core.raster import write


def _leave(free: int, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))


def test_needs_on_one_disk_are_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _leave(10 * 2**20, monkeypatch)
    needs = [DiskNeed(tmp_path / name, 6 * 2**20) for name in ("a", "b")]
    check_disk(needs[:1])
    with pytest.raises(OutputError, match=r"may write 12\.0 MiB and the disk of .*a and .*b has 10\.0 MiB left"):
        check_disk(needs)


def test_needs_on_two_disks_are_not_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _leave(10 * 2**20, monkeypatch)
    monkeypatch.setattr(disk, "_disk_of", lambda folder: ord(folder.name))
    check_disk([DiskNeed(tmp_path / name, 6 * 2**20) for name in ("a", "b")])


@pytest.mark.parametrize(
    "hidden", [".s2gm-x1/product/S2GM.partial/mosaic", ".s2gm-x1", "S2GM.partial", "S2GM.partial/mosaic"]
)
def test_messages_name_the_folder_that_the_user_chose(hidden: str):
    assert users_folder(Path("/data/results") / hidden) == Path("/data/results")


def test_sizes_have_the_unit_that_suits_them():
    assert [size_text(size) for size in (1000, 2**20, 3 * 2**29)] == ["1000 bytes", "1.0 MiB", "1.5 GiB"]


def test_a_disk_with_room_is_not_called_full(tmp_path: Path):
    assert full_disk_text(tmp_path) == ""


def test_a_failed_write_on_a_full_disk_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _leave(4096, monkeypatch)
    problem = write.writing_error(tmp_path / ".s2gm-1" / "x.tif", rasterio.errors.RasterioIOError("GDAL's words"))
    assert str(problem).startswith(f"The disk of {tmp_path} is full (4.0 KiB left).")
    assert "GDAL" not in str(problem)
