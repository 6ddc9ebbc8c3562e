"""Every method from files to pixels: what it takes, where tiles overlap, and that blocks and threads do not show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from s2gm_core.composite.registry import METHODS
from s2gm_core.products.orbit_lines import orbit_distance
from tests.core.products.orders import tiny_order
from tests.core.products.planes import Planes, differences, planes_of
from tests.core.products.varied_archive import (
    AREA,
    AUGUST,
    BANDS,
    CELLS,
    ROWS,
    SNOW_BANDS,
    Seen,
    Varied,
    angles_of,
    write_varied,
)
from tests.core.reference import exact

EMPTY = 65535
SELECTING = [name for name, method in METHODS.items() if method.selects]
PIXELS = [divmod(number, CELLS) for number in range(0, ROWS * CELLS, 7)]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Varied:
    """Three overpasses with angles."""
    return write_varied(tmp_path_factory.mktemp("few"), AUGUST[:3], angles=angles_of)


def _make(archive: Varied, method: str, size: int = 1024, workers: int = 1, **changes: object) -> Planes:
    return planes_of(tiny_order(archive.catalogue, area=AREA, method=method, **changes), size, workers)


# --- what is taken


def _ratio(over: str, under: str) -> Callable[[Seen], tuple[int, Fraction]]:
    return lambda seen: exact.ratio(seen.values[over], seen.values[under])


TAKEN: dict[str, tuple[tuple[str, ...], Callable[[Sequence[Seen]], Seen]]] = {
    "newest": (SNOW_BANDS, lambda seen: seen[0]),
    "oldest": (SNOW_BANDS, lambda seen: seen[-1]),
    "min_blue": (("B02",), lambda seen: min(seen, key=lambda one: one.values["B02"])),
    "min_visible": (
        ("B02", "B03", "B04"),
        lambda seen: min(seen, key=lambda one: sum(one.values[band] for band in ("B02", "B03", "B04"))),
    ),
    "max_ndvi": (("B04", "B08"), lambda seen: max(seen, key=_ratio("B08", "B04"))),
    "max_ratio": (("B02", "B08"), lambda seen: max(seen, key=_ratio("B08", "B02"))),
}


@pytest.mark.parametrize("method", TAKEN)
def test_a_selecting_method_delivers_one_genuine_observation(varied: Varied, method: str):
    bands, choose = TAKEN[method]
    made = _make(varied, method)
    for y, x in PIXELS:
        seen = [one for one in varied.seen(y, x) if one.is_valid(bands)]
        assert made.layers["valid_obs"][y, x] == len(seen)
        if not seen:
            assert made.scene_at(y, x) is None and made.layers["B06"][y, x] == EMPTY
            continue
        taken = choose(seen)
        assert made.scene_at(y, x) == taken.granule.name
        assert made.layers["date"][y, x] == (date.fromisoformat(taken.granule.day) - date(1970, 1, 1)).days
        assert made.layers["quality_scene_classification"][y, x] == taken.scene_class
        for band in BANDS:  # also those that the method does not look at, whose 0 is a gap
            value = taken.values[band]
            assert made.layers[band][y, x] == (EMPTY if value == 0 else max(value, 0)), band


AVERAGES: dict[str, Callable[[Sequence[int]], Fraction]] = {
    "mean": lambda values: Fraction(sum(values), len(values)),
    "median": lambda values: exact.quantile(values, 50),
}


@pytest.mark.parametrize("method", AVERAGES)
def test_an_averaging_method_makes_every_band_of_all_observations(varied: Varied, method: str):
    made = _make(varied, method)
    for y, x in PIXELS:
        seen = [one for one in varied.seen(y, x) if one.is_valid(BANDS)]
        assert made.layers["valid_obs"][y, x] == len(seen)
        for band in BANDS:
            values = [one.values[band] for one in seen]
            expected = max(exact.half_even(AVERAGES[method](values)), 0) if values else EMPTY
            assert made.layers[band][y, x] == expected, band
        assert (made.scene_at(y, x) in {one.granule.name for one in seen}) if seen else made.scene_at(y, x) is None


def test_an_averaging_method_uses_only_the_bands_that_it_makes(varied: Varied):
    made = _make(varied, "mean", bands="B11")
    for y, x in PIXELS:
        seen = [one for one in varied.seen(y, x) if one.is_valid(["B11"])]
        expected = round(Fraction(sum(one.values["B11"] for one in seen), len(seen))) if seen else EMPTY
        assert made.layers["B11"][y, x] == max(expected, 0)


def test_the_pan_european_method_counts_overlaps_once_and_blends_orbits(varied: Varied):
    made = _make(varied, "pan_european")
    distances = {
        orbit: orbit_distance(granule.scene, made.plan.block.grid)
        for granule in made.plan.granules
        for orbit in [granule.scene.relative_orbit]
    }
    assert len(distances) == 2
    several = 0
    for y, x in PIXELS:
        by_orbit: dict[int, dict[str, list[int]]] = {}
        for one in varied.every_tile(y, x):
            if one.is_valid(BANDS):
                orbit = (79, 122)[one.granule.orbit % 2]
                by_orbit.setdefault(orbit, {}).setdefault(one.granule.tile, []).append(one.values["B04"])
        assert made.layers["valid_obs"][y, x] == sum(max(map(len, tiles.values())) for tiles in by_orbit.values())
        if not by_orbit:
            assert made.layers["B04"][y, x] == EMPTY
            continue
        weights = {orbit: 1 / max(float(distances[orbit][y, x]), 10.0) for orbit in by_orbit}
        of_orbit = {
            orbit: sum(float(exact.quantile(values, 50)) for values in tiles.values()) / len(tiles)
            for orbit, tiles in by_orbit.items()
        }
        blended = sum(weights[orbit] * of_orbit[orbit] for orbit in by_orbit) / sum(weights.values())
        assert made.layers["B04"][y, x] == pytest.approx(max(blended, 0), abs=0.51)
        several += any(len(tiles) > 1 for tiles in by_orbit.values())
    assert several > 100


@pytest.mark.parametrize("method", ["weighted_average", "weighted_average_trimmed", "sen2agri"])
def test_never_clear_pixels_of_the_weighted_average_are_the_least_cloudy_observation(varied: Varied, method: str):
    made = _make(varied, method, harmonise="off")
    clouded = 0
    for y, x in PIXELS:
        every = varied.seen(y, x)
        seen = [one for one in every if one.is_valid(BANDS)]
        # Refused by the mask, or snow that does not look like it; a gap in any band is no observation.
        refused = [one for one in every if one.scene_class > 1 and 0 not in one.values.values()]
        flag = made.layers["flag"][y, x]
        assert made.layers["valid_obs"][y, x] == len(seen)
        if seen:
            trimmed = method == "weighted_average_trimmed"  # what it drops does not count as land
            assert flag == _flag_of(seen) or (trimmed and flag > 1), (y, x)
        elif not refused:
            assert flag == 0 and made.layers["B04"][y, x] == EMPTY and made.layers["weight"][y, x] == -10000
        else:
            clouded += 1
            darkest = min(reversed(refused), key=lambda one: one.values["B02"])
            assert (flag, made.layers["weight"][y, x]) == (1, 0), (y, x)
            assert made.scene_at(y, x) == darkest.granule.name
            assert [made.layers[band][y, x] for band in BANDS] == [max(darkest.values[band], 0) for band in BANDS]
    assert clouded > 40


def _flag_of(seen: Sequence[Seen]) -> int:
    """Land unless the pixel is more often water; else what the newest other observation is."""
    others = [one.scene_class for one in seen if one.scene_class in (6, 11)]
    land = len(seen) - len(others)
    if land and land >= others.count(6):
        return 4
    return 3 if others[0] == 6 else 2


# --- blocks, threads and other bands do not show


@pytest.mark.parametrize("method", METHODS)
def test_blocks_and_threads_do_not_show(few: Varied, method: str):
    changes = {"layers": "all,unc,frc", "indices": "NDVI,NDMI", "nbar": "on", "harmonise": "on"}
    whole = _make(few, method, **changes)
    assert differences(whole, _make(few, method, 48, 3, **changes)) == []
    assert (whole.layers["B04"] != EMPTY).mean() > 0.5


@pytest.mark.parametrize("method", ["s2gm", "weighted_average", "pan_european"])
def test_blocks_do_not_show_where_pixels_are_filled_in_another_crs(varied: Varied, method: str):
    changes = {"crs": "EPSG:4326", "min_obs": 4, "fill_days": 12}
    whole = _make(varied, method, **changes)
    assert differences(whole, _make(varied, method, 48, 3, **changes)) == []
    assert {0, 1} <= set(np.unique(whole.layers["filled"]))


@pytest.mark.parametrize("method", SELECTING)
def test_other_bands_do_not_change_a_selection(few: Varied, method: str):
    every, one = _make(few, method, layers="all,unc"), _make(few, method, bands="B06", layers="all")
    assert one.plan.block.bands == ("B06",)
    assert differences(every, one, ("B06", "source_index", "valid_obs", "date")) == []
    assert (every.layers["B06_unc"][every.layers["B06"] != EMPTY] != EMPTY).all()
