"""Room for products while their layers are converted: before that, and beside what comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from s2gm_core.grid import Grid
from s2gm_core.products.disk_needs import Copy, disk_needs
from s2gm_core.products.formats import PRODUCT_FORMATS
from s2gm_core.products.recipes import RECIPES
from tests.core.products.hand_made import ANCILLARY, SIXTEEN_BIT, facts_of, write_product

GRID = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 20.0, 20.0, 1000, 900)
LAYERS = {**SIXTEEN_BIT, **ANCILLARY}  # 4 x 2 bytes; 1 + 2 + 2 + 2 + 1 bytes
PIXELS, PER_PIXEL, OVERVIEWS = 900_000, 16, 4 / 3


def _plan(grid: Grid = GRID, **changes: int) -> Any:
    layers = facts_of("gtiff", LAYERS).layers
    block = SimpleNamespace(bands=tuple(SIXTEEN_BIT), grid=grid)
    recipe = replace(RECIPES["temporal_mosaic"], **changes)
    return SimpleNamespace(layers=layers, output_bytes_per_pixel=PER_PIXEL, block=block, recipe=recipe)


def test_a_picture_has_room(tmp_path: Path):
    """Three bytes a pixel with overviews, and the same unpacked while it is made, where a layer lay before."""
    plain, pictured = (
        sum(one.size for one in disk_needs([[plan]], tmp_path, PRODUCT_FORMATS["gtiff"], 2))
        for plan in (_plan(), _plan(picture_bytes=3))
    )
    assert pictured - plain == pytest.approx((3 * OVERVIEWS + 3 * OVERVIEWS - 2 / 3) * PIXELS, abs=4)


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("gtiff", 2 / 3),  # the overviews of one layer, until they are in its file
        ("cog", 2 / 3),
        ("jp2", 2 * 2),  # two threads with a layer of two bytes each
        ("netcdf", PER_PIXEL),  # all layers beside the one file
    ],
)
def test_what_lies_beside_the_layers_while_they_are_made_has_room(tmp_path: Path, name: str, beside: int):
    needs = list(disk_needs([[_plan()]], tmp_path, PRODUCT_FORMATS[name], 2))
    scratch, *written = (need.size for need in needs)
    assert scratch == PER_PIXEL * PIXELS
    assert sum(written) == pytest.approx((PER_PIXEL * OVERVIEWS + beside) * PIXELS, abs=2)


def test_scratch_files_of_all_parts_of_one_product_lie_there_together(tmp_path: Path):
    needs = list(disk_needs([[_plan()], [_plan(), _plan()]], tmp_path, PRODUCT_FORMATS["gtiff"], 2))
    assert needs[0].size == 2 * PER_PIXEL * PIXELS


def test_only_one_product_of_a_series_is_converted_at_a_time(tmp_path: Path):
    needs = list(disk_needs([[_plan()]] * 3, tmp_path, PRODUCT_FORMATS["netcdf"], 2))
    assert [need.size for need in needs[1:]] == pytest.approx([3 * PER_PIXEL * PIXELS * OVERVIEWS, PER_PIXEL * PIXELS])


def test_copies_are_added(tmp_path: Path):
    copies = [Copy(tmp_path, ancillary=False), Copy(tmp_path, ancillary=True)]
    needs = list(disk_needs([[_plan()]], tmp_path, PRODUCT_FORMATS["gtiff"], 2, copies))
    assert [need.size for need in needs[3:]] == pytest.approx(
        [4 * 2 * PIXELS * OVERVIEWS, 5 * 4 * PIXELS * OVERVIEWS], abs=1
    )


@pytest.mark.parametrize("name", list(PRODUCT_FORMATS))
def test_noise_that_no_format_can_pack_fits_into_the_estimate(tmp_path: Path, name: str):
    grid = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 20.0, 20.0, 700, 600)
    product = write_product(tmp_path, facts_of(name, LAYERS, grid))
    layers = {product.inside / planned.path for planned in product.facts.layers.values()}
    needs = list(disk_needs([[_plan(grid)]], tmp_path, PRODUCT_FORMATS["gtiff"], 1))
    assert sum(path.stat().st_size for path in layers) < needs[1].size
