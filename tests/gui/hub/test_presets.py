"""A preset is written into the form, so that what is shown, named and offered next is what is ordered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

pytest.importorskip("qgis.core")

from s2gm.s2gm_core.presets import PRESETS

AREA = "CRS=EPSG:4326;Polygon ((15 46, 15.1 46, 15.1 46.05, 15 46))"
ORDER = {"GEOMETRY": AREA, "START": "2025-07-10", "END": "2025-09-20"}
KINDS = {"s2gm": "month", "pan_european": "season_eu", "cdse_quarterly": "quarter"}
"""Periods of the presets; of the others, custom."""


@pytest.fixture
def algorithm(qgis_app: Any) -> Any:
    from s2gm.s2gm_plugin.algorithms import algorithm_of

    return algorithm_of("s2gm:temporalmosaic")


@pytest.fixture
def page(advanced_page: Callable[[str], Any]) -> Any:
    """The page of mosaics in Advanced; what is ordered is in ``page.placed``."""
    return advanced_page("mosaic")


@pytest.mark.parametrize("name", [*PRESETS, "none"])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"METHOD": "median"},
        {"OPTIONS": "percentiles=40", "METHOD": "percentile"},
        {"METHOD": "s2gm", "PERIOD": "month", "RESOLUTION": 10.0, "LAYERS": ["all"], "BANDS": [], "CRS": None},
        {"RESOLUTION": 60, "BANDS": ["B02"], "LAYERS": ["date"], "CRS": "EPSG:32633", "CLOUD_MASK": "none"},
    ],
)
def test_an_order_without_its_preset_is_the_same_order(algorithm: Any, name: str, given: dict[str, Any]) -> None:
    from s2gm.s2gm_plugin.algorithms import core_order
    from s2gm.s2gm_plugin.hub.presets import without_preset

    asked = {**ORDER, **given, "PRESET": name}
    assert "PRESET" not in without_preset(asked)
    assert orders_or_refusal(core_order, algorithm, without_preset(asked)) == orders_or_refusal(
        core_order, algorithm, asked
    )


def orders_or_refusal(core_order: Callable[..., Any], algorithm: Any, given: dict[str, Any]) -> Any:
    from qgis.core import QgsProcessingException

    try:
        return core_order(algorithm, given).to_json()
    except QgsProcessingException as refusal:
        return str(refusal)


@pytest.mark.parametrize("name", PRESETS)
def test_period_name_and_next_period_are_those_of_the_order(page: Any, name: str) -> None:
    from s2gm.s2gm_plugin.algorithms import core_order
    from s2gm.s2gm_plugin.hub.periods import next_parameters, period_text, periods_of

    page.form.set_value("START", "2025-07-10")
    page.form.set_value("PRESET", name)
    kind = KINDS.get(name, "custom")
    if kind == "custom":
        page.form.set_value("END", "2025-08-20")
    assert page.form.values()["PERIOD"] == kind
    page.place()
    (record,) = page.placed
    order = core_order(page.form.algorithm, record.parameters)
    assert (order.period, order.method) == (kind, PRESETS[name].settings["method"])
    assert periods_of(page.parameters()) == periods_of(record.parameters) == order.periods
    assert period_text(record.parameters) in record.name
    following = next_parameters(record.parameters)
    if kind == "custom":
        assert following is None
    else:
        parameters, _ = following
        assert core_order(page.form.algorithm, parameters).periods[0].start == order.periods[-1].end


def test_basic_orders_the_month_that_it_shows(page: Any) -> None:
    from s2gm.s2gm_plugin.algorithms import core_order

    page.mode.set_advanced(False)
    page.form.set_value("PRESET", "cdse_quarterly")
    page.month.set_month(date(2025, 7, 1))
    page.place()
    (record,) = page.placed
    order = core_order(page.form.algorithm, record.parameters)
    assert [str(one) for one in order.periods] == ["2025-07-01 to 2025-07-31"]
    assert record.name.endswith("July 2025")
    assert order.bands == ("B02", "B03", "B04", "B08")
    assert "Method" in page.also.text()
    page.mode.set_advanced(True)
    assert page.parameters()["METHOD"] == "percentile"


def test_an_older_order_with_a_preset_has_the_periods_that_were_made(page: Any, hub: Any) -> None:
    from s2gm.s2gm_plugin.algorithms import core_order
    from s2gm.s2gm_plugin.hub.periods import next_parameters, period_text, periods_of
    from s2gm.s2gm_plugin.hub.records import new_record

    given = {"GEOMETRY": AREA, "PERIOD": "month", "START": "2025-07-01", "PRESET": "cdse_quarterly"}
    order = core_order(page.form.algorithm, given)
    assert periods_of(given) == order.periods
    assert period_text(given) == "Q3 2025"
    following, complete = next_parameters(given)
    assert (following["START"], complete) == ("2025-10-01", date(2026, 1, 1))
    hub.change(new_record("s2gm:temporalmosaic", "Hills", given))
    shown = page.parameters()
    assert (shown["PERIOD"], shown["METHOD"], shown["OPTIONS"].count("percentiles=25")) == ("quarter", "percentile", 1)
    assert page.mode.is_advanced
    assert core_order(page.form.algorithm, {**shown, "GEOMETRY": AREA, "NAME": "mosaic"}) == order


def test_another_preset_replaces_all_and_none_takes_it_back(page: Any) -> None:
    form = page.form
    form.set_value("WORKERS", 2)
    form.set_value("PRESET", "pan_european")
    assert form.values()["CRS"] == "EPSG:3035"
    form.set_value("PRESET", "cdse_quarterly")
    assert "CRS" not in form.values()
    assert form.values()["BANDS"] == ["B02", "B03", "B04", "B08"]
    form.set_value("PRESET", "none")
    given, usual = form.values(), form.defaults()
    assert {name for name in given if given[name] != usual.get(name, [])} == {"WORKERS", "START"}


def test_a_preset_that_was_changed_is_not_called_by_its_name_any_more(page: Any) -> None:
    form = page.form
    form.set_value("PRESET", "cdse_quarterly")
    assert form.widgets["PRESET"].currentData() == "cdse_quarterly"
    form.set_value("MAX_CLOUD", 50.0)
    assert form.widgets["PRESET"].currentData() == "cdse_quarterly"
    form.set_value("RESOLUTION", 20.0)
    assert form.widgets["PRESET"].currentData() == "none"
    assert (form.values()["METHOD"], form.values()["RESOLUTION"]) == ("percentile", 20.0)
    form.set_value("PRESET", "cdse_quarterly")
    form.set_value("METHOD", "weighted_average")
    assert "percentiles" not in form.values().get("OPTIONS", "")
    page.form.set_value("PERIOD", "month")
    page.place()
    assert page.notice.text == ""
    assert len(page.placed) == 1
