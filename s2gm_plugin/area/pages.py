"""The ways of taking an area that is there already, each a small page of the panel."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsFileWidget, QgsMapLayerComboBox, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import translate
from .chosen import LON_LAT
from .taken import FILE_FILTER, Taken, from_file, from_layer, from_map_view, from_text
from .world import NamedPlace, from_place, named_places

SOUGHT = int(Qt.ItemDataRole.UserRole) + 1
"""Role of the text in which names are sought: in the user's language and in English."""

USUAL_RIM_KM = 5.0
"""By which outlines of countries are widened: they are of 1:10 to 1:50 million."""


class Page(QWidget):
    """One way. ``take`` gives the area, or raises `OrderError` with a sentence for the user."""

    title = ""
    tip = ""

    @abstractmethod
    def take(self) -> Taken:
        """The area as the page is filled in."""

    def prepare(self) -> None:
        """Called when the page is shown."""


class MapViewPage(Page):
    """What the map shows."""

    def __init__(self, canvas: Any) -> None:
        super().__init__()
        self.title = translate("S2GM", "Map view")
        self.tip = translate("S2GM", "The rectangle that the map shows now")
        self._canvas = canvas
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        text = QLabel(translate("S2GM", "The rectangle that the map shows now."))
        text.setWordWrap(True)
        column.addWidget(text)
        column.addStretch()

    def take(self) -> Taken:
        """The rectangle."""
        return from_map_view(self._canvas)


class LayerPage(Page):
    """Polygons of a layer of the project, or those of them that are selected."""

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self.title = translate("S2GM", "Layer or selected features")
        self.tip = translate("S2GM", "The polygons of a layer of the project, or the selected ones")
        self._iface = iface
        self.layers = QgsMapLayerComboBox()
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layers.setToolTip(translate("S2GM", "A polygon layer of the project"))
        _narrow(self.layers)
        self.selected = QCheckBox(translate("S2GM", "Selected features only"))
        self.selected.setToolTip(translate("S2GM", "Takes only what is selected on the map"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.layers)
        column.addWidget(self.selected)
        column.addStretch()
        self._layer: QgsVectorLayer | None = None
        self.layers.layerChanged.connect(self._watch)
        self._watch(self.layers.currentLayer())

    def prepare(self) -> None:
        """Offer the active layer, and its selection where there is one."""
        active = self._iface.activeLayer()
        if active is not None and active in [self.layers.layer(row) for row in range(self.layers.count())]:
            self.layers.setLayer(active)
        self._count()
        layer = self.layers.currentLayer()
        self.selected.setChecked(bool(layer is not None and layer.selectedFeatureCount()))

    def take(self) -> Taken:
        """The polygons."""
        return from_layer(self.layers.currentLayer(), self.selected.isChecked())

    def _watch(self, layer: QgsVectorLayer | None) -> None:
        if self._layer is not None and self._layer in QgsProject.instance().mapLayers().values():
            self._layer.selectionChanged.disconnect(self._count)
        self._layer = layer
        if layer is not None:
            layer.selectionChanged.connect(self._count)
        self._count()

    def _count(self, *_: object) -> None:
        layer = self.layers.currentLayer()
        text = translate("S2GM", "Selected features only ({n})")
        self.selected.setText(text.format(n=layer.selectedFeatureCount() if layer is not None else 0))
        self.setEnabled(True)


class FilePage(Page):
    """Polygons of a file."""

    def __init__(self) -> None:
        super().__init__()
        self.title = translate("S2GM", "File")
        self.tip = translate("S2GM", "The polygons of a KML, KMZ, Shapefile, GeoPackage or GeoJSON file")
        self.file = QgsFileWidget()
        self.file.setFilter(FILE_FILTER)
        self.file.setDialogTitle(translate("S2GM", "File with the area"))
        self.file.setToolTip(translate("S2GM", "KML, KMZ, SHP, GPKG or GeoJSON; also a zip file with one of them"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.file)
        column.addStretch()

    def take(self) -> Taken:
        """The polygons."""
        return from_file(self.file.filePath())


class TextPage(Page):
    """A polygon as text."""

    def __init__(self) -> None:
        super().__init__()
        self.title = translate("S2GM", "Text (WKT)")
        self.tip = translate("S2GM", "A polygon as WKT, or west,south,east,north in degrees")
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("POLYGON((15 45, 16 45, 16 46, 15 45))\n15,45,16,46")
        self.text.setToolTip(translate("S2GM", "WKT of a closed polygon, or four numbers: west,south,east,north"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * 3 + 14)
        self.crs = QgsProjectionSelectionWidget()
        self.crs.setCrs(LON_LAT)
        self.crs.setToolTip(translate("S2GM", "The CRS of the coordinates of the WKT"))
        _narrow(*self.crs.findChildren(QComboBox))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        column.addWidget(self.crs)

    def take(self) -> Taken:
        """The polygon."""
        return from_text(self.text.toPlainText(), self.crs.crs())


class PlacePage(Page):
    """A country or region by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.title = translate("S2GM", "Country or region")
        self.tip = translate("S2GM", "The outline of a country or region, by its name")
        self.places: list[NamedPlace] = []
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name.setToolTip(translate("S2GM", "Type a part of the name: countries first, then regions"))
        self.name.lineEdit().setPlaceholderText(translate("S2GM", "Name of a country or region"))
        self.mainland = QCheckBox(translate("S2GM", "Without parts overseas"))
        self.mainland.setToolTip(
            translate("S2GM", "Leaves out territories and islands that are farther than 6.5 degrees from the rest")
        )
        self.rim = QDoubleSpinBox()
        self.rim.setRange(0.0, 100.0)
        self.rim.setDecimals(0)
        self.rim.setSuffix(" km")
        self.rim.setValue(USUAL_RIM_KM)
        self.rim.setToolTip(translate("S2GM", "The outlines are coarse (Natural Earth): a rim makes up for that"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.name)
        form.addRow(self.mainland)
        form.addRow(translate("S2GM", "Widen by"), self.rim)

    def prepare(self) -> None:
        """Read the names when they are needed first."""
        if self.places:
            return
        self.places = named_places()
        for row, place in enumerate(self.places):
            self.name.addItem(place.label)
            self.name.setItemData(row, f"{place.label}\n{place.english}", SOUGHT)
        self.name.setCurrentIndex(-1)
        self.name.setCompleter(_NameCompleter(self.name.model(), self.name))

    def take(self) -> Taken:
        """The outline."""
        from ...s2gm_core.errors import OrderError

        typed = self.name.currentText().strip()
        if not self.places:
            raise OrderError(translate("S2GM", "This QGIS ships no map of the world. Take the area from a file."))
        if not typed:
            raise OrderError(translate("S2GM", "No name is chosen. Type the name of a country or region."))
        found = self._found(typed)
        if found is None:
            text = translate("S2GM", "'{name}' is no country or region of the map. Choose one of the list.")
            raise OrderError(text.format(name=typed[:40]))
        return from_place(found, self.mainland.isChecked(), self.rim.value())

    def _found(self, typed: str) -> NamedPlace | None:
        wanted = typed.casefold()
        row = self.name.currentIndex()
        if row >= 0 and self.places[row].label.casefold() == wanted:
            return self.places[row]  # of several of one name the one that was chosen
        named = [place for place in self.places if place.label.casefold() == wanted]
        named += [place for place in self.places if place.english.casefold() == wanted]
        return named[0] if named else None


class _NameCompleter(QCompleter):
    """Offers the names of a list in which the typed text occurs, in the user's language or in English."""

    def __init__(self, names: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(names, parent)
        self.setCompletionRole(SOUGHT)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def pathFromIndex(self, index: QModelIndex) -> str:
        """What a chosen row writes into the field."""
        return str(index.data())


def _narrow(*combos: QComboBox) -> None:
    """Long names are cut in the list's box, not made room for."""
    for combo in combos:
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(6)
