"""The door to Qt's translations: ``translate("S2GM", "text")`` everywhere, one constant context (see i18n/)."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QTranslator

translate = QCoreApplication.translate

FOLDER = Path(__file__).resolve().parent.parent / "i18n"


def install_translator(locale: str) -> QTranslator | None:
    """Translate into the language of a locale such as ``de`` or ``fr_CA`` from now on; None where there is none.

    Qt holds no reference: the translator works as long as the caller keeps it.
    """
    for name in (locale, locale.split("_")[0]):
        translator = QTranslator()
        if translator.load(str(FOLDER / f"s2gm_{name}.qm")) and QCoreApplication.installTranslator(translator):
            return translator
    return None
