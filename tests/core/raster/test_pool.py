"""Open rasters are used again: those of all blocks in turn, and for its pixels the one whose header was read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from affine import Affine

from s2gm_core.grid import Window
from s2gm_core.raster import pool as pool_module
from s2gm_core.raster.environment import gdal_environment
from s2gm_core.raster.pool import FULL_RESOLUTION, RasterPool
from tests.core.archive import write_raster


@pytest.fixture
def rasters(tmp_path: Path) -> list[str]:
    paths = [tmp_path / f"{number}.tif" for number in range(30)]
    for number, path in enumerate(paths):
        plane = np.full((4, 4), number + 1, dtype=np.uint16)
        write_raster(path, plane, Affine(10, 0, 500_000, 0, -10, 5_000_040), "EPSG:32633")
    return [str(path) for path in paths]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every raster that is opened."""
    found: list[str] = []
    open_raster = RasterPool._open
    monkeypatch.setattr(
        RasterPool, "_open", lambda pool, href, *rest: (found.append(href), open_raster(pool, href, *rest))[1]
    )
    monkeypatch.setattr(pool_module, "MAX_IDLE_HANDLES", 10)
    return found


def _pixel(pool: RasterPool, href: str) -> int:
    pool.header(href)
    return int(pool.read(href, FULL_RESOLUTION, Window(1, 1, 1, 1))[0, 0])


@pytest.mark.parametrize("in_environment", [False, True])
def test_a_raster_is_opened_once_for_header_and_pixels(rasters: list[str], opened: list[str], in_environment: bool):
    with RasterPool() as pool:
        if in_environment:
            with gdal_environment():
                assert [_pixel(pool, href) for href in rasters] == list(range(1, 31))
        else:
            assert [_pixel(pool, href) for href in rasters] == list(range(1, 31))
        assert opened == rasters


def test_the_first_rasters_stay_open_for_the_next_block(rasters: list[str], opened: list[str]):
    with RasterPool() as pool:
        for href in rasters * 2:
            _pixel(pool, href)
        assert opened[30:] == rasters[10:]


def test_no_more_handles_stay_open_than_are_kept(
    rasters: list[str], opened: list[str], monkeypatch: pytest.MonkeyPatch
):
    closed: list[str] = []
    close = pool_module._Handle.close
    monkeypatch.setattr(pool_module._Handle, "close", lambda one: (closed.append(one.dataset.name), close(one))[1])
    with RasterPool() as pool:
        for href in rasters:
            _pixel(pool, href)
        assert closed == rasters[10 : 30 - pool_module.RECENT_HANDLES]
    assert sorted(closed) == sorted(rasters)
