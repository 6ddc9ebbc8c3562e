"""The panel in which an area is chosen, with mouse and keys on a real canvas."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod, Transformer
from shapely import wkb, wkt
from shapely.geometry import Point, box
from shapely.ops import transform

from tests.gui.clicks import Mouse, settled
from tests.gui.test_plugin import Window

WEST, NORTH, METRES = 400_000.0, 5_040_000.0, 100.0
"""Upper left corner of the canvas in UTM zone 33, and metres per pixel."""


@pytest.fixture
def window(qgis_app: Any) -> Any:
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
    from qgis.PyQt.QtWidgets import QMainWindow

    QgsProject.instance().clear()
    window = Window(QMainWindow())
    window.active = None  # type: ignore[attr-defined]
    window.activeLayer = lambda: window.active  # type: ignore[attr-defined]
    canvas = window.mapCanvas()
    canvas.resize(600, 400)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    canvas.setExtent(QgsRectangle(WEST, NORTH - 40_000, WEST + 60_000, NORTH))
    canvas.show()
    qgis_app.processEvents()
    yield window
    QgsProject.instance().clear()


@pytest.fixture
def panel(window: Window) -> Any:
    from s2gm.s2gm_plugin.area import AreaPanel

    panel = AreaPanel(window)
    panel.show()
    yield panel
    panel.shut()
    panel.deleteLater()


@pytest.fixture
def mouse(window: Window) -> Mouse:
    return Mouse(window.mapCanvas())


def _shape(panel: Any) -> Any:
    """The chosen area as shapely geometry in degrees."""
    return wkb.loads(bytes(panel.geometry.asWkb()))


def _in_utm(panel: Any, code: int = 32633) -> Any:
    to_utm = Transformer.from_crs(4326, code, always_xy=True)
    return transform(to_utm.transform, _shape(panel))


def _utm_box(panel: Any, left: int, top: int, right: int, bottom: int) -> Any:
    """A rectangle of pixels of the canvas in UTM, by the canvas's own scale."""
    to_map = panel.canvas.getCoordinateTransform()
    one, other = to_map.toMapCoordinates(left, top), to_map.toMapCoordinates(right, bottom)
    return box(one.x(), other.y(), other.x(), one.y())


def _bands(window: Window) -> int:
    from qgis.gui import QgsRubberBand

    return sum(isinstance(item, QgsRubberBand) for item in window.mapCanvas().scene().items())


def _layer(crs: str, *polygons: str) -> Any:
    from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

    layer = QgsVectorLayer(f"Polygon?crs={crs}", "fields", "memory")
    for text in polygons:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromWkt(text))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    return layer


# Drawing


@pytest.mark.parametrize("by_clicks", [False, True])
def test_a_rectangle_is_dragged_or_clicked(panel: Any, mouse: Mouse, by_clicks: bool) -> None:
    told: list[None] = []
    panel.areaChanged.connect(lambda: told.append(None))
    panel.draw_buttons["rectangle"].click()
    assert panel.canvas.mapTool() is panel.tools["rectangle"]
    if by_clicks:
        mouse.click((100, 100))
        mouse.click((300, 200))
    else:
        mouse.drag([(100, 100), (200, 150), (300, 200)])
    wanted = _utm_box(panel, 100, 100, 300, 200)
    drawn = _in_utm(panel)
    assert drawn.symmetric_difference(wanted).area < 1e-3 * wanted.area
    assert len(told) == 1
    assert panel.canvas.mapTool() is None
    assert not panel.draw_buttons["rectangle"].isChecked()


def test_the_area_is_measured_while_it_is_drawn(panel: Any, mouse: Mouse) -> None:
    panel.draw_buttons["rectangle"].click()
    mouse.press((100, 100))
    mouse.move((300, 200), held=True)
    corners = transform(
        Transformer.from_crs(32633, 4326, always_xy=True).transform, _utm_box(panel, 100, 100, 300, 200)
    )
    square_metres, _ = Geod(ellps="WGS84").geometry_area_perimeter(corners)
    measured = float(panel.tools["rectangle"].measured.split()[0].replace(",", ""))
    assert measured == pytest.approx(abs(square_metres) / 1e6, rel=0.01)
    mouse.release((300, 200))
    assert panel.tools["rectangle"].measured == ""
    assert panel.area.km2 == pytest.approx(abs(square_metres) / 1e6, rel=0.001)


@pytest.mark.parametrize("close", ["right click", "Return", "double click"])
def test_a_polygon_is_clicked_and_backspace_takes_a_corner_back(panel: Any, mouse: Mouse, close: str) -> None:
    panel.draw_buttons["polygon"].click()
    for corner in ((100, 100), (300, 100), (500, 390)):
        mouse.click(corner)
    mouse.key("Backspace")
    mouse.click((300, 300))
    if close == "double click":
        mouse.double_click((100, 300))
    else:
        mouse.click((100, 300))
        mouse.click((500, 20), right=True) if close == "right click" else mouse.key(close)
    wanted = _utm_box(panel, 100, 100, 300, 300)
    assert _in_utm(panel).symmetric_difference(wanted).area < 1e-3 * wanted.area
    assert panel.area.words == "Drawn"


def test_freehand_follows_the_mouse(panel: Any, mouse: Mouse) -> None:
    from math import cos, pi, sin

    panel.draw_buttons["freehand"].click()
    around = [(round(300 + 120 * cos(2 * pi * n / 90)), round(200 + 120 * sin(2 * pi * n / 90))) for n in range(90)]
    mouse.drag(around)
    metres = panel.canvas.mapUnitsPerPixel()
    assert _in_utm(panel).area == pytest.approx(pi * (120 * metres) ** 2, rel=0.05)
    assert panel.area.shape.constGet().nCoordinates() < 60  # what it trembles is taken out


def test_esc_forgets_what_was_drawn_and_then_puts_the_tool_away(panel: Any, mouse: Mouse, window: Window) -> None:
    bands = _bands(window)
    panel.draw_buttons["polygon"].click()
    mouse.click((100, 100))
    mouse.click((300, 100))
    mouse.move((300, 300))
    assert _bands(window) == bands + 1
    mouse.key("Escape")
    assert _bands(window) == bands
    assert panel.draw_buttons["polygon"].isChecked()
    mouse.key("Escape")
    assert not panel.draw_buttons["polygon"].isChecked()
    assert panel.geometry is None


def test_what_has_no_surface_is_refused_in_words(panel: Any, mouse: Mouse) -> None:
    panel.draw_buttons["polygon"].click()
    mouse.click((100, 100))
    mouse.click((300, 100))
    mouse.key("Return")
    assert panel.geometry is None
    assert "at least three corners" in panel.notice.text


def test_a_rectangle_of_one_corner_is_refused_in_its_own_words(panel: Any, mouse: Mouse) -> None:
    panel.draw_buttons["rectangle"].click()
    mouse.click((100, 100))
    mouse.key("Return")
    assert panel.geometry is None
    assert "two opposite corners" in panel.notice.text


def test_corners_snap_as_the_project_says(panel: Any, mouse: Mouse, qgis_app: Any) -> None:
    from qgis.core import QgsProject, QgsSnappingConfig, QgsTolerance
    from qgis.gui import QgsMapCanvasSnappingUtils
    from qgis.PyQt.QtCore import QPoint

    corner = (WEST + 10_000.0, NORTH - 10_000.0)
    square = box(corner[0], corner[1] - 5_000, corner[0] + 5_000, corner[1])
    layer = _layer("EPSG:32633", square.wkt)
    panel.canvas.setLayers([layer])
    config = QgsSnappingConfig(QgsProject.instance())
    config.setEnabled(True)
    config.setMode(QgsSnappingConfig.SnappingMode.AllLayers)
    config.setTypeFlag(QgsSnappingConfig.SnappingTypes.VertexFlag)
    config.setTolerance(12)
    config.setUnits(QgsTolerance.UnitType.Pixels)
    utils = QgsMapCanvasSnappingUtils(panel.canvas)  # as QGIS's window has it
    utils.setConfig(config)
    panel.canvas.setSnappingUtils(utils)
    pixel = panel.canvas.getCoordinateTransform().transform(*corner)
    at = round(pixel.x()) + 4, round(pixel.y()) - 3
    panel.draw_buttons["polygon"].click()

    def snaps() -> bool:  # QGIS looks for corners in the background, from the first movement on
        mouse.move(at)
        return utils.snapToMap(QPoint(*at)).isValid()

    settled(qgis_app, snaps)
    mouse.click(at)
    assert (panel.tools["polygon"].points[0].x(), panel.tools["polygon"].points[0].y()) == pytest.approx(corner)


def test_the_tool_of_before_comes_back(panel: Any, mouse: Mouse) -> None:
    from qgis.gui import QgsMapToolPan

    pan = QgsMapToolPan(panel.canvas)
    panel.canvas.setMapTool(pan)
    panel.draw_buttons["rectangle"].click()
    mouse.drag([(100, 100), (300, 200)])
    assert panel.canvas.mapTool() is pan


# Editing


@pytest.fixture
def square(panel: Any, mouse: Mouse) -> Any:
    """The panel with a square of 200 pixels, being edited."""
    panel.draw_buttons["rectangle"].click()
    mouse.drag([(100, 100), (300, 300)])
    panel.edit_button.click()
    assert panel.canvas.mapTool() is panel.vertex_tool
    return panel


def test_a_corner_is_dragged_and_backspace_undoes(square: Any, mouse: Mouse) -> None:
    before = _in_utm(square).area
    mouse.drag([(300, 300), (350, 350), (400, 400)])
    assert _in_utm(square).area == pytest.approx(1.5 * before, rel=0.01)
    mouse.key("Backspace")
    assert _in_utm(square).area == pytest.approx(before, rel=1e-6)


def test_corners_are_added_and_removed(square: Any, mouse: Mouse) -> None:
    before = _in_utm(square).area
    mouse.double_click((200, 100))
    assert len(square.area.shape.asPolygon()[0]) == 6
    mouse.drag([(200, 100), (200, 0)])
    assert _in_utm(square).area == pytest.approx(1.25 * before, rel=0.01)
    mouse.click((200, 0), right=True)
    assert _in_utm(square).area == pytest.approx(before, rel=1e-3)
    mouse.move((100, 100))
    mouse.key("Delete")
    assert _in_utm(square).area == pytest.approx(before / 2, rel=1e-3)
    mouse.click((300, 100), right=True)  # a triangle keeps its corners
    assert _in_utm(square).area == pytest.approx(before / 2, rel=1e-3)


def test_the_end_of_editing_shows_the_area_again(square: Any, mouse: Mouse, window: Window) -> None:
    mouse.key("Return")
    assert not square.edit_button.isChecked()
    assert square.mark.is_shown
    assert _bands(window) == 1


# What is there already


def _take(panel: Any, page: Any) -> bool:
    panel.way.setCurrentIndex(panel.pages.index(page))
    return panel.take()


def test_the_map_view_is_a_rectangle_in_its_crs(panel: Any) -> None:
    assert _take(panel, panel.map_page)
    shown = panel.canvas.extent()
    wanted = box(shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum())
    assert _in_utm(panel).symmetric_difference(wanted).area < 1e-3 * wanted.area


def test_a_layer_gives_all_its_polygons_or_the_selected_ones(panel: Any, window: Window) -> None:
    layer = _layer("EPSG:32633", box(4e5, 5e6, 4.1e5, 5.01e6).wkt, box(4.2e5, 5e6, 4.3e5, 5.01e6).wkt)
    window.active = layer  # type: ignore[attr-defined]
    assert _take(panel, panel.layer_page)
    assert _in_utm(panel).area == pytest.approx(2e8, rel=1e-3)
    layer.selectByIds([2])
    panel.layer_page.prepare()
    assert panel.layer_page.selected.isChecked()
    assert panel.take()
    assert _in_utm(panel).bounds[0] == pytest.approx(4.2e5, abs=20)
    assert "The selected feature of" in panel.area.words


def test_layers_that_give_none_say_why(panel: Any) -> None:
    assert not _take(panel, panel.layer_page)
    assert "no polygon layer" in panel.notice.text
    _layer("EPSG:4326")
    assert not panel.take()
    assert "holds no polygon" in panel.notice.text
    panel.layer_page.selected.setChecked(True)
    assert not panel.take()
    assert "Nothing is selected" in panel.notice.text
    assert panel.geometry is None


AREA = box(15.0, 45.0, 15.5, 45.25)
KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name><Polygon>
<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
</Document></kml>"""


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
    assert _take(panel, panel.file_page), panel.notice.text
    assert _shape(panel).symmetric_difference(AREA).area < tolerance * AREA.area
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
    assert _take(panel, panel.file_page), panel.notice.text
    both = parts[32633].union(parts[32634])
    assert _shape(panel).symmetric_difference(both).area < 5e-3 * both.area


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
        assert not _take(panel, panel.file_page)
        assert says in panel.notice.text


@pytest.mark.parametrize("text", [AREA.wkt, "15,45,15.5,45.25"])
def test_texts_are_taken(panel: Any, text: str) -> None:
    panel.text_page.text.setPlainText(text)
    assert _take(panel, panel.text_page)
    assert _shape(panel).equals(AREA)


def test_text_of_another_crs_is_taken(panel: Any) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    panel.text_page.text.setPlainText(box(4e5, 5e6, 4.1e5, 5.01e6).wkt)
    panel.text_page.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    assert _take(panel, panel.text_page)
    assert _in_utm(panel).area == pytest.approx(1e8, rel=1e-3)


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
    assert _take(panel, panel.text_page)
    panel.text_page.text.setPlainText(text)
    assert not panel.take()
    assert says in panel.notice.text
    assert _shape(panel).equals(AREA)


def test_countries_and_regions_are_found_by_name(panel: Any) -> None:
    panel.way.setCurrentIndex(panel.pages.index(panel.place_page))
    panel.place_page.rim.setValue(0)
    for name, inside, least, most in (
        ("Croatia", Point(16.0, 45.8), 50_000, 60_000),
        ("bayern (germany)", Point(11.6, 48.1), 65_000, 76_000),
    ):
        panel.place_page.name.setCurrentText(name)
        assert panel.take(), panel.notice.text
        assert _shape(panel).contains(inside)
        assert least < panel.area.km2 < most
    panel.place_page.name.setCurrentText("Atlantis")
    assert not panel.take()
    assert "no country or region" in panel.notice.text


def test_a_country_is_widened_and_left_without_its_islands(panel: Any) -> None:
    panel.way.setCurrentIndex(panel.pages.index(panel.place_page))
    panel.place_page.name.setCurrentText("Portugal")
    panel.place_page.rim.setValue(0)
    assert panel.take()
    whole = _shape(panel)
    assert whole.bounds[0] < -20  # with the Azores
    panel.place_page.mainland.setChecked(True)
    panel.place_page.rim.setValue(10)
    assert panel.take()
    mainland = _shape(panel)
    assert mainland.bounds[0] > -11
    inner = max(whole.geoms, key=lambda part: part.area)
    assert mainland.contains(inner)
    metres = Geod(ellps="WGS84").inv(inner.bounds[2], 41.5, mainland.bounds[2], 41.5)[2]
    assert metres == pytest.approx(10_000, rel=0.1)


def test_what_would_block_the_window_is_refused(panel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.s2gm_plugin.area import taken, world

    monkeypatch.setattr(taken, "MOST_FEATURES", 1)
    layer = _layer("EPSG:4326", "POLYGON((15 45, 16 45, 16 46, 15 45))", "POLYGON((17 45, 18 45, 18 46, 17 45))")
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


# The globe


def test_an_area_across_the_180th_meridian_has_a_part_on_both_sides(panel: Any, mouse: Mouse) -> None:
    from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

    panel.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32701"))
    panel.canvas.setExtent(QgsRectangle(100_000, 8_000_000, 260_000, 8_106_000))  # zone 1 begins at 180
    panel.draw_buttons["rectangle"].click()
    mouse.drag([(50, 100), (300, 200), (550, 300)])
    area = _shape(panel)
    assert len(area.geoms) == 2
    west, _, east, _ = area.bounds
    assert (west, east) == (-180.0, 180.0)
    metres = panel.canvas.mapUnitsPerPixel()
    assert panel.area.km2 == pytest.approx(500 * 200 * metres**2 / 1e6, rel=0.01)
    assert "E" in panel.summary.text()
    assert "W" in panel.summary.text()
    assert panel.mark.is_shown


def test_longitudes_beyond_180_are_put_back(panel: Any) -> None:
    assert panel.choose(_geometry("POLYGON((178 -18, 182 -18, 182 -15, 178 -15, 178 -18))"))
    assert sorted(part.bounds for part in _shape(panel).geoms) == [(-180, -18, -178, -15), (178, -18, 180, -15)]


def test_a_rectangle_around_the_pole_holds_it(panel: Any) -> None:
    from qgis.core import QgsCoordinateReferenceSystem

    side = 800_000
    shape = _geometry(box(-side, -side, side, side).wkt)
    assert panel.choose(shape, QgsCoordinateReferenceSystem("EPSG:3995")), panel.notice.text
    area = _shape(panel)
    assert area.contains(Point(45, 89.5))
    assert area.bounds[3] == 90.0
    assert panel.area.km2 == pytest.approx(4 * side**2 / 1e6, rel=0.06)


def _geometry(text: str) -> Any:
    from qgis.core import QgsGeometry

    return QgsGeometry.fromWkt(text)


# Kept


def test_the_area_is_kept_with_the_project(panel: Any, tmp_path: Path, window: Window) -> None:
    from qgis.core import QgsProject

    panel.text_page.text.setPlainText(AREA.wkt)
    assert _take(panel, panel.text_page)
    project, path = QgsProject.instance(), str(tmp_path / "kept.qgz")
    assert project.write(path)
    project.clear()
    assert panel.geometry is None
    assert not panel.mark.is_shown
    assert "No area yet" in panel.summary.text()
    assert project.read(path)
    assert _shape(panel).equals(AREA)
    assert panel.area.words == "WKT"
    panel.clear()
    assert project.write(path)
    project.read(path)
    assert panel.geometry is None


def test_the_parameter_of_the_algorithms_is_the_area(panel: Any) -> None:
    panel.text_page.text.setPlainText(AREA.wkt)
    assert _take(panel, panel.text_page)
    crs, _, text = panel.area.parameter.partition(";")
    assert crs == "CRS=EPSG:4326"
    assert wkt.loads(text).equals(AREA)


def test_every_control_has_a_tooltip_and_is_reached_by_keys(panel: Any) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QPlainTextEdit

    for kind in (QAbstractButton, QComboBox, QAbstractSpinBox, QPlainTextEdit):
        for control in panel.findChildren(kind):
            own = control.parent() in (panel, *panel.pages)
            if own:
                assert control.toolTip(), control
                assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


def test_nothing_is_left_on_the_map(qgis_app: Any, window: Window) -> None:
    from s2gm.s2gm_plugin.area import AreaPanel

    before = _bands(window)
    panel = AreaPanel(window)
    panel.show()
    panel.choose(_geometry(AREA.wkt))
    assert _bands(window) == before + 1
    panel.hide()
    assert _bands(window) == before
    panel.show()
    panel.edit_button.click()
    assert _bands(window) > before
    panel.shut()
    assert _bands(window) == before
    assert window.mapCanvas().mapTool() is None
