"""Series read little: a block of a file is fetched and decoded once for all points in it, or comes from a cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from s2gm_core.grid import Grid
from s2gm_core.products.point_time_series import SeriesArchive
from s2gm_core.products.run_settings import RunSettings
from s2gm_core.products.series.order import SeriesOrder
from s2gm_core.products.series.sites import Site, site_at
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.range_cache import CacheSettings
from s2gm_core.simulate import SimulatedTruth, SimulationSettings, simulate_archive
from tests.core.web import serve

SIZE, DATES = 1098, 3


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One tile with blocks of 512 pixels, of which nine make a 10 m raster."""
    folder = tmp_path_factory.mktemp("simulated")
    simulate_archive(folder, SimulationSettings(size=SIZE, dates=DATES, tiles=1, cloudiness=0.2), SilentProgress())
    return folder


def _frame(folder: Path) -> rasterio.DatasetReader:
    return rasterio.open(sorted(folder.glob("items/*/B02.tif"))[0])


def _sites(folder: Path, count: int, side: int, seed: int = 1) -> list[Site]:
    """Points at random among the first ``side`` x ``side`` pixels."""
    from pyproj import Transformer

    rng = np.random.default_rng(seed)
    with _frame(folder) as file:
        to_degrees = Transformer.from_crs(file.crs, "EPSG:4326", always_xy=True)
        places = [file.xy(int(row), int(col)) for row, col in rng.integers(5, side - 5, (count, 2))]
    return [site_at(*to_degrees.transform(x, y), str(number)) for number, (x, y) in enumerate(places)]


ORDERED = ("B02", "B04", "B08", "B8A")
TOLD = ("SCL", "AOT", "CLD", "SNW")


def _order(source: str, **more: Any) -> SeriesOrder:
    return SeriesOrder(source, "2025-07-01", "2025-07-31", bands=("B02", "B8A"), indices=("NDVI",), **more)


def _bytes_and_requests(source: str, sites: list[Site]) -> tuple[int, int]:
    with SeriesArchive(source) as archive:
        archive.series(_order(source), sites)
        return archive.client.statistics.bytes, archive.client.statistics.requests


def _blocks(folder: Path, bands: tuple[str, ...]) -> int:
    """Bytes of the first block of some rasters of all scenes."""
    total = 0
    for band in bands:
        for path in folder.glob(f"items/*/{band}*.tif"):
            with rasterio.open(path) as file:
                total += int(file.get_tag_item("BLOCK_SIZE_0_0", "TIFF", bidx=1))
    return total


def test_one_point_reads_less_than_twice_the_blocks_that_hold_it(simulated: Path):
    read = ORDERED + TOLD
    documents = sum(path.stat().st_size for path in simulated.rglob("*") if path.suffix in (".json", ".xml"))
    with serve(simulated) as site:
        size, _ = _bytes_and_requests(f"{site.url}/catalog.json", _sites(simulated, 1, 500))
        rasters = [path for path in site.requested if path.endswith(".tif")]
    assert size - documents < 2 * _blocks(simulated, read)
    assert len({path for path in rasters}) == DATES * len(read)


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ({"confidences": False}, (*ORDERED, "SCL")),
        ({"method": "max_ndvi"}, ORDERED + TOLD),
        ({"method": "s2gm"}, (*ORDERED, "B03", "B06", "B11", "B12", *TOLD)),
    ],
)
def test_only_what_is_ordered_and_what_a_named_method_decides_by_is_read(
    simulated: Path, more: dict[str, Any], read: tuple[str, ...]
):
    sites = _sites(simulated, 1, 500)
    with serve(simulated) as site, SeriesArchive(f"{site.url}/catalog.json") as archive:
        archive.series(_order(f"{site.url}/catalog.json", **more), sites)
        rasters = {path.rpartition("/")[2].partition("_")[0] for path in site.requested if path.endswith(".tif")}
    assert {name.removesuffix(".tif") for name in rasters} == set(read)


def test_two_hundred_points_in_one_block_read_what_one_reads(simulated: Path):
    with serve(simulated) as site:
        one = _bytes_and_requests(f"{site.url}/catalog.json", _sites(simulated, 1, 500))
        many = _bytes_and_requests(f"{site.url}/catalog.json", _sites(simulated, 200, 500))
    assert many[1] <= one[1] * 1.05
    assert many[0] <= one[0] * 1.05


def test_the_second_series_of_an_archive_reads_no_document_again(simulated: Path):
    with serve(simulated) as site, SeriesArchive(f"{site.url}/catalog.json") as archive:
        order = _order(f"{site.url}/catalog.json")
        archive.series(order, _sites(simulated, 1, 500))
        site.requested.clear()
        archive.series(order, _sites(simulated, 1, 500, seed=2))
        assert not [path for path in site.requested if not path.endswith(".tif")]


def test_what_was_read_outlives_the_program_in_a_cache(simulated: Path, tmp_path: Path):
    requests, found, settings = [], [], RunSettings(cache=CacheSettings(tmp_path / "cache"))
    with serve(simulated) as site:
        for _ in range(2):
            site.requested.clear()
            with SeriesArchive(f"{site.url}/catalog.json", settings) as archive:
                (series,) = archive.series(_order(f"{site.url}/catalog.json"), _sites(simulated, 1, 500))
                requests.append(len([path for path in site.requested if path.endswith(".tif")]))
                assert archive.failures == () and len(series.records) == DATES
                found.append([record.values for record in series.records])
    assert requests[0] > DATES * 8 * 1.5
    assert requests[1] == DATES * 8  # the beginning of every raster, which tells that it is the same
    assert archive.cached.hits >= requests[0] - requests[1] and archive.cached.misses == 0
    assert found[0] == found[1]


def test_a_cache_that_cannot_be_made_is_a_warning(simulated: Path, tmp_path: Path):
    (tmp_path / "file").write_text("")
    settings = RunSettings(cache=CacheSettings(tmp_path / "file" / "cache"))
    with SeriesArchive(str(simulated / "catalog.json"), settings) as archive:
        archive.series(_order(str(simulated / "catalog.json")), _sites(simulated, 1, 500))
        assert "without its cache" in archive.notes[0]


def test_valid_observations_are_near_the_truth(simulated: Path):
    """The simulator's noise and atmosphere are a few hundredths; clouds are tenths."""
    truth = SimulatedTruth.open(simulated)
    sites = _sites(simulated, 150, SIZE)
    with SeriesArchive(str(simulated / "catalog.json")) as archive:
        series = archive.series(_order(str(simulated / "catalog.json")), sites)
    valid, refused = [], []
    for one in series:
        pixel = Grid(one.crs, one.x - 5, one.y + 5, 10.0, 10.0, 1, 1)
        for record in one.records:
            true = truth.surface_reflectance(pixel, record.period_start, ("B02",), geometry_of=record.scene)[0, 0, 0]
            (valid if record.valid else refused).append(record.values["B02"] - true)
    assert len(valid) > 200
    assert np.median(np.abs(valid)) < 0.01
    assert np.percentile(np.abs(valid), 90) < 0.05
    assert np.median(np.abs(refused)) > 3 * np.median(np.abs(valid))
