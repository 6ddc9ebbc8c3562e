"""Orders: what is checked, and their JSON form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import box

from s2gm_core.composite.registry import METHODS
from s2gm_core.errors import OrderError
from s2gm_core.masks.scene_classification import MASK_PRESETS
from s2gm_core.order import FORMATS, Order
from s2gm_core.period import PERIOD_KINDS

AREA = box(15.0, 45.5, 15.1, 45.6)


def _order(**changes: Any) -> Order:
    return Order(**{"source": "catalog.json", "area": AREA, "start": "2023-08-01", **changes})


def test_defaults_are_those_of_the_service():
    order = _order()
    assert (order.product, order.method, order.cloud_mask, order.period) == ("temporal_mosaic", "s2gm", "esa", "month")
    assert order.layers == ("all",)
    assert (order.resolution, order.crs, order.max_cloud) == (10.0, "auto", 100.0)


def test_an_order_equals_itself_after_json():
    order = _order(
        end="2023-10-31",
        bands=["b04", "B8A"],
        layers="valid_obs, source_index",
        exclude_scenes=["b", "a", "b"],
        resolution=20,
        crs="EPSG:32633",
        format="cog",
        max_cloud=60,
        name="my_order-1",
    )
    text = json.dumps(order.to_json())
    again = Order.from_json(json.loads(text))
    assert again == order
    assert again.number == order.number
    assert (order.bands, order.exclude_scenes) == (("B04", "B8A"), ("a", "b"))


def test_the_json_form_says_what_it_is():
    document = _order().to_json()
    assert (document["type"], document["version"]) == ("s2gm-order", 1)
    assert document["area"]["type"] == "Polygon"
    assert (document["start"], document["end"]) == ("2023-08-01", None)


def test_an_area_may_be_geojson():
    assert _order(area=_order().to_json()["area"]) == _order()


def test_unknown_keys_are_refused_by_name():
    with pytest.raises(OrderError, match="cloud_masks"):
        Order.from_json({**_order().to_json(), "cloud_masks": "esa"})


@pytest.mark.parametrize("key", ["source", "area", "start"])
def test_missing_keys_are_refused_by_name(key: str):
    document = _order().to_json()
    del document[key]
    with pytest.raises(OrderError, match=key):
        Order.from_json(document)


@pytest.mark.parametrize("change", [{"type": "order"}, {"version": 2}, {"version": None}])
def test_other_documents_and_versions_are_refused(change: dict[str, Any]):
    with pytest.raises(OrderError):
        Order.from_json({**_order().to_json(), **change})


@pytest.mark.parametrize("document", [[], "order", None])
def test_what_is_no_object_is_refused(document: Any):
    with pytest.raises(OrderError, match="no order"):
        Order.from_json(document)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": " "}, "source"),
        ({"start": "1.8.2023"}, "start"),
        ({"start": "2023-08-02", "end": "2023-08-01"}, "before the start"),
        ({"period": "week"}, "ten_days"),
        ({"period": "custom"}, "end"),
        ({"method": "best"}, "medoid"),
        ({"bands": ["B99"]}, "B99"),
        ({"bands": ["B09"]}, "B09"),
        ({"resolution": 0}, "resolution"),
        ({"resolution": "ten"}, "resolution"),
        ({"resolution": float("nan")}, "resolution"),
        ({"crs": "EPSG:999999"}, "999999"),
        ({"layers": ["valid_obs", "nothing"]}, "nothing"),
        ({"format": "bmp"}, "gtiff"),
        ({"cloud_mask": "best"}, "weak_1"),
        ({"max_cloud": 101}, "101"),
        ({"max_cloud": -1}, "-1"),
        ({"product": "painting"}, "temporal_mosaic"),
        ({"area": {"type": "Point", "coordinates": [15, 45]}}, "polygon"),
        ({"name": "../up"}, "file name"),
        ({"name": "a/b"}, "file name"),
        ({"name": ""}, "file name"),
        ({"name": "x" * 61}, "60"),
        ({"name": "con sole"}, "file name"),
    ],
)
def test_a_wrong_field_is_refused_with_its_value_or_the_choices(change: dict[str, Any], said: str):
    with pytest.raises(OrderError, match=said):
        _order(**change)


def test_a_change_is_checked_too():
    with pytest.raises(OrderError):
        _order().with_changes(method="best")
    assert _order().with_changes(method="medoid").method == "medoid"


@pytest.mark.parametrize(
    ("field", "names"),
    [("method", METHODS), ("cloud_mask", MASK_PRESETS), ("format", FORMATS), ("period", PERIOD_KINDS)],
)
def test_every_name_of_a_table_can_be_ordered(field: str, names: Any):
    for name in names:
        assert getattr(_order(**{field: name, "end": "2023-08-31"}), field) == name


def test_the_number_is_eight_hex_digits_of_the_content():
    number = _order().number
    assert len(number) == 8
    assert int(number, 16) >= 0
    assert _order(start=date(2023, 8, 1), bands=()).number == number
    assert _order(method="medoid").number != number
    assert _order(area=box(15.0, 45.5, 15.1, 45.61)).number != number


def test_an_order_of_integers_has_the_number_of_the_same_order_of_floats():
    assert _order(resolution=20, max_cloud=50).number == _order(resolution=20.0, max_cloud=50.0).number


def test_the_number_is_the_same_in_another_process_and_time_zone(repository: Path):
    program = (
        "from s2gm_core.order import Order; from shapely.geometry import box;"
        "print(Order(source='catalog.json', area=box(15.0, 45.5, 15.1, 45.6), start='2023-08-01').number)"
    )
    environment = {**os.environ, "PYTHONPATH": str(repository), "PYTHONHASHSEED": "7", "TZ": "America/Los_Angeles"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == _order().number


def test_the_periods_of_a_series_are_those_of_the_order():
    periods = _order(end="2023-10-02").periods
    assert [str(p) for p in periods] == [
        "2023-08-01 to 2023-08-31",
        "2023-09-01 to 2023-09-30",
        "2023-10-01 to 2023-10-31",
    ]


def test_an_area_may_be_text_and_dates_may_be_times():
    text = Order(
        source="s", area="15,46,16,47", start=datetime(2023, 8, 1, 12, tzinfo=timezone.utc), end=date(2023, 9, 1)
    )
    assert text == Order(source="s", area=box(15, 46, 16, 47), start="2023-08-01", end="2023-09-01")
    assert len(text.periods) == 2


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("earth-search", ("earth-search",)),
        ("earth-search + /data/landsat", ("earth-search", "/data/landsat")),
        (" a +  b + c", ("a", "b", "c")),
        ("/data/a+b", ("/data/a+b",)),
        ("a + ", ("a +",)),
    ],
)
def test_sources_joined_by_a_plus_between_blanks_are_several(source: str, names: tuple[str, ...]):
    assert _order(source=source).sources == names


@pytest.mark.parametrize("weight", [-0.1, 1.01, "heavy", float("nan")])
def test_a_weight_of_landsat_lies_between_0_and_1(weight: Any):
    with pytest.raises(OrderError, match="Landsat weight"):
        _order(landsat_weight=weight)
    assert _order(landsat_weight="0.33").landsat_weight == 0.33


def test_credentials_of_a_source_stand_in_no_saved_or_shown_order():
    order = _order(source="https://bob:s3cret@host/catalog.json?sig=SIGNED + /data")
    shown = json.dumps(order.to_json()) + repr(order)
    assert "s3cret" not in shown
    assert "SIGNED" not in shown
    assert order.number == _order(source="https://host/catalog.json?sig=OTHER + /data").number
