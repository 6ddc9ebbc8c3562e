"""What an order will cost, before it runs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.catalog.records import SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.products.estimate import read_estimates
from s2gm_core.products.forecast import DEFAULT_RATES, Rates, forecast_of, rates_of
from s2gm_core.products.temporal_mosaic import run
from s2gm_core.progress import SilentProgress
from tests.core.archive import TinyScene, write_archive
from tests.core.products.orders import tiny_order

MEBIBYTE = 2**20


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dates in August, one in September."""
    days = ("2023-08-05", "2023-08-10", "2023-09-03")
    scenes = [TinyScene(f"s{n}", f"{day}T10:00:00Z", n + 1) for n, day in enumerate(days)]
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


def _scenes(catalogue: Path) -> list[Any]:
    return list(open_source(str(catalogue)).search(SceneQuery()))


def _record(read: float, write: float, **changes: Any) -> dict[str, Any]:
    """A run of ten seconds each for reading and writing, at so many MiB per second."""
    expected = {
        "method": "s2gm",
        "remote": False,
        "read_bytes": 10 * read * MEBIBYTE,
        "write_bytes": 10 * write * MEBIBYTE,
    }
    return {"seconds_of_blocks": 10.0, "seconds_of_writing": 10.0, "expected": {**expected, **changes}}


def test_a_forecast_is_of_the_grid_the_scenes_and_the_layers_of_the_product(catalogue: Path, tmp_path: Path) -> None:
    order, scenes = tiny_order(catalogue), _scenes(catalogue)
    forecast = forecast_of(order, scenes, SilentProgress())
    product = run(order, tmp_path)
    assert forecast is not None
    assert forecast.shapes == (product.grid.shape,)
    assert forecast.pixels == product.grid.width * product.grid.height
    assert (forecast.products, forecast.parts, forecast.scenes) == (1, 1, 2)
    assert forecast.read_bytes == sum(read_estimates(order, scenes[:2]).values())
    itemsizes = sum(np.dtype(layout.dtype).itemsize for layout in product.whole.layouts.values())
    assert forecast.write_bytes == round(forecast.pixels * itemsizes * 4 / 3)


def test_a_series_costs_all_its_periods(catalogue: Path) -> None:
    scenes = _scenes(catalogue)
    one = forecast_of(tiny_order(catalogue), scenes, SilentProgress())
    both = forecast_of(tiny_order(catalogue, end="2023-10-31"), scenes, SilentProgress())
    assert one is not None
    assert both is not None
    assert (both.products, both.scenes) == (2, 3)
    assert both.pixels == 2 * one.pixels


def test_an_order_without_scenes_has_none(catalogue: Path) -> None:
    assert forecast_of(tiny_order(catalogue, start="2020-01-01"), _scenes(catalogue), SilentProgress()) is None


def test_time_is_bytes_by_the_rates_of_earlier_runs(catalogue: Path) -> None:
    order, scenes = tiny_order(catalogue), _scenes(catalogue)
    slow = forecast_of(order, scenes, SilentProgress(), [_record(0.5, 0.25)])
    assert slow is not None
    seconds = slow.read_bytes / (0.5 * MEBIBYTE) + slow.write_bytes / (0.25 * MEBIBYTE)
    assert slow.seconds == pytest.approx(1.0 + seconds)


def test_the_rates_are_the_median_of_runs_of_the_same_kind() -> None:
    others = [_record(50, 50, remote=True), _record(3, 3, method="median"), _record(0.01, 1)]
    runs = [_record(1, 2), _record(5, 4), _record(2, 9)]
    assert rates_of([*others, *runs], "s2gm", remote=False) == Rates(2 * MEBIBYTE, 4 * MEBIBYTE, 3)
    assert rates_of(others, "s2gm", remote=False) == Rates(3 * MEBIBYTE, 3 * MEBIBYTE, 1)
    assert rates_of(others, "s2gm", remote=True).read == 50 * MEBIBYTE


@pytest.mark.parametrize(
    "record", [{}, {"expected": 3}, {**_record(5, 5), "seconds_of_blocks": "fast"}, _record(5, 5, method=1, more=2)]
)
def test_records_of_others_are_passed_over(record: dict[str, Any]) -> None:
    assert rates_of([record], "s2gm", remote=False) == DEFAULT_RATES[False]


def test_a_run_tells_what_was_expected_of_it(catalogue: Path, tmp_path: Path) -> None:
    order = tiny_order(catalogue)
    forecast = forecast_of(order, _scenes(catalogue), SilentProgress())
    product = run(order, tmp_path)
    record = json.loads((product.path / "run.json").read_text(encoding="utf-8"))
    assert forecast is not None
    wanted = {"method": "s2gm", "remote": False, "read_bytes": forecast.read_bytes, "write_bytes": forecast.write_bytes}
    assert record["expected"] == wanted


def test_a_remote_source_has_rates_of_its_own(catalogue: Path) -> None:
    def moved(scene: Any) -> Any:
        assets = {name: replace(asset, href=f"https://example.org/{name}.tif") for name, asset in scene.assets.items()}
        return replace(scene, assets=assets)

    forecast = forecast_of(tiny_order(catalogue), list(map(moved, _scenes(catalogue))), SilentProgress())
    assert forecast is not None
    assert forecast.rates == DEFAULT_RATES[True]
