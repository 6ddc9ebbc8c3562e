"""Orders of the historical service become ours, or say what cannot be taken over."""

from __future__ import annotations

import pytest

from s2gm_core.errors import OrderError
from s2gm_core.order_service import is_service_order, order_from_service

DOCUMENT = {
    "name": "Northern Ireland 2018",
    "status": "ORDER_PLACED",
    "imageFormat": "GEO_TIFF",
    "resolution": "R20m",
    "coordinateSystem": "WGS84",
    "additionalData": {"bands": ["B04", "B02", "VALID_OBS", "SCENE"]},
    "areaOfInterest": {
        "type": "MultiPolygon",
        "coordinates": [[[[-6.2, 54.5], [-6.1, 54.5], [-6.1, 54.6], [-6.2, 54.6], [-6.2, 54.5]]]],
    },
    "startDate": "2018-05-01T00:00:00.000Z",
    "temporalPeriod": "MONTH",
}


def test_a_service_order_is_recognised_and_ours_is_not() -> None:
    assert is_service_order(DOCUMENT)
    assert not is_service_order({"type": "s2gm-order"})


def test_every_field_of_a_service_order_is_taken_over() -> None:
    order = order_from_service(DOCUMENT, "catalog.json")
    assert (order.source, order.name, order.period) == ("catalog.json", "Northern-Ireland-2018", "month")
    assert (order.bands, order.layers) == (("B04", "B02"), ("quality_scene_classification", "valid_obs"))
    assert (order.resolution, order.crs, order.format) == (20.0, "EPSG:4326", "gtiff")
    assert order.area.bounds == (-6.2, 54.5, -6.1, 54.6)
    assert str(order.periods[0]) == "2018-05-01 to 2018-05-31"


@pytest.mark.parametrize(
    ("key", "value"), [("imageFormat", "NETCDF"), ("resolution", "R30m"), ("additionalData", None), ("startDate", "x")]
)
def test_what_cannot_be_taken_over_is_named(key: str, value: object) -> None:
    with pytest.raises(OrderError, match=r"NETCDF|R30m|additionalData|no date"):
        order_from_service({**DOCUMENT, key: value}, "catalog.json")
