"""The panel in which an area is chosen: drawing tools, what is there already, and the area in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QHideEvent, QShowEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import translate
from ..core_words import said
from .chosen import LON_LAT, ChosenArea, chosen_area
from .draw import FreehandTool, PolygonTool, RectangleTool
from .edit import VertexTool
from .kept import keep_area, kept_area
from .marks import AreaMark, on_map
from .notice import Notice
from .pages import FilePage, LayerPage, MapViewPage, Page, PlacePage, TextPage

MOST_VERTICES = 20_000
"""Of a shape that is edited by hand."""


class AreaPanel(QWidget):
    """Chooses an area. ``geometry`` is the polygon in longitude and latitude; ``shut`` is to be called at the end."""

    areaChanged = pyqtSignal()

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.iface = iface
        self.canvas = iface.mapCanvas()
        self._area: ChosenArea | None = None
        self.mark = AreaMark(self.canvas)
        self.tools = {
            "rectangle": RectangleTool(self.canvas),
            "polygon": PolygonTool(self.canvas),
            "freehand": FreehandTool(self.canvas),
        }
        self.vertex_tool = VertexTool(self.canvas)
        self._tool_before: Any = None
        self._make_buttons()
        self._make_pages()
        self.summary, self.notice = QLabel(), Notice()
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)  # names of layers are no markup
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._connect()
        self._take_from_project()

    # What others use

    @property
    def geometry(self) -> QgsGeometry | None:  # type: ignore[override]
        """The chosen area: a valid polygon in longitude and latitude, None where there is none."""
        return None if self._area is None else QgsGeometry(self._area.degrees)

    @property
    def area(self) -> ChosenArea | None:
        """The chosen area with its size, words and the value of the parameter GEOMETRY."""
        return self._area

    def choose(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem | None = None, words: str = "") -> bool:
        """Take a polygon of any CRS (None: degrees); False, with the reason in the panel, where it is no area."""
        return self._tried(lambda: self._set(chosen_area(shape, crs or LON_LAT, words)))

    def clear(self) -> None:
        """Choose nothing."""
        self._stop_tools()
        self._set(None)

    def shut(self) -> None:
        """Take tools and marks from the map."""
        self._stop_tools()
        for tool in self.tools.values():
            tool.close()
        self.vertex_tool.close()
        self.mark.close()
        project = QgsProject.instance()
        project.readProject.disconnect(self._take_from_project)
        project.cleared.disconnect(self._take_from_project)

    # Set-up

    def _make_buttons(self) -> None:
        self.draw_buttons = {
            "rectangle": _button("mActionSelectRectangle", translate("S2GM", "Rectangle"), checkable=True),
            "polygon": _button("mActionSelectPolygon", translate("S2GM", "Polygon"), checkable=True),
            "freehand": _button("mActionSelectFreehand", translate("S2GM", "Freehand"), checkable=True),
        }
        for name, button in self.draw_buttons.items():
            button.setToolTip(self.tools[name].hint)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)  # three words beside each other
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + 12)
        self.edit_button = _button("mActionVertexTool", translate("S2GM", "Edit"), checkable=True, small=True)
        self.edit_button.setToolTip(translate("S2GM", "Move, add and remove corners of the area on the map"))
        self.zoom_button = _button("mActionZoomToSelected", translate("S2GM", "Zoom to the area"), small=True)
        self.zoom_button.setToolTip(translate("S2GM", "Zooms the map to the area"))
        self.clear_button = _button("mActionDeleteSelected", translate("S2GM", "Clear"), small=True)
        self.clear_button.setToolTip(translate("S2GM", "Forgets the area"))

    def _make_pages(self) -> None:
        self.map_page, self.layer_page = MapViewPage(self.canvas), LayerPage(self.iface)
        self.file_page, self.text_page, self.place_page = FilePage(), TextPage(), PlacePage()
        self.pages: tuple[Page, ...] = (
            self.map_page,
            self.layer_page,
            self.file_page,
            self.text_page,
            self.place_page,
        )
        self.way, self.stack = QComboBox(), QStackedWidget()
        self.way.setToolTip(translate("S2GM", "Where the area is taken from"))
        self.way.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.way.setMinimumContentsLength(6)
        for number, page in enumerate(self.pages):
            self.way.addItem(page.title)
            self.way.setItemData(number, page.tip, Qt.ItemDataRole.ToolTipRole)
            self.stack.addWidget(page)
        self.take_button = QPushButton(translate("S2GM", "Take"))
        self.take_button.setToolTip(translate("S2GM", "Takes this as the area"))

    def _lay_out(self) -> None:
        drawing = QHBoxLayout()
        drawing.setSpacing(2)
        for button in self.draw_buttons.values():
            drawing.addWidget(button, 1)
        taking = QHBoxLayout()
        label = QLabel(translate("S2GM", "Or take"))
        label.setBuddy(self.way)
        taking.addWidget(label)
        taking.addWidget(self.way, 1)
        taking.addWidget(self.take_button)
        below = QHBoxLayout()
        below.addWidget(self.summary, 1)
        for button in (self.edit_button, self.zoom_button, self.clear_button):
            below.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(drawing)
        column.addLayout(taking)
        column.addWidget(self.stack)
        column.addLayout(below)
        column.addWidget(self.notice)
        self._show_page(0)

    def _connect(self) -> None:
        for name, button in self.draw_buttons.items():
            button.toggled.connect(self._draws(name))
            tool = self.tools[name]
            tool.drawn.connect(self._take_drawing)
            tool.refused.connect(self.notice.complain)
            tool.cancelled.connect(self._stop_tools)
            tool.deactivated.connect(self._unchecks(button))
        self.edit_button.toggled.connect(self._edit)
        self.vertex_tool.changed.connect(self._take_edited)
        self.vertex_tool.ended.connect(self._stop_tools)
        self.vertex_tool.deactivated.connect(self._unchecks(self.edit_button))
        self.zoom_button.clicked.connect(lambda checked=False: self.zoom())
        self.clear_button.clicked.connect(lambda checked=False: self.clear())
        self.way.currentIndexChanged.connect(self._show_page)
        self.take_button.clicked.connect(lambda checked=False: self.take())
        QgsProject.instance().readProject.connect(self._take_from_project)
        QgsProject.instance().cleared.connect(self._take_from_project)

    def _draws(self, name: str) -> Callable[[bool], None]:
        return lambda on: self._use(self.tools[name], on)

    def _unchecks(self, button: QToolButton) -> Callable[[], None]:
        return lambda: button.setChecked(False)

    # What the user does

    def take(self) -> bool:
        """Take what the open page says."""
        page = self.pages[self.stack.currentIndex()]
        return self._tried(lambda: self.choose_taken(page))

    def choose_taken(self, page: Page) -> None:
        """Take what a page says; raises with a sentence."""
        taken = page.take()
        self._set(chosen_area(taken.shape, taken.crs, taken.words))
        if page is not self.map_page:
            self.zoom()

    def zoom(self) -> None:
        """Show all of the area."""
        shape = on_map(self._area.degrees, self.canvas) if self._area is not None else None
        if shape is None:
            self.notice.complain(translate("S2GM", "The CRS of the map cannot show the area. Choose another CRS."))
            return
        box = shape.boundingBox()
        box.scale(1.1)
        self.canvas.setExtent(box)
        self.canvas.refresh()

    def _use(self, tool: Any, on: bool) -> None:
        """Hand the map to a tool, or back to the one before."""
        if on:
            before = self.canvas.mapTool()
            if before not in (*self.tools.values(), self.vertex_tool):
                self._tool_before = before
            self.canvas.setMapTool(tool)
            self.canvas.setFocus()
            self.notice.tell(tool.hint)
        elif self.canvas.mapTool() is tool:
            self.notice.clear()
            self._give_map_back(tool)

    def _give_map_back(self, tool: Any) -> None:
        if self._tool_before is not None:
            self.canvas.setMapTool(self._tool_before)
        else:
            self.canvas.unsetMapTool(tool)

    def _stop_tools(self) -> None:
        for button in (*self.draw_buttons.values(), self.edit_button):
            button.setChecked(False)

    def _take_drawing(self, shape: QgsGeometry) -> None:
        crs = self.canvas.mapSettings().destinationCrs()
        self._stop_tools()
        self.choose(shape, crs, translate("S2GM", "Drawn"))

    def _edit(self, on: bool) -> None:
        if on and not self._tried(lambda: self.vertex_tool.edit(self._shape_on_map())):
            self.edit_button.setChecked(False)
            return
        self._use(self.vertex_tool, on)
        self._show_mark()

    def _shape_on_map(self) -> QgsGeometry:
        """The shape with the vertices that the user set, in the CRS of the map."""
        from ...s2gm_core.errors import OrderError

        if self._area is None:
            raise OrderError(translate("S2GM", "There is no area to edit yet. Draw one first."))
        crs = self.canvas.mapSettings().destinationCrs()
        shape = QgsGeometry(self._area.shape)
        if shape.constGet().nCoordinates() > MOST_VERTICES:
            raise OrderError(translate("S2GM", "The area has too many corners to be edited by hand."))
        try:
            shape.transform(QgsCoordinateTransform(self._area.crs, crs, QgsProject.instance()))
        except QgsCsException:
            raise OrderError(
                translate("S2GM", "The CRS of the map cannot show the area. Choose another CRS.")
            ) from None
        return shape

    def _take_edited(self, shape: QgsGeometry) -> None:
        crs = self.canvas.mapSettings().destinationCrs()
        self.choose(shape, crs, self._area.words if self._area is not None else "")

    # What is shown

    def _set(self, area: ChosenArea | None) -> None:
        self._area = area
        keep_area(area)
        self._show(area)

    def _show(self, area: ChosenArea | None) -> None:
        self.notice.clear()
        self._show_mark()
        self.summary.setText(_in_words(area))
        for button in (self.edit_button, self.zoom_button, self.clear_button):
            button.setEnabled(area is not None)
        if area is not None and area.is_large:
            self.notice.warn(translate("S2GM", "This is large. A mosaic of it takes many hours and much room."))
        self.areaChanged.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """The area comes back on the map."""
        self._show_mark()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Where the panel is not seen, the area lies on no map either."""
        if not sip.isdeleted(self.canvas):  # when QGIS ends, windows are hidden after the map is gone
            self._show_mark()
        super().hideEvent(event)

    def _show_mark(self) -> None:
        """The area on the map, unless the vertex tool shows it."""
        edited = self.canvas.mapTool() is self.vertex_tool
        self.mark.show(self._area if self.isVisible() and not edited else None)

    def _take_from_project(self, *_: object) -> None:
        self._area = None

        def read() -> None:
            self._area = kept_area()

        fine = self._tried(read)
        problem = self.notice.text
        self._show(self._area)
        if not fine:
            self.notice.complain(translate("S2GM", "The area of the project was not read: {why}").format(why=problem))

    def _show_page(self, number: int) -> None:
        for other, page in enumerate(self.pages):  # the stack is as high as its open page, not as its highest
            page.setVisible(other == number)
        self.stack.setCurrentIndex(number)
        self.stack.setFixedHeight(self.pages[number].sizeHint().height())
        self.pages[number].prepare()

    def _tried(self, step: Callable[[], None]) -> bool:
        """Do something; where it is refused, the sentence is shown and the area stays as it was."""
        from ...s2gm_core.errors import S2GMError

        try:
            step()
        except (S2GMError, QgsProcessingException) as problem:
            self.notice.complain(said(str(problem)))
            return False
        return True


def _in_words(area: ChosenArea | None) -> str:
    if area is None:
        return translate("S2GM", "No area yet. Draw one on the map, or take one.")
    return f"{area.words}: {area.where()}" if area.words else area.where()


def _button(icon: str, text: str, checkable: bool = False, small: bool = False) -> QToolButton:
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(f"/{icon}.svg"))
    button.setText(text)
    button.setAccessibleName(text)
    button.setCheckable(checkable)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if not small:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        policy = button.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        button.setSizePolicy(policy)
    return button
