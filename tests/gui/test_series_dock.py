"""The dock without a main window: what it reads, tells and refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gui.test_plugin import Window
from tests.shapes import square


@pytest.fixture
def window(qgis_app: Any) -> Window:
    from qgis.PyQt.QtWidgets import QMainWindow

    window = Window(QMainWindow())
    window.active = None
    window.activeLayer = lambda: window.active  # type: ignore[attr-defined]
    return window


@pytest.fixture
def dock(window: Window, archive: Any) -> Any:
    from qgis.PyQt.QtCore import QDate

    from s2gm.s2gm_plugin.series_dock import SeriesDock

    dock = SeriesDock(window)
    dock.controls.source.setCurrentText(archive.catalogue)
    dock.controls.start.setDate(QDate(2025, 7, 1))
    dock.controls.end.setDate(QDate(2025, 7, 31))
    yield dock
    dock.shut()
    dock.deleteLater()


@pytest.fixture
def settle(qgis_app: Any) -> Callable[[Callable[[], bool]], None]:
    """``settle(happened)``: lets QGIS run on until something has happened."""

    def wait(happened: Callable[[], bool]) -> None:
        until = time.monotonic() + 60
        while not happened():
            assert time.monotonic() < until, "waited too long"
            qgis_app.processEvents()
            time.sleep(0.01)

    return wait


def _centre(archive: Any) -> tuple[float, float]:
    west, south, east, north = archive.bbox
    return (west + east) / 2, (south + north) / 2


def test_a_point_becomes_a_curve_per_variable(dock: Any, archive: Any, settle: Any) -> None:
    dock.controls.indices.setCheckedItems(["NDVI", "NDMI"])
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    assert [curve.panel for curve in dock.chart.curves] == ["NDVI", "NDMI"]
    (series,) = dock.session.series.values()
    assert list(dock.chart.curves[0].values) == list(series.values("NDVI"))
    assert not all(dock.chart.curves[0].valid)
    assert "observations" in dock.status.text()


def test_what_is_picked_while_a_task_runs_is_read_afterwards(dock: Any, archive: Any, settle: Any) -> None:
    x, y = _centre(archive)
    for step in range(3):
        dock.add_point(x + step * 1e-3, y)
    settle(lambda: not dock.session.is_busy and len(dock.session.series) == 3)
    assert [curve.label for curve in dock.chart.curves] == ["1", "2", "3"]
    assert len({curve.colour for curve in dock.chart.curves}) == 3


def test_selected_polygons_of_another_crs_are_summed_up(
    dock: Any, window: Window, archive: Any, settle: Any, layer_of: Callable[..., Any]
) -> None:
    x, y = _centre(archive)
    fields = {name: square((x + shift, y), 4e-4) for name, shift in (("a", 0.0), ("b", 2e-3))}
    layer = layer_of(fields, "EPSG:3035", "Polygon")
    window.active = layer
    dock.add_selected()
    assert "Nothing is selected" in window.messages[-1]
    layer.selectByExpression("\"name\" = 'b'")
    dock.add_selected()
    settle(lambda: not dock.session.is_busy)
    (series,) = dock.session.series.values()
    assert series.site.name == "b"
    assert series.records[0].pixels > 20
    mark = _mark(dock, lambda record: record.valid)
    assert "&plusmn;" in mark.curve.describe(mark.number)


def _mark(dock: Any, fits: Callable[[Any], bool]) -> Any:
    from s2gm.s2gm_plugin.chart_curve import Mark

    curve = dock.chart.curves[0]
    marks = (Mark(curve, number) for number in range(len(curve.days)))
    return next(mark for mark in marks if fits(dock.session.record_of(mark)[1]))


def test_a_mark_tells_its_record_and_why_it_is_not_valid(dock: Any, archive: Any, settle: Any) -> None:
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    mark = _mark(dock, lambda record: not record.valid)
    _, record = dock.session.record_of(mark)
    text = mark.curve.describe(mark.number)
    assert f"{record.acquired:%Y-%m-%d %H:%M} UTC" in text
    assert f"NDVI {record.values['NDVI']:.4f}" in text
    assert record.satellite in text
    assert f"Not valid: {record.why}" in text
    assert f"({record.scene_class})" in text


@pytest.mark.parametrize("valid", [True, False])
def test_the_image_of_an_observation_is_its_day_with_its_clouds(
    dock: Any, archive: Any, settle: Any, valid: bool
) -> None:
    """Also of days on which the point is under a cloud: no mask is laid over it."""
    from qgis.core import QgsProject, QgsRasterLayer

    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)

    def fits(record: Any) -> bool:
        is_seen = record.quality["view_zenith_mean"] < 10.5  # at 11 degrees it would not be in the image
        return is_seen and (record.valid if valid else record.scene_class in (3, 8, 9, 10))

    mark = _mark(dock, fits)
    series, record = dock.session.record_of(mark)
    dock.load_image(mark)
    settle(lambda: not dock.images.is_busy)
    name = f"{record.acquired:%Y-%m-%d} {record.satellite} 1"
    (layer,) = QgsProject.instance().mapLayersByName(name)
    assert isinstance(layer, QgsRasterLayer)
    from qgis.core import QgsPointXY

    red, fine = layer.dataProvider().sample(QgsPointXY(series.x, series.y), 1)
    assert fine
    dock.controls.bands.setCheckedItems(["B04"])
    dock.read()
    settle(lambda: not dock.session.is_busy)
    (series,) = dock.session.series.values()
    again = next(one for one in series.records if one.scene == record.scene)
    assert red == pytest.approx(again.values["B04"], abs=1e-4)
    QgsProject.instance().removeMapLayer(layer)


def test_a_smooth_curve_comes_without_reading_again(dock: Any, archive: Any, settle: Any) -> None:
    dock.controls.cloud_mask.setCurrentText("none")
    x, y = _centre(archive)
    for step in range(3):
        dock.session.add_point(x + step * 1e-3, y)
    dock.read()
    settle(lambda: not dock.session.is_busy)
    before = dict(dock.session.series)
    assert all(curve.line is None for curve in dock.chart.curves)
    dock.controls.smoother.setCurrentText("harmonic")
    settle(lambda: not dock.session.is_busy)
    assert all(dock.session.series[name] is series for name, series in before.items())
    smooth = [curve.line is not None for curve in dock.chart.curves]
    assert smooth == [curve.valid.sum() >= 5 for curve in dock.chart.curves]
    assert any(smooth)


def test_other_days_are_read_anew(dock: Any, archive: Any, settle: Any) -> None:
    from qgis.PyQt.QtCore import QDate

    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    before = len(dock.session.series["1"].records)
    dock.controls.end.setDate(QDate(2025, 7, 15))
    assert "Press Read" in dock.status.text()
    dock.read()
    settle(lambda: not dock.session.is_busy)
    assert 0 < len(dock.session.series["1"].records) < before


def test_the_table_holds_every_record_and_the_picture_twice_the_pixels(
    dock: Any, archive: Any, settle: Any, tmp_path: Path
) -> None:
    from qgis.PyQt.QtGui import QImage

    dock.chart.resize(500, 300)
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    dock.export_csv(tmp_path / "a.csv")
    dock.export_png(tmp_path / "a.png")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(dock.session.series["1"].records)
    assert QImage(str(tmp_path / "a.png")).width() == 2 * dock.chart.width()


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda controls: controls.indices.deselectAllOptions(), "Nothing is chosen"),
        (lambda controls: controls.source.setCurrentText("/nowhere/catalog.json"), "/nowhere/catalog.json"),
        (lambda controls: controls.window.setValue(2), "no odd number"),
        (lambda controls: controls.end.setDate(controls.start.date().addDays(-9)), "2025-06-22"),
        (lambda controls: controls.start.setDate(controls.start.date().addYears(-9)), ""),
    ],
)
def test_what_cannot_be_read_is_told_in_the_message_bar(
    dock: Any, window: Window, archive: Any, settle: Any, change: Callable[[Any], None], text: str
) -> None:
    change(dock.controls)
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    assert not text or any(text in message for message in window.messages)


def test_a_place_without_scenes_says_so(dock: Any, window: Window, settle: Any) -> None:
    dock.add_point(-120.0, 10.0)
    settle(lambda: not dock.session.is_busy)
    assert any("scene" in message for message in window.messages)
    assert dock.chart.curves == ()


def test_pressing_read_without_a_place_says_what_to_do(dock: Any, window: Window) -> None:
    dock.read()
    assert "no place yet" in window.messages[-1]


def test_clearing_forgets_all_places(dock: Any, archive: Any, settle: Any) -> None:
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    dock.clear_action.trigger()
    assert (dock.session.sites, dock.session.series, dock.chart.curves) == ([], {}, ())


def test_going_away_in_the_middle_of_a_task_is_quick(dock: Any, archive: Any, qgis_app: Any, settle: Any) -> None:
    x, y = _centre(archive)
    for step in range(20):
        dock.session.add_point(x + step * 2e-4, y)
    dock.read()
    begin = time.monotonic()
    dock.shut()
    assert time.monotonic() - begin < 5
    settle(lambda: qgis_app.taskManager().countActiveTasks() == 0)
