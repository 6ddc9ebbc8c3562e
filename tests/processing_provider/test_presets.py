"""The parameter PRESET: it gives what stands at its default; what differs from the default wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import rasterio


@pytest.fixture
def order_of(qgis_app: Any, small_order: dict[str, Any]) -> Callable[..., Any]:
    """``order_of(NAME=value, ...)``: the core's order of an area and a start, with all defaults but these."""
    from qgis.core import QgsProcessingContext

    algorithm = qgis_app.processingRegistry().createAlgorithmById("s2gm:temporalmosaic")
    given = {name: small_order[name] for name in ("SOURCE", "EXTENT", "START")}
    return lambda **changes: algorithm.read_order({**given, **changes}, QgsProcessingContext())


def test_a_preset_fills_what_is_left_at_its_default(order_of: Any) -> None:
    order = order_of(PRESET="pan_european")
    assert (order.method, order.period, order.crs, order.resolution) == ("pan_european", "season_eu", "EPSG:3035", 30)
    assert order.options == (("percentiles", "50"),)
    assert order.layers == ("valid_obs",)


def test_a_dialog_that_hands_over_every_default_gives_the_same_order(qgis_app: Any, order_of: Any) -> None:
    algorithm = qgis_app.processingRegistry().algorithmById("s2gm:temporalmosaic")
    defaults = {
        row.name(): row.defaultValue()
        for row in algorithm.parameterDefinitions()
        if row.name() not in ("SOURCE", "EXTENT", "START", "PRESET") and not row.isDestination()
    }
    assert order_of(**defaults, PRESET="cdse_quarterly") == order_of(PRESET="cdse_quarterly")


def test_what_differs_from_the_default_wins(order_of: Any) -> None:
    order = order_of(PRESET="pan_european", RESOLUTION=60, PERIOD="year", OPTIONS="power=2", LAYERS=["date"])
    assert (order.resolution, order.period, order.layers) == (60, "year", ("date",))
    assert order.options == (("percentiles", "50"), ("power", "2"))


def test_another_method_drops_the_options_of_the_preset(order_of: Any) -> None:
    order = order_of(PRESET="cdse_quarterly", METHOD="median")
    assert (order.method, order.options, order.period) == ("median", (), "quarter")


def test_none_is_the_default_and_changes_nothing(order_of: Any) -> None:
    assert order_of(PRESET="none") == order_of()


def test_the_log_says_what_a_preset_set(run: Any, order: dict[str, Any]) -> None:
    from qgis.core import QgsProcessingFeedback

    feedback = QgsProcessingFeedback(False)
    results = run({**order, "PRESET": "cdse_quarterly", "PERIOD": "month", "BANDS": None}, feedback)
    expected = "With the preset cdse_quarterly: method percentile, options interpolation=none,one_per_day=yes,percenti"
    assert expected in feedback.textLog()
    # The month is the parameter's default, so the preset's quarter counts.
    assert "_Q60_" in results["PRODUCT_NAME"]
    with rasterio.open(results["OUTPUT"]) as mosaic:
        assert mosaic.descriptions == ("B02", "B03", "B04", "B08")
