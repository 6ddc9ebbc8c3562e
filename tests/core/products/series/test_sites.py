"""What users write or hand over as points."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import LineString, MultiPoint, Point

from s2gm_core.errors import OrderError
from s2gm_core.products.series.groups import groups_of
from s2gm_core.products.series.sites import Site, checked_sites, site_at, sites_from_text


def _places(text: str | Path) -> list[tuple[str, float, float]]:
    return [(site.name, round(site.place[0], 6), round(site.place[1], 6)) for site in sites_from_text(str(text))]


def test_typed_points():
    assert _places("15.5,46.25") == [("1", 15.5, 46.25)]
    assert _places(" -70.5, -33 ; 15.5,46.25") == [("1", -70.5, -33.0), ("2", 15.5, 46.25)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,longitude,latitude\na,15.5,46.25\nb,16,47\n", [("a", 15.5, 46.25), ("b", 16.0, 47.0)]),
        ("\ufeffLat;Lon\n46.25;15.5\n\n", [("1", 15.5, 46.25)]),
        ("id\tx\ty\n7\t15.5\t46.25\n", [("7", 15.5, 46.25)]),
        (
            "site,x,y,crs\na,500000,5100000,EPSG:32633\nb,15,46,EPSG:4326\n",
            [("a", 15.0, 46.053574), ("b", 15.0, 46.0)],
        ),
        ('name,lon,lat\n"two\nlines",15,46\n,16,47\n', [("two\nlines", 15.0, 46.0), ("2", 16.0, 47.0)]),
        ("name,lon,lat,crs\na,15,46,EPSG:4258\n", [("a", 15.0, 46.0)]),
    ],
)
def test_tables(tmp_path: Path, text: str, expected: list[tuple[str, float, float]]):
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    found = _places(tmp_path / "points.csv")
    assert [name for name, *_ in found] == [name for name, *_ in expected]
    for one, other in zip(found, expected):
        assert one[1:] == pytest.approx(other[1:], abs=1e-6)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "has no coordinates: its columns are a, b"),
        ("", "has no coordinates: its columns are none"),
        ("x,y\n500000,5100000\n", "no column tells their CRS"),
        ("lon,lat\n15,forty\n", "Line 2 of .*: '15', 'forty' are no coordinates"),
        ("lon,lat\n15,95\n", "no longitude and latitude"),
        ("x,y,crs\n1,2,EPSG:4326\n1,2,EPSG:99999\n", "Line 3 of .*: 'EPSG:99999' is no known CRS"),
        ("lon,lat,crs\n15,46,EPSG:32633\n", "Line 2 of .* promise longitude and latitude, and EPSG:32633 has none"),
        ("lon,lat\n", "There is no point"),
        ("lon,lat\nnan,46\n", "no longitude and latitude"),
    ],
)
def test_tables_that_cannot_be_used(tmp_path: Path, text: str, message: str):
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    with pytest.raises(OrderError, match=message):
        sites_from_text(str(tmp_path / "points.csv"))


def _geojson(path: Path, *geometries: object, crs: str | None = None, names: tuple[str, ...] = ()) -> Path:
    features = [
        {"type": "Feature", "geometry": one, "properties": {"Name": names[i]} if names else {}}
        for i, one in enumerate(geometries)
    ]
    document: dict[str, object] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document))
    return path


def test_layers_with_points_polygons_and_names(tmp_path: Path):
    polygon = {"type": "Polygon", "coordinates": [[[15, 46], [15.1, 46], [15.1, 46.1], [15, 46]]]}
    several = {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}
    point = {"type": "Point", "coordinates": [15.5, 46.25, 300]}
    path = _geojson(tmp_path / "a.geojson", point, polygon, several, names=("p", "q", "r"))
    sites = sites_from_text(str(path))
    assert [site.name for site in sites] == ["p", "q", "r.1", "r.2"]
    assert [site.is_point for site in sites] == [True, False, True, True]


def test_a_layer_in_another_crs_is_brought_to_degrees(tmp_path: Path):
    point = {"type": "Point", "coordinates": [500000, 5100000]}
    path = _geojson(tmp_path / "a.geojson", point, crs="urn:ogc:def:crs:EPSG::32633")
    assert _places(path)[0][1] == 15.0


def test_a_geopackage_layer(tmp_path: Path):
    ogr = pytest.importorskip("osgeo.ogr")
    from osgeo import osr

    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32633)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(tmp_path / "a.gpkg"))
    layer = source.CreateLayer("plots", reference, ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("site", ogr.OFTString))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["site"] = "north"
    feature.SetGeometry(ogr.CreateGeometryFromWkt("POINT (500000 5100000)"))
    layer.CreateFeature(feature)
    source = layer = None
    assert _places(f"{tmp_path / 'a.gpkg'}|layername=plots")[0][:2] == ("north", 15.0)


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (Point(), "empty"),
        (Point(500000, 46), "no longitude and latitude"),
        (LineString([(0, 0), (1, 1)]), "LineString"),
        (MultiPoint([(0, 0), (1, 1)]), "MultiPoint"),
    ],
)
def test_geometries_that_cannot_be_used(geometry: object, message: str):
    with pytest.raises(OrderError, match=f"The site 'x' cannot be used.*{message}"):
        Site("x", geometry)


def test_names_are_made_unique():
    sites = checked_sites([site_at(0, 0, "a"), site_at(1, 1, "a"), site_at(2, 2, "a-2")])
    assert len({site.name for site in sites}) == 3


def test_what_is_no_file_is_refused():
    with pytest.raises(OrderError, match="neither longitude,latitude"):
        sites_from_text("nowhere.csv")


def test_windows_of_one_square_are_read_in_parts_that_memory_holds():
    """Points near each other share a block of a file, but not more pixels than asked."""
    rng = np.random.default_rng(3)
    sites = [site_at(15.0 + x, 45.0 + y, str(n)) for n, (x, y) in enumerate(rng.uniform(0, 0.03, (60, 2)))]
    (group,) = groups_of(sites, 10.0, "auto", 31, 1000)
    for most in (5000, 31 * 31, 100):
        batches = group.batches(most)
        wanted = [sum(len(member.rows) for piece in batch for member in piece.members) for batch in batches]
        assert max(wanted) <= max(most, 31 * 31)
        assert sum(wanted) == 60 * 31 * 31
