"""The reference of methods in the documents is the one that the code gives."""

from __future__ import annotations

from pathlib import Path

from s2gm_core.composite.reference_text import methods_reference
from s2gm_core.composite.registry import METHODS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods_reference.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == methods_reference()


def test_every_method_has_its_text():
    text = methods_reference()
    for name, row in METHODS.items():
        section = text.split(f"## `{name}`: ")[1].split("\n## ")[0]
        assert row.source in section
        assert len(section) > 400, name
