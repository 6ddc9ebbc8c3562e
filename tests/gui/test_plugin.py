"""What the plugin adds to the QGIS window, and that it takes all of it away again."""

from __future__ import annotations

from typing import Any

import pytest


class Window:
    """Stands in for QGIS's interface object: remembers what a plugin added."""

    def __init__(self, main_window: Any) -> None:
        self._main_window = main_window
        self.menu: list[Any] = []
        self.toolbar: list[Any] = []
        self.messages: list[str] = []
        self.docks: list[Any] = []

    def mainWindow(self) -> Any:
        return self._main_window

    def addPluginToRasterMenu(self, menu: str, action: Any) -> None:
        self.menu.append(action)

    def removePluginRasterMenu(self, menu: str, action: Any) -> None:
        self.menu.remove(action)

    def addToolBarIcon(self, action: Any) -> None:
        self.toolbar.append(action)

    def removeToolBarIcon(self, action: Any) -> None:
        self.toolbar.remove(action)

    def mapCanvas(self) -> Any:
        from qgis.gui import QgsMapCanvas

        if not hasattr(self, "canvas"):
            self.canvas = QgsMapCanvas()
        return self.canvas

    def addDockWidget(self, area: Any, dock: Any) -> None:
        self.docks.append(dock)

    def removeDockWidget(self, dock: Any) -> None:
        self.docks.remove(dock)

    def messageBar(self) -> Window:
        return self

    def pushMessage(self, title: str, text: str, level: Any) -> None:
        self.messages.append(text)


@pytest.fixture
def window(qgis_app: Any) -> Window:
    from qgis.PyQt.QtWidgets import QMainWindow

    return Window(QMainWindow())


@pytest.fixture
def plugin(window: Window, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The plugin with its window parts; the provider is already registered by the test session."""
    import s2gm
    from s2gm.s2gm_plugin.plugin import S2GMPlugin

    monkeypatch.setattr(S2GMPlugin, "initProcessing", lambda self: None)
    plugin = s2gm.classFactory(window)
    plugin.initGui()
    yield plugin
    plugin.unload()


def test_mosaics_and_time_series_have_a_menu_entry_and_a_button_with_an_icon(plugin: Any, window: Window) -> None:
    assert window.menu == window.toolbar == plugin.actions
    assert [action.text() for action in plugin.actions] == [
        "S2GM window",
        "Temporal mosaic...",
        "Point time series",
        "Inspect a mosaic",
    ]
    assert not any(action.icon().isNull() for action in plugin.actions)


def test_unloading_leaves_nothing_in_the_window(plugin: Any, window: Window) -> None:
    plugin.actions[2].trigger()
    assert window.docks == [plugin.dock]
    items = len(window.mapCanvas().scene().items())
    plugin.dock.marks.show([_site()], ["#0072b2"])
    plugin.dock.pick_action.trigger()
    assert window.mapCanvas().mapTool() is plugin.dock.picker
    plugin.unload()
    assert (window.menu, window.toolbar, window.docks) == ([], [], [])
    assert (plugin.actions, plugin.dock) == ([], None)
    assert window.mapCanvas().mapTool() is None
    assert len(window.mapCanvas().scene().items()) == items


def test_the_window_is_made_once_and_leaves_nothing(plugin: Any, window: Window) -> None:
    items = len(window.mapCanvas().scene().items())
    plugin.actions[0].trigger()
    plugin.actions[0].trigger()
    assert window.docks == [plugin.hub]
    plugin.unload()
    assert (plugin.hub, window.docks) == (None, [])
    assert len(window.mapCanvas().scene().items()) == items


def _site() -> Any:
    from s2gm_core.products.series.sites import site_at

    return site_at(15.0, 46.0)


def test_the_dock_is_made_once(plugin: Any, window: Window) -> None:
    plugin.actions[2].trigger()
    plugin.actions[2].trigger()
    assert len(window.docks) == 1


def test_unloading_twice_is_harmless(plugin: Any) -> None:
    plugin.unload()
    plugin.unload()


def test_the_action_opens_the_dialog_of_the_algorithm(plugin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dialog itself needs QGIS's main window; see test_main_window.py."""
    import processing
    from qgis.PyQt.QtWidgets import QDialog

    opened: list[tuple[Any, ...]] = []
    dialog = QDialog()
    monkeypatch.setattr(processing, "createAlgorithmDialog", lambda *given: opened.append(given) or dialog)
    plugin.actions[1].trigger()
    assert opened == [("s2gm:temporalmosaic", {})]
    assert dialog.isVisible()


def test_missing_packages_are_named_in_the_window(plugin: Any, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.s2gm_plugin import plugin as module

    monkeypatch.setattr(module, "missing_packages_message", lambda: "QGIS's Python lacks rasterio.")
    for action in plugin.actions:
        action.trigger()
    assert window.messages == ["QGIS's Python lacks rasterio."] * len(plugin.actions)
    assert window.docks == []


class Registry:
    """Stands in for the registry of Processing providers."""

    def __init__(self) -> None:
        self.providers: list[Any] = []

    def addProvider(self, provider: Any) -> bool:
        self.providers.append(provider)
        return True

    def removeProvider(self, provider: Any) -> None:
        self.providers.remove(provider)


def test_without_a_window_only_the_provider_is_registered(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in qgis_process, which hands in no window and calls initProcessing."""
    import s2gm
    from s2gm.s2gm_plugin import plugin as module

    registry = Registry()
    monkeypatch.setattr(module, "processing_registry", lambda: registry)
    plugin = s2gm.classFactory(None)
    plugin.initProcessing()
    plugin.initProcessing()
    assert [provider.id() for provider in registry.providers] == ["s2gm"]
    plugin.unload()
    assert registry.providers == []
