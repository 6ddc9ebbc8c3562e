"""The simulated archive as its readers find it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from shapely.geometry import box, shape

from s2gm_core.catalog.granule_metadata import parse_angles
from s2gm_core.catalog.sources import open_source
from s2gm_core.errors import OutputError
from s2gm_core.grid import Grid
from s2gm_core.progress import SilentProgress
from s2gm_core.simulate import Archive, SimulatedTruth, SimulationSettings, simulate_archive
from s2gm_core.simulate.ground import ground_points
from s2gm_core.simulate.surface import World
from s2gm_core.simulate.tiles import REFERENCE_CRS

ASSETS = {"B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12", "SCL", "AOT", "CLD", "SNW"}


def read(path: Path | str) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read(1)


def grid_of(path: Path | str) -> Grid:
    with rasterio.open(path) as file:
        return Grid(
            str(file.crs), file.transform.c, file.transform.f, file.res[0], file.res[1], file.width, file.height
        )


def test_the_catalogue_leads_to_every_scene_with_all_its_assets(archive: Archive) -> None:
    catalogue = open_source(str(archive.catalogue))
    scenes = list(catalogue.scenes())
    assert catalogue.problems == []
    assert sorted(scene.id for scene in scenes) == sorted(archive.scenes)
    assert len(scenes) == 12
    assert all(set(scene.assets) == ASSETS for scene in scenes)
    assert all(Path(asset.href).is_file() for scene in scenes for asset in scene.assets.values())


def test_two_orbits_three_satellites_and_three_baselines_take_part(archive: Archive) -> None:
    scenes = list(open_source(str(archive.catalogue)).scenes())
    assert {scene.relative_orbit for scene in scenes} == {79, 122}
    assert {scene.platform for scene in scenes} == {"S2A", "S2B", "S2C"}
    assert {scene.baseline for scene in scenes} == {"03.01", "04.00", "05.10"}
    assert len({scene.overpass for scene in scenes}) == 6


def test_reflectance_from_stored_pixels_equals_the_truth_where_the_scene_is_clear(archive: Archive) -> None:
    truth = SimulatedTruth.open(archive.path)
    checked = set()
    for scene in open_source(str(archive.catalogue)).scenes():
        clear = read(archive.truth / f"mask_{scene.id}.tif") == 0
        if clear.sum() < 500:
            continue
        for band in ("B02", "B08"):
            asset = scene.assets[band]
            stored = read(asset.href)
            grid = grid_of(asset.href)
            true = truth.surface_reflectance(grid, scene.acquired.date(), [band], geometry_of=scene.id)[0]
            error = (stored * asset.scale + asset.offset - true)[clear & (true < 0.4)]
            assert abs(error.mean()) < 0.008
            assert error.std() < 0.004
        checked.add(scene.baseline)
    assert checked == {"03.01", "04.00", "05.10"}


def test_coarse_bands_equal_the_mean_of_the_fine_truth(archive: Archive) -> None:
    truth = SimulatedTruth.open(archive.path)
    scene = next(s for s in open_source(str(archive.catalogue)).scenes() if s.baseline == "03.01")
    asset = scene.assets["B11"]
    grid = grid_of(asset.href)
    clear = (read(archive.truth / f"mask_{scene.id}.tif") == 0).reshape(grid.height, 2, grid.width, 2).all(axis=(1, 3))
    true = truth.surface_reflectance(grid, scene.acquired.date(), ["B11"], geometry_of=scene.id)[0]
    error = (read(asset.href) * asset.scale + asset.offset - true)[clear]
    assert clear.sum() > 300
    assert np.abs(error).mean() < 0.005


def test_overlapping_tiles_show_the_same_ground(archive: Archive) -> None:
    scenes = {scene.id: scene for scene in open_source(str(archive.catalogue)).scenes()}
    south = scenes["S2A_33TWL_20250701_0_L2A"].assets["B08"].href
    north = scenes["S2A_33TWM_20250701_0_L2A"].assets["B08"].href
    rows = round((grid_of(south).north - grid_of(north).bounds[1]) / 10)
    difference = read(south)[:rows].astype(int) - read(north)[-rows:].astype(int)
    assert rows == 18
    assert np.abs(difference).mean() < 60
    assert read(south)[:rows].std() > 300


def test_pixels_are_missing_exactly_beyond_the_swath_edge(archive: Archive, world: World) -> None:
    found = 0
    for scene in open_source(str(archive.catalogue)).scenes():
        overpass = next(o for o in world.overpasses if o.absolute_orbit == scene.absolute_orbit)
        for name in ("B02", "B8A", "B01", "SCL", "AOT"):
            href = scene.assets[name].href
            seen = overpass.swath.sees(ground_points(grid_of(href), REFERENCE_CRS))
            assert np.array_equal(read(href) != 0, seen)
        missing = 1 - seen.mean()
        assert 0.1 < missing < 0.5 if scene.relative_orbit == 122 else missing == 0
        tile = box(*scene.footprint.bounds)
        found += scene.relative_orbit == 122 and scene.footprint.area < 0.99 * tile.area
    assert found == 6


def test_angle_grids_parse_and_agree_with_the_geometry(archive: Archive, world: World) -> None:
    for scene in open_source(str(archive.catalogue)).scenes():
        angles = parse_angles(Path(scene.granule_metadata or "").read_bytes())
        overpass = next(o for o in world.overpasses if o.absolute_orbit == scene.absolute_orbit)
        corner = ground_points(Grid("EPSG:32633", angles.west - 5, angles.north + 5, 10, 10, 1, 1), REFERENCE_CRS)
        expected = float(overpass.swath.view_zenith(overpass.swath.across(corner))[0, 0])
        assert angles.sun_zenith.shape == (23, 23)
        assert angles.view_zenith[0, 0] == pytest.approx(expected, abs=0.01)
        assert angles.sun_zenith[0, 0] == pytest.approx(scene.sun_zenith, abs=0.2)


def test_the_view_zenith_passes_eleven_degrees_before_the_swath_ends(world: World) -> None:
    grid = world.tiles[0].grid
    for overpass in world.overpasses:
        points = ground_points(grid, REFERENCE_CRS)
        zenith = overpass.swath.view_zenith(overpass.swath.across(points))[overpass.swath.sees(points)]
        assert zenith.max() < 12.01
        if overpass.relative_orbit == 122:
            assert zenith.max() > 11.0
            assert np.mean(zenith < 11.0) > 0.5


def test_pictures_have_overviews_and_native_resolutions(archive: Archive) -> None:
    item = archive.path / "items" / archive.scenes[0]
    sizes = {name: grid_of(item / f"{name}.tif").pixel_width for name in ("B02", "B05", "B01", "SCL", "AOT")}
    assert sizes == {"B02": 10, "B05": 20, "B01": 60, "SCL": 20, "AOT": 20}
    assert rasterio.open(item / "B02.tif").tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"


def test_equal_settings_give_equal_pixels_and_another_seed_others(tmp_path: Path) -> None:
    def pixels(name: str, seed: int) -> dict[str, bytes]:
        settings = SimulationSettings(seed=seed, size=60, dates=2, tiles=1)
        folder = simulate_archive(tmp_path / name, settings, SilentProgress()).path
        return {str(path.relative_to(folder)): read(path).tobytes() for path in sorted(folder.rglob("*.tif"))}

    first, again, other = pixels("a", 1), pixels("b", 1), pixels("c", 2)
    assert first == again
    assert first.keys() == other.keys()
    assert first != other


def test_tiles_on_both_sides_of_a_zone_border_overlap_and_agree(tmp_path: Path) -> None:
    settings = SimulationSettings(seed=3, size=180, dates=1, two_zones=True, cloudiness=0.0)
    archive = simulate_archive(tmp_path / "zones", settings, SilentProgress())
    scenes = list(open_source(str(archive.catalogue)).scenes())
    assert {scene.crs for scene in scenes} == {"EPSG:32632", "EPSG:32633"}
    shared = scenes[0].footprint.intersection(scenes[1].footprint)
    assert 0.05 < shared.area / scenes[0].footprint.area < 0.15
    left, right = (scene.assets["B08"].href for scene in scenes)
    with rasterio.open(left) as file, rasterio.vrt.WarpedVRT(rasterio.open(right), crs=file.crs) as other:
        x, y = (np.array(v) for v in _sample_places(shared, str(file.crs)))
        a = np.array([v[0] for v in file.sample(list(zip(x, y)))], dtype=float)
        b = np.array([v[0] for v in other.sample(list(zip(x, y)))], dtype=float)
    assert np.corrcoef(a, b)[0, 1] > 0.9


def _sample_places(area: object, crs: str) -> tuple[list[float], list[float]]:
    from pyproj import Transformer
    from shapely.geometry import Point

    west, south, east, north = area.bounds
    rng = np.random.default_rng(0)
    inner = area.buffer(-0.0003)
    places = [Point(*rng.uniform((west, south), (east, north))) for _ in range(600)]
    inside = [(p.x, p.y) for p in places if inner.contains(p)]
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*zip(*inside))


def test_the_suggested_area_holds_parts_of_both_tiles_and_the_swath_edge(archive: Archive) -> None:
    document = json.loads((archive.path / "archive.json").read_text())
    area = box(*document["bbox"])
    assert box(*document["full_bbox"]).contains(area)
    for identifier in archive.scenes:
        item = json.loads((archive.path / "items" / identifier / f"{identifier}.json").read_text())
        covered = shape(item["geometry"]).intersection(area).area / area.area
        assert covered > 0.15
    assert document["start"] == "2025-07-01"
    assert document["tiles"] == ["33TWL", "33TWM"]


def test_a_foreign_folder_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    with pytest.raises(OutputError, match="no simulated archive"):
        simulate_archive(tmp_path / "letters", SimulationSettings(size=60, dates=1, tiles=1), SilentProgress())
    assert (tmp_path / "letters" / "dear.txt").read_text() == "x"


def test_a_cancelled_simulation_leaves_nothing(tmp_path: Path) -> None:
    from s2gm_core.errors import Cancelled

    class Impatient(SilentProgress):
        def is_cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        simulate_archive(tmp_path / "never", SimulationSettings(size=60, dates=1, tiles=1), Impatient())
    assert list(tmp_path.iterdir()) == []
