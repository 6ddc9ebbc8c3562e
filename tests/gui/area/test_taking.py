"""Areas are taken from what is there already: the map view, layers, files, texts, countries."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod, Transformer
from shapely.geometry import Point, box
from shapely.ops import transform

from tests.gui.area.shapes import AREA, in_utm, project_layer, shape_of, take
from tests.gui.test_plugin import Window

KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name><Polygon>
<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>"""


def test_the_map_view_is_a_rectangle_in_its_crs(panel: Any) -> None:
    assert take(panel, panel.map_page)
    shown = panel.canvas.extent()
    wanted = box(shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum())
    assert in_utm(panel).symmetric_difference(wanted).area < 1e-3 * wanted.area


def test_a_layer_gives_all_its_polygons_or_the_selected_ones(panel: Any, window: Window) -> None:
    layer = project_layer("EPSG:32633", box(4e5, 5e6, 4.1e5, 5.01e6).wkt, box(4.2e5, 5e6, 4.3e5, 5.01e6).wkt)
    window.active = layer  # type: ignore[attr-defined]
    assert take(panel, panel.layer_page)
    assert in_utm(panel).area == pytest.approx(2e8, rel=1e-3)
    layer.selectByIds([2])
    panel.layer_page.prepare()
    assert panel.layer_page.selected.isChecked()
    assert panel.take()
    assert in_utm(panel).bounds[0] == pytest.approx(4.2e5, abs=20)
    assert "The selected feature of" in panel.area.words


def test_layers_that_give_none_say_why(panel: Any) -> None:
    assert not take(panel, panel.layer_page)
    assert "no polygon layer" in panel.notice.text
    project_layer("EPSG:4326")
    assert not panel.take()
    assert "holds no polygon" in panel.notice.text
    panel.layer_page.selected.setChecked(True)
    assert not panel.take()
    assert "Nothing is selected" in panel.notice.text
    assert panel.geometry is None


def _write(path: Path, driver: str, shape: Any, code: int = 4326) -> None:
    from osgeo import ogr, osr

    crs = osr.SpatialReference()
    crs.ImportFromEPSG(code)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = source.CreateLayer("area", crs)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.CreateGeometryFromWkt(shape.wkt))
    layer.CreateFeature(feature)
    feature = layer = source = None


@pytest.mark.parametrize("ending", ["kml", "kmz", "shp", "gpkg", "geojson", "zip"])
def test_files_of_all_kinds_are_taken(panel: Any, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"area.{ending}"
    if ending in ("kml", "kmz"):
        text = KML.format(ring=" ".join(f"{x},{y},0" for x, y in AREA.exterior.coords))
        if ending == "kml":
            path.write_text(text, encoding="utf-8")
        else:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("doc.kml", text)
        tolerance = 1e-9
    elif ending == "geojson":
        _write(path, "GeoJSON", AREA)
        tolerance = 1e-9
    else:
        utm = transform(Transformer.from_crs(4326, 32633, always_xy=True).transform, AREA)
        folder = tmp_path / "inside"
        folder.mkdir()
        inside = folder / "area.shp" if ending == "zip" else path
        _write(inside, "GPKG" if ending == "gpkg" else "ESRI Shapefile", utm, 32633)
        if ending == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                for part in folder.iterdir():
                    archive.write(part, part.name)
        tolerance = 2e-3
    panel.file_page.file.setFilePath(str(path))
    assert take(panel, panel.file_page), panel.notice.text
    assert shape_of(panel).symmetric_difference(AREA).area < tolerance * AREA.area
    assert panel.area.words == f"File area.{ending}"


def test_layers_of_a_file_in_two_crss_are_all_taken(panel: Any, tmp_path: Path) -> None:
    from osgeo import ogr, osr

    path = tmp_path / "zones.gpkg"
    parts = {32633: box(15.0, 45.0, 15.1, 45.1), 32634: box(18.5, 45.0, 18.6, 45.1)}
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for code, part in parts.items():
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(code)
        layer = source.CreateLayer(f"zone{code}", crs)
        feature = ogr.Feature(layer.GetLayerDefn())
        utm = transform(Transformer.from_crs(4326, code, always_xy=True).transform, part)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(utm.wkt))
        layer.CreateFeature(feature)
    feature = layer = source = None
    panel.file_page.file.setFilePath(str(path))
    assert take(panel, panel.file_page), panel.notice.text
    both = parts[32633].union(parts[32634])
    assert shape_of(panel).symmetric_difference(both).area < 5e-3 * both.area


def test_files_that_give_none_say_why(panel: Any, tmp_path: Path) -> None:
    points, text = tmp_path / "points.geojson", tmp_path / "text.kml"
    _write(points, "GeoJSON", Point(15, 45))
    text.write_text("no kml", encoding="utf-8")
    for path, says in (
        ("", "No file is chosen"),
        ("/no/such.kml", "does not exist"),
        (str(points), "no polygons"),
        (str(text), "cannot be read as a vector file"),
    ):
        panel.file_page.file.setFilePath(path)
        assert not take(panel, panel.file_page)
        assert says in panel.notice.text


@pytest.mark.parametrize("text", [AREA.wkt, "15,45,15.5,45.25"])
def test_texts_are_taken(panel: Any, text: str) -> None:
    panel.text_page.text.setPlainText(text)
    assert take(panel, panel.text_page)
    assert shape_of(panel).equals(AREA)


def test_text_of_another_crs_is_taken(panel: Any) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    panel.text_page.text.setPlainText(box(4e5, 5e6, 4.1e5, 5.01e6).wkt)
    panel.text_page.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    assert take(panel, panel.text_page)
    assert in_utm(panel).area == pytest.approx(1e8, rel=1e-3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no text yet"),
        ("POLYGON((15 45, 16 45", "no valid WKT"),
        ("POINT(15 45)", "Point"),
        ("nonsense", "neither four numbers"),
        ("POLYGON((15 45, 16 45, 15 45, 15 45))", "no surface"),
        ("POLYGON((500000 5000000, 600000 5000000, 600000 5100000, 500000 5000000))", "longitude and latitude"),
        ("-170,-60,170,70", "too large"),
    ],
)
def test_texts_that_give_none_say_why_and_the_area_stays(panel: Any, text: str, says: str) -> None:
    panel.text_page.text.setPlainText(AREA.wkt)
    assert take(panel, panel.text_page)
    panel.text_page.text.setPlainText(text)
    assert not panel.take()
    assert says in panel.notice.text
    assert shape_of(panel).equals(AREA)


def test_countries_and_regions_are_found_by_name(panel: Any) -> None:
    panel.way.setCurrentIndex(panel.pages.index(panel.place_page))
    panel.place_page.rim.setValue(0)
    for name, inside, least, most in (
        ("Croatia", Point(16.0, 45.8), 50_000, 60_000),
        ("bayern (germany)", Point(11.6, 48.1), 65_000, 76_000),
    ):
        panel.place_page.name.setCurrentText(name)
        assert panel.take(), panel.notice.text
        assert shape_of(panel).contains(inside)
        assert least < panel.area.km2 < most
    panel.place_page.name.setCurrentText("Atlantis")
    assert not panel.take()
    assert "no country or region" in panel.notice.text


def test_a_country_is_widened_and_left_without_its_islands(panel: Any) -> None:
    panel.way.setCurrentIndex(panel.pages.index(panel.place_page))
    panel.place_page.name.setCurrentText("Portugal")
    panel.place_page.rim.setValue(0)
    assert panel.take()
    whole = shape_of(panel)
    assert whole.bounds[0] < -20  # with the Azores
    panel.place_page.mainland.setChecked(True)
    panel.place_page.rim.setValue(10)
    assert panel.take()
    mainland = shape_of(panel)
    assert mainland.bounds[0] > -11
    inner = max(whole.geoms, key=lambda part: part.area)
    assert mainland.contains(inner)
    metres = Geod(ellps="WGS84").inv(inner.bounds[2], 41.5, mainland.bounds[2], 41.5)[2]
    assert metres == pytest.approx(10_000, rel=0.1)


def test_what_would_block_the_window_is_refused(panel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.s2gm_plugin.area import taken, world

    monkeypatch.setattr(taken, "MOST_FEATURES", 1)
    layer = project_layer("EPSG:4326", "POLYGON((15 45, 16 45, 16 46, 15 45))", "POLYGON((17 45, 18 45, 18 46, 17 45))")
    with pytest.raises(Exception, match="has 2 features; an area is made of at most 1"):
        taken.from_layer(layer, selected_only=False)
    monkeypatch.setattr(world, "_widened", lambda *_: pytest.fail("widened before its size was looked at"))
    panel.way.setCurrentIndex(panel.pages.index(panel.place_page))
    panel.place_page.name.setCurrentText("Russia")
    assert not panel.take()
    assert "too large" in panel.notice.text


def test_names_are_no_markup(panel: Any) -> None:
    from qgis.PyQt.QtCore import Qt

    for label in (panel.summary, panel.notice._label):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_limits_are_in_the_language_and_numbers_of_the_user(panel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from qgis.core import QgsGeometry
    from qgis.PyQt.QtCore import QLocale

    from s2gm.s2gm_plugin.area import chosen

    german = {"{degrees}° E": "{degrees}° O"}
    monkeypatch.setattr(chosen, "translate", lambda context, text: german.get(text, text))
    monkeypatch.setattr(chosen, "QLocale", lambda: QLocale("de_DE"))
    panel.choose(QgsGeometry.fromWkt("POLYGON((15 -1, 16 -1, 16 1, 15 1, 15 -1))"))
    assert panel.area.where().replace("\u00a0", "_").endswith("15,00°_O_–_16,00°_O, 1,00°_S_–_1,00°_N")
