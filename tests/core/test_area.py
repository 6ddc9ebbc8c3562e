"""Areas of interest: what users write, and what is refused."""

from __future__ import annotations

import json

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon, box, mapping

from s2gm_core.area import (
    area_from_bounds,
    area_from_geojson,
    area_from_text,
    area_to_geojson,
    check_area,
    is_rectangle,
    unrolled,
)
from s2gm_core.errors import OrderError


def test_four_numbers_are_west_south_east_north():
    assert area_from_text(" 15.0, 45.5,16.25 ,46 ").bounds == (15.0, 45.5, 16.25, 46.0)


def test_a_wkt_polygon_keeps_its_corners():
    area = area_from_text("POLYGON((15 45, 16 45, 16 46, 15 45))")
    assert area.equals(Polygon([(15, 45), (16, 45), (16, 46)]))


def test_a_multipolygon_keeps_its_parts():
    area = area_from_text("MULTIPOLYGON(((15 45,16 45,16 46,15 45)),((17 45,18 45,18 46,17 45)))")
    assert len(area.geoms) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "15,45,16",
        "POLYGON((15 45, 16 45",
        "POINT(15 45)",
        "LINESTRING(15 45, 16 45)",
        "POLYGON EMPTY",
        "GEOMETRYCOLLECTION EMPTY",
        "no/such/file.gpkg",
        "nan,45,16,46",
        "15,45,inf,46",
    ],
)
def test_what_is_no_area_is_refused(text: str):
    with pytest.raises(OrderError):
        area_from_text(text)


@pytest.mark.parametrize("text", ["179,60,-179,61", "170,60,-170,61"])
def test_an_area_across_the_antimeridian_has_a_part_on_each_side(text: str):
    west, south, east, north = map(float, text.split(","))
    area = area_from_text(text)
    assert area.area == pytest.approx((360.0 + east - west) * (north - south))
    assert {part.bounds[0] < 0 for part in area.geoms} == {True, False}


@pytest.mark.parametrize(
    "text", ["179,60,181,61", "-181,60,-179,61", "POLYGON((179 60, 181 60, 181 61, 179 61, 179 60))"]
)
def test_longitudes_that_run_on_beyond_the_antimeridian_are_wrapped(text: str):
    assert area_from_text(text).equals(MultiPolygon([box(179, 60, 180, 61), box(-180, 60, -179, 61)]))


@pytest.mark.parametrize("text", ["539,60,541,61", "0,60,361,61", "181,60,182,91"])
def test_what_is_more_than_a_turn_away_is_not_taken_for_degrees(text: str):
    with pytest.raises(OrderError, match="longitude and latitude"):
        area_from_text(text)


def test_an_area_wholly_beyond_the_antimeridian_is_one_rectangle():
    area = area_from_bounds(181, 60, 182, 61)
    assert is_rectangle(area)
    assert area.bounds == (-179, 60, -178, 61)


def test_a_ring_that_crosses_itself_keeps_both_of_its_loops():
    bow_tie = area_from_text("POLYGON((15.9 45.9,16.1 46.1,16.1 45.9,15.9 46.1,15.9 45.9))")
    assert bow_tie.area == pytest.approx(0.02)
    assert bow_tie.bounds == (15.9, 45.9, 16.1, 46.1)


@pytest.mark.parametrize("text", ["20,60,10,61", "80,60,-179,61", "179,60,-80,61"])
def test_limits_the_wrong_way_round_are_refused_with_what_to_do(text: str):
    with pytest.raises(OrderError, match="180th meridian"):
        area_from_text(text)


@pytest.mark.parametrize("text", ["16,45,15,46", "15,46,16,45", "15,45,15,46"])
def test_crossed_or_empty_limits_are_refused(text: str):
    with pytest.raises(OrderError, match="west < east"):
        area_from_text(text)


def test_metres_in_place_of_degrees_are_refused_with_a_hint():
    with pytest.raises(OrderError, match="longitude and latitude"):
        area_from_text("500000,5000000,510000,5010000")


def test_a_ring_that_crosses_itself_is_repaired():
    bow_tie = Polygon([(15, 45), (16, 46), (16, 45), (15, 46)])
    repaired = check_area(bow_tie)
    assert repaired.is_valid
    assert repaired.area > 0


def test_a_polygon_without_surface_is_refused():
    with pytest.raises(OrderError):
        check_area(Polygon([(15, 45), (16, 46), (15, 45)]))


def test_a_point_is_refused():
    with pytest.raises(OrderError, match="polygon or rectangle"):
        check_area(Point(15, 45))


def test_geojson_of_an_area_survives_json():
    area = MultiPolygon([box(15, 45, 16, 46), box(17, 45, 18, 46).difference(box(17.2, 45.2, 17.4, 45.4))])
    document = area_to_geojson(area)
    assert json.loads(json.dumps(document)) == document
    assert area_from_geojson(document).equals(area)


@pytest.mark.parametrize("document", [{}, {"type": "Polygon"}, {"type": "Point", "coordinates": [15, 45]}])
def test_geojson_that_is_no_polygon_is_refused(document: dict):
    with pytest.raises(OrderError):
        area_from_geojson(document)


def test_only_boxes_along_meridians_are_rectangles():
    assert is_rectangle(box(15, 45, 16, 46))
    assert not is_rectangle(Polygon([(15, 45), (16, 45), (16, 46)]))
    assert not is_rectangle(MultiPolygon([box(15, 45, 16, 46), box(17, 45, 18, 46)]))


def test_a_vector_file_is_read_in_its_own_crs(tmp_path):
    path = tmp_path / "field.geojson"
    utm = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    feature = {"type": "Feature", "properties": {}, "geometry": mapping(box(500000, 4983000, 501000, 4984000))}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": utm, "features": [feature]}))
    west, south, east, north = area_from_text(str(path)).bounds
    # 500000 m is the central meridian of zone 33, 15 degrees east; 1000 m are about 0.0127 degrees there.
    assert west == pytest.approx(15.0, abs=1e-6)
    assert east - west == pytest.approx(0.0127, abs=2e-4)
    assert south == pytest.approx(45.0, abs=0.01)
    assert north - south == pytest.approx(0.009, abs=2e-4)


def _ring(*corners: tuple[float, float], parts: int = 20) -> list[tuple[float, float]]:
    """A closed ring with dense edges; longitudes that run on are put back as a transformation to degrees does."""
    points = []
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0])):
        for part in range(parts):
            x, y = x0 + (x1 - x0) * part / parts, y0 + (y1 - y0) * part / parts
            points.append(((x + 180.0) % 360.0 - 180.0, y))
    return points


def test_a_ring_that_jumps_at_the_180th_meridian_is_cut_there():
    area = unrolled(Polygon(_ring((178, -18), (183, -18), (183, -15), (178, -15))))
    assert area.area == pytest.approx(15.0)
    assert sorted(part.bounds for part in area.geoms) == [
        pytest.approx((-180, -18, -177, -15)),
        pytest.approx((178, -18, 180, -15)),
    ]


def test_holes_are_cut_with_it():
    hole = _ring((179, -17), (181, -17), (181, -16), (179, -16))
    area = unrolled(Polygon(_ring((178, -18), (183, -18), (183, -15), (178, -15)), [hole]))
    assert area.area == pytest.approx(15.0 - 2.0)
    assert not area.contains(Point(-179.5, -16.5))


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_a_ring_around_a_pole_holds_it(pole: float):
    latitude = pole - 10 if pole > 0 else pole + 10
    around = [((x + 180.0) % 360.0 - 180.0, latitude) for x in range(30, 390, 5)]
    for ring in (around, around[::-1]):
        area = unrolled(Polygon(ring))
        assert area.area == pytest.approx(360 * 10)
        assert area.contains(Point(100, pole - 1 if pole > 0 else pole + 1))


def test_an_area_away_from_the_meridian_stays_as_it_is():
    area = MultiPolygon([Polygon(_ring((10, 40), (12, 40), (12, 43), (10, 43))), box(-20, 10, -19, 11)])
    assert unrolled(area).equals(area)
