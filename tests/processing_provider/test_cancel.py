"""A cancel ends the run soon and leaves nothing half-written behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.processing_provider.cancelling import SOON, CancelAt

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def long_order(order: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """A year at 5 m with all outputs."""
    quality, folder = str(tmp_path / "quality.tif"), str(tmp_path / "products")
    return {**order, "RESOLUTION": 5, "BANDS": None, "PERIOD": "year", "QUALITY": quality, "FOLDER": folder}


@pytest.mark.parametrize("text", ["Scenes: ", "Block 1 of", "Writing B02", "layers finished"])
def test_a_run_cancelled_before_its_product_is_complete_leaves_nothing(
    run: Run, long_order: dict[str, Any], leftovers: Callable[[], list], cancel_at: Callable[[str], CancelAt], text: str
) -> None:
    user = cancel_at(text)
    results = run({**long_order, "FOLDER": None}, user.feedback)
    assert user.cancelled_at is not None
    assert time.monotonic() - user.cancelled_at < SOON
    assert results == {}
    assert leftovers() == []


@pytest.mark.parametrize("text", ["Writing B02", "layers finished"])
def test_a_run_into_a_folder_keeps_its_finished_blocks_for_the_next_one(
    run: Run, long_order: dict[str, Any], tmp_path: Path, cancel_at: Callable[[str], CancelAt], text: str
) -> None:
    assert run(long_order, cancel_at(text).feedback) == {}
    assert [path.suffix for path in (tmp_path / "products").iterdir()] == [".journal"]
    assert run(long_order)["SCENES"] > 0
    assert len(_complete_products(tmp_path / "products")) == 1


def _complete_products(folder: Path) -> list[str]:
    """The names of the products, all of which have their metadata, quicklook and bands."""
    products = sorted(folder.iterdir())
    for product in products:
        assert list(product.glob("*/metadata_*.json"))
        assert list(product.glob("*/quicklook_*.png"))
        assert list(product.glob("*/B02_*.tiff"))
        assert not [path for path in product.rglob("*") if path.suffix in (".raw", ".partial", ".unfinished")]
    return [product.name for product in products]


def test_a_run_cancelled_after_its_product_was_made_keeps_that_and_nothing_else(
    run: Run, long_order: dict[str, Any], tmp_path: Path, cancel_at: Callable[[str], CancelAt]
) -> None:
    user = cancel_at("mosaic.tif is written")
    assert run(long_order, user.feedback) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["products"]
    assert len(_complete_products(tmp_path / "products")) == 1


def test_a_series_cancelled_in_its_second_period_keeps_the_first_product(
    run: Run, order: dict[str, Any], tmp_path: Path, cancel_at: Callable[[str], CancelAt]
) -> None:
    user = cancel_at("2025-07-11 to 2025-07-20: ")
    series = {**order, "PERIOD": "ten_days", "END": "2025-07-20", "FOLDER": str(tmp_path / "products")}
    assert run(series, user.feedback) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["products"]
    assert ["20250701" in name for name in _complete_products(tmp_path / "products")] == [True]


def test_a_run_cancelled_before_it_starts_keeps_the_result_of_the_run_before(
    run: Run, order: dict[str, Any], leftovers: Callable[[], list]
) -> None:
    from qgis.core import QgsProcessingFeedback

    before = Path(run(order)["OUTPUT"]).read_bytes()
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    assert run({**order, "BANDS": ["B08"]}, feedback) == {}
    assert leftovers() == ["mosaic.tif"]
    assert Path(order["OUTPUT"]).read_bytes() == before
