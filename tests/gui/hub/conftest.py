"""A hub in a window of its own, with its list of orders in the test's folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


class MessageBar:
    """Remembers what was pushed."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str]] = []

    def pushMessage(self, title: str, text: str, level: Any) -> None:
        self.messages.append((title, text))


class Iface:
    """Stands in for QGIS's interface object."""

    def __init__(self) -> None:
        from qgis.gui import QgsMapCanvas
        from qgis.PyQt.QtWidgets import QMainWindow

        self.window, self.canvas, self.bar = QMainWindow(), QgsMapCanvas(), MessageBar()
        self.canvas.resize(400, 300)

    def mainWindow(self) -> Any:
        return self.window

    def mapCanvas(self) -> Any:
        return self.canvas

    def messageBar(self) -> MessageBar:
        return self.bar

    def activeLayer(self) -> Any:
        return None


@pytest.fixture
def iface(qgis_app: Any) -> Iface:
    from qgis.core import QgsCoordinateReferenceSystem

    iface = Iface()
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    return iface


@pytest.fixture
def opened() -> list[str]:
    """What was asked to be opened beside the window."""
    return []


@pytest.fixture
def make_hub(iface: Iface, opened: list[str], tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """``make_hub()``: a hub over the test's list of orders; made again, as after a restart."""
    from qgis.core import QgsProject, QgsSettings
    from qgis.PyQt.QtCore import Qt

    from s2gm.s2gm_plugin.hub.outputs import set_mosaics_folder
    from s2gm.s2gm_plugin.hub.window import HubDock

    made: list[Any] = []

    def make() -> Any:
        for older in made:
            older.shut()
        made.clear()
        hub = HubDock(iface, lambda: opened.append("series"), opened.append, tmp_path / "orders.sqlite")
        iface.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, hub)
        iface.window.resize(460, 800)
        iface.window.show()
        made.append(hub)
        return hub

    QgsProject.instance().clear()
    QgsSettings().remove("s2gm/hub")
    set_mosaics_folder(str(tmp_path / "mosaics"))
    yield make
    for hub in made:
        hub.shut()
        hub.deleteLater()
    QgsProject.instance().clear()


@pytest.fixture
def hub(make_hub: Callable[[], Any]) -> Any:
    """A hub that is shown."""
    return make_hub()


@pytest.fixture
def wait_for(qgis_app: Any) -> Callable[..., None]:
    """``wait_for(happened, seconds=60)``: QGIS works on until it has."""

    def wait(happened: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, "waited too long"
            qgis_app.processEvents()
            time.sleep(0.01)

    return wait


@pytest.fixture
def area(archive: Any) -> Any:
    """The middle of the archive as a polygon in degrees."""
    from qgis.core import QgsGeometry, QgsRectangle

    west, south, east, north = archive.bbox
    dx, dy = (east - west) / 4, (north - south) / 4
    return QgsGeometry.fromRect(QgsRectangle(west + dx, south + dy, east - dx, north - dy))


@pytest.fixture
def asked(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the user was asked; the answer is no."""
    from qgis.PyQt.QtWidgets import QMessageBox

    texts: list[str] = []

    def answer(window: Any, title: str, text: str, *further: Any) -> Any:
        texts.append(text)
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", answer)
    return texts


@pytest.fixture
def advanced_page(hub: Any, area: Any) -> Callable[[str], Any]:
    """``advanced_page(place)``: that page in Advanced with an area; what is ordered is noted in ``page.placed``."""

    def opened(place: str) -> Any:
        hub.open_place(place)
        page = hub.stack.currentWidget()
        hub.area_panel.choose(area)
        page.mode.set_advanced(True)
        page.ordered.disconnect()
        page.placed = []
        page.ordered.connect(page.placed.append)
        return page

    return opened
