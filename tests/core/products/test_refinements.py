"""What an order may want beside the method: normalised, encoded, smoothed; from files to pixels."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from shapely.affinity import translate

from s2gm_core.errors import MissingBandsError, OrderError
from s2gm_core.products.planning import plan_mosaic
from s2gm_core.products.record import Product
from s2gm_core.products.target import target_of
from s2gm_core.products.temporal_mosaic import run
from tests.core.archive import NORTH, PIXELS, WEST, TinyScene, angle_document, write_archive
from tests.core.products.orders import rectangle, tiny_order
from tests.core.products.planes import Planes, differences, plan_of, planes_of
from tests.core.reference.brdf import c_at

EMPTY = 65535
CELLS = 60


def _scene(number: int, values: Any = 1000, **changes: Any) -> TinyScene:
    """One of several days; ``values`` of all bands, or by band."""
    day = date(2023, 8, 3) + timedelta(days=5 * number)
    reflectance = values if isinstance(values, dict) else dict.fromkeys(PIXELS, values)
    scene = {"name": f"s{number}", "acquired": f"{day}T10:00:00Z", "orbit": 100 + number, "scl": 5}
    return TinyScene(**{**scene, "reflectance": reflectance, **changes})


def _planes(folder: Path, scenes: Sequence[TinyScene], size: int = 1024, workers: int = 1, **changes: Any) -> Planes:
    return planes_of(tiny_order(write_archive(folder / "archive", scenes), **changes), size, workers)


def _fine(cells: np.ndarray) -> np.ndarray:
    """Planes at 20 m as one at 10 m."""
    return np.kron(cells, np.ones((2, 2), int))


# --- regularisation


def _noisy(seed: int) -> TinyScene:
    """A bare field seen with so much noise that single pixels prefer single dates."""
    cells = np.random.default_rng(seed).integers(1480, 1520, (CELLS, CELLS))
    return _scene(seed, {band: _fine(cells) if PIXELS[band] == 10 else cells for band in PIXELS})


@pytest.mark.parametrize("crs", ["auto", "EPSG:4326", "EPSG:32634"])
def test_regularised_dates_do_not_depend_on_blocks(tmp_path: Path, crs: str):
    changes = {"method": "min_blue", "regularise": True, "crs": crs, "layers": "all"}
    catalogue = write_archive(tmp_path / "archive", [_noisy(seed) for seed in range(5)])
    whole = planes_of(tiny_order(catalogue, **changes))
    assert differences(whole, planes_of(tiny_order(catalogue, **changes), 16, 2)) == []
    rough = planes_of(tiny_order(catalogue, **{**changes, "regularise": False}))
    assert _changes_of_date(whole) < 0.5 * _changes_of_date(rough)


def test_a_margin_does_not_move_the_lattice_of_angles(tmp_path: Path):
    """Angles bend at the nodes of their grid: a lattice of another origin would cut the corners elsewhere."""
    zenith = np.array([[2.0, 10.0, 2.0]] * 3)
    angles = angle_document(WEST, NORTH, zenith[np.newaxis], np.full((1, 3, 3), 100.0))
    scene = _scene(0, side=6000.0, angles=angles)
    area = rectangle(south=NORTH - 600, east=WEST + 6000)
    changes = {"method": "newest", "regularise": True, "layers": "view_zenith_mean", "bands": "B04", "area": area}
    catalogue = write_archive(tmp_path / "archive", [scene])
    whole = planes_of(tiny_order(catalogue, **changes))
    assert differences(whole, planes_of(tiny_order(catalogue, **changes), 128)) == []


def _changes_of_date(planes: Planes) -> int:
    source = planes.layers["source_index"]
    return int(np.count_nonzero(source[:, 1:] != source[:, :-1]))


def test_averages_cannot_be_regularised_and_a_note_says_so(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_noisy(seed) for seed in range(3)])
    order = tiny_order(catalogue, method="mean")
    smooth = planes_of(order.with_changes(regularise=True))
    assert differences(smooth, planes_of(order)) == []
    assert any("regularis" in note and "'mean'" in note for note in smooth.plan.notes)
    assert not any("regularis" in note for note in plan_of(order.with_changes(method="newest", regularise=True)).notes)


def test_a_method_that_needs_no_band_can_be_regularised(tmp_path: Path):
    scenes = [_scene(number, bands=("B06",)) for number in range(2)]
    made = _planes(tmp_path, scenes, method="newest", regularise=True)
    assert np.unique(made.layers["B06"]).tolist() == [1000]


# --- NBAR and harmonisation

ROY = {"B04": [0.1690, 0.0227, 0.0574], "B06": [0.2316, 0.0273, 0.1003], "B08": [0.3093, 0.0330, 0.1535]}
"""Isotropic, geometric and volumetric parameters of Roy et al. 2016 and 2017."""

S2B_TO_S2A = {"B04": (0.9998, 3.546e-5), "B06": (1.001, 1.523e-3), "B08": (1.000, -3.302e-5)}
"""Gain and offset, ATBD table 2-2."""

VIEW, SUN, AZIMUTH = 8.0, 40.0, 60.0  # angle documents have the sun at 40 and 160
LAND, WATER, SNOW = slice(0, 20), slice(20, 40), slice(40, 60)
SPECTRUM = {**dict.fromkeys(PIXELS, 2000), "B11": 200, "B12": 200, "B03": 6000}
"""Bright and with little short-wave infrared: snow where it is called so."""


def _angles() -> bytes:
    return angle_document(WEST, NORTH, np.full((1, 2, 2), VIEW), np.full((1, 2, 2), 160.0 - AZIMUTH))


def _zones() -> np.ndarray:
    """Land, water and snow side by side, at 20 m."""
    zones = np.full((CELLS, CELLS), 5)
    zones[:, WATER], zones[:, SNOW] = 6, 11
    return zones


def _satellite(letter: str, number: int = 0, **changes: Any) -> TinyScene:
    given = {"scl": _zones(), "angles": _angles(), "properties": {"platform": f"sentinel-2{letter}"}, **changes}
    return _scene(number, SPECTRUM, **given)


def _expected(band: str, letter: str, sun: float | None, harmonise: bool) -> int:
    value = SPECTRUM[band] / 10000
    if harmonise and letter == "b":
        value = S2B_TO_S2A[band][0] * value + S2B_TO_S2A[band][1]
    if sun is not None:
        value *= c_at(ROY[band], (SUN, VIEW, AZIMUTH), sun)
    return round(value * 10000)


@pytest.mark.parametrize("letter", ["a", "b"])
@pytest.mark.parametrize("method", ["newest", "mean"])  # B06 and B08 are read before the choice, or after it
@pytest.mark.parametrize(("sun", "harmonise"), [(None, False), (25.0, False), (None, True), (25.0, True)])
def test_all_bands_of_land_are_normalised_and_all_surfaces_harmonised(
    tmp_path: Path, method: str, letter: str, sun: float | None, harmonise: bool
):
    changes = {
        "nbar": "off" if sun is None else "on",
        "nbar_sun_zenith": sun,
        "harmonise": "on" if harmonise else "off",
    }
    made = _planes(tmp_path, [_satellite(letter)], method=method, bands="B04,B06,B08", **changes)
    for band in ROY:
        on_land, elsewhere = _expected(band, letter, sun, harmonise), _expected(band, letter, None, harmonise)
        assert np.unique(made.layers[band][:, LAND]).tolist() == pytest.approx([on_land], abs=1), band
        for zone in (WATER, SNOW):
            assert np.unique(made.layers[band][:, zone]).tolist() == [elsewhere], band
    if sun is not None:
        assert abs(_expected("B08", letter, sun, harmonise) - _expected("B08", letter, None, harmonise)) > 40


def test_the_method_decides_where_the_order_leaves_it_open(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_satellite("b")])
    for method in ("newest", "weighted_average"):
        auto = plan_of(tiny_order(catalogue, method=method)).block.normalisation
        assert (auto.sun_zenith is not None, auto.harmonise) == (method == "weighted_average",) * 2
        off = plan_of(tiny_order(catalogue, method=method, nbar="off", harmonise="off")).block.normalisation
        assert (off.sun_zenith, off.harmonise) == (None, False)


def test_the_product_records_what_was_normalised(tmp_path: Path):
    scenes = [_satellite("b"), _satellite("a", 1, angles=None)]
    catalogue = write_archive(tmp_path / "archive", scenes)
    product = run(tiny_order(catalogue, nbar="on", harmonise="on", bands="B04"), tmp_path / "on")
    record = _details(product)["Normalisation"]
    # The sun at 45 degrees north in August, at half past ten: 41 at its beginning, 48 at its end.
    assert record == {"Nadir_reflectance_at_sun_zenith_degrees": pytest.approx(39, abs=4), "Adjusted_to_S2A": True}
    notes = " ".join(product.notes)
    sun = record["Nadir_reflectance_at_sun_zenith_degrees"]
    assert f"a sun zenith of {sun:.1f} degrees (NBAR). 1 of 2 scenes tell no view angles" in notes
    assert "S2B was adjusted to the bands of S2A" in notes
    plain = run(tiny_order(catalogue, bands="B04"), tmp_path / "off")
    record = _details(plain)["Normalisation"]
    assert record == {"Nadir_reflectance_at_sun_zenith_degrees": None, "Adjusted_to_S2A": False}
    assert "NBAR" not in " ".join(plain.notes) and "adjusted" not in " ".join(plain.notes)


def test_scenes_without_angles_stay_as_observed_beside_others(tmp_path: Path):
    scenes = [_satellite("a", 0), _satellite("a", 1, angles=None, scl=np.where(_zones() == 5, 9, _zones()))]
    made = _planes(tmp_path, scenes, method="newest", nbar="on", nbar_sun_zenith=25.0, bands="B04")
    assert np.unique(made.layers["B04"][:, LAND]).tolist() == [_expected("B04", "a", 25.0, False)]
    assert np.unique(made.layers["B04"][:, WATER]).tolist() == [2000]


def _details(product: Product) -> dict[str, Any]:
    return json.loads(product.metadata.read_text(encoding="utf-8"))["Processing_details"]


# --- indices, numbers and encodings


def _ramp() -> TinyScene:
    """Red and near infrared that rise over the scene, negative at its beginning, with a gap and a clouded corner."""
    cells = np.arange(CELLS * CELLS).reshape(CELLS, CELLS) - 50
    red, infrared = cells, 2 * cells + 1000
    red[red == 0] = 1
    red[30, 30] = 0  # in a band that 'newest' looks at
    scl = np.full((CELLS, CELLS), 5)
    scl[:10, :10] = 9
    return _scene(0, {"B04": _fine(red), "B08": _fine(infrared), "B06": 3000}, scl=scl, offset="to apply")


def _red() -> np.ndarray:
    """What the ramp's B04 is, 32767 where there is none."""
    red = np.arange(CELLS * CELLS).reshape(CELLS, CELLS) - 50
    red[red == 0] = 1
    red[30, 30] = 32767
    red[:10, :10] = 32767
    return red


@pytest.mark.parametrize("bit_depth", [16, 8])
@pytest.mark.parametrize("method", ["newest", "mean"])
def test_indices_come_from_full_precision_and_their_bands_are_not_delivered(
    tmp_path: Path, method: str, bit_depth: int
):
    made = _planes(tmp_path, [_ramp()], method=method, bands="B06", indices="NDVI,BAI", bit_depth=bit_depth)
    assert made.plan.block.bands == ("B06",)
    assert not {"B04", "B08"} & set(made.layers)
    red, layer = _red(), made.plan.layers["NDVI"].layer
    for y, x in np.ndindex(red.shape):
        value = int(red[y, x])
        infrared = 2 * (y * CELLS + x - 50) + 1000
        expected = layer.nodata
        if value != 32767 and value + infrared > 0:
            expected = (infrared - value) / (infrared + value)
            expected = round(min(max(expected, -1.0), 1.0) / layer.scale)
        assert made.layers["NDVI"][y, x] == pytest.approx(expected, abs=1), (y, x)


def test_an_index_whose_bands_are_missing_is_refused_by_name(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_scene(0, bands=("B02", "B03", "B04"))])
    with pytest.raises(MissingBandsError, match="B08"):
        plan_of(tiny_order(catalogue, method="min_blue", indices="NDVI"))
    with pytest.raises(OrderError, match="Unknown spectral index NDXX"):
        tiny_order(catalogue, indices="NDXX")


def test_eight_bits_hold_reflectance_within_half_a_step_and_leave_other_layers_alone(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_ramp()])
    order = tiny_order(catalogue, method="newest", layers="all,frc,unc", indices="NDVI")
    fine, coarse = planes_of(order), planes_of(order.with_changes(bit_depth=8))
    others = tuple(name for name in fine.layers if name not in PIXELS)
    assert differences(fine, coarse, others) == []
    for band in ("B04", "B06", "B08"):
        layer, stored = coarse.plan.layers[band].layer, coarse.layers[band]
        exact = fine.layers[band] / 10000
        assert (layer.dtype, layer.nodata, stored.dtype) == ("uint8", 0, np.uint8)
        there = fine.layers[band] != EMPTY
        assert ((stored != 0) == there).all()
        back = stored * layer.scale + layer.offset
        largest = 255 * layer.scale + layer.offset
        inside = there & (exact <= largest)
        assert np.abs(back - exact)[inside].max() <= layer.scale / 2 + 1e-6
        assert (stored[there & (exact > largest)] == 255).all()
    assert np.unique(coarse.layers["B04"]).size > 100


def test_a_product_of_eight_bits_tells_how_its_numbers_are_to_be_read(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_ramp()])
    product = run(tiny_order(catalogue, bands="B04", layers="none", bit_depth=8), tmp_path / "out")
    with rasterio.open(product.layers["B04"]) as file:
        physical = file.read(1) * file.scales[0] + file.offsets[0]
        assert (file.dtypes[0], file.nodata) == ("uint8", 0)
        assert physical[20, 20] == pytest.approx((20 * CELLS + 20 - 50) / 10000, abs=file.scales[0] / 2 + 1e-6)


def test_theia_s_encoding_keeps_negative_reflectance(tmp_path: Path):
    made = _planes(tmp_path, [_ramp()], method="newest", bands="B04,B06", layers="frc")
    assert [name for name in made.layers if name.startswith("FRC")] == ["FRC_B4", "FRC_B6"]
    stored, red = made.layers["FRC_B4"], _red()
    assert stored.dtype == np.int16 and (stored < 0).sum() > 30
    assert np.array_equal(stored, np.where(red == 32767, -10000, red))
    assert (made.layers["B04"][(red < 0)] == 0).all()


@pytest.mark.parametrize("method", ["newest", "medoid", "mean", "median", "weighted_average", "geometric_median"])
def test_uncertainties_are_there_where_the_band_is_and_change_nothing_else(tmp_path: Path, method: str):
    scenes = [_noisy(1), _noisy(2), _ramp()]
    catalogue = write_archive(tmp_path / "archive", scenes)
    plain = planes_of(tiny_order(catalogue, method=method, bands="B04,B06"))
    made = planes_of(tiny_order(catalogue, method=method, bands="B04,B06", layers="all,unc"))
    assert differences(plain, made, tuple(plain.layers)) == []
    assert [name for name in made.layers if name.endswith("_unc")] == ["B04_unc", "B06_unc"]
    for band in ("B04", "B06"):
        band_there, known = made.layers[band] != EMPTY, made.layers[f"{band}_unc"] != EMPTY
        assert (known == band_there).all() or method == "weighted_average"  # clouds that fill a gap have none
        assert not (known & ~band_there).any() and known.any()
        assert 0 < made.layers[f"{band}_unc"][known].max() < 5000


def test_the_uncertainty_of_one_observation_is_that_of_its_measurement(tmp_path: Path):
    made = _planes(tmp_path, [_ramp()], method="newest", bands="B04", layers="unc")
    red = _red()
    expected = 10000 * np.sqrt(0.005**2 + (0.05 * red / 10000) ** 2)
    known = red != 32767
    assert np.abs(made.layers["B04_unc"][known] - expected[known]).max() <= 1
    assert (made.layers["B04_unc"][~known] == EMPTY).all()


# --- notes


def test_notes_tell_what_the_method_does_not_make_from_what_the_source_lacks(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_scene(0)])
    order = tiny_order(catalogue, method="mean", bands="B04")
    every = " ".join(plan_of(order).notes)
    assert "Layers that the source cannot fill: quality_aot, quality_snow_confidence" in every
    assert "medoid_mos" not in every and "filled" not in every  # nobody asked for them by name
    named = plan_of(order.with_changes(layers="medoid_mos,filled,weight,quality_aot,B08_unc,FRC_B4,valid_obs")).notes
    assert set(named[-4:]) == {
        "Layers that the method 'mean' does not make: medoid_mos, weight.",
        "A layer for orders that fill pixels from other days: filled.",
        "Layers of bands that the product does not have: B08_unc.",
        "Layers that the source cannot fill: quality_aot.",
    }
    groups = " ".join(plan_of(order.with_changes(layers="unc,frc")).notes)
    assert "Layers" not in groups


def test_notes_tell_of_minimum_and_filling(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [_scene(0), _scene(7)])  # 3 August and 7 September
    order = tiny_order(catalogue, method="newest")
    assert "valid observations" not in " ".join(plan_of(order).notes)
    assert "fewer than 2 valid observations are empty." in " ".join(plan_of(order.with_changes(min_obs=2)).notes)
    filled = " ".join(plan_of(order.with_changes(min_obs=2, fill_days=10)).notes)
    assert "fewer than 2 valid observations were filled from the 10 days" in filled
    assert "(1 overpass)" in filled
    alone = " ".join(plan_of(order.with_changes(min_obs=2, fill_days=1)).notes)
    assert "were filled" not in alone
    assert "fewer than 2 valid observations are empty: no overpass of the 1 days" in alone


def test_parts_of_a_product_are_normalised_to_one_sun(tmp_path: Path):
    order = tiny_order(write_archive(tmp_path / "archive", [_satellite("a")]), nbar="on")
    plan = plan_of(order)
    scenes = [granule.scene for granule in plan.granules]
    target = target_of(order)
    north = replace(target, searched=translate(target.searched, 0, 5))
    other = plan_mosaic(order, order.periods[0], scenes, north, "33TWM")
    assert other.block.normalisation == plan.block.normalisation
