"""Kernels and c against the published values, and against what the model's meaning demands."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.radiometry.brdf import (
    BRDF_PARAMETERS,
    Kernels,
    c_factor,
    c_uncertainty,
    directional_factor,
    model_reflectance,
    ross_li_kernels,
)
from s2gm_core.sensors.bands import BANDS
from tests.core.reference.brdf import c_at, kernels_at, published

# Sun zenith, view zenith, relative azimuth, band, c: some rows of the table for those who do not have it
C_FACTORS = [
    (30, 10, 0, "B02", 0.9478649608242716),
    (30, 10, 180, "B08", 1.0542145144513817),
    (45, 10, 45, "B11", 0.960413501787003),
    (60, 11, 160, "B12", 1.0435869964876092),
    (20, 8, 90, "B05", 1.0053860338948168),
]


def _kernels(sun: float, view: float, azimuth: float) -> Kernels:
    return ross_li_kernels(np.array(float(sun)), np.array(float(view)), np.array(float(azimuth)))


@pytest.mark.parametrize(("sun", "view", "azimuth", "band", "c"), C_FACTORS)
def test_c_is_the_published_one_and_the_simulator_uses_its_inverse(
    sun: float, view: float, azimuth: float, band: str, c: float
) -> None:
    assert float(c_factor(band, _kernels(sun, view, azimuth), sun)) == pytest.approx(c, rel=1e-12)
    factor = directional_factor(band, np.array(sun), np.array(view), np.array(azimuth), float(sun))
    assert float(factor) == pytest.approx(1.0 / c, rel=1e-12)


def test_every_published_vector(shared_data: Path) -> None:
    vectors = published(shared_data)["test_vectors"]
    assert len(vectors) == 7
    for vector in vectors:
        found = _kernels(vector["sza"], vector["vza"], vector["raa"])
        assert float(found.volumetric) == pytest.approx(vector["kvol"], abs=1e-12)
        assert float(found.geometric) == pytest.approx(vector["kgeo"], abs=1e-12)
        for band, c in vector["c_factor"].items():
            assert float(c_factor(band, found, vector["sza"])) == pytest.approx(c, abs=1e-12)


def test_the_exchange_of_kernels_in_wasps_code_is_not_repeated(shared_data: Path) -> None:
    table = published(shared_data)
    for vector in table["test_vectors"]:
        found = _kernels(vector["sza"], vector["vza"], vector["raa"])
        for band, exchanged in vector["wasp_as_coded"].items():
            c, away = float(c_factor(band, found, vector["sza"])), abs(exchanged - vector["c_factor"][band])
            assert abs(c - exchanged) == pytest.approx(away, abs=1e-9)
            assert away > 0.0003
    # V and R of specs methods.md 1 are these parameters in relation to the isotropic one
    for band in ("B02", "B03", "B04", "B08", "B8A", "B11", "B12"):
        volume, geometry = table["wasp_scattering_coefficients_V_R"][band]
        own = BRDF_PARAMETERS[band]
        assert own.volumetric / own.isotropic == pytest.approx(volume, abs=0.005)
        assert own.geometric / own.isotropic == pytest.approx(geometry, abs=0.005)


def test_parameters_are_the_tables_and_every_band_has_some(shared_data: Path) -> None:
    assert set(BRDF_PARAMETERS) == set(BANDS)
    for band, (isotropic, geometric, volumetric) in published(shared_data)["params"].items():
        own = BRDF_PARAMETERS[band]
        assert (own.isotropic, own.geometric, own.volumetric) == (isotropic, geometric, volumetric)
    assert BRDF_PARAMETERS["B01"] == BRDF_PARAMETERS["B02"]
    assert BRDF_PARAMETERS["B8A"] == BRDF_PARAMETERS["B08"]


def test_arrays_give_what_single_places_give() -> None:
    rng = np.random.default_rng(4)
    sun, view, azimuth = rng.uniform(0, 75, 300), rng.uniform(0, 13, 300), rng.uniform(-400, 400, 300)
    found = ross_li_kernels(sun, view, azimuth)
    expected = [kernels_at(*place) for place in zip(sun.tolist(), view.tolist(), azimuth.tolist())]
    assert found.volumetric.tolist() == pytest.approx([ross for ross, _ in expected], abs=1e-9)
    assert found.geometric.tolist() == pytest.approx([li for _, li in expected], abs=1e-9)
    own = BRDF_PARAMETERS["B06"]
    c = [c_at([own.isotropic, own.geometric, own.volumetric], place, 41.0) for place in zip(sun, view, azimuth)]
    assert c_factor("B06", found, 41.0).tolist() == pytest.approx(c, rel=1e-9)


@pytest.mark.parametrize("band", BRDF_PARAMETERS)
@pytest.mark.parametrize("sun", [0.0, 12.0, 35.0, 70.0])
def test_at_nadir_under_the_targets_sun_c_is_one(band: str, sun: float) -> None:
    for azimuth in (0.0, 77.0, 180.0):
        assert float(c_factor(band, _kernels(sun, 0.0, azimuth), sun)) == pytest.approx(1.0, abs=1e-14)


def test_east_and_west_of_the_suns_plane_are_alike_and_its_own_side_is_brighter() -> None:
    left, right = _kernels(40, 9, 60), _kernels(40, 9, -60)
    assert float(model_reflectance("B04", left)) == pytest.approx(float(model_reflectance("B04", right)), abs=1e-14)
    towards_sun, away = float(c_factor("B04", _kernels(40, 9, 0), 40)), float(c_factor("B04", _kernels(40, 9, 180), 40))
    assert towards_sun < 1 < away


def test_kernels_are_finite_where_sun_and_sensor_share_a_line() -> None:
    hot_spot = _kernels(11.5, 11.5, 0)
    assert math.isfinite(float(hot_spot.geometric))
    assert float(hot_spot.geometric) > float(_kernels(11.5, 9, 0).geometric)


def test_planes_of_single_precision_stay_single() -> None:
    planes = Kernels(np.zeros((2, 3), np.float32), np.full((2, 3), -1.0, np.float32))
    assert c_factor("B02", planes, 40.0).dtype == np.float32


def test_the_uncertainty_of_c_grows_with_the_correction() -> None:
    c = np.array([[1.0, 0.95], [1.05, 0.9]])
    assert c_uncertainty(c) == pytest.approx(np.array([[0.005, 0.02], [0.02, 0.035]]))
