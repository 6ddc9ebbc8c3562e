"""The dock of point time series: pick places on the map, see their series, load the image of an observation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsMessageLog,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAction,
    QDockWidget,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.series_ordering import sites_of_source
from ...processing_provider.translation import translate
from ..chart.curve import Mark
from ..chart.scale import EPOCH
from ..chart.widget import SeriesChart
from ..core_words import said
from .controls import SeriesControls
from .curves import colour_of
from .image import ImageLoader, image_request
from .places import PlaceMarks, PointPicker
from .session import SeriesSession

Trigger = Callable[..., None]


class SeriesDock(QDockWidget):
    """Time series of places on the map. ``shut`` is to be called before the plugin goes."""

    def __init__(self, iface: Any) -> None:
        super().__init__(translate("S2GM", "S2GM time series"), iface.mainWindow())
        self.setObjectName("s2gmTimeSeries")
        self.iface = iface
        self.session = SeriesSession(self)
        self.images = ImageLoader(self)
        self.controls, self.chart = SeriesControls(), SeriesChart()
        self.status, self.progress = QLabel(), QProgressBar()
        self.picker = PointPicker(iface.mapCanvas())
        self.marks = PlaceMarks(iface.mapCanvas())
        self._add_actions()
        self._lay_out()
        self._connect()
        self._show_series()

    def _add_actions(self) -> None:
        self.bar = QToolBar()
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.pick_action = self._action("mActionCapturePoint", translate("S2GM", "Pick points"), self._pick, True)
        self.pick_action.setToolTip(translate("S2GM", "Each click on the map adds a point and reads its series"))
        self.selected_action = self._action(
            "mActionSelectRectangle", translate("S2GM", "Add selected"), self.add_selected
        )
        self.selected_action.setToolTip(translate("S2GM", "Adds the selected features of the active layer"))
        self.clear_action = self._action("mActionDeleteSelected", translate("S2GM", "Clear"), self.session.clear)
        self.clear_action.setToolTip(translate("S2GM", "Forgets all places and their series"))
        self.bar.addSeparator()
        self.read_action = self._action("mActionRefresh", translate("S2GM", "Read"), self.read)
        self.read_action.setToolTip(translate("S2GM", "Reads all places with the settings on the left"))
        self.stop_action = self._action("mTaskCancel", translate("S2GM", "Stop"), self.session.stop)
        self.stop_action.setToolTip(translate("S2GM", "Stops reading; what was read before stays"))
        self.stop_action.setEnabled(False)
        self.bar.addSeparator()
        self.refused_action = self._action("mActionShowAllLayers", translate("S2GM", "Not valid"), self._refused, True)
        self.refused_action.setChecked(True)
        self.refused_action.setToolTip(translate("S2GM", "Shows observations that the masks refuse"))
        self.all_action = self._action("mActionZoomFullExtent", translate("S2GM", "All days"), self._all_days)
        self.all_action.setToolTip(translate("S2GM", "Takes the zoom back (wheel: zoom, drag: move)"))
        self.csv_action = self._action("mActionFileSaveAs", translate("S2GM", "CSV"), self._ask_csv)
        self.csv_action.setToolTip(translate("S2GM", "Writes all records as a table"))
        self.png_action = self._action("mActionSaveMapAsImage", translate("S2GM", "PNG"), self._ask_png)
        self.png_action.setToolTip(translate("S2GM", "Writes the chart as it is shown as a picture"))

    def _action(self, icon: str, text: str, do: Trigger, checkable: bool = False) -> QAction:
        action = QAction(_icon(icon), text, self)
        action.setCheckable(checkable)
        if checkable:
            action.toggled.connect(do)
        else:
            action.triggered.connect(lambda checked=False: do())
        self.bar.addAction(action)
        return action

    def _lay_out(self) -> None:
        left = QScrollArea()
        left.setWidget(self.controls)
        left.setWidgetResizable(True)
        left.setFrameShape(QFrame.Shape.NoFrame)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setMinimumWidth(240)
        self.progress.setMaximumHeight(14)
        self.progress.setMaximumWidth(160)
        self.progress.hide()
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.addWidget(self.status, 1)
        line.addWidget(self.progress)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.chart, 1)
        column.addLayout(line)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setStretchFactor(1, 1)
        halves.setSizes([290, 800])
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(4, 0, 4, 4)
        rows.setSpacing(2)
        rows.addWidget(self.bar)
        rows.addWidget(halves, 1)
        self.setWidget(whole)

    def _connect(self) -> None:
        self.picker.picked.connect(self.add_point)
        self.picker.missed.connect(self.complain)
        self.picker.deactivated.connect(lambda: self.pick_action.setChecked(False))
        self.session.placesChanged.connect(self._show_places)
        self.session.seriesChanged.connect(self._show_series)
        self.session.busyChanged.connect(self._show_busy)
        self.session.progressed.connect(lambda percent: self.progress.setValue(int(percent)))
        self.session.told.connect(self.status.setText)
        self.session.failed.connect(self.complain)
        self.session.warned.connect(self.warn)
        self.controls.changed.connect(self._ask_to_read)
        self.controls.smoother.currentTextChanged.connect(self._smooth_again)
        self.chart.markClicked.connect(self.load_image)
        self.images.failed.connect(self.complain)
        self.images.loaded.connect(lambda name: self.status.setText(translate("S2GM", "Loaded: {n}").format(n=name)))
        self.visibilityChanged.connect(lambda visible: self._show_places())

    # What the user does

    def add_point(self, longitude: float, latitude: float) -> None:
        """Add a point in degrees and read its series."""
        if self._tried(lambda: self.session.add_point(longitude, latitude)):
            self.read()

    def add_selected(self) -> None:
        """Add the selected features of the active layer and read their series."""
        layer = self.iface.activeLayer()
        if not isinstance(layer, QgsVectorLayer) or not layer.selectedFeatureCount():
            self.complain(
                translate("S2GM", "Nothing is selected. Select points or polygons of a layer, then try again.")
            )
            return
        if self._tried(lambda: self.session.add(self._selected_sites(layer))):
            self.read()

    def _selected_sites(self, layer: QgsVectorLayer) -> tuple[Any, ...]:
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        return sites_of_source(_Selected(layer), "", layer.name(), context)

    def read(self) -> None:
        """Read the series of all places that are not there yet, with the settings as they are."""
        if not self.session.sites:
            self.complain(translate("S2GM", "There is no place yet. Pick points on the map or add selected features."))
            return
        self.controls.remember()
        self._tried(lambda: self.session.read(self.controls.asked()))

    def load_image(self, mark: Mark) -> None:
        """Load the image of an observation around its place."""
        series, record = self.session.record_of(mark)
        asked = self.session.asked_of(mark)
        request = image_request(asked.order, asked.auth, series, record)
        self.status.setText(translate("S2GM", "Loading the image of {name} ...").format(name=request.name))
        self.images.load(request)

    def export_csv(self, path: Path) -> None:
        """Write the records that were read."""
        if self._tried(lambda: self.session.write(path)):
            self._message(translate("S2GM", "Written: {path}").format(path=path), Qgis.MessageLevel.Success)

    def export_png(self, path: Path) -> None:
        """Write the chart as it is shown, with twice as many pixels."""
        if self.chart.image(self.chart.width(), self.chart.height()).save(str(path), "PNG"):
            self._message(translate("S2GM", "Written: {path}").format(path=path), Qgis.MessageLevel.Success)
        else:
            text = translate("S2GM", "The picture cannot be written to {path}. Choose another place.")
            self.complain(text.format(path=path))

    def shut(self) -> None:
        """Stop all work and take everything from the map."""
        self.controls.remember()
        self.images.stop()
        self.session.shut()
        self.marks.clear()
        canvas = self.iface.mapCanvas()
        if canvas.mapTool() is self.picker:
            canvas.unsetMapTool(self.picker)

    # What is shown

    def complain(self, text: str) -> None:
        """Tell what is wrong in QGIS's message bar."""
        self._message(text, Qgis.MessageLevel.Warning)

    def warn(self, texts: list[str]) -> None:
        """Tell the first of some sentences in the message bar and all of them in QGIS's log."""
        for text in texts:
            QgsMessageLog.logMessage(text, "S2GM", Qgis.MessageLevel.Info, False)
        more = translate("S2GM", " ({n} more in the log)").format(n=len(texts) - 1) if len(texts) > 1 else ""
        self._message(texts[0] + more, Qgis.MessageLevel.Info)

    def _message(self, text: str, level: Any) -> None:
        self.iface.messageBar().pushMessage(translate("S2GM", "S2GM time series"), text, level)

    def _tried(self, step: Callable[[], None]) -> bool:
        """Do something; where the core refuses, its sentence is shown."""
        from ...s2gm_core.errors import S2GMError

        try:
            step()
        except (S2GMError, QgsProcessingException) as problem:
            self.complain(said(str(problem)))
            return False
        return True

    def _show_places(self) -> None:
        sites = self.session.sites if self.isVisible() else []
        self.marks.show(sites, [colour_of(number) for number in range(len(sites))])
        for action in (self.clear_action, self.read_action):
            action.setEnabled(bool(self.session.sites))

    def _show_series(self) -> None:
        curves = self.session.curves
        periods = self.session.asked.order.periods if self.session.asked else ()
        days = _ends(periods[0].start, periods[-1].last_day) if periods else (0.0, 1.0)
        self.chart.empty_text = self._why_empty()
        self.chart.set_curves(curves, days)
        for action in (self.csv_action, self.png_action, self.all_action):
            action.setEnabled(bool(curves))
        self.status.setText(self._summary())

    def _why_empty(self) -> str:
        if self.session.series and not self.session.curves:
            return translate("S2GM", "No observation between these days at these places. Choose other days or places.")
        return translate("S2GM", "Press Pick points and click on the map, or select features and press Add selected.")

    def _summary(self) -> str:
        records = [record for series in self.session.series.values() for record in series.records]
        if not self.session.series:
            return ""
        text = translate("S2GM", "{n} observations, {valid} valid. Click on one to load its image.")
        if self.session.asked is not None and not self.session.asked.order.is_observations:
            text = translate("S2GM", "{n} composites, {valid} with an observation. Click on one to load its mosaic.")
        said = text.format(n=len(records), valid=sum(record.valid for record in records))
        empty = self.session.empty_places
        if empty:
            said += " " + translate("S2GM", "Without any: {names}.").format(names=", ".join(empty[:5]))
        return said

    def _show_busy(self, busy: bool) -> None:
        self.stop_action.setEnabled(busy)
        self.progress.setVisible(busy)
        self.progress.setValue(0)
        if not busy:
            self.status.setText(self._summary())

    def _ask_to_read(self) -> None:
        if self.session.sites and not self.session.is_busy:
            self.status.setText(translate("S2GM", "The settings have changed. Press Read."))

    def _smooth_again(self, _: str) -> None:
        """Curves come without a press: nothing is read for them."""
        if self.session.series and not self.session.is_busy:
            self.read()

    def _pick(self, on: bool) -> None:
        canvas = self.iface.mapCanvas()
        if on:
            canvas.setMapTool(self.picker)
        elif canvas.mapTool() is self.picker:
            canvas.unsetMapTool(self.picker)

    def _refused(self, shown: bool) -> None:
        self.chart.set_with_refused(shown)

    def _all_days(self) -> None:
        self.chart.show_all_days()

    def _ask_csv(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, translate("S2GM", "Export the records"), "", "CSV (*.csv)")
        if path:
            self.export_csv(Path(path).with_suffix(".csv"))

    def _ask_png(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, translate("S2GM", "Export the chart"), "", "PNG (*.png)")
        if path:
            self.export_png(Path(path).with_suffix(".png"))


class _Selected:
    """The selected features of a layer, in the form of a feature source of Processing."""

    def __init__(self, layer: QgsVectorLayer) -> None:
        self._layer = layer
        self.sourceCrs, self.fields = layer.crs, layer.fields

    def getFeatures(self, request: Any) -> Any:
        """The selected ones only."""
        return self._layer.getSelectedFeatures(request)


def _ends(start: Any, end: Any) -> tuple[float, float]:
    """First and last moment of some days, since 1970-01-01, with a little room."""
    first, last = (start - EPOCH).days, (end - EPOCH).days + 1
    room = max(0.01 * (last - first), 0.5)
    return first - room, last + room


def _icon(name: str) -> QIcon:
    return QgsApplication.getThemeIcon(f"/{name}.svg")
