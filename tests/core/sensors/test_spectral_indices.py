"""Spectral indices against values worked out by hand, against their printed formulas, and as stored numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from s2gm_core.composite.indices import tasselled_cap_brightness
from s2gm_core.errors import OrderError
from s2gm_core.sensors.bands import BANDS
from s2gm_core.sensors.formula import compiled
from s2gm_core.sensors.spectral_indices import INDICES, check_indices, index_layer, indices_text, stored

DOCS = Path(__file__).resolve().parents[3] / "docs"
NAN = float("nan")

USED = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
CROP = (0.03, 0.06, 0.04, 0.10, 0.30, 0.40, 0.42, 0.44, 0.20, 0.10)
SOIL = (0.08, 0.12, 0.16, 0.18, 0.20, 0.22, 0.24, 0.25, 0.32, 0.28)
WATER = (0.05, 0.06, 0.03, 0.04, 0.02, 0.02, 0.01, 0.012, 0.005, 0.004)

EXPECTED = {  # crop, soil, water; from the papers' equations, worked out apart from this project's code
    "NDVI": (0.826087, 0.2, -0.5),
    "EVI": (0.662021, 0.125, -0.0613497),
    "EVI2": (0.626649, 0.123153, -0.0462107),
    "SAVI": (0.59375, 0.133333, -0.0555556),
    "MSAVI2": (0.626061, 0.117425, -0.0378138),
    "ARVI": (0.787234, 0, 0),
    "kNDVI": (0.59309, 0.0399787, 0.244919),
    "GNDVI": (0.75, 0.333333, -0.714286),
    "NDRE": (0.6, 0.1, -0.333333),
    "RENDVI": (0.5, 0.0526316, -0.333333),
    "CIre": (3, 0.222222, -0.5),
    "CIgreen": (5.66667, 0.833333, -0.666667),
    "MCARI": (0.13, 0.009, 0.0186667),
    "TCARI": (0.12, 0.0195, 0.046),
    "MTCI": (3.33333, 1, -2),
    "IRECI": (1.08, 0.0666667, -0.005),
    "S2REP": (726, 722.5, NAN),  # water: B06 - B05 is negative
    "PSRI": (0.0333333, 0.4, -1),
    "NDMI": (0.375, -0.122807, 0.411765),
    "NDWI": (-0.75, -0.333333, 0.714286),
    "MNDWI": (-0.538462, -0.454545, 0.846154),
    "AWEInsh": (-0.94, -1.63, 0.2065),
    "AWEIsh": (-0.775, -0.53, 0.1765),
    "NDSI": (-0.538462, -0.454545, 0.846154),
    "NBR": (0.615385, -0.0769231, 0.428571),
    "NBR2": (0.333333, 0.0666667, 0.111111),
    "BAI": (7.50751, 27.7778, 135.135),
    "BAIS2": (-0.0800135, 0.768201, 0.924905),
    "BSI": (-0.304348, 0.2, -0.263158),
    "NDBI": (-0.354839, 0.142857, -0.333333),
    "TCB": (0.411411, 0.488343, 0.0560676),
    "TCG": (0.273225, 0.02022, -0.0371125),
    "TCW": (-0.008519, -0.181929, 0.0279483),
}
STORED = {  # crop, soil, water
    "NDVI": (8261, 2000, -5000),
    "S2REP": (7260, 7225, -32768),
    "CIgreen": (5667, 833, -667),
    "BAI": (75, 278, 1351),
    "AWEInsh": (-9400, -16300, 2065),
}
every_index = pytest.mark.parametrize("name", sorted(INDICES))


def _plane(*spectra: tuple[float, ...]) -> dict[str, np.ndarray]:
    """One row of pixels, (1, x) float32 per band."""
    table = np.array(spectra, np.float32).T
    return {band: table[number : number + 1] for number, band in enumerate(USED)}


@every_index
def test_values_worked_out_by_hand(name: str) -> None:
    found = INDICES[name].compute(_plane(CROP, SOIL, WATER))
    assert found.dtype == np.float32
    assert found.shape == (1, 3)
    np.testing.assert_allclose(found[0], EXPECTED[name], rtol=1e-4, atol=1e-6)


def test_every_index_has_values_worked_out_by_hand() -> None:
    assert set(EXPECTED) == set(INDICES)


@every_index
def test_the_printed_formula_is_what_is_computed(name: str) -> None:
    rng = np.random.default_rng(3)
    spectra = np.sort(rng.uniform(0.01, 0.6, (500, len(USED))), axis=1)  # rising: all denominators are positive
    found = INDICES[name].compute(_plane(*map(tuple, spectra)))[0]
    for value, spectrum in zip(found, spectra.astype(np.float32)):
        names = {band: float(x) for band, x in zip(USED, spectrum)} | {"sqrt": np.sqrt, "tanh": np.tanh}
        expected = eval(INDICES[name].formula, {"__builtins__": {}}, names)
        # EVI divides by a number near 0 for some of these spectra, red-edge differences may be tiny.
        assert value == pytest.approx(expected, rel=2e-2 if abs(expected) > 20 else 1e-3, abs=2e-5) or np.isnan(value)
    assert np.isfinite(found).mean() > 0.9


@every_index
def test_bands_are_those_of_the_formula_and_of_the_sensor(name: str) -> None:
    row = INDICES[name]
    assert set(row.bands) <= set(BANDS)
    assert len(row.bands) >= 2
    pixel = {band: np.full((1, 1), 0.2, np.float32) for band in row.bands}
    row.compute(pixel)  # needs no others
    for band in row.bands:
        empty = {**pixel, band: np.full((1, 1), np.nan, np.float32)}
        assert np.isnan(row.compute(empty)).all(), band


@every_index
@pytest.mark.parametrize("level", [0.0, -0.01])
def test_black_pixels_give_no_infinite_number_and_no_warning(name: str, level: float) -> None:
    black = _plane(tuple([level] * len(USED)))
    with np.errstate(all="raise"):
        found = INDICES[name].compute(black)
    assert not np.isinf(found).any()


@pytest.mark.parametrize(
    ("formula", "first", "second", "expected"),
    [
        ("B04/B08", 0.1, 0.2, 0.5),
        ("B04/B08", 0.1, 0.0, NAN),
        ("B04/B08", 0.1, -0.2, NAN),
        ("B04/B08", -0.1, 0.2, -0.5),
        ("sqrt(B04 - B08)", 0.3, 0.05, 0.5),
        ("sqrt(B04 - B08)", 0.05, 0.3, NAN),
        ("-B04 + 2*B08**2", 0.1, 0.5, 0.4),
        ("tanh(B04 - B08)", 0.2, 0.2, 0.0),
    ],
)
def test_where_a_formula_has_no_value(formula: str, first: float, second: float, expected: float) -> None:
    pixel = {"B04": np.full((1, 1), first, np.float32), "B08": np.full((1, 1), second, np.float32)}
    np.testing.assert_allclose(compiled(formula)(pixel), [[expected]], atol=1e-7)


@pytest.mark.parametrize("text", ["B04 if B08 else 1", "B04 % B08", "'B04'", "B04.real"])
def test_other_code_is_no_formula(text: str) -> None:
    pixel = {band: np.ones((1, 1), np.float32) for band in ("B04", "B08")}
    with pytest.raises((TypeError, KeyError)):
        compiled(text)(pixel)


def test_brightness_is_that_of_the_short_term_composite() -> None:
    pixels = _plane(CROP, SOIL, WATER)
    np.testing.assert_allclose(INDICES["TCB"].compute(pixels), tasselled_cap_brightness(pixels), rtol=1e-6)


@every_index
def test_ranges_fit_the_stored_numbers(name: str) -> None:
    row, layer = INDICES[name], index_layer(name)
    assert row.low < row.high
    ends = stored(np.array([[row.low, row.high]], np.float32), row)[0]
    np.testing.assert_allclose(ends * layer.scale, [row.low, row.high], rtol=1e-5)
    assert -32767 <= ends[0] < ends[1] <= 32767
    outside = np.array([[row.low - 1000, row.high + 1000, -np.inf, np.inf, np.nan]], np.float32)
    assert stored(outside, row)[0].tolist() == [ends[0], ends[1], ends[0], ends[1], -32768]
    assert (layer.name, layer.dtype, layer.nodata, layer.unit) == (name, "int16", -32768, row.unit)
    assert row.formula in layer.description


@pytest.mark.parametrize("name", sorted(STORED))
def test_stored_numbers(name: str) -> None:
    found = stored(INDICES[name].compute(_plane(CROP, SOIL, WATER)), INDICES[name])
    assert found.dtype == np.int16
    assert found[0].tolist() == list(STORED[name])


@every_index
def test_the_hand_made_spectra_lie_inside_the_range(name: str) -> None:
    row = INDICES[name]
    assert all(row.low <= value <= row.high for value in EXPECTED[name] if value == value)


def test_names_are_found_in_any_case_and_counted_once() -> None:
    assert check_indices(["ndvi", " CIRE ", "NDVI", "ciRe", ""]) == ("NDVI", "CIre")
    with pytest.raises(OrderError, match=r"NDVY.*NDVI"):
        check_indices(["NDVI", "NDVY"])


def test_names_are_files_on_every_system() -> None:
    assert all(name.isalnum() for name in INDICES)
    assert len({name.upper() for name in INDICES}) == len(INDICES)


def test_the_page_of_the_documents_is_current() -> None:
    assert (DOCS / "indices.md").read_text(encoding="utf-8") == indices_text()
