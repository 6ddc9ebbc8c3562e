"""German and French: nothing of the window is left in English, no placeholder is lost, compiled files are current."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LANGUAGES = ("de", "fr")
MARKS = ("translate", "QT_TRANSLATE_NOOP")


def pairs(repository: Path, language: str) -> dict[str, str]:
    """Texts and their translations as translators wrote them."""
    tree = ElementTree.parse(repository / "i18n" / f"s2gm_{language}.ts")
    found = {}
    for message in tree.iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None:
            found[message.findtext("source", "")] = translation.text or ""
    return found


def texts(folder: Path) -> Iterator[str]:
    """The texts that the code below a folder hands to Qt."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                context, text = node.args
                assert ast.literal_eval(context) == "S2GM", path
                if isinstance(text, ast.Constant):
                    yield str(text.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_window_is_translated(repository: Path, language: str) -> None:
    known = pairs(repository, language)
    assert [text for text in texts(repository / "s2gm_plugin") if not known.get(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", ["s2gm_plugin", "processing_provider"])
def test_nearly_every_text_is_translated(repository: Path, language: str, folder: str) -> None:
    known, every = pairs(repository, language), set(texts(repository / folder))
    assert len(every) > 100
    assert sum(text not in known for text in every) <= 0.1 * len(every)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_those_of_the_text(repository: Path, language: str) -> None:
    marks = re.compile(r"\{[^}]*\}|</?[a-z]+")
    for text, translation in pairs(repository, language).items():
        assert sorted(marks.findall(text)) == sorted(marks.findall(translation)), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_says_what_the_translators_wrote(qgis_app: Any, repository: Path, language: str) -> None:
    from qgis.PyQt.QtCore import QCoreApplication

    from s2gm.processing_provider.translation import install_translator, translate

    translator = install_translator(language)
    known = pairs(repository, language)
    said = {text: translate("S2GM", text) for text in known}
    QCoreApplication.removeTranslator(translator)
    assert said == known


@pytest.mark.parametrize(("locale", "said"), [("de_AT", "Zeitraum"), ("fr", "Période"), ("eo", "Period")])
def test_the_language_follows_the_locale_and_goes_with_the_plugin(qgis_app: Any, locale: str, said: str) -> None:
    from qgis.PyQt.QtCore import QCoreApplication

    from s2gm.processing_provider.translation import install_translator, translate

    translator = install_translator(locale)
    try:
        assert translate("S2GM", "Period") == said
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)
    assert translate("S2GM", "Period") == "Period"
