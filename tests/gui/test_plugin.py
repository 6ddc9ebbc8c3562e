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


def test_the_mosaic_has_a_menu_entry_and_a_button_with_an_icon(plugin: Any, window: Window) -> None:
    assert window.menu == window.toolbar == [plugin.action]
    assert plugin.action.text() == "Temporal mosaic..."
    assert not plugin.action.icon().isNull()


def test_unloading_leaves_nothing_in_the_window(plugin: Any, window: Window) -> None:
    plugin.unload()
    assert (window.menu, window.toolbar) == ([], [])
    assert plugin.action is None


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
    plugin.action.trigger()
    assert opened == [("s2gm:temporalmosaic", {})]
    assert dialog.isVisible()


def test_missing_packages_are_named_in_the_window(plugin: Any, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2gm.s2gm_plugin import plugin as module

    monkeypatch.setattr(module, "missing_packages_message", lambda: "QGIS's Python lacks rasterio.")
    plugin.action.trigger()
    assert window.messages == ["QGIS's Python lacks rasterio."]


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
