"""Named settings of orders: each makes an order, and what the user gives wins."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from s2gm_core.errors import OrderError
from s2gm_core.masks.scene_classification import mask_preset
from s2gm_core.order import Order
from s2gm_core.presets import PRESETS, order_with_preset

GIVEN: dict[str, Any] = {"source": "earth-search", "area": "15,45,16,46", "start": "2023-08-01"}


def _order(name: str, **given: Any) -> Order:
    return order_with_preset(name, **{**GIVEN, **given})


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_makes_an_order_with_its_settings(name: str):
    settings = PRESETS[name].settings
    end = "2023-09-15" if settings["period"] == "custom" else None
    assert _order(name, end=end) == Order(**{**GIVEN, "end": end, **settings})


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets_hold_fields_of_orders_and_nothing_that_is_the_users(name: str):
    settings = PRESETS[name].settings
    assert set(settings) <= {field.name for field in fields(Order)} - {"source", "area", "start", "end", "name"}
    assert {"method", "period", "resolution", "cloud_mask"} <= set(settings)
    assert PRESETS[name].name == name
    assert PRESETS[name].summary.endswith(".")


def test_the_default_preset_is_an_order_without_any():
    assert _order("s2gm") == Order(**GIVEN)


def test_the_pan_european_preset_is_the_published_recipe():
    order = _order("pan_european")
    assert (order.method, order.options, order.crs, order.resolution) == (
        "pan_european",
        (("percentiles", "50"),),
        "EPSG:3035",
        30,
    )
    assert order.bands == ("B02", "B03", "B04", "B08", "B11", "B12")
    assert str(order.periods[0]) == "2023-06-25 to 2023-09-12"
    # Clouds (8, 9, 10), their shadows (3) and what is no data (0, 1) are masked; snow (11) is not
    assert mask_preset(order.cloud_mask).valid_classes == {2, 4, 5, 6, 7, 11}


def test_the_mask_of_the_quarterly_mosaics_is_the_services():
    invalid = {0, 1, 3, 7, 8, 9, 10}
    mask = mask_preset(PRESETS["cdse_quarterly"].settings["cloud_mask"])
    assert mask.valid_classes == set(range(12)) - invalid


def test_what_the_user_gives_wins():
    order = _order("pan_european", resolution=60, period="custom", end="2023-08-09", cloud_mask="strongest")
    assert (order.resolution, order.period, order.cloud_mask) == (60, "custom", "strongest")
    assert (order.method, order.crs) == ("pan_european", "EPSG:3035")


@pytest.mark.parametrize("options", ["power=2", {"power": 2}, ["power=2"]])
def test_options_join_those_of_the_preset(options: Any):
    assert dict(_order("pan_european", options=options).options) == {"percentiles": "50", "power": "2"}
    assert dict(_order("pan_european", options="percentiles=25").options) == {"percentiles": "25"}


def test_another_method_drops_the_options_of_the_preset():
    order = _order("pan_european", method="medoid")
    assert (order.method, order.options, order.resolution) == ("medoid", (), 30)
    with pytest.raises(OrderError, match="no option 'power'"):
        _order("pan_european", method="medoid", options="power=2")


def test_an_unknown_preset_is_refused_with_the_names_that_exist():
    with pytest.raises(OrderError, match="s2gm, pan_european, cdse_quarterly, theia_l3a, sen2agri_l3a"):
        _order("theia")
