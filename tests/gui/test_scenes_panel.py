"""The panel that tells before a run which scenes there are and what they cost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.gui.area.shapes import bands_of
from tests.gui.clicks import settled
from tests.gui.test_plugin import Window


@pytest.fixture
def window(qgis_app: Any) -> Window:
    from qgis.core import QgsCoordinateReferenceSystem
    from qgis.PyQt.QtWidgets import QMainWindow

    window = Window(QMainWindow())
    window.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    return window


@pytest.fixture
def panel(window: Window) -> Any:
    from s2gm.s2gm_plugin.scenes import ScenesPanel

    panel = ScenesPanel(window)
    panel.resize(500, 700)
    panel.show()
    yield panel
    panel.shut()
    panel.deleteLater()


@pytest.fixture
def wait(qgis_app: Any) -> Callable[[Any], None]:
    """Until nothing is searched or counted any more."""

    def idle(panel: Any) -> None:
        settled(qgis_app, lambda: not panel.is_busy and not panel._count_later.isActive())

    return idle


@pytest.fixture
def found(panel: Any, small_order: dict[str, Any], wait: Any) -> Any:
    """The panel with the eight scenes of July."""
    panel.show_order(small_order)
    assert panel.is_busy  # the window goes on meanwhile
    wait(panel)
    return panel


def _day_of(panel: Any, number: int) -> Any:
    return panel.rows[number].scene.acquired.date()


def test_it_says_what_the_algorithm_of_searching_finds(found: Any, small_order: dict[str, Any]) -> None:
    import processing

    names = ("SOURCE", "EXTENT", "START", "BANDS", "RESOLUTION")
    searched = {name: small_order[name] for name in names}
    listed = processing.run("s2gm:searchscenes", {**searched, "END": "2025-07-31", "OUTPUT": "memory:"})
    assert {row.scene.id for row in found.rows} == {one["id"] for one in listed["OUTPUT"].getFeatures()}
    assert f"{listed['SCENES']} scenes on 8 days" in found.found_label.text()
    assert found.forecast.read_bytes / 2**20 == pytest.approx(listed["READ_MIB"], abs=0.1)
    assert "1 Jul 2025" in found.found_label.text()


def test_pixels_bytes_and_time_are_told(found: Any) -> None:
    height, width = found.forecast.shapes[0]
    text = found.cost_label.text()
    assert f"{width} x {height} pixels" in text
    assert "of 60 m (EPSG:32633)" in text
    for word in ("reads at most", "writes at most", "a few seconds"):
        assert word in text


def test_the_time_comes_from_earlier_runs_where_there_are_any(
    panel: Any, small_order: dict[str, Any], wait: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from s2gm.s2gm_plugin.scenes import search_task

    expected = {"method": "s2gm", "remote": False, "read_bytes": 2**21, "write_bytes": 2**21}
    run = {"expected": expected, "seconds_of_blocks": 600.0, "seconds_of_writing": 600.0}
    monkeypatch.setattr(search_task, "run_records", lambda: [run, run])
    panel.show_order(small_order)
    wait(panel)
    assert "by 2 earlier runs on this machine" in panel.cost_label.text()
    assert panel.forecast.seconds > 60


def test_an_order_may_be_one_of_the_core(panel: Any, archive: Any, wait: Any) -> None:
    from s2gm.s2gm_core import Order
    from s2gm.s2gm_core.area import area_from_bounds

    area = area_from_bounds(*archive.bbox)
    panel.show_order(Order(source=archive.catalogue, area=area, start="2025-07-01", resolution=60, max_cloud=50))
    wait(panel)
    reasons = {row.left_out_because for row in panel.rows}
    assert reasons == {"", "clouds"}
    assert "too cloudy" in panel.found_label.text()
    assert len(panel.chart.bars) == 8


def test_an_unticked_scene_is_left_out_and_the_cost_is_counted_anew(found: Any, wait: Any, window: Window) -> None:
    from qgis.PyQt.QtCore import Qt

    before, told = found.forecast, []
    found.excludedChanged.connect(lambda: told.append(found.excluded))
    first, second = (found.rows[number].scene.id for number in (1, 3))
    for number in (1, 3):
        index = found.model.index(number, 0)
        assert found.model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable
        assert found.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert told == [(first,), tuple(sorted((first, second)))]
    wait(found)
    assert found.excluded == tuple(sorted((first, second)))
    assert found.forecast.scenes == before.scenes - 2
    assert found.forecast.read_bytes < before.read_bytes
    assert "unticked 2" in found.found_label.text()
    assert [bar.used for bar in found.chart.bars] == [1, 0, 1, 0, 1, 1, 1, 1]
    found.tick_all.click()
    wait(found)
    assert (found.excluded, found.forecast.scenes) == ((), before.scenes)


def test_scenes_that_the_order_excludes_are_unticked_from_the_start(
    panel: Any, small_order: dict[str, Any], wait: Any, found: Any
) -> None:
    name = found.rows[2].scene.id
    panel.show_order({**small_order, "EXCLUDE_SCENES": name})
    wait(panel)
    assert panel.excluded == (name,)


def test_without_any_ticked_scene_it_says_so(found: Any, wait: Any) -> None:
    for number in range(len(found.rows)):
        found.model.tick(number, False)
    wait(found)
    assert "Tick at least one" in found.notice.text
    assert found.forecast is None
    assert found.list.isVisible()


def test_footprints_are_on_the_map_and_the_one_pointed_at_stands_out(found: Any, window: Window) -> None:
    assert bands_of(window) == found.footprints.shown == 1  # the scenes of a tile share their outline
    found.model.tick(0, False)
    found.point_at(found.rows[4])
    assert bands_of(window) == found.footprints.shown == 2
    assert found.chart.pointed_at == _day_of(found, 4)
    found.point_at(None)
    assert bands_of(window) == 1
    found.on_map.setChecked(False)
    assert bands_of(window) == 0


def test_keys_in_the_list_point_at_scenes(found: Any) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    found.list.setCurrentIndex(found.sorted.index(0, 0))
    QTest.keyClick(found.list, Qt.Key.Key_Down)
    assert found.chart.pointed_at == _day_of(found, 1)
    QTest.keyClick(found.list, Qt.Key.Key_Space)
    assert found.excluded == (found.rows[1].scene.id,)


def test_a_click_on_a_bar_goes_to_its_day(found: Any) -> None:
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    place = found.chart.place_of(_day_of(found, 5)).toPoint()
    QTest.mouseClick(found.chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert found.list.currentIndex().row() == 5
    assert "1 scenes" in found.chart.bar_at(place.x()).describe()


def test_bars_are_as_high_as_the_sky_is_clear(found: Any) -> None:
    """The chart is looked at as a picture: coloured pixels in the column of a day."""
    picture = found.chart.grab().toImage()
    heights = []
    for bar in found.chart.bars:
        x = round(found.chart.place_of(bar.day).x() * picture.width() / found.chart.width())
        column = (picture.pixelColor(x, y) for y in range(picture.height()))
        heights.append(sum(colour.name() == bar.colour.name() for colour in column))
    clear = [100 - bar.cloud for bar in found.chart.bars]
    assert np.corrcoef(heights, clear)[0, 1] > 0.99


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"START": "2020-01-01"}, "No scene over the area"),
        ({"SOURCE": "/no/such/catalog.json"}, "neither a provider"),
        ({"EXTENT": ""}, "No area is given"),
        ({"BANDS": ["B02"], "METHOD": "s2gm", "CLOUD_MASK": "maja"}, "is that of MAJA"),
    ],
)
def test_no_scenes_and_wrong_orders_are_said_in_words(
    panel: Any, small_order: dict[str, Any], wait: Any, changes: dict[str, Any], says: str
) -> None:
    panel.show_order({**small_order, **changes})
    wait(panel)
    assert says in panel.notice.text
    assert panel.forecast is None


def test_a_search_is_cancelled(panel: Any, small_order: dict[str, Any], wait: Any) -> None:
    panel.show_order({**small_order, "SOURCE": "http://127.0.0.1:9/catalog.json"})
    assert panel.cancel_button.isVisible()
    panel.cancel_button.click()
    wait(panel)
    assert "cancelled" in panel.found_label.text()
    assert not panel.cancel_button.isVisible()


def test_the_last_order_of_several_counts(panel: Any, small_order: dict[str, Any], wait: Any) -> None:
    for start in ("2020-01-01", "2021-01-01", "2025-07-01"):
        panel.show_order({**small_order, "START": start})
    wait(panel)
    assert len(panel.rows) == 8


def test_what_is_a_lot_is_said() -> None:
    from s2gm.s2gm_core.products.forecast import DEFAULT_RATES, Forecast
    from s2gm.s2gm_plugin.scenes.words import much_text

    little = Forecast(1, 1, ((10, 10),), 10.0, "EPSG:32633", 100, 1, 2**20, 2**20, 5.0, DEFAULT_RATES[False])
    much = Forecast(1, 1, ((10**5, 10**5),), 10.0, "EPSG:32633", 10**10, 900, 2**40, 2**30, 9e4, DEFAULT_RATES[False])
    assert much_text(little) == ""
    for part in ("10,000 million pixels", "to read", "about 25 hours"):
        assert part in much_text(much)
    assert "to write" not in much_text(much)


# Pictures


def _png(red: int) -> bytes:
    from qgis.PyQt.QtCore import QBuffer, QIODevice
    from qgis.PyQt.QtGui import QColor, QImage

    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(red, 0, 0))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


class Pictures(BaseHTTPRequestHandler):
    """Answers with pictures, redirects and too many bytes."""

    asked: list[str]

    def do_GET(self) -> None:
        """One answer."""
        self.asked.append(self.path)
        if "elsewhere" in self.path:
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/picture")  # type: ignore[attr-defined]
            self.end_headers()
            return
        body = {"large": b"\x89PNG" + bytes(4 * 2**20), "text": b"no picture"}.get(self.path[1:], _png(200))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    Pictures.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def thumbnails(qgis_app: Any) -> Any:
    from s2gm.s2gm_plugin.scenes.thumbnails import Thumbnails

    return Thumbnails()


def test_pictures_are_fetched_when_they_are_asked_for_and_once(thumbnails: Any, server: str, qgis_app: Any) -> None:
    loaded: list[str] = []
    thumbnails.loaded.connect(loaded.append)
    urls = [f"{server}/picture{number}" for number in range(10)]
    assert [thumbnails.picture(url) for url in urls] == [None] * 10
    settled(qgis_app, lambda: len(loaded) == 10)
    picture = thumbnails.picture(urls[0])
    assert (picture.width(), picture.height()) == (96, 64)
    assert picture.toImage().pixelColor(5, 5).red() == 200
    thumbnails.picture(urls[1])
    assert len(Pictures.asked) == 10


@pytest.mark.parametrize("name", ["large", "text", "elsewhere"])
def test_what_is_no_small_picture_is_left(thumbnails: Any, server: str, qgis_app: Any, name: str) -> None:
    thumbnails.picture(f"{server}/{name}")
    settled(qgis_app, lambda: not thumbnails.is_busy)
    assert thumbnails.picture(f"{server}/{name}") is None
    assert Pictures.asked == [f"/{name}"]


@pytest.mark.parametrize("url", [None, "", "file:///etc/passwd", "ftp://example.org/a.png", "data:image/png;base64,AA"])
def test_only_http_is_asked(thumbnails: Any, url: str | None) -> None:
    assert thumbnails.picture(url) is None
    assert not thumbnails.is_busy


def test_the_list_shows_pictures_of_what_is_in_sight(found: Any, server: str, qgis_app: Any) -> None:
    from dataclasses import replace

    rows = [replace(row, scene=replace(row.scene, thumbnail=f"{server}/{row.scene.id}")) for row in found.rows]
    found.model.show((), set())
    found.model.show(rows, set())
    settled(qgis_app, lambda: bool(Pictures.asked) and not found.thumbnails.is_busy)
    seen = len(Pictures.asked)
    found.pictures.setChecked(False)
    found.model.show((), set())
    found.model.show([replace(row, scene=replace(row.scene, thumbnail=f"{server}/x")) for row in rows], set())
    for _ in range(20):
        qgis_app.processEvents()
    assert len(Pictures.asked) == seen


# The profile


def test_runs_are_noted_for_later(
    small_order: dict[str, Any], qgis_app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import processing

    from s2gm.processing_provider import run_records

    path = tmp_path / "profile" / "runs.json"
    monkeypatch.setattr(run_records, "records_file", lambda: path)
    assert run_records.run_records() == []
    for name in ("a", "b"):
        processing.run("s2gm:temporalmosaic", {**small_order, "OUTPUT": str(tmp_path / f"{name}.tif")})
    records = run_records.run_records()
    assert len(records) == 2
    assert all(record["expected"]["method"] == "s2gm" and record["seconds"] > 0 for record in records)
    assert str(small_order["SOURCE"]) not in path.read_text(encoding="utf-8")
    path.write_text("broken", encoding="utf-8")
    assert run_records.run_records() == []
