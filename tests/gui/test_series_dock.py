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
    from qgis.core import QgsSettings
    from qgis.PyQt.QtCore import QDate

    from s2gm.s2gm_plugin.series.dock import SeriesDock

    QgsSettings().remove("s2gm/series")
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


def _series(dock: Any, name: str = "1") -> Any:
    """What was read of a point."""
    return next(series for key, series in dock.session.series.items() if key.site == name)


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
    from s2gm.s2gm_plugin.chart.curve import Mark

    curve = dock.chart.curves[0]
    marks = (Mark(curve, number) for number in range(len(curve.days)))
    return next(mark for mark in marks if fits(dock.session.record_of(mark)[1]))


def test_a_mark_tells_its_record_and_why_it_is_not_valid(dock: Any, archive: Any, settle: Any) -> None:
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    mark = _mark(dock, lambda record: not record.valid)
    _, record = dock.session.record_of(mark)
    text = mark.curve.describe(mark.number)
    when = record.acquired
    assert f"{when.day} {when:%b %Y %H:%M:%S} UTC" in text  # the short form of the tests' locale
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
    before = len(_series(dock).records)
    dock.controls.end.setDate(QDate(2025, 7, 15))
    assert "Press Read" in dock.status.text()
    dock.read()
    settle(lambda: not dock.session.is_busy)
    assert 0 < len(_series(dock).records) < before


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
    assert len(lines) == 1 + len(_series(dock).records)
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


def test_what_was_being_read_before_a_clear_is_not_taken_for_the_next_point(
    dock: Any, archive: Any, settle: Any
) -> None:
    """Names begin again at 1: the place tells, not the name."""
    x, y = _centre(archive)
    dock.add_point(x, y)
    (cleared,) = dock.session.sites
    task = dock.session._task
    settle(lambda: bool(task.reading.series))
    dock.clear_action.trigger()
    dock.add_point(x + 5e-3, y + 5e-3)
    settle(lambda: not dock.session.is_busy)
    (site,) = dock.session.sites
    assert (cleared.name, site.name) == ("1", "1")
    assert _series(dock).site is site
    assert (_series(dock).longitude, _series(dock).latitude) == pytest.approx((x + 5e-3, y + 5e-3), abs=2e-4)


def test_a_click_orders_what_is_shown_and_no_more(dock: Any) -> None:
    """No method, so no bands but those of the index; no confidences unless they are asked for."""
    order = dock.controls.asked().order
    assert (order.bands_decide, order.confidences) == (True, False)
    assert set(order.bands) == {"B04", "B08"}
    dock.controls.confidences.setChecked(True)
    assert dock.controls.asked().order.confidences


def test_confidences_are_told_where_they_were_read(dock: Any, archive: Any, settle: Any) -> None:
    dock.controls.confidences.setChecked(True)
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    mark = _mark(dock, lambda record: not record.valid)
    _, record = dock.session.record_of(mark)
    assert f"Cloud {record.quality['quality_cloud_confidence']:.0f} %" in mark.curve.describe(mark.number)


def test_composites_of_a_period_are_shown_and_their_mosaic_is_loaded(dock: Any, archive: Any, settle: Any) -> None:
    from qgis.core import QgsPointXY, QgsProject

    dock.controls.bands.setCheckedItems(["B04"])
    dock.controls.period.setCurrentText("ten_days")
    dock.controls.method.setCurrentText("median")
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    assert len(_series(dock).records) == 3
    mark = _mark(dock, lambda record: record.valid)
    series, record = dock.session.record_of(mark)
    text = mark.curve.describe(mark.number)
    first, last = record.period_start, record.period_end
    assert f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}" in text
    assert "valid observations" in text
    assert "composites" in dock.status.text()
    dock.controls.bands.setCheckedItems(["B04"])
    dock.load_image(mark)
    settle(lambda: not dock.images.is_busy)
    (layer,) = QgsProject.instance().mapLayersByName(f"{record.period_start} ten_days 1")
    red, fine = layer.dataProvider().sample(QgsPointXY(series.x, series.y), 1)
    assert fine
    assert red == pytest.approx(record.values["B04"], abs=1e-4)
    QgsProject.instance().removeMapLayer(layer)


def test_the_method_counts_for_composites_only(dock: Any) -> None:
    dock.controls.method.setCurrentText("max_ndvi")
    assert not dock.controls.method.isEnabled()
    assert dock.controls.asked().order.bands_decide
    dock.controls.period.setCurrentText("month")
    assert dock.controls.method.isEnabled()
    assert dock.controls.asked().order.method == "max_ndvi"


def test_every_pixel_of_a_window_can_have_its_curve(dock: Any, window: Window, archive: Any, settle: Any) -> None:
    x, y = _centre(archive)
    dock.controls.window.setValue(3)
    dock.controls.each_pixel.setChecked(True)
    dock.add_point(x, y)
    settle(lambda: not dock.session.is_busy)
    assert len(dock.chart.curves) == 9
    assert len({curve.colour for curve in dock.chart.curves}) == 1
    mark = dock.chart.curves[4].describe(0)
    assert "1, row 1, column 1: " in mark
    dock.controls.each_pixel.setChecked(False)
    dock.read()
    settle(lambda: not dock.session.is_busy)
    assert len(dock.chart.curves) == 1
    dock.controls.window.setValue(31)
    dock.controls.each_pixel.setChecked(True)
    dock.read()
    assert "too many curves" in window.messages[-1]


def test_the_image_is_that_of_the_curve_while_other_settings_are_read(
    dock: Any, archive: Any, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dock.add_point(*_centre(archive))
    settle(lambda: not dock.session.is_busy)
    mark = _mark(dock, lambda record: record.valid)
    asked: list[Any] = []
    monkeypatch.setattr(dock.images, "load", asked.append)
    dock.controls.source.setCurrentText("/elsewhere/catalog.json")
    dock.controls.resolution.setCurrentText("60")
    dock.read()
    assert dock.session.asked.order.source == "/elsewhere/catalog.json"
    dock.load_image(mark)
    (request,) = asked
    assert (request.parameters["SOURCE"], request.parameters["RESOLUTION"]) == (archive.catalogue, 10.0)
    settle(lambda: not dock.session.is_busy)


def test_stopping_in_the_middle_leaves_what_was_there_and_reading_again_works(
    dock: Any, archive: Any, settle: Any, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The task waits at its first report until the stop has reached it: else it might be done before."""
    from s2gm.s2gm_plugin.series.task import SeriesTask

    x, y = _centre(archive)
    dock.add_point(x, y)
    settle(lambda: not dock.session.is_busy)
    before = dict(dock.session.series)
    for step in range(1, 20):
        dock.session.add_point(x + step * 2e-4, y)
    stopped: list[float] = []

    def stop(text: str) -> None:
        if not stopped:
            stopped.append(time.monotonic())
            dock.stop_action.trigger()

    def step(task: Any, done: int, total: int, message: str) -> None:
        task.told.emit(message)
        until = time.monotonic() + 20
        while not task.isCanceled() and time.monotonic() < until:
            time.sleep(0.01)

    dock.session.told.connect(stop)
    with monkeypatch.context() as patched:
        patched.setattr(SeriesTask, "step", step)
        dock.read()
        settle(lambda: not dock.session.is_busy)
    assert stopped
    assert time.monotonic() - stopped[0] < 3
    assert dock.session.series == before
    assert window.messages == []
    dock.read()
    settle(lambda: not dock.session.is_busy)
    assert len(dock.session.series) == 20


def test_settings_outlive_the_dock_without_what_is_secret(window: Window, qgis_app: Any) -> None:
    from qgis.core import QgsSettings

    from s2gm.s2gm_plugin.series.dock import SeriesDock

    QgsSettings().remove("s2gm/series")
    first = SeriesDock(window)
    usual = first.controls.start.date()
    first.controls.source.setCurrentText("https://example.org/catalog.json?token=secret")
    first.controls.end.setDate(usual.addDays(100))
    first.controls.indices.setCheckedItems(["NDMI", "NDVI"])
    first.controls.bands.setCheckedItems(["B8A"])
    first.controls.window.setValue(5)
    first.controls.each_pixel.setChecked(True)
    for name, word in {"period": "month", "method": "median", "resolution": "30", "smoother": "harmonic"}.items():
        getattr(first.controls, name).setCurrentText(word)
    before = first.controls.asked()
    first.shut()
    first.deleteLater()
    second = SeriesDock(window)
    after = second.controls.asked()
    assert after.order.source == "https://example.org/catalog.json"
    assert (second.controls.start.date(), second.controls.end.date()) == (usual, usual.addDays(100))
    kept = ("period", "method", "bands", "indices", "window", "aggregate", "resolution", "end")
    assert [getattr(after.order, name) for name in kept] == [getattr(before.order, name) for name in kept]
    assert after.smoother == "harmonic"
    second.shut()
    second.deleteLater()
    QgsSettings().remove("s2gm/series")


def test_every_control_and_button_says_what_it_does(dock: Any) -> None:
    form = dock.controls.layout()
    fields = [form.itemAt(row, form.ItemRole.FieldRole) for row in range(form.rowCount())]
    assert all(field.widget().toolTip() for field in fields if field is not None)
    assert all(action.toolTip() for action in dock.bar.actions() if not action.isSeparator())


@pytest.mark.parametrize(
    ("place", "sides"),
    [
        ((179.999, -17.0), (179.98, 180.0, -17.0135, -16.9865)),
        ((-180.0, 65.0), (-180.0, -179.968, 64.9865, 65.0135)),
        ((15.0, 89.999), (13.65, 16.35, 89.9855, 90.0)),
        ((15.0, 46.0), (14.9806, 15.0194, 45.9865, 46.0135)),
    ],
)
def test_an_image_ends_at_the_date_line_and_at_the_poles(
    qgis_app: Any, place: tuple[float, float], sides: tuple[float, float, float, float]
) -> None:
    from s2gm.s2gm_plugin.series.places import around

    found = around(*place, 1500.0)
    seen = (found.xMinimum(), found.xMaximum(), found.yMinimum(), found.yMaximum())
    assert seen == pytest.approx(sides, abs=0.01)
    assert -180.0 <= seen[0] < seen[1] <= 180.0


def test_seasons_stand_on_the_smooth_curve_where_it_shows_them(qgis_app: Any) -> None:
    """A year with one season of known form, cut before its end: the end is not shown."""
    import numpy as np

    from s2gm.s2gm_plugin.chart.curve import TurnKind
    from s2gm.s2gm_plugin.series.curves import turns_of
    from s2gm_core.products.series.order import SeriesOrder
    from s2gm_core.products.series.records import PixelSeries
    from s2gm_core.products.series.sites import site_at
    from s2gm_core.products.series.smoothed import SmoothSeries
    from s2gm_core.series.phenology import seasons

    order = SeriesOrder("x", "2024-01-01", "2024-12-31", indices=("NDVI",))
    day = np.arange(19723.0, 19723.0 + 366)
    value = 0.2 + 0.6 * np.exp(-(((day - 19723 - 180) / 45) ** 2))
    series = PixelSeries(site_at(0, 0, "a"), 0, 0, 0.0, 0.0, "EPSG:32631", 0.0, 0.0, ("B04", "B08"), ("NDVI",), ())
    found = {}
    for cut in (366, 190):
        x, y = day[:cut], value[:cut]
        smooth = SmoothSeries("NDVI", x, y, x, x, "", seasons(x, y))
        found[cut] = {turn.kind: turn for turn in turns_of(order, series, smooth)}
    assert set(found[366]) == {TurnKind.START, TurnKind.PEAK, TurnKind.END}
    assert found[366][TurnKind.PEAK].day == 19723 + 180.5
    assert found[366][TurnKind.PEAK].value == pytest.approx(0.8)
    # 20 % of the way up, at t = 45 sqrt(ln 5) = 57 days from the peak
    assert found[366][TurnKind.START].day == pytest.approx(19723 + 180.5 - 57, abs=1)
    assert found[366][TurnKind.END].value == pytest.approx(0.32, abs=0.01)
    assert "29 Jun 2024" in found[366][TurnKind.PEAK].text
    assert TurnKind.END not in found[190]


def test_the_mouse_tells_the_turns_of_a_season(qgis_app: Any) -> None:
    import numpy as np
    from qgis.PyQt.QtCore import QPointF
    from qgis.PyQt.QtGui import QColor

    from s2gm.s2gm_plugin.chart.curve import Curve, Turn, TurnKind
    from s2gm.s2gm_plugin.chart.widget import SeriesChart

    days = np.arange(100.0, 200.0)
    line = days, np.full(100, 0.5)
    turn = Turn(TurnKind.PEAK, 150.0, 0.5, "peak")
    mark = np.array([110.0, 120.0]), np.array([0.4, 0.6]), np.array([True, True])
    chart = SeriesChart()
    chart.resize(600, 300)
    chart.set_curves([Curve("NDVI", "a", "#d55e00", *mark, lambda number: "", line, (turn,))], (95.0, 205.0))
    chart.grab()
    (panel,) = chart.panels
    place = QPointF(panel.across.pixel(150.0), panel.up.pixel(0.5))
    assert chart.turn_at(place) is turn
    assert chart.turn_at(place + QPointF(30, 0)) is None
    image = chart.grab().toImage()
    assert QColor(image.pixel(round(place.x()), round(place.y()))).name() == "#d55e00"
    chart.deleteLater()
