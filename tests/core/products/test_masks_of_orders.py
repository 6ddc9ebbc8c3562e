"""Masks beside the scene classification, and what every mask can be told: through the whole path."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from s2gm_core.errors import OrderError
from s2gm_core.products.temporal_mosaic import run
from tests.core.archive import NORTH, WEST
from tests.core.products.masked_archive import FAR, MISSED, ROOFS, SIDE, patch, write_masked_archive
from tests.core.products.orders import plane, tiny_order
from tests.core.products.planes import plan_of


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_masked_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture
def count(catalogue: Path, tmp_path: Path) -> Callable[..., np.ndarray]:
    """Valid observations of a product at 20 m, (y, x)."""

    def made(**changes: Any) -> np.ndarray:
        order = tiny_order(catalogue, method="newest", bands="B02", layers="valid_obs", clip="box", **changes)
        return plane(run(order, tmp_path / str(len(list(tmp_path.iterdir())))), "valid_obs")

    return made


def test_a_roof_is_kept_and_a_missed_cloud_is_left_out(count: Callable[..., np.ndarray]):
    by_class, compared = count(), count(cloud_mask="multitemporal")
    assert (by_class[ROOFS] == 255).all() or (by_class[ROOFS] == 0).all()
    assert (by_class[MISSED] == 6).all()
    assert (compared[ROOFS] == 6).all()
    assert (compared[MISSED] == 5).all()
    assert (compared[FAR] == 6).all()


def test_the_other_name_gives_the_same_order(catalogue: Path):
    assert tiny_order(catalogue, cloud_mask="brightearth") == tiny_order(catalogue, cloud_mask="multitemporal")


def test_probability_counts_from_its_limit_on(count: Callable[..., np.ndarray]):
    usual, patient = count(cloud_mask="probability"), count(cloud_mask="probability", cloud_probability=70)
    assert (usual[MISSED] == 5).all()
    assert (usual[ROOFS] != 6).all()
    assert (patient[ROOFS] == 6).all()
    assert (patient[MISSED] == 5).all()


def test_masks_grow_by_metres_between_centres(count: Callable[..., np.ndarray]):
    grown = count(mask_growth=45)
    near = np.zeros((SIDE, SIDE), bool)
    rows, cols = np.mgrid[:SIDE, :SIDE]
    for row, col in np.argwhere(ROOFS):
        near |= np.hypot(rows - row, cols - col) * 20 <= 45
    assert (grown[near] != 6).all()
    assert (grown[~near] == 6).all()


def _own_mask(folder: Path, east: float = 200.0) -> Path:
    """A mask of 600 m with 3 x 3 pixels that are left out, ``east`` metres from the archive's left edge."""
    path = folder / "own.tif"
    values = np.zeros((30, 30), np.float32)
    values[5:8, 6:9] = 0.5
    values[20, 20] = np.nan
    profile = {"driver": "GTiff", "width": 30, "height": 30, "count": 1, "dtype": "float32", "crs": "EPSG:32633"}
    with rasterio.open(path, "w", transform=Affine(20, 0, WEST + east, 0, -20, NORTH - 100), **profile) as file:
        file.write(values, 1)
    return path


def test_a_mask_of_the_user_leaves_pixels_out(count: Callable[..., np.ndarray], tmp_path: Path):
    left = count(user_mask=str(_own_mask(tmp_path)))
    expected = patch(slice(10, 13), slice(16, 19))
    assert (left[expected] == 255).all()
    assert (left[~expected & ~ROOFS] == 6).all()


def test_a_mask_of_the_user_that_lies_elsewhere_is_told(catalogue: Path, tmp_path: Path):
    def notes(east: float) -> str:
        order = tiny_order(catalogue, user_mask=str(_own_mask(tmp_path, east)))
        return " ".join(plan_of(order).notes)

    assert "leaves out are empty" in notes(200.0) and "does not meet" not in notes(200.0)
    assert "does not meet the area" in notes(40_000.0) and "are empty" not in notes(40_000.0)


def test_a_mask_that_is_no_raster_is_refused(catalogue: Path, tmp_path: Path):
    with pytest.raises(OrderError, match=r"own\.tif"):
        run(tiny_order(catalogue, user_mask=str(tmp_path / "own.tif")), tmp_path)


def test_an_engine_that_is_not_installed_says_what_to_install(catalogue: Path, tmp_path: Path):
    with pytest.raises(OrderError, match="pip install omnicloudmask"):
        run(tiny_order(catalogue, cloud_mask="omnicloudmask"), tmp_path)
