"""From a pixel of a mosaic back to what it was chosen from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pyproj import Transformer

from s2gm_core.errors import CatalogueError, OrderError
from s2gm_core.order import Order
from s2gm_core.products.inspect import Inspection, Role, inspect_pixel
from s2gm_core.products.inspected_mosaic import mosaic_of_raster, mosaics_of_folder
from s2gm_core.products.record import Product
from s2gm_core.products.stacking import stack_bands, stack_quality
from s2gm_core.products.temporal_mosaic import run, run_series
from s2gm_core.progress import SilentProgress
from tests.core.archive import NORTH, WEST, TinyScene, write_archive
from tests.core.products.orders import tiny_order

TO_DEGREES = Transformer.from_crs(32633, 4326, always_xy=True)
PIXEL = 20.0
CLOUDED = 7


def _place(row: int, column: int) -> tuple[float, float]:
    """A place a little aside of the middle of a pixel of 20 m."""
    return TO_DEGREES.transform(WEST + (column + 0.6) * PIXEL, NORTH - (row + 0.4) * PIXEL)


def _meadow(brightness: int) -> dict[str, Any]:
    values = {"B02": 300, "B03": 500, "B04": 300, "B08": 4000, "B06": 2500, "B8A": 4200, "B11": 1800, "B12": 800}
    return {name: value + brightness for name, value in values.items()}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five dates of different brightness in August, one of them under a cloud, and one in September."""
    days = {1: 0, 4: 40, CLOUDED: 4000, 11: 80, 20: 120}
    scenes = [
        TinyScene(
            f"s{day}", f"2023-08-{day:02}T10:00:00Z", day, reflectance=_meadow(more), scl=9 if day == CLOUDED else 4
        )
        for day, more in days.items()
    ]
    scenes.append(TinyScene("late", "2023-09-02T10:00:00Z", 40, reflectance=_meadow(60)))
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


@pytest.fixture(scope="module")
def product(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Product:
    return run(tiny_order(catalogue), tmp_path_factory.mktemp("out"))


def _roles(found: Inspection) -> Mapping[str, Role]:
    return {one.record.scene: one.role for one in found.observations}


def _stored(product: Product, layer: str, row: int, column: int) -> int:
    with rasterio.open(product.layers[layer]) as file:
        return int(file.read(1)[row, column])


def test_every_observation_of_the_pixel_is_told_and_one_was_chosen(product: Product) -> None:
    found = inspect_pixel(mosaics_of_folder(product.path), _place(12, 30))
    assert (found.row, found.column) == (12, 30)
    roles = _roles(found)
    assert sorted(roles) == ["s1", "s11", "s20", "s4", "s7"]
    assert roles["s7"] is Role.REJECTED
    assert list(roles.values()).count(Role.CHOSEN) == 1
    assert list(roles.values()).count(Role.NOT_CHOSEN) == 3
    assert [one.record.why for one in found.observations if one.record.scene == "s7"] == ["scene class"]
    assert found.valid == _stored(product, "valid_obs", 12, 30) == 4


def test_the_chosen_one_has_the_values_that_the_mosaic_holds(product: Product) -> None:
    found = inspect_pixel(mosaics_of_folder(product.path), _place(3, 4))
    assert found.chosen is not None
    for band in ("B02", "B08", "B11"):
        assert round(found.chosen.values[band] * 10_000) == _stored(product, band, 3, 4)
        assert found.values[band] == pytest.approx(found.chosen.values[band])


def test_the_folder_around_a_product_will_do(product: Product) -> None:
    assert inspect_pixel(mosaics_of_folder(product.path.parent), _place(3, 4)).chosen is not None


@pytest.mark.parametrize("layers", [("none",), ("date",), ("source_index",)])
def test_it_is_known_by_whatever_layers_there_are(layers: tuple[str, ...], catalogue: Path, tmp_path: Path) -> None:
    made = run(tiny_order(catalogue, layers=layers, method="max_ndvi", bands=("B03", "B11")), tmp_path)
    found = inspect_pixel(mosaics_of_folder(made.path), _place(3, 4))
    assert found.chosen is not None
    assert found.chosen.scene == "s1"  # the darkest meadow has the highest NDVI
    assert found.notes == ()


@pytest.mark.parametrize("bits", [8, 16])
def test_one_raster_with_its_order_will_do(bits: int, catalogue: Path, tmp_path: Path) -> None:
    order = tiny_order(catalogue, bit_depth=bits)
    made = run(order, tmp_path / "out")
    bands = stack_bands(made, tmp_path / "bands.tif", SilentProgress())
    quality = stack_quality(made, tmp_path / "quality.tif", SilentProgress())
    kept = Order.from_json(json.loads(json.dumps(order.to_json())))
    wanted = inspect_pixel(mosaics_of_folder(made.path), _place(9, 9)).chosen
    assert wanted is not None
    for raster in (bands, quality):
        found = inspect_pixel([mosaic_of_raster(raster, kept, date(2023, 8, 1))], _place(9, 9))
        assert found.chosen is not None, raster
        assert found.chosen.scene == wanted.scene
        assert (found.row, found.column) == (9, 9)


def test_of_a_mean_all_valid_observations_were_used(catalogue: Path, tmp_path: Path) -> None:
    made = run(tiny_order(catalogue, method="mean"), tmp_path)
    found = inspect_pixel(mosaics_of_folder(made.path), _place(5, 5))
    assert found.chosen is None
    assert sorted(set(_roles(found).values()), key=str) == [Role.AVERAGED, Role.REJECTED]
    used = [one.record.values["B04"] for one in found.observations if one.role is Role.AVERAGED]
    assert np.mean(used) == pytest.approx(found.values["B04"], abs=1e-4)
    assert found.notes == ()


def test_of_a_series_each_product_has_the_observations_of_its_period(catalogue: Path, tmp_path: Path) -> None:
    made = run_series(tiny_order(catalogue, end="2023-09-30"), tmp_path)
    found = inspect_pixel(mosaics_of_folder(made[1].path), _place(5, 5))
    assert _roles(found) == {"late": Role.CHOSEN}


def test_other_formats_are_read(catalogue: Path, tmp_path: Path) -> None:
    made = run(tiny_order(catalogue, format="netcdf"), tmp_path)
    assert inspect_pixel(mosaics_of_folder(made.path), _place(5, 5)).chosen is not None


def test_a_copy_of_the_source_stands_in(product: Product, tmp_path: Path) -> None:
    """The only date that the copy has is not the one that was chosen: that is said."""
    scenes = [TinyScene("other", "2023-08-29T10:00:00Z", 60, reflectance=_meadow(500))]
    found = inspect_pixel(
        mosaics_of_folder(product.path), _place(5, 5), source=str(write_archive(tmp_path / "copy", scenes))
    )
    assert found.chosen is None
    assert any("None of the observations" in note for note in found.notes)


def test_outside_of_the_mosaic_there_is_no_pixel(product: Product) -> None:
    with pytest.raises(OrderError, match="outside the mosaic"):
        inspect_pixel(mosaics_of_folder(product.path), (0.0, 0.0))


def test_a_folder_that_is_no_product_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OrderError, match="holds no metadata"):
        mosaics_of_folder(tmp_path)
    with pytest.raises(OrderError, match="Give the folder of a product"):
        mosaics_of_folder(tmp_path / "nowhere")


def test_several_products_in_a_folder_are_too_many(catalogue: Path, tmp_path: Path) -> None:
    run_series(tiny_order(catalogue, end="2023-09-30", layers=("none",), bands=("B02",)), tmp_path)
    with pytest.raises(OrderError, match="holds 2 products"):
        mosaics_of_folder(tmp_path)


def test_metadata_of_others_are_refused(product: Product, tmp_path: Path) -> None:
    inside = tmp_path / "S2GM_x" / "mosaic"
    inside.mkdir(parents=True)
    document = json.loads(product.metadata.read_text(encoding="utf-8"))
    document["Processing_details"] = {}
    (inside / product.metadata.name).write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(OrderError, match="do not say how it was made"):
        mosaics_of_folder(tmp_path)


def test_a_source_that_is_gone_is_said(catalogue: Path, product: Product) -> None:
    with pytest.raises(CatalogueError):
        inspect_pixel(mosaics_of_folder(product.path), _place(5, 5), source="/gone/catalog.json")


def test_colours_do_not_tell_which_one_was_chosen(product: Product, tmp_path: Path) -> None:
    path = tmp_path / "colours.tif"
    with rasterio.open(product.layers["B04"]) as file:
        profile = {**file.profile, "driver": "GTiff", "dtype": "uint8", "nodata": 0, "count": 1}
    with rasterio.open(path, "w", **profile) as colours:
        colours.write(np.full((1, profile["height"], profile["width"]), 90, np.uint8))
        colours.set_band_description(1, "B04")
    order = Order.from_json(json.loads(product.metadata.read_text(encoding="utf-8"))["Processing_details"]["Order"])
    found = inspect_pixel([mosaic_of_raster(path, order, date(2023, 8, 1))], _place(5, 5))
    assert found.chosen is None
    assert len(found.observations) == 5
    assert any("colours" in note for note in found.notes)


def test_a_mask_that_looks_around_a_pixel_is_that_of_the_mosaic(catalogue: Path, tmp_path: Path) -> None:
    made = run(tiny_order(catalogue, cloud_mask="multitemporal", layers=("valid_obs", "source_index")), tmp_path)
    found = inspect_pixel(mosaics_of_folder(made.path), _place(6, 6))
    assert found.valid == _stored(made, "valid_obs", 6, 6)
    assert found.chosen is not None
