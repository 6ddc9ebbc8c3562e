"""The settings of the dock that outlive the program, in QGIS's settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import QgsApplication, QgsSettings
from qgis.gui import QgsAuthConfigSelect, QgsCheckableComboBox
from qgis.PyQt.QtCore import QDate
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDateEdit, QSpinBox

GROUP = "s2gm/series"
DAY = "yyyy-MM-dd"


@dataclass(frozen=True)
class Setting:
    """One setting: its name, and how it is taken from a widget and given back as a text."""

    name: str
    read: Callable[[], str]
    write: Callable[[str], None]


def of_combo(name: str, combo: QComboBox) -> Setting:
    """A word; one that is no longer there changes nothing."""
    return Setting(name, combo.currentText, combo.setCurrentText)


def of_source(name: str, combo: QComboBox) -> Setting:
    """A source without what may be secret in its addresses."""
    from ...s2gm_core.network.urls import source_without_queries

    return Setting(name, lambda: source_without_queries(combo.currentText().strip()), combo.setCurrentText)


def of_checks(name: str, checks: QgsCheckableComboBox) -> Setting:
    """Any number of words."""

    def write(text: str) -> None:
        known = [checks.itemText(number) for number in range(checks.count())]
        checks.setCheckedItems([word for word in text.split(",") if word in known])

    return Setting(name, lambda: ",".join(checks.checkedItems()), write)


def of_spin(name: str, spin: QSpinBox) -> Setting:
    """A whole number."""
    return Setting(name, lambda: str(spin.value()), lambda text: spin.setValue(int(text)) if text.isdigit() else None)


def of_box(name: str, box: QCheckBox) -> Setting:
    """Yes or no."""
    return Setting(name, lambda: "yes" if box.isChecked() else "no", lambda text: box.setChecked(text == "yes"))


def of_date(name: str, edit: QDateEdit, usual: QDate) -> Setting:
    """A day; the usual one, which is another tomorrow, is not kept."""

    def read() -> str:
        return "" if edit.date() == usual else edit.date().toString(DAY)

    def write(text: str) -> None:
        day = QDate.fromString(text, DAY)
        if day.isValid():
            edit.setDate(day)

    return Setting(name, read, write)


def of_auth(name: str, auth: QgsAuthConfigSelect) -> Setting:
    """The id of a stored authentication, if it is still there; never what it holds."""

    def write(text: str) -> None:
        if text and text in QgsApplication.authManager().configIds():
            auth.setConfigId(text)

    return Setting(name, auth.configId, write)


def remember(settings: Sequence[Setting]) -> None:
    """Keep the settings as they are."""
    kept = QgsSettings()
    for one in settings:
        kept.setValue(f"{GROUP}/{one.name}", one.read())


def recall(settings: Sequence[Setting]) -> None:
    """Set what was kept; the rest stays as it is."""
    kept = QgsSettings()
    for one in settings:
        text = kept.value(f"{GROUP}/{one.name}", None)
        if text is not None:
            one.write(str(text))
