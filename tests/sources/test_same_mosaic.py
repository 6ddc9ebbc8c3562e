"""One order, many doors: whatever way the scenes come, the mosaic is the same, bit by bit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.order import Order
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import run
from tests.sources.pixels import pixels


def _differences(one: Product, other: Product) -> list[str]:
    """Layers that differ, and what is in one product only."""
    first, second = pixels(one), pixels(other)
    lonely = set(first) ^ set(second)
    return sorted(lonely) + sorted(
        name for name in set(first) & set(second) if not np.array_equal(first[name], second[name])
    )


def _served_order(served: Any, source: str, **changes: Any) -> Order:
    west, south, east, north = served.bbox
    area = f"{west},{south},{east},{north}"
    return Order(**{"source": source, "area": area, "start": "2025-07-01", "resolution": 10, **changes})


def _network(product: Product) -> dict[str, Any]:
    return json.loads((product.path / "run.json").read_text())["network"]


def test_the_api_and_the_served_catalogue_give_the_mosaic_of_the_one_on_disk(served_archive: Any, tmp_path: Path):
    disk = run(_served_order(served_archive, str(served_archive.catalogue)), tmp_path / "disk")
    assert disk.valid_fraction > 0.5
    assert _network(disk)["requests"] == 0
    for name, source in (("static", served_archive.catalogue_url), ("api", served_archive.api_url)):
        served_archive.nginx.forget()
        product = run(_served_order(served_archive, source), tmp_path / name)
        assert _differences(disk, product) == []
        assert product.scenes == disk.scenes
        requests = served_archive.nginx.requests()
        counted = _network(product)
        # The API's own answers do not pass nginx.
        assert counted["requests"] >= len(requests)
        assert counted["bytes"] >= sum(request.sent for request in requests)
        assert (counted["repeated"], counted["failed"]) == (0, 0)


@pytest.mark.parametrize("resolution", [20, 60])
def test_coarser_mosaics_are_the_same_too(served_archive: Any, tmp_path: Path, resolution: int):
    disk = run(_served_order(served_archive, str(served_archive.catalogue), resolution=resolution), tmp_path / "disk")
    api = run(_served_order(served_archive, served_archive.api_url, resolution=resolution), tmp_path / "api")
    assert _differences(disk, api) == []


def test_real_scenes_through_an_api_give_the_mosaic_of_those_on_disk(served_croatia: Any, tmp_path: Path):
    order = Order(source=str(served_croatia.catalogue), area="15.4,45.7,16.2,46.2", start="2023-08-01", resolution=120)
    disk = run(order, tmp_path / "disk")
    api = run(order.with_changes(source=served_croatia.api_url), tmp_path / "api")
    assert len(disk.scenes) == 10
    assert _differences(disk, api) == []


def test_two_sources_of_one_order_are_one_set_of_observations(served_archive: Any, tmp_path: Path):
    disk = run(_served_order(served_archive, str(served_archive.catalogue)), tmp_path / "disk")
    both = f"{served_archive.catalogue} + {served_archive.api_url}"
    twice = run(_served_order(served_archive, both), tmp_path / "twice")
    assert len(twice.scenes) == len(disk.scenes)
    assert np.array_equal(pixels(twice)["valid_obs"], pixels(disk)["valid_obs"])
    assert np.array_equal(pixels(twice)["B04"], pixels(disk)["B04"])
