"""Where granules overlap, an overpass counts once; which granule gives the pixel is a stated rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyproj import Transformer

from s2gm_core.area import area_from_text
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import run
from tests.core.archive import PIXELS, SIDE, TinyScene, angle_document, bounds_text, write_archive
from tests.core.products.orders import NORTH, SOUTH, WEST, plane, rectangle, tiny_order

OVERLAP = 400.0


def _grey(level: int) -> dict[str, int]:
    return {band: level for band in PIXELS}


def _scene(name: str, level: int, **changes: Any) -> TinyScene:
    return TinyScene(**{"name": name, "reflectance": _grey(level), "orbit": 1, **changes})


def _run(folder: Path, *scenes: TinyScene, **order: Any) -> Product:
    tall = {"area": rectangle(south=SOUTH - SIDE + OVERLAP), **order}
    return run(tiny_order(write_archive(folder / "archive", scenes), **tall), folder / "out")


def _south(name: str, level: int, **changes: Any) -> TinyScene:
    return _scene(name, level, **{"tile": "33TWL", "north": NORTH - SIDE + OVERLAP, **changes})


def test_an_overpass_counts_once_in_the_overlap_of_its_tiles(tmp_path: Path):
    scenes = []
    for orbit in (1, 2):
        day = f"2023-08-{5 * orbit:02}T10:00:"
        scenes += [
            _scene(f"n{orbit}", 1000, tile="33TWM", orbit=orbit, acquired=day + "00Z"),
            _south(f"s{orbit}", 1200, orbit=orbit, acquired=day + "14Z"),
        ]
    counts = plane(_run(tmp_path, *scenes), "valid_obs")
    assert np.unique(counts).tolist() == [2]


def _overlap(product: Product) -> list[int]:
    """Values of B04 in the middle of the overlap."""
    rows = plane(product, "B04")
    middle = int((SIDE - OVERLAP / 2) / 20)
    return np.unique(rows[middle]).tolist()


def test_in_an_overlap_the_higher_tile_id_counts(tmp_path: Path):
    assert _overlap(_run(tmp_path, _scene("n", 1000, tile="33TWM"), _south("s", 1200))) == [1000]


def test_the_lower_aerosol_comes_before_the_tile_id(tmp_path: Path):
    north = _scene("n", 1000, tile="33TWM", extra={"AOT": 200})
    assert _overlap(_run(tmp_path, north, _south("s", 1200, extra={"AOT": 100}))) == [1200]


def test_an_unknown_aerosol_does_not_win(tmp_path: Path):
    north = _scene("n", 1000, tile="33TWM", extra={"AOT": 200})
    assert _overlap(_run(tmp_path, north, _south("s", 1200, extra={"AOT": 0}))) == [1000]


def test_a_newer_baseline_of_the_same_granule_replaces_it(tmp_path: Path):
    old = _scene("old", 1000, properties={"s2:processing_baseline": "05.00"})
    new = _scene("new", 1200, properties={"s2:processing_baseline": "05.10"})
    product = _run(tmp_path, new, old, area=rectangle())
    assert np.unique(plane(product, "B04")).tolist() == [1200]
    assert np.unique(plane(product, "valid_obs")).tolist() == [1]


def test_the_later_of_two_products_of_one_baseline_replaces_the_other(tmp_path: Path):
    first = _scene("a", 1000, properties={"s2:generation_time": "2023-08-05T12:00:00Z"})
    second = _scene("b", 1200, properties={"s2:generation_time": "2023-08-09T12:00:00Z"})
    assert np.unique(plane(_run(tmp_path, second, first, area=rectangle()), "B04")).tolist() == [1200]


def test_the_granule_in_the_outputs_zone_counts_before_a_foreign_one(tmp_path: Path):
    # The same ground in zone 34 (its grid is turned by two degrees), with the higher tile id and less aerosol.
    home = _scene("home", 1000, tile="33TWL", extra={"AOT": 300})
    foreign = TinyScene(
        "foreign",
        orbit=1,
        tile="34TCR",
        crs="EPSG:32634",
        west=28_000.0,
        north=5_018_000.0,
        side=2400.0,
        reflectance=_grey(1200),
        extra={"AOT": 100},
    )
    product = _run(tmp_path, home, foreign, area=rectangle(WEST + 100, SOUTH + 100, WEST + 900, NORTH - 100))
    assert np.unique(plane(product, "B04")).tolist() == [1000]
    assert np.unique(plane(product, "valid_obs")).tolist() == [1]


def test_a_foreign_granule_fills_what_the_own_zone_lacks(tmp_path: Path):
    half = np.zeros((60, 60))
    half[:, 30:] = 4
    foreign = TinyScene(
        "foreign", orbit=1, tile="34TCR", crs="EPSG:32634", west=28_000.0, north=5_018_000.0, side=2400.0,
        reflectance=_grey(1200),
    )  # fmt: skip
    product = _run(tmp_path, _scene("home", 1000, scl=half), foreign, area=rectangle(east=WEST + 1000))
    assert np.unique(plane(product, "B04")).tolist() == [1000, 1200]
    assert np.unique(plane(product, "valid_obs")).tolist() == [1]


def test_source_indices_follow_acquisition_then_tile_whatever_the_catalogues_order(tmp_path: Path):
    scenes = [
        _scene("late", 1000, orbit=2, acquired="2023-08-20T10:00:00Z"),
        _scene("north", 1000, tile="33TWM"),
        _south("south", 1200),
    ]
    assert _run(tmp_path, *scenes).scenes == ("south", "north", "late")


def _swath(zenith: np.ndarray, **changes: Any) -> TinyScene:
    angles = angle_document(WEST, NORTH, zenith[np.newaxis], np.full((1, *zenith.shape), 100.0))
    return _scene("swath", 1000, side=6000.0, angles=angles, **changes)


WIDE = {"area": area_from_text(bounds_text(WEST, NORTH - 6000, WEST + 5000, NORTH)), "resolution": 100}


def test_the_border_of_the_swath_is_dropped_where_it_is_seen_from_eleven_degrees(tmp_path: Path):
    # 9 degrees at the western node, 13 at the eastern one 5 km away: 11 degrees in the middle.
    product = _run(tmp_path, _swath(np.array([[9.0, 13.0], [9.0, 13.0]])), **WIDE)
    seen = plane(product, "valid_obs")
    columns = np.flatnonzero((seen == 1).all(axis=0))
    assert columns.min() == 0
    assert columns.max() == pytest.approx(2500 / 100, abs=1.1)
    assert (seen[:, columns.max() + 2 :] == 0).all()


def test_gaps_of_the_angle_grid_take_their_neighbours_before_the_limit(tmp_path: Path):
    product = _run(tmp_path, _swath(np.array([[np.nan, 10.0], [10.0, np.nan]])), **WIDE)
    assert (plane(product, "valid_obs") == 1).all()
    assert np.unique(plane(product, "view_zenith_mean")).tolist() == [1000]


def test_without_angles_there_is_no_limit_and_a_note_says_so(tmp_path: Path):
    product = _run(tmp_path, _scene("a", 1000), area=rectangle())
    assert (plane(product, "valid_obs") == 1).all()
    assert any("No view angles for 1 of 1 scenes" in note for note in product.notes)
    assert "view_zenith_mean" not in product.layers


def test_unusable_angles_are_reported_and_set_no_limit(tmp_path: Path):
    product = _run(tmp_path, _scene("a", 1000, angles=b"no xml"), area=rectangle())
    assert (plane(product, "valid_obs") == 1).all()
    assert [(failure.scene, failure.asset) for failure in product.failures] == [("a", "granule_metadata")]


@pytest.mark.parametrize("crs", ["EPSG:32634", "EPSG:4326"])
def test_angles_are_found_in_the_granules_own_crs_although_its_item_states_none(tmp_path: Path, crs: str):
    scene = _swath(np.array([[9.0, 13.0], [9.0, 13.0]]), properties={"proj:epsg": None})
    product = _run(tmp_path, scene, **{**WIDE, "crs": crs})
    seen = plane(product, "view_zenith_mean")
    rows, cols = np.nonzero(seen != -32768)
    x, y = product.grid.centres()
    east, _ = Transformer.from_crs(crs, "EPSG:32633", always_xy=True).transform(x[cols], y[rows])
    inside = east > WEST + 1600  # nearer to the rim the grid's end shows: angles are interpolated over 16 pixels
    assert np.count_nonzero(inside) > 300
    expected = 9 + 4 * (east[inside] - WEST) / 5000
    assert seen[rows, cols][inside] / 100 == pytest.approx(expected, abs=0.011)


@pytest.mark.parametrize("resolution", [30, 60, 90])
def test_at_coarser_resolutions_each_tile_fills_its_own_part(tmp_path: Path, resolution: int):
    product = _run(tmp_path, _scene("n", 1000, tile="33TWL"), _south("s", 1200, tile="33TWM"), resolution=resolution)
    counts, red = plane(product, "valid_obs"), plane(product, "B04")
    assert np.unique(counts[1:-1, 1:-1]).tolist() == [1]  # the rim may reach beyond the tiles by a part of a pixel
    north = int((SIDE - OVERLAP) / resolution)
    assert np.unique(red[1:north, 1:-1]).tolist() == [1000]
    assert np.unique(red[north + 1 : -1, 1:-1]).tolist() == [1200]
