"""One code for Qt 5 and Qt 6: every enum value is written with its enum."""

from __future__ import annotations

import ast
import enum
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.house.sources import Module, modules

QT_SIDE = modules("processing_provider", "s2gm_plugin")


def _classes(module: Module) -> dict[str, Any]:
    """The classes that the module imports from QGIS and Qt, by the names that it uses."""
    found: dict[str, Any] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis":
            source = importlib.import_module(str(node.module))
            found.update({alias.asname or alias.name: getattr(source, alias.name, None) for alias in node.names})
    return found


def _unscoped(module: Module) -> Iterator[str]:
    classes = _classes(module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in classes:
            value = getattr(classes[node.value.id], node.attr, None)
            if is_enum_value(value):
                yield f"{module.name}:{node.lineno}: {node.value.id}.{node.attr}"


def is_enum_value(value: Any) -> bool:
    """Whether this is one value of an enum: Qt 5's are subclasses of int, others are Python's own."""
    return isinstance(value, enum.Enum) or (isinstance(value, int) and type(value) not in (int, bool))


@pytest.mark.parametrize("module", QT_SIDE, ids=lambda module: module.name)
def test_enum_values_are_scoped(module: Module) -> None:
    pytest.importorskip("qgis.core")
    assert list(_unscoped(module)) == []


def test_unscoped_enum_values_are_recognised() -> None:
    core = pytest.importorskip("qgis.PyQt.QtCore")
    assert is_enum_value(core.Qt.MouseButton.LeftButton)
    assert not is_enum_value(core.Qt.MouseButton)
    assert not is_enum_value(core.QT_VERSION)
