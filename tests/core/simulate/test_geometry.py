"""Sun, view-angle effect, noise and options against independent values."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, timezone
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.errors import OrderError
from s2gm_core.simulate import SimulationSettings, add_arguments, settings_from_arguments
from s2gm_core.simulate.brdf import directional_factor
from s2gm_core.simulate.noise import Points, fractal_noise, hash_unit
from s2gm_core.simulate.sun import sun_angles

# Roy et al.'s c factor at sun zenith, view zenith and relative azimuth, computed elsewhere (sen2nbar and FORCE agree)
C_FACTORS = [
    (30, 10, 0, "B02", 0.9478649608242716),
    (30, 10, 180, "B08", 1.0542145144513817),
    (45, 10, 45, "B11", 0.960413501787003),
    (60, 11, 160, "B12", 1.0435869964876092),
    (20, 8, 90, "B05", 1.0053860338948168),
]


@pytest.mark.parametrize(("sun", "view", "azimuth", "band", "c_factor"), C_FACTORS)
def test_the_view_angle_effect_is_the_inverse_of_roys_c_factor(
    sun: float, view: float, azimuth: float, band: str, c_factor: float
) -> None:
    factor = directional_factor(band, np.array(sun), np.array(view), np.array(azimuth), float(sun))
    assert float(factor) == pytest.approx(1.0 / c_factor, rel=1e-9)


def test_the_sun_stands_where_real_scenes_say(shared_data: Path) -> None:
    folder = shared_data / "croatia_33T_2023" / "stac"
    items = [json.loads(path.read_text()) for path in sorted(folder.glob("S2*_33TWL_*.json"))]
    assert items
    for item in items:
        properties = item["properties"]
        moment = datetime.strptime(properties["datetime"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
        zenith, azimuth = sun_angles(moment, np.array(15.71), np.array(45.56))
        assert 90 - float(zenith) == pytest.approx(properties["view:sun_elevation"], abs=0.1)
        assert float(azimuth) == pytest.approx(properties["view:sun_azimuth"], abs=0.4)


def test_noise_belongs_to_places_not_to_rasters() -> None:
    wide = Points(np.arange(0.0, 4000.0, 10.0)[np.newaxis, :], np.arange(0.0, 2000.0, 10.0)[:, np.newaxis])
    part = Points(wide.x[:, 100:180], wide.y[30:90])
    turned = Points(*(np.array(v) for v in np.broadcast_arrays(part.x, part.y)))
    whole = fractal_noise(wide, 900.0, 4, 5)
    assert np.allclose(whole[30:90, 100:180], fractal_noise(part, 900.0, 4, 5), atol=1e-5)
    assert np.allclose(fractal_noise(part, 900.0, 4, 5), fractal_noise(turned, 900.0, 4, 5), atol=1e-4)


def test_noise_has_mean_zero_and_unit_spread() -> None:
    places = Points(np.arange(0.0, 1e6, 1500.0)[np.newaxis, :], np.arange(0.0, 1e6, 1500.0)[:, np.newaxis])
    noise = fractal_noise(places, 3000.0, 3, 1)
    assert float(noise.mean()) == pytest.approx(0.0, abs=0.02)
    assert float(noise.std()) == pytest.approx(1.0, abs=0.05)


def test_hashed_numbers_are_spread_evenly_and_fixed_for_all_times() -> None:
    i, j = np.arange(-200, 200)[np.newaxis, :], np.arange(-200, 200)[:, np.newaxis]
    values = hash_unit(i, j, 3)
    assert np.histogram(values, 10, (0, 1))[0].std() < 300
    assert abs(np.corrcoef(values[:, 1:].ravel(), values[:, :-1].ravel())[0, 1]) < 0.01


@pytest.mark.parametrize(
    "wrong",
    [{"size": 100}, {"dates": 0}, {"cloudiness": 1.5}, {"tiles": 3}, {"two_zones": True, "tiles": 1}, {"step_days": 0}],
)
def test_impossible_settings_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OrderError, match="cannot be simulated"):
        SimulationSettings(**wrong)


def test_the_command_line_sets_every_option() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    text = "--seed 5 --size 120 --dates 3 --cloudiness 0.2 --tiles 4 --two-zones --snow --step-days 4"
    settings = settings_from_arguments(parser.parse_args(text.split()))
    assert settings == SimulationSettings(5, 120, 3, 0.2, 4, True, True, date(2025, 1, 3), 4)
    assert settings_from_arguments(parser.parse_args([])) == SimulationSettings()
    assert SimulationSettings.from_json(json.loads(json.dumps(settings.to_json()))) == settings
