"""Cancelling and unreadable rasters under methods that average, fill, or look at clouds around."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.errors import Cancelled, ReadError
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.progress import SilentProgress
from tests.core.archive import PIXELS, TinyScene, write_archive
from tests.core.products.orders import plane, tiny_order

METHODS = ("mean", "weighted_average", "geometric_median", "best_pixel_mean", "pan_european")


def _scene(number: int, value: int) -> TinyScene:
    return TinyScene(
        f"s{number}",
        acquired=f"2023-08-{3 + 5 * number:02}T10:00:00Z",
        orbit=100 + number,
        reflectance=dict.fromkeys(PIXELS, value),
        scl=5,
        extra={"AOT": 100},
    )


def _run(folder: Path, lost: dict[int, str], count: int = 3, most: float = 50.0, **changes: Any) -> Product:
    scenes = [_scene(number, 1000 + 100 * number) for number in range(count)]
    catalogue = write_archive(folder / "archive", scenes)
    for number, asset in lost.items():
        scenes[number].asset(folder / "archive", asset).write_bytes(b"nothing")
    return run(tiny_order(catalogue, **changes), folder / "out", RunSettings(max_lost=most))


@pytest.mark.parametrize("method", METHODS)
def test_a_lost_band_takes_the_observation_from_every_band_of_an_average(tmp_path: Path, method: str):
    product = _run(tmp_path, {0: "B06"}, method=method, nbar="off", harmonise="off")
    assert [(one.scene, one.asset) for one in product.failures] == [("s0", "B06")]
    assert np.unique(plane(product, "valid_obs")).tolist() == [2]
    for band in ("B04", "B06"):  # of 1100 and 1200
        value = np.unique(plane(product, band))
        assert ((value > 1100) & (value < 1200)).all(), band


@pytest.mark.parametrize("method", METHODS)
def test_losses_count_by_all_bands_that_an_average_makes(tmp_path: Path, method: str):
    with pytest.raises(ReadError, match="2 of 3 scenes"):
        _run(tmp_path, {0: "B06", 1: "B12"}, method=method)
    assert {path.suffix for path in tmp_path.glob("out/*")} <= {".journal"}


def test_losses_do_not_count_where_a_selection_does_not_need_the_band(tmp_path: Path):
    product = _run(tmp_path, {0: "B06", 1: "B06", 2: "B06"}, method="min_blue")
    assert {one.asset for one in product.failures} == {"B06"}
    assert np.unique(plane(product, "B04")).tolist() == [1000]
    assert np.unique(plane(product, "B06")).tolist() == [65535]


def test_bands_that_only_the_uncertainty_wants_may_be_lost(tmp_path: Path):
    lost = {0: "B06", 1: "B06", 2: "B06"}
    product = _run(tmp_path, lost, method="min_blue", layers="all,unc")
    assert np.unique(plane(product, "B04")).tolist() == [1000]
    assert np.unique(plane(product, "valid_obs")).tolist() == [3]
    for layer in ("B06", "B06_unc"):
        assert np.unique(plane(product, layer)).tolist() == [65535]
    assert (plane(product, "B04_unc") != 65535).all()


def test_a_lost_aerosol_counts_as_unknown(tmp_path: Path):
    product = _run(tmp_path, {0: "AOT"}, method="weighted_average", nbar="off")
    assert [(one.scene, one.asset) for one in product.failures] == [("s0", "AOT")]
    assert np.unique(plane(product, "valid_obs")).tolist() == [3]


def test_where_all_may_be_lost_the_product_is_empty(tmp_path: Path):
    product = _run(tmp_path, {0: "SCL", 1: "SCL", 2: "SCL"}, method="mean", most=100.0)
    assert len(product.failures) == 3 and product.valid_fraction == 0.0
    assert np.unique(plane(product, "B04")).tolist() == [65535]


class CancelsAfter(SilentProgress):
    """Asks to stop at the n-th question."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def is_cancelled(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("questions", [0, 5, 30, 60])
@pytest.mark.parametrize("method", ["weighted_average", "pan_european"])
def test_a_cancel_leaves_nothing_but_finished_blocks(tmp_path: Path, method: str, questions: int):
    scenes = [_scene(number, 1000) for number in range(5)]
    catalogue = write_archive(tmp_path / "archive", scenes)
    order = tiny_order(catalogue, method=method, min_obs=1, fill_days=10)
    with pytest.raises(Cancelled):
        run(order, tmp_path / "out", RunSettings(workers=2), CancelsAfter(questions))
    assert {path.suffix for path in tmp_path.glob("out/*")} <= {".journal"}
