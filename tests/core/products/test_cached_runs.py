"""Whole runs with a cache, over HTTP: the same product, and only new requests; few requests even without one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from s2gm_core.area import area_from_text
from s2gm_core.cli.entry import main
from s2gm_core.errors import OutputError
from s2gm_core.order import Order
from s2gm_core.products.fetch import fetch
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.range_cache import CacheSettings
from tests.core.archive import (
    NORTH,
    PIXELS,
    WEST,
    TinyScene,
    area_text,
    bounds_text,
    catalogue_of,
    item_of,
    write_archive,
    write_json,
)
from tests.core.products.orders import files_below, rectangle, tiny_order
from tests.servers.nginx import Nginx, Request

SIDE_PIXELS, TILE = 4096, 512
AREA = (WEST + 3_000, NORTH - 18_000, WEST + 8_000, NORTH - 13_000)
"""5 x 5 km across the borders of tiles: pixels 300 to 800 from the west, 1300 to 1800 from the north."""

SMALL = 4800
"""Metres of a side of the other scenes."""

BANDS = ("B02", "B03", "B04")
MONTHS = {"2023-08": ("s1", "s6"), "2023-09": ("s11",)}


class Lines(SilentProgress):
    """Remembers what was said."""

    def __init__(self) -> None:
        self.infos: list[str] = []

    def info(self, message: str) -> None:
        self.infos.append(message)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three scenes of noise in tiles of 32 pixels, of which several fit into what small reads fetch."""
    random = np.random.default_rng(7)
    noise = {band: random.integers(200, 4000, (SMALL // pixel,) * 2) for band, pixel in PIXELS.items()}
    scenes = [
        TinyScene(f"s{day}", f"2023-08-{day:02}T10:00:00Z", orbit=day, side=float(SMALL), reflectance=noise)
        for day in (1, 6, 11)
    ]
    return write_archive(tmp_path_factory.mktemp("small"), scenes)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three scenes of 41 x 41 km as COGs with tiles of 512 pixels, two in one month and one in the next."""
    folder = tmp_path_factory.mktemp("large")
    links = []
    for month, names in MONTHS.items():
        for name in names:
            scene = TinyScene(
                name, f"{month}-{name[1:]:0>2}T10:00:00Z", orbit=int(name[1:]), side=40_960.0, bands=BANDS
            )
            for number, asset in enumerate((*BANDS, "SCL")):
                _write_cog(scene.asset(folder, asset), PIXELS.get(asset, 20), int(name[1:]) * 10 + number)
            write_json(folder / "items" / f"{name}.json", item_of(scene))
            links.append({"rel": "item", "href": f"./items/{name}.json"})
    write_json(folder / "catalog.json", catalogue_of(links))
    return folder / "catalog.json"


def _small_order(small: Path, site: Nginx | None = None) -> Order:
    """The whole of the small scenes, from the disk or from the web."""
    source = f"{site.folder_url('data')}/catalog.json" if site else str(small)
    return tiny_order(small, area=rectangle(WEST, NORTH - SMALL, WEST + SMALL, NORTH)).with_changes(source=source)


def _write_cog(path: Path, pixel: int, seed: int) -> None:
    """Noise, so that tiles are of the size of real ones; classes 4 and 5, which are clear."""
    count = SIDE_PIXELS * 10 // pixel
    lowest, highest, dtype = (500, 564, np.uint16) if pixel == 10 else (4, 6, np.uint8)
    plane = np.random.default_rng(seed).integers(lowest, highest, (count, count)).astype(dtype)
    path.parent.mkdir(exist_ok=True)
    place = {"crs": "EPSG:32633", "transform": Affine(pixel, 0, WEST, 0, -pixel, NORTH), "nodata": 0}
    layout = {"blocksize": TILE, "compress": "deflate", "level": 1, "overview_resampling": "nearest"}
    with rasterio.open(
        path, "w", driver="COG", dtype=dtype, count=1, width=count, height=count, **place, **layout
    ) as f:
        f.write(plane, 1)


def _blocks(assets: tuple[str, ...] = (*BANDS, "SCL")) -> int:
    """Tiles of the rasters of one scene that the area touches."""
    west, south, east, north = AREA
    number = 0
    for asset in assets:
        side = TILE * PIXELS.get(asset, 20)
        columns = (east - 1 - WEST) // side - (west - WEST) // side + 1
        rows = (NORTH - south - 1) // side - (NORTH - north) // side + 1
        number += int(columns * rows)
    return number


def _order(site: Nginx, **changes: Any) -> Order:
    given = {"area": area_from_text(area_text(*AREA)), "start": "2023-08-01", "resolution": 10, "bands": BANDS}
    given |= {"method": "median", "layers": ("none",), "crs": "EPSG:32633"}
    return Order(source=f"{site.folder_url('data')}/catalog.json", **{**given, **changes})


def _rasters(site: Nginx) -> list[Request]:
    return [request for request in site.requests() if request.url.endswith(".tif")]


def _record(product: Product) -> Mapping[str, Any]:
    return json.loads((product.path / "run.json").read_text())


def test_a_small_area_of_large_tiles_costs_few_requests_and_with_the_cache_only_first_bytes(
    large: Path, tmp_path: Path, start_nginx: Callable[..., Nginx]
) -> None:
    site = start_nginx({"data": large.parent})
    settings = RunSettings(workers=2, cache=CacheSettings(tmp_path / "cache"))
    files, blocks = 4, _blocks()
    assert blocks == 3 * 4 + 1  # 2 x 2 tiles of the bands, one of the classification
    site.forget()
    cold = run(_order(site), tmp_path / "cold", settings)
    asked = _rasters(site)
    assert 2 * blocks <= len(asked) <= 2 * (2 * blocks)
    assert len(asked) == 2 * (files + blocks)
    site.forget()
    warm = run(_order(site, method="mean"), tmp_path / "warm", settings)
    asked = _rasters(site)
    assert len(asked) == 2 * files
    assert all(request.range.startswith("bytes=0-") for request in asked)
    assert {**_record(warm)["cache"], "bytes_from_cache": 0} == {
        "hits": 2 * blocks,
        "misses": 0,
        "bytes_from_cache": 0,
        "bytes_stored": 0,
    }
    assert _record(warm)["cache"]["bytes_from_cache"] == _record(cold)["cache"]["bytes_stored"] > 2**20
    site.forget()
    both = run(_order(site, period="custom", end="2023-09-30"), tmp_path / "both", settings)
    assert len(_rasters(site)) == 3 * files + blocks  # one scene is new
    assert (_record(both)["cache"]["hits"], _record(both)["cache"]["misses"]) == (2 * blocks, blocks)


def test_products_are_the_same_without_a_cache_with_a_new_one_and_with_a_full_one(
    small: Path, tmp_path: Path, start_nginx: Callable[..., Nginx]
) -> None:
    site = start_nginx({"data": small.parent})
    order = _small_order(small, site)
    cached = RunSettings(cache=CacheSettings(tmp_path / "cache"))
    products, lines = [], Lines()
    for name, settings in (("without", RunSettings()), ("new", cached), ("full", cached)):
        products.append(run(order, tmp_path / name, settings, lines))
    without, new, full = ({**files_below(one.path), "run.json": b""} for one in products)
    assert len(without) > 10
    assert without == new == full
    uses = [_record(product)["cache"] for product in products]
    assert set(uses[0].values()) == {0}
    assert uses[1]["misses"] > 100
    assert (uses[2]["misses"], uses[2]["hits"] > 100) == (0, True)
    assert len([line for line in lines.infos if line.startswith("From the cache so far")]) == 2


def test_a_folder_of_somebody_else_is_refused_before_pixels(small: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="cannot be a cache"):
        run(_small_order(small), tmp_path / "out", RunSettings(cache=CacheSettings(tmp_path)))


def test_a_fetch_fills_and_uses_the_cache(small: Path, tmp_path: Path, start_nginx: Callable[..., Nginx]) -> None:
    site = start_nginx({"data": small.parent})
    order = _small_order(small, site)
    counts = []
    for name in ("one", "two"):
        site.forget()
        fetch(order, tmp_path / name, cache=CacheSettings(tmp_path / "cache"))
        counts.append(len({(request.url, request.range) for request in _rasters(site)}))
    assert counts[1] == len({request.url for request in _rasters(site)}) < counts[0]


def test_the_command_line_keeps_tells_and_clears(
    small: Path,
    tmp_path: Path,
    start_nginx: Callable[..., Nginx],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = f"{start_nginx({'data': small.parent}).folder_url('data')}/catalog.json"
    area = bounds_text(WEST, NORTH - SMALL, WEST + SMALL, NORTH)
    mosaic = ["mosaic", f"--source={source}", f"--area={area}", "--start=2023-08-01", "--resolution=20"]
    cache = tmp_path / "cache"
    assert main([*mosaic, f"--out={tmp_path / 'a'}", f"--cache={cache}", "--cache-size=64MiB"]) == 0
    monkeypatch.setenv("S2GM_CACHE", str(cache))
    assert main([*mosaic, f"--out={tmp_path / 'b'}"]) == 0
    assert "From the cache so far" in capsys.readouterr().err
    assert main([*mosaic, f"--out={tmp_path / 'c'}", "--cache="]) == 0
    assert "From the cache" not in capsys.readouterr().err
    assert main(["cache", str(cache), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["entries"] > 10
    assert main(["cache", str(cache), "--clear", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {**told, "cleared": True}
    assert main(["cache", str(cache)]) == 0
    assert capsys.readouterr().out == "Holds 0 parts of remote rasters, 0 bytes.\n"
    assert main(["cache", str(tmp_path), "--clear"]) == 1
    assert main([*mosaic, f"--out={tmp_path / 'd'}", "--cache-size=much"]) == 2
    assert "The cache size 'much' is no size" in capsys.readouterr().err
