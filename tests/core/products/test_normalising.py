"""Harmonisation and NBAR of planes against one pixel at a time, with the angles of real granules."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import Transformer
from scipy.ndimage import binary_erosion
from shapely.geometry import box

from s2gm_core.catalog.granule_metadata import AngleGrids, parse_angles
from s2gm_core.catalog.records import Scene, SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.errors import CatalogueError
from s2gm_core.grid import Grid
from s2gm_core.products.angles import AngleStore, SunAndView
from s2gm_core.products.normalising import Normaliser, can_normalise, is_land
from s2gm_core.products.overpasses import Granule, number_granules
from s2gm_core.progress import SilentProgress
from s2gm_core.radiometry.scaling import INVALID, scaled_from_dn
from s2gm_core.simulate import SimulationSettings, simulate_archive
from s2gm_core.simulate.truth import SimulatedTruth
from tests.core.archive import angle_document
from tests.core.reference.brdf import c_at, direction_at, published

TARGET = 45.0
SCENE = Scene(
    id="a", granule_id="a", platform="S2A", acquired=datetime(2024, 1, 20, 10, tzinfo=timezone.utc), tile="31TCJ",
    absolute_orbit=1, relative_orbit=51, baseline="05.10", generated="", cloud_cover=None, crs="EPSG:32631",
    footprint=box(0, 43, 1, 44), assets={}, granule_metadata="a.xml", sun_zenith=None, sun_azimuth=None,
    offset_reason="test",
)  # fmt: skip
DOCUMENTS = {
    "across nadir": "safe_metadata/alcd_mini_safe_l1c/Toulouse/S2A_MSIL1C_20240120T105341_N0510_R051_T31TCJ_"
    "20240120T125244.SAFE/GRANULE/L1C_T31TCJ_A044807_20240120T105433/MTD_TL.xml",
    "edge of the swath": "croatia_33T_2023/metadata/S2B_33TWL_20230813_0_L2A.granule_metadata.xml",
    "low sun": "safe_metadata/stactools/S2B_MSIL2A_20220413T150759_N0400_R025_T33XWJ_20220414T082126.SAFE/GRANULE/"
    "L2A_T33XWJ_A026649_20220413T150756/MTD_TL.xml",
}


def _store(document: bytes) -> AngleStore:
    return AngleStore(lambda _: document)


def _tiny_store(view: float = 10.0, azimuth: float = 160.0) -> AngleStore:
    return _store(_document(view, azimuth))


def _document(view: float, azimuth: float) -> bytes:
    """One view direction everywhere; the sun stands at zenith 40, azimuth 160."""
    shape = (1, 3, 3)
    return angle_document(500_000, 5_000_000, np.full(shape, view), np.full(shape, azimuth))


TINY = Grid("EPSG:32633", 500_000.0, 5_000_000.0, 10.0, 10.0, 5, 4)


def _granule(platform: str = "S2A", index: int = 0, metadata: str | None = "a.xml") -> Granule:
    return Granule(index, replace(SCENE, platform=platform, granule_metadata=metadata), True)


def _classes(land: np.ndarray) -> np.ndarray:
    """Scene classes with vegetation on land and water elsewhere."""
    return np.where(land, 4, 6).astype(np.uint8)


def _everywhere(plane: np.ndarray) -> np.ndarray:
    return np.ones(plane.shape, bool)


def _expected_c(
    grids: AngleGrids, block: Grid, places: Sequence[tuple[int, int]], parameters: list[float]
) -> list[float]:
    """c at pixels (row, column), each computed from the angle grid for itself."""
    to_granule = Transformer.from_crs(block.crs, grids.crs, always_xy=True)
    found = []
    for row, col in places:
        x = block.west + (col + 0.5) * block.pixel_width
        y = block.north - (row + 0.5) * block.pixel_height
        x, y = to_granule.transform(x, y)
        at = (grids.north - y) / grids.step, (x - grids.west) / grids.step
        sun, sun_azimuth = direction_at(grids.sun_zenith, grids.sun_azimuth, *at)
        view, view_azimuth = direction_at(grids.view_zenith, grids.view_azimuth, *at)
        found.append(c_at(parameters, (min(sun, 75.0), view, sun_azimuth - view_azimuth), TARGET))
    return found


def _block(grids: AngleGrids, crs: str, resolution: float) -> Grid:
    """1000 pixels a side from somewhere inside the granule, or the whole of it and some more."""
    pixels = 1000
    offset = 23_450.0 if resolution < 100 else -1_000.0
    x, y = grids.west + offset, grids.north - offset
    if crs != grids.crs:
        x, y = Transformer.from_crs(grids.crs, crs, always_xy=True).transform(x, y)
    return Grid(crs, x, y, resolution, resolution, pixels, pixels)


@pytest.mark.parametrize("place", DOCUMENTS.values(), ids=DOCUMENTS)
@pytest.mark.parametrize(("crs", "resolution"), [("own", 10.0), ("own", 120.0), ("EPSG:3035", 20.0)])
def test_c_is_that_of_every_pixels_own_angles(shared_data: Path, place: str, crs: str, resolution: float):
    """To 1e-4; the plane is so bright that rounding to int16 costs 2e-5 at most."""
    document = (shared_data / place).read_bytes()
    grids = parse_angles(document)
    block = _block(grids, grids.crs if crs == "own" else crs, resolution)
    scaled = np.full(block.shape, 25_000, np.int16)
    parameters = published(shared_data)["params"]
    places = [tuple(place) for place in np.random.default_rng(7).integers(0, 1000, (400, 2)).tolist()]
    rows, cols = np.transpose(places)
    normaliser = Normaliser(TARGET, False, _store(document))
    for band in ("B03", "B11"):
        seen = normaliser.apply(_granule(), band, scaled, block, _classes(_everywhere(scaled)))[rows, cols] / 25_000
        expected = np.array(_expected_c(grids, block, places, parameters[band]))
        assert np.abs(expected - 1).max() > 0.02
        assert np.abs(seen / expected - 1).max() < 1e-4


@pytest.mark.parametrize(("band", "like"), [("B01", "B02"), ("B8A", "B08")])
def test_bands_without_own_parameters_take_their_neighbours(band: str, like: str):
    scaled = np.full(TINY.shape, 8000, np.int16)
    normaliser, land = Normaliser(TARGET, False, _tiny_store()), _everywhere(scaled)
    planes = [normaliser.apply(_granule(), name, scaled, TINY, _classes(land)) for name in (band, like)]
    assert planes[0].tolist() == planes[1].tolist() != scaled.tolist()


def test_only_land_is_corrected_and_harmonisation_comes_first_and_everywhere(shared_data: Path):
    scaled = np.arange(1000, 1020, dtype=np.int16).reshape(TINY.shape)
    land = scaled % 2 == 0
    seen = Normaliser(TARGET, True, _tiny_store()).apply(_granule("S2B"), "B11", scaled, TINY, _classes(land))
    c = c_at(published(shared_data)["params"]["B11"], (40, 10, 0), TARGET)
    assert c < 0.94
    for value, is_on_land, result in zip(scaled.ravel().tolist(), land.ravel().tolist(), seen.ravel().tolist()):
        as_s2a = 0.9994 * value + 11.80
        assert result == round(c * as_s2a if is_on_land else as_s2a)
    plain = Normaliser(TARGET, False, _tiny_store()).apply(_granule("S2B"), "B11", scaled, TINY, _classes(land))
    assert plain[~land].tolist() == scaled[~land].tolist()


def test_the_classes_that_are_land():
    classes = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert np.flatnonzero(is_land(classes)).tolist() == [2, 4, 5, 7]


def test_edges_of_the_number_type():
    """Invalid stays, negative reflectance is kept, nothing overflows and nothing becomes invalid."""
    scaled = np.array([[INVALID, INVALID - 1, -INVALID, -1000, 0]], np.int16)
    grid, land = replace(TINY, height=1), np.ones((1, 5), bool)
    towards, away = Normaliser(TARGET, False, _tiny_store(12.0)), Normaliser(TARGET, False, _tiny_store(12.0, 340.0))
    darker, brighter = (
        one.apply(_granule(), "B03", scaled, grid, _classes(land))[0].tolist() for one in (towards, away)
    )
    assert darker[0] == brighter[0] == INVALID
    assert 29_000 < darker[1] < INVALID - 1
    assert -INVALID < darker[2] < -29_000
    assert -950 < darker[3] < -850
    assert brighter[1:3] == [INVALID - 1, -INVALID]
    assert -1050 < brighter[3] < -1000
    assert darker[4] == brighter[4] == 0
    harmonised = Normaliser(None, True, _tiny_store()).apply(_granule("S2B"), "B01", scaled, grid, _classes(~land))
    assert harmonised[0].tolist() == [INVALID, INVALID - 1, -INVALID, round(-1000 * 1.001 + 1.696), 2]


@pytest.mark.parametrize("platform", ["S2A", "S2C", "L8"])
def test_where_there_is_nothing_to_do_the_plane_comes_back(platform: str):
    scaled = np.full(TINY.shape, 300, np.int16)
    assert (
        Normaliser(None, True, _tiny_store()).apply(_granule(platform), "B04", scaled, TINY, _classes(scaled > 0))
        is scaled
    )
    assert (
        Normaliser(TARGET, True, _tiny_store()).apply(_granule(platform), "B04", scaled, TINY, _classes(scaled < 0))
        is scaled
    )
    assert (
        Normaliser(None, False, _tiny_store()).apply(_granule("S2B"), "B04", scaled, TINY, _classes(scaled > 0))
        is scaled
    )


def test_the_given_plane_is_not_changed():
    scaled = np.full(TINY.shape, 300, np.int16)
    Normaliser(TARGET, True, _tiny_store()).apply(_granule("S2B"), "B06", scaled, TINY, _classes(scaled > 0))
    assert (scaled == 300).all()


def test_without_view_angles_a_granule_is_harmonised_only():
    scaled, granule = np.full(TINY.shape, 300, np.int16), _granule("S2B", metadata=None)
    assert can_normalise(_granule().scene) and not can_normalise(granule.scene)
    seen = Normaliser(TARGET, True, _tiny_store()).apply(granule, "B06", scaled, TINY, _classes(_everywhere(scaled)))
    assert np.unique(seen).tolist() == [round(300 * 1.001 + 15.23)]


def test_unreadable_metadata_are_a_failure_and_leave_the_pixels():
    def read(_: str) -> bytes:
        raise CatalogueError("gone")

    store, scaled = AngleStore(read), np.full(TINY.shape, 300, np.int16)
    for band in ("B02", "B03"):
        assert (
            Normaliser(TARGET, False, store).apply(_granule(), band, scaled, TINY, _classes(_everywhere(scaled)))
            is scaled
        )
    assert [(failure.scene, failure.asset) for failure in store.failures] == [("a", "granule_metadata")]


class _CountingStore(AngleStore):
    """Counts for which granules a geometry was asked for; granule 0 is seen from the sun's side, 1 from the other."""

    def __init__(self) -> None:
        documents = {"0.xml": _document(10.0, 160.0), "1.xml": _document(9.0, 340.0)}
        super().__init__(lambda location: documents[location])
        self.asked: list[int] = []

    def sun_and_view(self, granule: Granule) -> SunAndView | None:
        self.asked.append(granule.index)
        return super().sun_and_view(granule)


def _seen(normaliser: Normaliser, index: int, band: str = "B04", block: Grid = TINY) -> bytes:
    scaled = np.full(block.shape, 20_000, np.int16)
    granule = _granule(index=index, metadata=f"{index}.xml")
    return normaliser.apply(granule, band, scaled, block, _classes(_everywhere(scaled))).tobytes()


def test_kernels_serve_all_bands_of_a_granule_and_block():
    store = _CountingStore()
    normaliser = Normaliser(TARGET, False, store)
    for index, block in ((0, TINY), (1, TINY), (1, replace(TINY, width=6))):
        assert len({_seen(normaliser, index, band, block) for band in ("B02", "B03", "B04")}) == 3
    assert store.asked == [0, 1, 1]


def test_every_thread_keeps_its_own_kernels():
    store = _CountingStore()
    normaliser = Normaliser(TARGET, False, store)
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        for _ in range(3):
            assert first.submit(_seen, normaliser, 0).result() != second.submit(_seen, normaliser, 1).result()
    assert store.asked == [0, 1]


def test_many_threads_give_what_one_gives():
    store = _CountingStore()
    jobs = [
        (index, band, replace(TINY, width=width)) for index in (0, 1) for band in ("B04", "B08") for width in (5, 6)
    ]
    alone = [_seen(Normaliser(TARGET, False, store), *job) for job in jobs]
    shared = Normaliser(TARGET, False, store)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda job: _seen(shared, *job), jobs * 10)) == alone * 10
    assert len(set(alone)) == len(jobs)


# --- what it is for


def _plane(scene: Scene, name: str) -> tuple[np.ndarray, Grid]:
    with rasterio.open(scene.assets[name].href) as file:
        t = file.transform
        return file.read(1), Grid(str(file.crs), t.c, t.f, t.a, -t.e, file.width, file.height)


def _mean_difference(planes: Sequence[np.ndarray], where: np.ndarray) -> float:
    one, other = (plane[where].astype(float) for plane in planes)
    return float(np.abs(one - other).mean())


def test_two_simulated_orbits_agree_better_after_nbar(tmp_path: Path):
    """B08 of two overpasses three days apart, from the east and from the west, with all errors of the simulator."""
    settings = SimulationSettings(seed=5, size=240, dates=2, tiles=1, cloudiness=0.02)
    archive = simulate_archive(tmp_path / "archive", settings, SilentProgress())
    catalogue = open_source(str(tmp_path / "archive/catalog.json"))
    granules = number_granules(catalogue.search(SceneQuery()), "EPSG:32633")
    truth = SimulatedTruth.open(tmp_path / "archive")
    normaliser = Normaliser(truth.world.mean_sun_zenith, False, AngleStore(catalogue.read))
    before, after, surface, flat = [], [], [], []
    clear = np.ones((240, 240), bool)
    for granule in granules:
        asset = granule.scene.assets["B08"]
        numbers, grid = _plane(granule.scene, "B08")
        with rasterio.open(archive.truth / f"mask_{granule.scene.id}.tif") as file:
            clear &= file.read(1) == 0
        before.append(scaled_from_dn(numbers, asset.scale, asset.offset))
        day = granules[0].scene.acquired.date()
        seen = truth.surface_reflectance(grid, day, ["B08"], geometry_of=granule.scene.id)[0]
        surface.append(np.rint(seen * 10_000).astype(np.int16))
        for planes, result in ((before, after), (surface, flat)):
            result.append(normaliser.apply(granule, "B08", planes[-1], grid, _classes(_everywhere(clear))))
    assert {granule.scene.relative_orbit for granule in granules} == {79, 122}
    assert clear.mean() > 0.3
    assert _mean_difference(flat, clear) < 0.01 * _mean_difference(surface, clear)
    assert _mean_difference(after, clear) < 0.5 * _mean_difference(before, clear)


def test_two_real_orbits_agree_better_after_nbar(shared_data: Path):
    """B08 over vegetation and soil around Zagreb on 13 (R122) and 15 August 2023 (R079), both nearly without cloud."""
    catalogue = open_source(str(shared_data / "croatia_33T_2023/catalog.json"))
    scenes = {scene.id: scene for scene in catalogue.search(SceneQuery())}
    normaliser = Normaliser(37.0, False, AngleStore(catalogue.read))
    for tile in ("33TWL", "33TWM"):
        pair = number_granules([scenes[f"S2B_{tile}_20230813_0_L2A"], scenes[f"S2A_{tile}_20230815_0_L2A"]], "")
        assert [granule.scene.relative_orbit for granule in pair] == [122, 79]
        clear = np.ones((915, 915), bool)
        for granule in pair:
            clear &= binary_erosion(np.isin(_plane(granule.scene, "SCL")[0], (4, 5)), iterations=3)
        before, after = [], []
        for granule in pair:
            numbers, grid = _plane(granule.scene, "B08")
            before.append(scaled_from_dn(numbers, 1e-4, 0.0))
            after.append(normaliser.apply(granule, "B08", before[-1], grid, _classes(clear)))
        assert clear.sum() > 300_000
        assert _mean_difference(after, clear) < 0.7 * _mean_difference(before, clear)


def test_the_mean_angles_are_good_enough_for_every_band(shared_data: Path):
    """c at the grid's nodes from a band's own detectors, averaged, against c from the mean over bands and detectors."""
    document = (shared_data / DOCUMENTS["edge of the swath"]).read_bytes()
    mean = parse_angles(document)
    views = list(ElementTree.fromstring(document).iter("Viewing_Incidence_Angles_Grids"))
    for number, band in ((1, "B02"), (3, "B04"), (7, "B08"), (11, "B11"), (12, "B12")):
        own = [
            (_values(view, "Zenith"), _values(view, "Azimuth")) for view in views if view.get("bandId") == str(number)
        ]
        parameters, errors = published(shared_data)["params"][band], []
        for node in np.ndindex(23, 23):
            sun, azimuth = mean.sun_zenith[node], mean.sun_azimuth[node]
            seen = [(zenith[node], azimuth - angle[node]) for zenith, angle in own if np.isfinite(zenith[node])]
            if seen:
                single = np.mean([c_at(parameters, (sun, *view), sun) for view in seen])
                errors.append(
                    c_at(parameters, (sun, mean.view_zenith[node], azimuth - mean.view_azimuth[node]), sun) / single - 1
                )
        assert len(errors) > 200
        assert 1e-5 < np.sqrt(np.mean(np.square(errors))) < 0.003
        assert np.abs(errors).max() < 0.006


def _values(view: ElementTree.Element, name: str) -> np.ndarray:
    rows = view.findall(f"{name}/Values_List/VALUES")
    return np.array([[float(word) for word in (row.text or "").split()] for row in rows])
