"""The door to Qt's translations: ``translate("S2GM", "text")`` everywhere, one constant context (see i18n/)."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate
