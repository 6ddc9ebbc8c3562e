"""The window of the help: a page, the way back, the list of all pages."""

from __future__ import annotations

from functools import partial

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QDialog, QToolBar, QVBoxLayout, QWidget

from ...processing_provider.translation import translate
from ..area.notice import Notice
from .browser import PageBrowser
from .pages import CONTENTS, Place, document_file
from .trail import Trail

USUAL_SIZE = (860, 720)
OUTWARD = ("http", "https", "mailto")
"""Links that other programs open."""


class HelpWindow(QDialog):
    """Shows documents beside QGIS, which stays usable. ``show_address`` opens one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("s2gmHelp")
        self.setWindowTitle(translate("S2GM", "Help of S2GM"))
        self.setModal(False)
        self.setSizeGripEnabled(True)
        self.browser, self.notice = PageBrowser(self), Notice()
        self.trail = Trail()
        bar = QToolBar()
        self.back = self._action(bar, "mActionArrowLeft", translate("S2GM", "Back"), QKeySequence.StandardKey.Back)
        self.forward = self._action(
            bar, "mActionArrowRight", translate("S2GM", "Forward"), QKeySequence.StandardKey.Forward
        )
        self.contents = self._action(bar, "mActionHelpContents", translate("S2GM", "All pages"), None)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        for widget in (bar, self.browser, self.notice):
            column.addWidget(widget)
        self.resize(*USUAL_SIZE)
        self.back.triggered.connect(partial(self._step, -1))
        self.forward.triggered.connect(partial(self._step, 1))
        self.contents.triggered.connect(self._open_contents)
        self.browser.anchorClicked.connect(self.follow)
        self._show_steps()

    def show_address(self, address: str) -> None:
        """Show a page such as ``hub.md#orders`` and bring the window to the front."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._go(Place.of(address))

    def follow(self, link: QUrl) -> None:
        """Go where a link of the page leads: to another page, or out to the browser."""
        if link.scheme() in OUTWARD:
            QDesktopServices.openUrl(link)
        elif self.trail.here is not None and not link.scheme():
            self._go(self.trail.here.linked(link.toString()))
        else:
            self._complain(link.toString())

    def _go(self, place: Place) -> None:
        """Show a place and remember the way."""
        scrolled = self.browser.verticalScrollBar().value()
        if self._show(place):
            self.trail.go(place, scrolled)
            self._show_steps()

    def _show(self, place: Place) -> bool:
        """Whether the page could be shown; the notice says why not."""
        file = document_file(place.page)
        if file is None:
            self._complain(place.page)
            return False
        try:
            self.browser.show_page(place, file)
        except OSError as problem:
            text = translate("S2GM", "The page {page} cannot be read ({reason}).")
            self.notice.complain(text.format(page=place.page, reason=problem.strerror))
            return False
        self.notice.clear()
        if place.section and not self.browser.has_section(place.section):
            text = translate("S2GM", "The page {page} has no section {section}; this is its beginning.")
            self.notice.tell(text.format(page=place.page, section=place.section))
        return True

    def _complain(self, page: str) -> None:
        text = translate("S2GM", "There is no page {page} in the documents of this plugin. Open the list of all pages.")
        self.notice.complain(text.format(page=page))

    # The way

    def _step(self, steps: int, checked: bool = False) -> None:
        """Back or forward to where the page was left."""
        bar = self.browser.verticalScrollBar()
        stop = self.trail.step(steps, bar.value())
        if stop is not None and self._show(stop.place):
            bar.setValue(stop.scrolled)
        self._show_steps()

    def _open_contents(self, checked: bool = False) -> None:
        self._go(Place(CONTENTS))

    def _show_steps(self) -> None:
        self.back.setEnabled(self.trail.can_step(-1))
        self.forward.setEnabled(self.trail.can_step(1))

    def _action(self, bar: QToolBar, icon: str, text: str, key: QKeySequence.StandardKey | None) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(f"/{icon}.svg"), text, self)
        action.setToolTip(text)
        if key is not None:
            action.setShortcuts(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        bar.addAction(action)
        bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return action
