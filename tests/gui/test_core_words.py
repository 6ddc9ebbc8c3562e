"""Sentences of the core in the window's language: none of its steps and names is missing, values stay."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qgis.core")

TELLS = {"step": 2, "_tell": 2, "_show": 0, "_stoppable": 2}
"""Functions of the core that tell a step, and the place of its text among the arguments."""

HAND_ON = {"progress.py", "blocks.py", "solve.py", "meter.py", "checks.py"}
"""Files that hand on the text of another, or the summary of a check, which only ``s2gm validate`` shows."""


@pytest.fixture
def german(qgis_app: Any) -> Iterator[None]:
    from qgis.PyQt.QtCore import QCoreApplication

    from s2gm.processing_provider.translation import install_translator

    translator = install_translator("de")
    yield
    QCoreApplication.removeTranslator(translator)


def filled(node: ast.expr) -> str:
    """A text as it would be told, with the same number in all its fields; empty for what is handed on."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
        return ""
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)


def steps(core: Path) -> Iterator[tuple[Path, str]]:
    """The steps that the core's code tells."""
    for path in sorted(core.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "step" and not isinstance(node.func, ast.Attribute):  # a function that is none of a progress
                continue
            if name in TELLS and len(node.args) == TELLS[name] + 1:
                text = filled(node.args[-1])
                yield path, f"{text} 7 of 7" if text and name == "_stoppable" else text


def test_every_step_of_the_core_is_in_the_table(repository: Path) -> None:
    from s2gm.s2gm_plugin.core_words import is_known

    told = list(steps(repository / "s2gm_core"))
    assert len(told) > 20
    assert {path.name for path, text in told if not text} <= HAND_ON
    assert [text for _, text in told if text and not is_known(text)] == []


def test_every_name_of_a_method_and_a_scene_class_is_in_the_table() -> None:
    from s2gm.s2gm_core.composite.registry import METHODS
    from s2gm.s2gm_core.sensors.scene_classes import SCENE_CLASSES
    from s2gm.s2gm_plugin.core_words import LABELS

    names = [method.label for method in METHODS.values()] + [row.name for row in SCENE_CLASSES]
    assert set(names) == set(LABELS)


def test_every_cloud_mask_has_words() -> None:
    from s2gm.s2gm_core.masks.scene_classification import MASK_NAMES
    from s2gm.s2gm_plugin.hub.choice_texts import _texts

    texts = _texts("CLOUD_MASK")
    assert set(texts) == set(MASK_NAMES)
    assert len(set(texts.values())) == len(texts)


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Writing B11", "B11 wird geschrieben"),
        ("Checksum of inspire.xml", "Prüfsumme von inspire.xml"),
        (
            "Block 3 of 8: clear pixels from S2A 2025-07-01, S2B 2025-07-06 and 2 more",
            "Block 3 von 8: klare Pixel aus S2A 2025-07-01, S2B 2025-07-06 und 2 weiteren",
        ),
        ("Making colours\nWriting B02\nSomething new", "Farben werden erzeugt\nB02 wird geschrieben\nSomething new"),
        ("Cloud shadows", "Wolkenschatten"),
        ("Nobody knows this.", "Nobody knows this."),
        ("", ""),
    ],
)
def test_sentences_are_said_in_german_and_unknown_ones_as_they_are(german: None, english: str, expected: str) -> None:
    from s2gm.s2gm_plugin.core_words import said

    assert said(english) == expected


def test_refusals_that_the_core_makes_are_known(german: None, archive: Any) -> None:
    """The core's own sentences, not copies of them."""
    from s2gm.s2gm_core import Order
    from s2gm.s2gm_core.errors import S2GMError
    from s2gm.s2gm_core.products.temporal_mosaic import run_series
    from s2gm.s2gm_plugin.core_words import said

    order = {"source": archive.catalogue, "area": list(archive.bbox), "start": "2019-01-01", "period": "month"}
    wrong = (
        {"method": "percentile", "options": "nothing=1"},
        {"method": "percentile", "options": "percentiles=900"},
        {"end": "2018-01-01"},
        {"period": "custom"},
        {"start": "soon"},
        {"area": "somewhere"},
        {"area": "1,2,1,2"},
        {},
    )
    for changes in wrong:
        with pytest.raises(S2GMError) as caught:
            run_series(Order(**{**order, "area": ",".join(map(str, archive.bbox)), **changes}), "nowhere")
        english = str(caught.value)
        assert said(english) != english, english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SOURCE is empty. Give one.", "“Source of scenes” is empty. Give one."),
        ("MASK: '/data/SOURCE/x.tif' is no raster.", "“Mask”: '/data/SOURCE/x.tif' is no raster."),
        ("Give a vector file that states its CRS.", "Give a vector file that states its CRS."),
        ("CRS: unknown x.", "“Reference system”: unknown x."),
        ("Write CRS=EPSG:4326;SOURCE=1 or SOURCES", "Write CRS=EPSG:4326;SOURCE=1 or SOURCES"),
        ("MASK_GROWTH is -1 and MASK.", "“Growth” is -1 and “Mask”."),
    ],
)
def test_parameters_are_called_as_the_window_calls_them(text: str, expected: str) -> None:
    from s2gm.s2gm_plugin.core_words import with_labels

    labels = {"SOURCE": "Source of scenes", "MASK": "Mask", "MASK_GROWTH": "Growth", "CRS": "Reference system"}
    assert with_labels(text, labels) == expected
