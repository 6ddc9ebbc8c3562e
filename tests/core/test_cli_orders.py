"""From arguments of the command line to an order, and the lists of what an order can name."""

from __future__ import annotations

import argparse
import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from s2gm_core.area import area_from_text
from s2gm_core.cli import main
from s2gm_core.cli.brightearth import add_brightearth
from s2gm_core.cli.fetch import add_fetch
from s2gm_core.cli.mosaic import add_mosaic
from s2gm_core.cli.options import order_from_options, order_of_days
from s2gm_core.cli.search import add_search
from s2gm_core.composite.registry import METHODS
from s2gm_core.errors import OrderError
from s2gm_core.order import Order
from s2gm_core.order_products import PRODUCTS
from s2gm_core.presets import PRESETS

AREA = "15,45,16,46"
WHERE = ("--start=2023-08-01", "--out=x")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    add_mosaic(parser)
    return parser


def _order(*arguments: str) -> Order:
    return order_from_options(_parser().parse_args([*WHERE, *arguments]))


def test_without_options_the_order_has_its_own_defaults():
    assert _order(f"--area={AREA}") == Order("earth-search", AREA, "2023-08-01")


def test_every_field_of_an_order_can_be_given():
    known = {action.dest for action in _parser()._actions}
    assert {field.name for field in fields(Order)} - {"product", *PRODUCTS["temporal_mosaic"].foreign} <= known


def test_every_field_of_a_mosaic_in_natural_colour_can_be_given():
    parser = argparse.ArgumentParser()
    add_brightearth(parser)
    foreign = {"product", "bands", *PRODUCTS["brightearth"].foreign}
    assert {field.name for field in fields(Order)} - foreign == {a.dest for a in parser._actions} & set(
        Order.__dataclass_fields__
    )


@pytest.mark.parametrize(
    ("argument", "field", "value"),
    [
        ("--indices=NDVI", "indices", ("NDVI",)),
        ("--bit-depth=8", "bit_depth", 8),
        ("--like=grid.tif", "like", "grid.tif"),
        ("--clip=box", "clip", "box"),
        ("--buffer=250", "buffer", 250.0),
        ("--tiling=mgrs", "tiling", "mgrs"),
        ("--nbar=on", "nbar", "on"),
        ("--nbar-sun-zenith=45", "nbar_sun_zenith", 45.0),
        ("--harmonise=off", "harmonise", "off"),
        ("--regularise", "regularise", True),
        ("--min-obs=3", "min_obs", 3),
        ("--fill-days=20", "fill_days", 20),
        ("--landsat-weight=0.33", "landsat_weight", 0.33),
        ("--period=season_eu", "period", "season_eu"),
        ("--source=cdse", "source", "cdse"),
        ("--platform=s2a", "platforms", ("S2A",)),
    ],
)
def test_an_argument_changes_its_field_and_no_other(argument: str, field: str, value: object):
    order = _order(f"--area={AREA}", argument)
    assert getattr(order, field) == value
    assert order == Order("earth-search", AREA, "2023-08-01").with_changes(**{field: value})


def test_options_of_the_method_may_be_repeated():
    order = _order(f"--area={AREA}", "--method=pan_european", "--option=percentiles=25,75", "--option", "power=2")
    assert dict(order.options) == {"percentiles": "25,75", "power": "2"}


def test_an_option_that_the_method_does_not_have_is_refused():
    with pytest.raises(OrderError, match="'medoid' has no option 'power'"):
        _order(f"--area={AREA}", "--method=medoid", "--option=power=2")


def test_what_is_given_wins_over_the_preset_even_where_it_is_a_default():
    order = _order(f"--area={AREA}", "--preset=pan_european", "--resolution=10", "--cloud-mask=esa")
    assert (order.resolution, order.cloud_mask) == (10, "esa")
    assert (order.method, order.crs, order.period) == ("pan_european", "EPSG:3035", "season_eu")


@pytest.mark.parametrize("add", [add_search, add_fetch])
def test_searches_take_the_days_of_the_user_and_the_rest_of_the_preset(add):
    parser = argparse.ArgumentParser()
    add(parser)
    given = ["--start=2023-08-01", f"--area={AREA}", "--preset=pan_european"]
    options = parser.parse_args(given if add is add_search else [*given, "--out=x"])
    order = order_of_days(options)
    assert (order.period, order.start, order.end) == ("custom", order.start, order.start)
    assert (order.method, order.resolution) == ("pan_european", 30)


def test_the_area_may_be_left_to_the_raster_whose_grid_is_taken(tmp_path: Path):
    path = tmp_path / "grid.tif"
    profile = {"driver": "GTiff", "width": 40, "height": 30, "count": 1, "dtype": "uint8", "crs": "EPSG:32633"}
    with rasterio.open(path, "w", transform=from_origin(500_000, 5_000_000, 20, 20), **profile) as file:
        file.write(np.zeros((1, 30, 40), np.uint8))
    west, south, east, north = _order(f"--like={path}").area.bounds
    assert (west, north) == pytest.approx((15.0, 45.153), abs=1e-3)
    assert (east - west, north - south) == pytest.approx((800 / 78_500, 600 / 111_150), rel=0.01)
    assert _order(f"--like={path}", f"--area={AREA}").area.equals(area_from_text(AREA))


@pytest.mark.parametrize(("arguments", "message"), [((), "--area"), (("--like=missing.tif",), "missing.tif")])
def test_an_order_without_an_area_is_refused(arguments: tuple[str, ...], message: str):
    with pytest.raises(OrderError, match=message):
        _order(*arguments)


def test_the_list_of_methods_names_everything_a_user_chooses_by(capsys: pytest.CaptureFixture[str]):
    assert main(["methods"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for row in METHODS.values():
        for part in (f"{row.name}: {row.label}", row.summary, row.masks, row.source):
            assert part in text
    assert "--option power=1: Power of the distance" in text
    with pytest.raises(SystemExit) as stop:
        main(["mosaic", "--list-methods"])
    assert stop.value.code == 0
    assert " ".join(capsys.readouterr().out.split()) == text


def test_the_lists_can_be_had_as_json(capsys: pytest.CaptureFixture[str]):
    main(["methods", "--json"])
    methods = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(methods) == set(METHODS)
    assert [option["name"] for option in methods["pan_european"]["options"]] == ["percentiles", "power"]
    main(["presets", "--json"])
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(PRESETS)


def test_the_list_of_presets_is_written_as_arguments(capsys: pytest.CaptureFixture[str]):
    assert main(["presets"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "--bands B02,B03,B04,B08,B11,B12 --layers valid_obs --cloud-mask weak_2 --option percentiles=50" in text
    assert all(row.summary in text for row in PRESETS.values())
