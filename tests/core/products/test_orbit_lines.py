"""Distances to centre lines of orbits: against geodesics, against the view angles of real granules, on any block."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod, Transformer
from shapely.geometry import MultiPolygon, box

from s2gm_core.catalog import granule_metadata
from s2gm_core.catalog.records import Scene
from s2gm_core.grid import Grid, Window
from s2gm_core.products.orbit_lines import orbit_distance
from s2gm_core.sensors.orbits import LANDSAT, SENTINEL_2
from tests.core.products.raw_archive import random_granules, write_scene

GEOD = Geod(ellps="WGS84")
ZAGREB = Grid("EPSG:32633", 499_980, 5_100_000, 60, 60, 1830, 1830)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return replace(write_scene(tmp_path, random_granules(0, 1)[0]), platform="S2A", relative_orbit=122)


def _distance_at(scene: Scene, longitude: float, latitude: float) -> float:
    """Metres at one place, read from a block of one pixel."""
    size = 1e-4
    block = Grid("EPSG:4326", longitude - size / 2, latitude + size / 2, size, size, 1, 1)
    return float(orbit_distance(scene, block)[0, 0])


def _ground_track(orbit: int) -> np.ndarray:
    """An independent circular orbit around a turning earth, every 0.002 degrees: (point, 2) longitude and latitude."""
    turn = np.radians(np.arange(85, 275, 0.002))
    tilt = np.radians(98.569)
    node = np.radians(1.016 - 3600 / 143 * (orbit - 1))
    in_plane = np.stack([np.cos(turn), np.sin(turn)])
    inertial = np.stack([in_plane[0], in_plane[1] * np.cos(tilt), in_plane[1] * np.sin(tilt)])
    spin = node - turn * 10 / 143
    x = inertial[0] * np.cos(spin) - inertial[1] * np.sin(spin)
    y = inertial[0] * np.sin(spin) + inertial[1] * np.cos(spin)
    to_ground = Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
    longitude, latitude, _ = to_ground.transform(*(7_167_100.0 * np.stack([x, y, inertial[2]])))
    return np.stack([longitude, latitude], axis=-1)


@pytest.mark.parametrize(("orbit", "latitude"), [(122, 45.8), (122, -33.0), (1, 0.0), (143, 66.0), (73, 78.0)])
def test_distances_are_geodesics_to_the_ground_track(scene: Scene, orbit: int, latitude: float):
    track = _ground_track(orbit)
    on_track = track[np.abs(track[:, 1] - latitude).argmin()]
    near = track[np.abs(track[:, 1] - latitude) < 4]
    for metres in (-200_000, -90_000, 0, 300, 145_000):
        longitude, there, _ = GEOD.fwd(*on_track, 100.0, metres)
        many = np.broadcast_to([[longitude, there]], near.shape)
        expected = GEOD.inv(*many.T, *near.T)[2].min()
        found = _distance_at(replace(scene, relative_orbit=orbit), longitude, there)
        assert found == pytest.approx(expected, rel=1e-3, abs=150)


def _real_granules(shared_data: Path) -> Iterator[tuple[Path, int]]:
    """Granule metadata with their relative orbits."""
    for path in sorted((shared_data / "safe_metadata").rglob("MTD_TL.xml")):
        named = re.search(r"_R(\d{3})_", str(path))
        if named:
            yield path, int(named[1])
    for path in sorted((shared_data / "croatia_33T_2023/metadata").glob("*.granule_metadata.xml")):
        item = json.loads(path.with_name(path.name.replace("granule_metadata.xml", "stac.json")).read_text())
        yield path, int(re.search(r"_R(\d{3})_", item["properties"]["s2:product_uri"])[1])


def _points_below_the_satellite(grids: granule_metadata.AngleGrids) -> tuple[np.ndarray, np.ndarray]:
    """Where the satellite stands in the zenith when it sees some of the granule's nodes; lon and lat, (point,)."""
    row, col = np.nonzero(np.isfinite(grids.view_zenith))
    step = max(len(row) // 12, 1)
    row, col = row[::step], col[::step]
    to_degrees = Transformer.from_crs(grids.crs, "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(grids.west + col * grids.step, grids.north - row * grids.step)
    northness = np.sin(np.radians(latitude))
    earth, satellite = 6_378_137 - 21_385 * northness**2, 7_167_100 * (1 - 0.0011 * northness)
    zenith = np.radians(grids.view_zenith[row, col])
    metres = earth * (zenith - np.arcsin(earth / satellite * np.sin(zenith)))
    longitude, latitude, _ = GEOD.fwd(longitude, latitude, grids.view_azimuth[row, col], metres)
    return longitude, latitude


def test_the_view_angles_of_real_granules_point_at_the_track(
    scene: Scene, shared_data: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(granule_metadata, "_without_gaps", lambda grid: grid)
    orbits, latitudes = set(), []
    for path, orbit in _real_granules(shared_data):
        longitude, latitude = _points_below_the_satellite(granule_metadata.parse_angles(path.read_bytes()))
        flown = replace(scene, relative_orbit=orbit)
        # Odd and even detectors look forwards and backwards in turn, which alone scatters single points by 2 km.
        assert np.median([_distance_at(flown, *place) for place in zip(longitude, latitude)]) < 3000, path
        orbits.add(orbit)
        latitudes += list(latitude)
    assert len(orbits) >= 12
    assert min(latitudes) < -70
    assert max(latitudes) > 80


def test_real_scenes_of_landsat_lie_on_their_path(scene: Scene, shared_data: Path):
    middles = {1: (-65.18, -2.90), 10: (-80.04, -7.23), 47: (-123.38, 47.45), 140: (84.73, 18.78), 224: (-54.9, -25.99)}
    for path, middle in middles.items():
        assert _distance_at(replace(scene, platform="L8", relative_orbit=path), *middle) < 6000


def test_the_tracks_of_neighbouring_orbits_are_a_tenth_of_a_cycle_apart():
    spacing = {round((SENTINEL_2.node(orbit) - SENTINEL_2.node(1)) % 360 / (360 / 143), 6) for orbit in range(1, 144)}
    assert spacing == set(range(143))
    assert (LANDSAT.node(2) - LANDSAT.node(1)) % 360 == pytest.approx(360 - 360 / 233)


@pytest.mark.parametrize("orbit", [None, 0])
def test_without_a_relative_orbit_the_line_runs_through_the_middle_of_the_footprint(scene: Scene, orbit: int | None):
    unknown = replace(scene, relative_orbit=orbit, footprint=box(15, 45, 16, 46))
    assert _distance_at(unknown, 15.5, 45.5) < 200
    along = _ground_track(122)
    near = along[np.abs(along[:, 1] - 45.5) < 0.6]
    moved = near + [15.5 - near[np.abs(near[:, 1] - 45.5).argmin(), 0], 0]
    assert _distance_at(unknown, *moved[0]) < 300
    assert _distance_at(unknown, *moved[-1]) < 300


def test_a_footprint_across_the_date_line_has_its_middle_there(scene: Scene):
    across = MultiPolygon([box(179, 60, 180, 61), box(-180, 60, -178, 61)])
    unknown = replace(scene, relative_orbit=None, footprint=across)
    assert _distance_at(unknown, -179.5, 60.5) < 200


@pytest.mark.parametrize("crs", ["EPSG:32633", "EPSG:3035"])
def test_the_distance_of_a_pixel_does_not_depend_on_the_block(scene: Scene, crs: str):
    grid = ZAGREB if crs == "EPSG:32633" else Grid(crs, 4_700_000, 2_600_000, 30, 30, 640, 640)
    whole = orbit_distance(scene, grid)
    assert whole.dtype == np.float32
    for window in (Window(256, 0, 300, 512), Window(512, 512, 128, 100)):
        np.testing.assert_allclose(orbit_distance(scene, grid.part(window)), whole[window.slices], rtol=0, atol=0.02)
    off_lattice = Window(7, 13, 90, 90)
    np.testing.assert_allclose(orbit_distance(scene, grid.part(off_lattice)), whole[off_lattice.slices], atol=1)


def test_the_line_itself_is_sharp(scene: Scene):
    """Where the track crosses a block the distance falls to less than a pixel on both sides of it."""
    track = _ground_track(122)
    longitude, latitude = track[np.abs(track[:, 1] - 45.8).argmin()]
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:32633", always_xy=True).transform(longitude, latitude)
    metres = orbit_distance(scene, Grid("EPSG:32633", x - 2560, y + 50, 10, 10, 512, 10))
    assert (metres.min(axis=1) < 10).all()
    assert metres[:, 0].min() > 2000
    assert metres[:, -1].min() > 2000
