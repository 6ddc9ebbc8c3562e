"""Noise and options against independent values."""

from __future__ import annotations

import argparse
import json
from datetime import date

import numpy as np
import pytest

from s2gm_core.errors import OrderError
from s2gm_core.simulate import SimulationSettings, add_arguments, settings_from_arguments
from s2gm_core.simulate.noise import Points, fractal_noise, hash_unit


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
