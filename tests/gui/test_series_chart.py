"""The chart: scales, which mark the mouse means, what is drawn, and that it stays quick with 5,000 observations."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import numpy as np
import pytest

FIRST_DAY = 18_262.0  # 2020-01-01


@pytest.fixture
def curve_of(qgis_app: Any) -> Any:
    """``curve_of(n, panel, label)``: a curve of n marks over five years, every third not valid."""
    from s2gm.s2gm_plugin.chart.curve import Curve

    def make(n: int, panel: str = "NDVI", label: str = "1", colour: str = "#0072b2") -> Curve:
        days = FIRST_DAY + np.sort(np.random.default_rng(n).uniform(0, 1826, n))
        values = 0.5 + 0.3 * np.sin(days / 58) + 0.01 * np.arange(n) / n
        valid = np.arange(n) % 3 != 0
        return Curve(panel, label, colour, days, values, valid, lambda number: f"{label} {panel} {number}")

    return make


@pytest.fixture
def chart(qgis_app: Any) -> Any:
    from s2gm.s2gm_plugin.chart.widget import SeriesChart

    chart = SeriesChart()
    chart.resize(900, 420)
    yield chart
    chart.deleteLater()


SPAN = (FIRST_DAY, FIRST_DAY + 1826.0)


def _seconds_of(step: Any, times: int = 5) -> float:
    """The quickest of some runs: others use the machine, too."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        step()
        taken.append(time.perf_counter() - begin)
    return min(taken)


def test_5000_observations_are_drawn_and_pointed_at_at_once(chart: Any, curve_of: Any) -> None:
    """Every step of the wheel draws them anew; the mouse alone does not."""
    from qgis.PyQt.QtCore import QPointF

    chart.set_curves([curve_of(2500), curve_of(2500, "NDMI")], SPAN)
    chart.show()
    chart.grab()

    def draw() -> None:
        chart._forget_picture()
        chart.grab()

    drawing = _seconds_of(draw)
    pointing = _seconds_of(lambda: [chart.mark_at(QPointF(x, 120.0)) for x in range(100, 800)]) / 700
    moving = _seconds_of(chart.grab)
    print(f"5000 marks: drawn in {drawing * 1e3:.1f} ms, shown again in {moving * 1e3:.1f} ms, ", end="")
    print(f"mark under the mouse found in {pointing * 1e6:.0f} us")
    assert drawing < 0.25
    assert moving < 0.05
    assert pointing < 0.002


def test_the_mouse_finds_the_nearest_mark(chart: Any, curve_of: Any) -> None:
    """Against a search through all marks."""
    from qgis.PyQt.QtCore import QPointF

    chart.set_curves([curve_of(300), curve_of(310, label="2"), curve_of(200, "NDMI")], SPAN)
    chart.grab()
    random = np.random.default_rng(7)
    found = 0
    for x, y in random.uniform((60, 20), (890, 390), (400, 2)):
        panel = next((one for one in chart.panels if one.area.contains(QPointF(x, y))), None)
        if panel is None:
            continue
        every = [
            ((one.x[n] - x) ** 2 + (one.y[n] - y) ** 2, one.curve, n) for one in panel.curves for n in range(len(one.x))
        ]
        distance, curve, number = min(every, key=lambda row: row[0])
        mark = chart.mark_at(QPointF(x, y))
        assert (mark is None) == (distance > 144)
        if mark is not None:
            found += 1
            assert (mark.curve, mark.number) == (curve, number)
    assert found > 50


def test_marks_that_are_hidden_cannot_be_pointed_at(chart: Any, curve_of: Any) -> None:
    curve = curve_of(60)
    chart.set_curves([curve], SPAN)
    chart.set_with_refused(False)
    chart.grab()
    (placed,) = chart.panels[0].curves
    from qgis.PyQt.QtCore import QPointF

    for number in range(60):
        mark = chart.mark_at(QPointF(placed.x[number], placed.y[number]))
        assert mark is None or curve.valid[mark.number]


def _colours(image: Any, x: float, y: float, ratio: float) -> Any:
    return image.pixelColor(int(x * ratio), int(y * ratio)).name()


def test_valid_marks_are_filled_and_others_are_rings(chart: Any, curve_of: Any) -> None:
    curve = curve_of(12)
    chart.set_curves([curve], SPAN)
    chart.grab()
    image = chart.image(900, 420, 2.0)
    (placed,) = chart.panels[0].curves
    paper = chart.palette().base().color().name()
    for number in range(12):
        colour = _colours(image, placed.x[number], placed.y[number], 2.0)
        assert colour == (curve.colour if curve.valid[number] else paper), number


def test_values_are_scaled_by_what_is_valid(chart: Any, curve_of: Any) -> None:
    from dataclasses import replace

    curve = curve_of(60)
    chart.set_curves([replace(curve, values=np.where(curve.valid, curve.values, 9.0))], SPAN)
    chart.grab()
    assert chart.panels[0].up.high < 1.0


def test_the_wheel_zooms_around_the_mouse_and_never_leaves_the_dates(chart: Any, curve_of: Any) -> None:
    from qgis.PyQt.QtCore import QPoint, QPointF, Qt
    from qgis.PyQt.QtGui import QWheelEvent

    chart.set_curves([curve_of(60)], SPAN)
    chart.grab()
    area = chart.panels[0].area

    def turn(x: float, steps: int) -> None:
        place = QPointF(x, area.center().y())
        no_buttons, no_keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, place, QPoint(), QPoint(0, 120 * steps), no_buttons, no_keys, phase, False)
        chart.wheelEvent(event)
        chart.grab()

    under = chart.panels[0].across.value(area.center().x())
    turn(area.center().x(), 1)
    first, last = chart.days
    assert last - first == pytest.approx(1826 / 1.3)
    assert chart.panels[0].across.value(area.center().x()) == pytest.approx(under)
    for _ in range(40):
        turn(area.right(), 1)
    assert chart.days[1] - chart.days[0] >= 6
    for _ in range(60):
        turn(area.left(), -1)
    assert chart.days == pytest.approx(SPAN)


def test_a_click_is_told_and_a_drag_moves_the_dates(chart: Any, curve_of: Any) -> None:
    from qgis.PyQt.QtCore import QPoint, Qt
    from qgis.PyQt.QtTest import QTest

    chart.set_curves([curve_of(40)], SPAN)
    chart.show()
    chart.grab()
    clicked: list[Any] = []
    chart.markClicked.connect(clicked.append)
    (placed,) = chart.panels[0].curves
    place = QPoint(round(placed.x[20]), round(placed.y[20]))
    left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(chart, left, no_keys, place)
    assert [mark.number for mark in clicked] == [20]
    QTest.mousePress(chart, left, no_keys, place)
    QTest.mouseRelease(chart, left, no_keys, place + QPoint(60, 0))
    assert len(clicked) == 1


@pytest.mark.parametrize(
    ("days", "texts"),
    [
        (10, ["2020-01-01", "2020-01-03"]),
        (366, ["2020-01", "2020-03"]),
        (3650, ["2020", "2022"]),
        (20000, ["2020", "2030"]),
    ],
)
def test_dates_on_the_axis_are_round_and_few(qgis_app: Any, days: float, texts: list[str]) -> None:
    from s2gm.s2gm_plugin.chart.scale import date_ticks

    ticks = date_ticks(FIRST_DAY, FIRST_DAY + days, 8)
    assert len(ticks) <= 9
    found = [tick.text for tick in ticks]
    assert found[:2] == texts if days != 10 else texts[0][:8] == found[0][:8]
    for tick in ticks:
        shown = date.fromisoformat((tick.text + "-01-01")[:10])
        assert tick.at == (shown - date(1970, 1, 1)).days


def test_values_on_the_axis_are_round(qgis_app: Any) -> None:
    from s2gm.s2gm_plugin.chart.scale import value_ticks

    assert [tick.text for tick in value_ticks(-0.13, 0.91, 5)] == ["0.0", "0.5"]
    assert [tick.text for tick in value_ticks(0.02, 0.061, 5)] == ["0.02", "0.03", "0.04", "0.05", "0.06"]


def test_an_empty_chart_says_what_to_do(chart: Any) -> None:
    chart.empty_text = "Pick a point."
    plain = chart.grab().toImage()
    chart.empty_text = ""
    chart._forget_picture()
    assert plain != chart.grab().toImage()


@pytest.mark.parametrize("ground", ["#202020", "#fdfdfd"])
def test_texts_are_readable_where_a_theme_changes_the_ground_only(qgis_app: Any, ground: str) -> None:
    """Themes that are style sheets do so: the palette's text stays black."""
    from qgis.PyQt.QtGui import QColor, QFont, QPalette

    from s2gm.s2gm_plugin.chart.look import Look

    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    look = Look(100, 100, QFont(), palette)
    assert abs(look.ink.lightness() - look.paper.lightness()) > 120
    assert abs(look.between(0.7).lightness() - look.paper.lightness()) > 80


def test_the_ground_is_that_of_the_window_where_a_theme_leaves_the_palette_transparent(qgis_app: Any) -> None:
    from qgis.PyQt.QtGui import QColor, QPalette
    from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

    from s2gm.s2gm_plugin.chart.widget import SeriesChart

    window, chart = QWidget(), SeriesChart()
    window.setStyleSheet("QWidget { background-color: #203040 }")
    QVBoxLayout(window).addWidget(chart)
    palette = chart.palette()
    palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
    chart.setPalette(palette)
    window.resize(400, 300)
    window.show()
    assert chart._drawn().toImage().pixelColor(3, 3).name() == "#203040"


def test_dates_on_the_axis_are_written_as_elsewhere(qgis_app: Any) -> None:
    from s2gm.s2gm_plugin.chart.scale import date_ticks
    from s2gm.s2gm_plugin.dates import axis_names, day_text

    first = (date(2025, 7, 1) - date(1970, 1, 1)).days
    days = date_ticks(first, first + 6, 8, axis_names())
    assert days[0].text == day_text(date(2025, 7, 1)) != "2025-07-01"
    months = date_ticks(first, first + 200, 8, axis_names())
    assert months[0].text == "Jul 2025"


@pytest.fixture(params=[("de", "Jul", "01.07.25", "0,25"), ("fr", "juil.", "01/07/2025", "0,25")])
def local(request: pytest.FixtureRequest, qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A locale of QGIS, with a month, a day and a number as it writes them."""
    from qgis.PyQt.QtCore import QLocale

    from s2gm.s2gm_plugin import dates

    before = QLocale()
    QLocale.setDefault(QLocale(request.param[0]))
    monkeypatch.setattr(dates, "language", lambda: QLocale(request.param[0]))
    yield request.param[1:]
    QLocale.setDefault(before)


def test_axes_are_written_in_the_users_language_and_dates_do_not_touch(local: Any, chart: Any) -> None:
    from s2gm.s2gm_plugin.chart.painter import Look, dates_on
    from s2gm.s2gm_plugin.chart.scale import Scale, value_ticks
    from s2gm.s2gm_plugin.dates import decimal_text

    month, day, number = local
    first = float((date(2025, 7, 1) - date(1970, 1, 1)).days)
    look = Look(900, 420, chart.font(), chart.palette())
    for length, text in ((6, day), (300, month)):
        for width in (120, 300, 900, 2400):
            across = Scale(first, first + length, 0.0, width)
            ticks = dates_on(across, look)
            half = [look.text_width(tick.text) / 2 for tick in ticks]
            places = [across.pixel(tick.at) for tick in ticks]
            gaps = [b - h - a - g for a, g, b, h in zip(places, half, places[1:], half[1:])]
            assert all(gap > 4 for gap in gaps), (width, [tick.text for tick in ticks])
            if width == 900:
                assert ticks[0].text.startswith(text)
                assert len(ticks) >= 4
    assert value_ticks(0.245, 0.275, 4, decimal_text)[0].text == number


def test_the_mouse_tells_times_in_utc_and_numbers_as_the_user_writes_them(local: Any) -> None:
    from datetime import datetime, timezone

    from s2gm.s2gm_plugin.dates import decimal_text, moment_text

    _, day, number = local
    assert moment_text(datetime(2025, 7, 1, 23, 59, tzinfo=timezone.utc)) == f"{day} 23:59 UTC"
    assert decimal_text(0.25, 2) == number
