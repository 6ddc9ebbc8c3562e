"""Extents, layers and drawings become polygons in longitude and latitude."""

from __future__ import annotations

from typing import Any

import pytest
from pyproj import Transformer
from shapely.geometry import Point, box, shape

from tests.shapes import polygon_layer


@pytest.fixture
def area_of(qgis_app: Any) -> Any:
    """``area_of(**parameters)``: the ordered area as shapely polygon."""
    from qgis.core import QgsProcessingContext

    from s2gm.processing_provider.areas import ordered_area
    from s2gm.processing_provider.temporal_mosaic import TemporalMosaicAlgorithm

    def read(**parameters: Any) -> Any:
        algorithm = TemporalMosaicAlgorithm()
        algorithm.initAlgorithm({})
        return shape(ordered_area(algorithm, parameters, QgsProcessingContext()))

    return read


def test_an_extent_in_degrees_stays_the_rectangle_that_it_is(area_of: Any) -> None:
    assert area_of(EXTENT="15,16,45,46.5 [EPSG:4326]").equals(box(15, 45, 16, 46.5))


def test_a_projected_extent_keeps_its_straight_edges_in_its_own_crs(area_of: Any) -> None:
    """The middle of the northern edge of a wide UTM rectangle lies on the polygon, not north or south of it."""
    area = area_of(EXTENT="300000,700000,5000000,5100000 [EPSG:32633]")
    to_lon_lat = Transformer.from_crs(32633, 4326, always_xy=True)
    just_inside = Point(to_lon_lat.transform(500_000, 5_100_000 - 60))
    just_outside = Point(to_lon_lat.transform(500_000, 5_100_000 + 60))
    assert area.contains(just_inside)
    assert not area.contains(just_outside)


def test_features_of_a_layer_are_merged_in_degrees(area_of: Any) -> None:
    fields = polygon_layer(
        "EPSG:32633",
        "Polygon((500000 5000000, 501000 5000000, 501000 5001000, 500000 5001000, 500000 5000000))",
        "Polygon((501000 5000000, 502000 5000000, 502000 5001000, 501000 5001000, 501000 5000000))",
    )
    to_utm = Transformer.from_crs(4326, 32633, always_xy=True)
    area = area_of(AREA=fields)
    west, south, east, _ = area.bounds
    assert area.geom_type == "Polygon"
    assert to_utm.transform(west, south) == pytest.approx((500_000, 5_000_000), abs=1)
    assert to_utm.transform(east, south) == pytest.approx((502_000, 5_000_000), abs=1)


def test_holes_of_a_drawing_stay_holes(area_of: Any) -> None:
    ring, hole = "(15 45, 16 45, 16 46, 15 46, 15 45)", "(15.4 45.4, 15.6 45.4, 15.6 45.6, 15.4 45.6, 15.4 45.4)"
    area = area_of(GEOMETRY=f"CRS=EPSG:4326;Polygon({ring}, {hole})")
    assert not area.contains(Point(15.5, 45.5))
    assert area.area == pytest.approx(1 - 0.04)


def test_all_given_areas_are_intersected(area_of: Any) -> None:
    triangle = "CRS=EPSG:4326;Polygon((15 45, 16 45, 16 46, 15 45))"
    fields = polygon_layer("EPSG:4326", "Polygon((15.5 45, 16 45, 16 46, 15.5 46, 15.5 45))")
    area = area_of(EXTENT="15,17,45,45.5 [EPSG:4326]", GEOMETRY=triangle, AREA=fields)
    assert area.equals(box(15.5, 45, 16, 45.5))


def test_an_empty_layer_is_refused(area_of: Any) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="holds no polygon"):
        area_of(AREA=polygon_layer("EPSG:4326"))
