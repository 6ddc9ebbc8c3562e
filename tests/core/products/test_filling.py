"""Pixels with too few observations: left empty, or filled from the days around the period, and only where needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.catalog.sources import open_source
from s2gm_core.errors import MissingBandsError, NoScenesError
from s2gm_core.network.client import HttpClient
from s2gm_core.products.fetch import fetch
from s2gm_core.products.listing import listed_scenes
from s2gm_core.products.scenes import found_scenes
from s2gm_core.products.temporal_mosaic import run, run_series
from s2gm_core.progress import SilentProgress
from tests.core.archive import PIXELS, TinyScene, write_archive
from tests.core.products.orders import plane, tiny_order
from tests.core.products.planes import Planes, planes_of
from tests.core.products.varied_archive import (
    AREA,
    AROUND,
    AUGUST,
    BANDS,
    CELLS,
    ROWS,
    SNOW_BANDS,
    Seen,
    Varied,
)

EMPTY = 65535


def _used(varied: Varied, y: int, x: int, bands: Sequence[str], min_obs: int, filled: bool) -> tuple[list[Seen], bool]:
    """The observations that a pixel is made of, newest first, and whether some are of other days than the period's."""
    own = [one for one in varied.seen(y, x) if one.is_valid(bands)]
    if len(own) < min_obs and filled:
        every = [one for one in varied.seen(y, x, (*AROUND, *AUGUST)) if one.is_valid(bands)]
        return (every if len(every) >= min_obs else []), len(every) > len(own)
    return (own if len(own) >= min_obs else []), False


@pytest.mark.parametrize(("min_obs", "fill_days"), [(1, 0), (3, 0), (1, 12), (3, 12), (5, 12)])
def test_pixels_are_made_of_the_period_and_filled_where_it_has_too_little(varied: Varied, min_obs: int, fill_days: int):
    order = tiny_order(varied.catalogue, area=AREA, min_obs=min_obs, fill_days=fill_days)
    newest, mean = planes_of(order.with_changes(method="newest")), planes_of(order.with_changes(method="mean"))
    assert ("filled" in newest.layers) == (fill_days > 0)
    seen_filled = set()
    for number in range(0, ROWS * CELLS, 7):
        y, x = divmod(number, CELLS)
        used, is_filled = _used(varied, y, x, SNOW_BANDS, min_obs, fill_days > 0)
        assert newest.layers["valid_obs"][y, x] == len(used)
        assert newest.scene_at(y, x) == (used[0].granule.name if used else None)
        expected = EMPTY if not used or used[0].values["B04"] == 0 else max(used[0].values["B04"], 0)
        assert newest.layers["B04"][y, x] == expected
        if fill_days:
            flag = int(newest.layers["filled"][y, x])
            assert flag == (255 if not used else int(is_filled))
            seen_filled.add(flag)
        used, _ = _used(varied, y, x, BANDS, min_obs, fill_days > 0)
        values = [one.values["B11"] for one in used]
        average = max(round(Fraction(sum(values), len(values))), 0) if values else EMPTY
        assert mean.layers["B11"][y, x] == average
    assert seen_filled == ({0, 1, 255} if fill_days else set())


# --- small cases by hand


def _scene(day: str, level: int, **changes: Any) -> TinyScene:
    orbit = (date.fromisoformat(day) - date(2023, 1, 1)).days
    grey = dict.fromkeys(PIXELS, level)
    grey["B08"] = 2 * level
    return TinyScene(
        **{"name": day, "acquired": f"{day}T10:00:00Z", "orbit": orbit, "reflectance": grey, "scl": 5, **changes}
    )


def _half(left: int, right: int) -> np.ndarray:
    """A plane at 20 m."""
    half = np.full((CELLS, CELLS), left)
    half[:, CELLS // 2 :] = right
    return half


def _planes(folder: Path, scenes: Sequence[TinyScene], **changes: Any) -> Planes:
    order = {"method": "newest", "fill_days": 10, **changes}
    return planes_of(tiny_order(write_archive(folder / "archive", scenes), **order))


def _halves(planes: Planes, layer: str) -> list[list[int]]:
    pixels = planes.layers[layer]
    return [np.unique(pixels[:, : CELLS // 2]).tolist(), np.unique(pixels[:, CELLS // 2 :]).tolist()]


def test_gaps_of_a_band_are_filled_although_the_mask_calls_them_clear(tmp_path: Path):
    own = _scene("2023-08-10", 1000, reflectance={**dict.fromkeys(PIXELS, 1000), "B02": _fine_half(1000, 0)})
    made = _planes(tmp_path, [own, _scene("2023-09-05", 3000)])
    assert _halves(made, "B04") == [[1000], [3000]]
    assert _halves(made, "filled") == [[0], [1]]
    assert _halves(made, "valid_obs") == [[1], [1]]


def test_a_scene_that_cannot_be_read_is_filled(tmp_path: Path):
    scenes = [_scene("2023-08-10", 1000, scl=_half(5, 9)), _scene("2023-08-12", 1200), _scene("2023-07-25", 3000)]
    catalogue = write_archive(tmp_path / "archive", scenes)
    scenes[1].asset(tmp_path / "archive", "B04").write_bytes(b"nothing")
    made = planes_of(tiny_order(catalogue, method="newest", fill_days=10))
    assert _halves(made, "B03") == [[1000], [3000]]
    assert [(failure.scene, failure.asset) for failure in made.failures] == [("2023-08-12", "B04")]


def test_filling_from_both_sides_takes_what_the_method_prefers(tmp_path: Path):
    scenes = [_scene("2023-08-10", 1000, scl=_half(5, 9)), _scene("2023-07-28", 2000), _scene("2023-09-03", 3000)]
    assert _halves(_planes(tmp_path / "a", scenes), "B04") == [[1000], [3000]]
    assert _halves(_planes(tmp_path / "b", scenes, method="oldest"), "B04") == [[1000], [2000]]
    mean = _planes(tmp_path / "c", scenes, method="mean")
    assert _halves(mean, "B04") == [[1000], [2500]]
    assert _halves(mean, "valid_obs") == [[1], [2]]
    three = _planes(tmp_path / "d", scenes, method="mean", min_obs=3)
    assert _halves(three, "B04") == [[2000], [EMPTY]]
    assert _halves(three, "filled") == [[1], [255]]


def test_the_wider_days_are_read_only_where_the_period_has_too_little(tmp_path: Path):
    scenes = [_scene("2023-08-10", 1000), _scene("2023-09-05", 3000)]
    catalogue = write_archive(tmp_path / "archive", scenes)
    for name in ("SCL", "B04"):
        scenes[1].asset(tmp_path / "archive", name).write_bytes(b"nothing")
    order = tiny_order(catalogue, method="newest", fill_days=10)
    assert planes_of(order).failures == ()
    failed = planes_of(order.with_changes(min_obs=2))
    assert [failure.asset for failure in failed.failures] == ["SCL"]
    assert (failed.layers["B04"] == EMPTY).all()


def test_clouds_of_the_period_stand_where_even_the_days_around_it_are_clouded(tmp_path: Path):
    scenes = [_scene("2023-08-10", 4000, scl=9), _scene("2023-09-05", 3000, scl=_half(5, 9))]
    made = _planes(tmp_path, scenes, method="weighted_average", nbar="off")
    assert _halves(made, "B04") == [[3000], [4000]]
    assert _halves(made, "flag") == [[4], [1]]
    assert _halves(made, "filled") == [[1], [0]]
    assert _halves(made, "valid_obs") == [[1], [0]]


def test_snow_that_looks_like_none_counts_among_the_clouds(tmp_path: Path):
    """Of its own accord, and beside a cloud that is brighter in the blue."""
    snow = _scene("2023-08-10", 3000, scl=11)
    made = _planes(tmp_path / "alone", [snow], method="weighted_average", fill_days=0)
    assert (_halves(made, "B04"), _halves(made, "flag")) == ([[3000], [3000]], [[1], [1]])
    blue = {**dict.fromkeys(PIXELS, 2000), "B02": _fine_half(2000, 4000)}
    cloud = _scene("2023-08-12", 2000, scl=9, reflectance=blue)
    made = _planes(tmp_path / "both", [snow, cloud], method="weighted_average", fill_days=0)
    assert _halves(made, "B04") == [[2000], [3000]]
    assert _halves(made, "valid_obs") == [[0], [0]]


def _fine_half(left: int, right: int) -> np.ndarray:
    return np.kron(_half(left, right), np.ones((2, 2), int))


def test_tiles_of_one_overpass_that_overlap_count_once(tmp_path: Path):
    scenes = [_scene("2023-08-10", 1000, name="a", tile="33TWL"), _scene("2023-08-10", 1200, name="b", tile="33TWM")]
    made = _planes(tmp_path, scenes, method="pan_european", min_obs=2, fill_days=0)
    assert _halves(made, "B04") == [[EMPTY], [EMPTY]]
    made = _planes(tmp_path, [*scenes, _scene("2023-09-01", 2000)], method="pan_european", min_obs=2)
    assert _halves(made, "filled") == [[1], [1]]
    assert _halves(made, "valid_obs") == [[2], [2]]


# --- which scenes


def test_a_period_without_a_scene_of_its_own_has_no_product(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_scene("2023-07-25", 1000)])
    with pytest.raises(NoScenesError):
        run(tiny_order(catalogue, fill_days=20), tmp_path / "out")


def test_a_period_whose_own_scenes_lack_a_band_is_not_made_of_others(tmp_path: Path):
    lacking = _scene("2023-08-10", 1000, bands=("B03", "B04"))
    others = [_scene(day, 1000) for day in ("2023-07-25", "2023-09-05")]
    catalogue = write_archive(tmp_path / "archive", [lacking, *others])
    with pytest.raises(MissingBandsError, match="of the period itself"):
        run(tiny_order(catalogue, method="min_blue", fill_days=20), tmp_path / "out")


def test_months_of_a_series_fill_each_other(tmp_path: Path):
    scenes = [_scene("2023-07-28", 1000, scl=_half(5, 9)), _scene("2023-08-05", 2000, scl=_half(9, 5))]
    catalogue = write_archive(tmp_path / "archive", scenes)
    order = tiny_order(catalogue, start="2023-07-01", end="2023-09-30", method="newest", fill_days=10)
    july, august = run_series(order, tmp_path / "out")
    assert [product.period.start.month for product in (july, august)] == [7, 8]
    for product, filled in ((july, [0, 1]), (august, [1, 0])):
        halves = [slice(0, CELLS // 2), slice(CELLS // 2, None)]
        assert [np.unique(plane(product, "B04")[:, half]).tolist() for half in halves] == [[1000], [2000]]
        assert [np.unique(plane(product, "filled")[:, half]).tolist() for half in halves] == [[one] for one in filled]
        assert product.scenes == ("2023-07-28", "2023-08-05")


def test_search_fetch_and_mosaic_choose_the_same_scenes(tmp_path: Path):
    days = ("2023-07-10", "2023-07-26", "2023-08-15", "2023-09-10", "2023-09-11")
    scenes = [_scene(day, 1000, scl=_half(5, 9)) for day in days]
    catalogue = write_archive(tmp_path / "archive", scenes)
    order = tiny_order(catalogue, method="newest", fill_days=10)
    source = open_source(order.source, HttpClient())
    listed = listed_scenes(order, found_scenes(order, source, SilentProgress()))
    wanted = list(days[1:4])
    assert [row.scene.id for row in listed if row.is_used] == wanted
    assert all(row.read_bytes > 0 for row in listed if row.is_used)
    assert list(run(order, tmp_path / "out").scenes) == wanted
    fetched = fetch(order, tmp_path / "fetched")
    assert sorted(fetched.scenes) == wanted
    again = planes_of(order.with_changes(source=str(fetched.catalogue)))
    assert _halves(again, "B04") == [[1000], [EMPTY]]


@pytest.mark.parametrize("start", ["0001-01-05", "9999-12-05"])
def test_days_beyond_the_calendar_are_not_looked_at(tmp_path: Path, start: str):
    catalogue = write_archive(tmp_path / "archive", [_scene("2023-08-10", 1000)])
    with pytest.raises(NoScenesError):
        run(tiny_order(catalogue, start=start, period="day", fill_days=366), tmp_path / "out")
