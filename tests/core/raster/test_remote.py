"""Rasters over HTTP: the pixels of the file on disk, each byte asked for once, and no surprise believed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.enums import Resampling

from s2gm_core.errors import ReadError
from s2gm_core.grid import Window
from s2gm_core.network.client import HttpClient
from s2gm_core.network.retry import RetryPolicy
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.pool import FULL_RESOLUTION, RasterPool
from s2gm_core.raster.remote import HEAD_BYTES, RemoteFile
from tests.servers.faulty_proxy import Faults
from tests.servers.loopback import Handler, Server, serving
from tests.servers.nginx import Nginx

SIZE, TILE = 1024, 256
Start = Callable[..., Any]


def write(path: Path, seed: int = 1, **tags: str) -> np.ndarray:
    """A tiled TIFF of noise, which packs badly: tiles are larger than what is fetched ahead."""
    plane = np.random.default_rng(seed).integers(1, 10_000, (SIZE, SIZE)).astype(np.uint16)
    profile = {"driver": "GTiff", "dtype": "uint16", "count": 1, "width": SIZE, "height": SIZE, "nodata": 0}
    layout = {"tiled": True, "blockxsize": TILE, "blockysize": TILE, "compress": "deflate"}
    place = {"crs": "EPSG:32633", "transform": Affine(10, 0, 500_000, 0, -10, 5_000_000)}
    with rasterio.open(path, "w", **profile, **layout, **place) as file:
        file.write(plane, 1)
        if tags:
            file.update_tags(ns="OVERVIEWS", **tags)
    if not tags:
        with rasterio.open(path, "r+") as file:
            file.build_overviews([2, 4], Resampling.average)
    return plane


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remote")
    for number in range(12):
        write(folder / f"{number}.tif", number)
    (folder / "page.tif").write_bytes(b"<html><body>Please sign in.</body></html>")
    (folder / "empty.tif").write_bytes(b"")
    vrt = '<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="Byte" band="1"/></VRTDataset>'
    (folder / "vrt.tif").write_text(vrt)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path, start_nginx: Start) -> Nginx:
    return start_nginx({"data": folder})


@pytest.fixture
def client() -> HttpClient:
    return HttpClient(policy=RetryPolicy(tries=2, first_wait=0.01, longest_wait=0.02), signers=())


@pytest.fixture
def pool(client: HttpClient) -> Iterator[RasterPool]:
    with gdal_environment(), RasterPool(client) as pool:
        yield pool


def on_disk(path: Path, level: int, window: Window) -> np.ndarray:
    options = {} if level == FULL_RESOLUTION else {"overview_level": level}
    with rasterio.open(path, **options) as file:
        return file.read(1)[window.row : window.row + window.height, window.col : window.col + window.width]


@pytest.mark.parametrize("level", [FULL_RESOLUTION, 0, 1])
def test_windows_and_overviews_equal_the_file_on_disk(level: int, pool: RasterPool, site: Nginx, folder: Path) -> None:
    url = f"{site.folder_url('data')}/1.tif"
    assert pool.header(url).overviews == (2, 4)
    for window in (Window(0, 0, 256, 256), Window(3, 200, 100, 56), Window(250, 1, 6, 255), Window(17, 17, 1, 1)):
        np.testing.assert_array_equal(pool.read(url, level, window), on_disk(folder / "1.tif", level, window))


def test_many_threads_and_files_fetch_each_header_and_tile_once(
    pool: RasterPool, client: HttpClient, site: Nginx, folder: Path
) -> None:
    site.forget()
    tiles = [(number, row, col) for number in range(12) for row in range(0, SIZE, TILE) for col in range(0, SIZE, TILE)]

    def read(task: tuple[int, int, int]) -> np.ndarray:
        number, row, col = task
        with gdal_environment():
            return pool.read(f"{site.folder_url('data')}/{number}.tif", FULL_RESOLUTION, Window(row, col, TILE, TILE))

    with ThreadPoolExecutor(16) as threads:
        planes = list(threads.map(read, tiles))
    for (number, row, col), plane in zip(tiles, planes):
        whole = np.random.default_rng(number).integers(1, 10_000, (SIZE, SIZE))
        np.testing.assert_array_equal(plane, whole[row : row + TILE, col : col + TILE])
    requests = site.requests()
    heads = Counter(request.url for request in requests if request.range.startswith("bytes=0-"))
    assert set(heads.values()) == {1}
    assert len(heads) == 12
    assert Counter((request.url, request.range) for request in requests).most_common(1)[0][1] == 1
    # The overviews' headers stand at the end of such a file: three more requests, for all handles together.
    assert len(requests) <= 12 * 4 + len(tiles)
    assert {(request.method, request.status) for request in requests} == {("GET", 206)}
    sizes = sum((folder / f"{number}.tif").stat().st_size for number in range(12))
    assert sum(request.sent for request in requests) <= sizes + 12 * HEAD_BYTES
    counted = client.statistics
    assert (counted.requests, counted.bytes) == (len(requests), sum(request.sent for request in requests))


def test_a_file_that_changes_under_way_is_not_mixed(pool: RasterPool, site: Nginx, folder: Path) -> None:
    path, url = folder / "changing.tif", f"{site.folder_url('data')}/changing.tif"
    write(path, 50)
    pool.read(url, FULL_RESOLUTION, Window(0, 0, TILE, TILE))
    write(path, 51)
    os.utime(path, (1, 1))
    with pytest.raises(ReadError, match=r"changing\.tif changed while it was read"):
        pool.read(url, FULL_RESOLUTION, Window(512, 512, TILE, TILE))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("page.tif", "page.tif cannot be read"),
        ("vrt.tif", "vrt.tif cannot be read"),
        ("empty.tif", "empty"),
        ("none.tif", "HTTP status 404"),
    ],
)
def test_what_is_no_tiff_is_refused_with_its_url(name: str, says: str, pool: RasterPool, site: Nginx) -> None:
    with pytest.raises(ReadError) as refused:
        pool.header(f"{site.folder_url('data')}/{name}?sig=SECRET")
    assert says in str(refused.value)
    assert f"{site.folder_url('data')}/{name}" in str(refused.value)
    assert "SECRET" not in str(refused.value)


class _WholeOnly(Handler):
    def do_GET(self) -> None:
        self.answer(200, self.server.content)  # type: ignore[attr-defined]


class _WholeSite(Server):
    content = b""


def test_a_server_without_ranges_serves_small_files_only(pool: RasterPool, tmp_path: Path) -> None:
    small = np.arange(64, dtype=np.uint16).reshape(8, 8)
    place = {"crs": "EPSG:32633", "transform": Affine(10, 0, 500_000, 0, -10, 5_000_000)}
    with rasterio.open(
        tmp_path / "s.tif", "w", driver="GTiff", dtype="uint16", count=1, width=8, height=8, **place
    ) as f:
        f.write(small, 1)
    write(tmp_path / "large.tif")
    with serving(_WholeSite(_WholeOnly)) as site:
        site.content = (tmp_path / "s.tif").read_bytes()
        window = Window(0, 0, 8, 8)
        np.testing.assert_array_equal(pool.read(f"{site.url}/small.tif", FULL_RESOLUTION, window), small)
        site.content = (tmp_path / "large.tif").read_bytes()
        with pytest.raises(ReadError, match="does not send parts of files"):
            pool.header(f"{site.url}/large.tif")


def test_a_part_that_never_comes_is_an_error_and_no_pixels(
    pool: RasterPool, site: Nginx, start_faulty_proxy: Start
) -> None:
    for kind in ("truncate", "reset", "500"):
        proxy = start_faulty_proxy(site.url, Faults())
        url = f"{proxy.url}/data/2.tif?kind={kind.split()[0]}"
        pool.header(url)
        proxy.faults = Faults(permanent=((r"\.tif", kind),))
        with pytest.raises(ReadError, match="after 2 tries"):
            pool.read(url, FULL_RESOLUTION, Window(512, 512, TILE, TILE))


class _Trap(Handler):
    def do_GET(self) -> None:
        self.server.hits.append(self.path)  # type: ignore[attr-defined]
        self.answer(404)

    do_HEAD = do_GET


class _TrapSite(Server):
    def __init__(self) -> None:
        self.hits: list[str] = []
        super().__init__(_Trap)


@pytest.mark.parametrize("start", ["", "/vsicurl/"])
@pytest.mark.parametrize("where", ["disk", "web"])
def test_a_tiff_cannot_make_gdal_open_other_places(
    start: str, where: str, pool: RasterPool, site: Nginx, folder: Path
) -> None:
    name = f"trap{len(start)}{where}.tif"
    with serving(_TrapSite()) as trap:
        write(folder / name, OVERVIEW_FILE=f"{start}{trap.url}/other.tif")
        href = str(folder / name) if where == "disk" else f"{site.folder_url('data')}/{name}"
        # Reading holds the interpreter in some versions: a trap on a thread of this process could not answer.
        with ThreadPoolExecutor(1) as reader:
            reader.submit(_refused, pool, href).result(20)
        assert trap.hits == []


def _refused(pool: RasterPool, href: str) -> None:
    with gdal_environment():
        for ask in (lambda: pool.header(href), lambda: pool.read(href, 0, Window(0, 0, 9, 9))):
            with pytest.raises(ReadError, match="names another file"):
                ask()


def test_names_without_ending_are_read_by_content(pool: RasterPool, folder: Path) -> None:
    class Odata(Handler):
        def do_GET(self) -> None:
            assert urlsplit(self.path).path.endswith("$value")
            body = (folder / "3.tif").read_bytes()
            first, last = (int(one) for one in self.headers["Range"][6:].split("-"))
            part = body[first : last + 1]
            span = f"bytes {first}-{first + len(part) - 1}/{len(body)}"
            self.answer(206, part, Content_Range=span)

    with serving(Server(Odata)) as site:
        url = f"{site.url}/Products(1)/Nodes(T33_B02_10m.jp2)/$value"
        window = Window(0, 0, 300, 10)
        expected = on_disk(folder / "3.tif", FULL_RESOLUTION, window)
        np.testing.assert_array_equal(pool.read(url, FULL_RESOLUTION, window), expected)


class _CountedParts:
    """Bytes in memory that remember what was asked for."""

    url = "https://archive.test/tile.tif"

    def __init__(self, content: bytes) -> None:
        self.content, self.size, self.asked = content, len(content), []

    def read(self, start: int, end: int) -> bytes:
        self.asked.append((start, end))
        return self.content[start:end]


@pytest.mark.parametrize("rest", [0, 1, 300_000, 2**19, 2**19 + 5])
def test_the_rest_of_a_large_tile_comes_with_its_first_piece(rest: int) -> None:
    content = np.random.default_rng(1).bytes(2**20 + rest + 2**20)
    parts = _CountedParts(content)
    file = RemoteFile(parts)
    start = 1000
    file.seek(start)
    assert file.read(2**20) == content[start : start + 2**20]
    if rest:
        assert file.read(rest) == content[start + 2**20 : start + 2**20 + rest]
    assert len(parts.asked) == (1 if rest <= 2**19 else 2)
    file.seek(5)  # what came ahead is not taken for other bytes
    assert file.read(20_000) == content[5:20_005]


def test_what_comes_ahead_ends_with_the_file() -> None:
    content = bytes(range(256)) * 4096 + b"end"
    file = RemoteFile(_CountedParts(content))
    assert file.read(2**20) + file.read(100) == content
