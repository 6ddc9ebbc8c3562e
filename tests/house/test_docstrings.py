"""Every public function and record of the core that deals in arrays says their axes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import FunctionNode, Module, docstring, modules

ARRAY = re.compile(r"\b(ndarray|NDArray|MaskedArray|\w*(Array|Plane|Stack|Cube))\b")
_WORDS = r"\.\.\.|time|band|y|x|height|width|h|w|scene|granule|overpass|observation|node|point|layer|class|n|k|\d+"
_AXIS = rf"(?:\w+ )?(?:{_WORDS})s?"
_ITEM = r"[\w.]+(?: [\w.]+){0,2}"
AXES = re.compile(rf"\((?:{_ITEM}, )+{_AXIS}(?:, {_ITEM})*,?\)|\({_AXIS}(?:, {_ITEM})+,?\)|\({_ITEM},\)")
ELEMENTWISE = re.compile(r"(any|one|same|that|broadcast) shape|shaped as|shape of|element ?by ?element|elementwise")
"""Functions of single values say so in place of axes."""


def _public_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    for node in tree.body:
        if isinstance(node, (*FunctionNode, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (item for item in node.body if isinstance(item, FunctionNode) and item.name[0] != "_")


def _annotations(node: ast.AST) -> str:
    if isinstance(node, ast.ClassDef):
        fields = [item.annotation for item in node.body if isinstance(item, ast.AnnAssign)]
        return " ".join(map(ast.unparse, fields))
    if not isinstance(node, FunctionNode):
        return ""
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    given = [argument.annotation for argument in arguments] + [node.returns]
    return " ".join(ast.unparse(annotation) for annotation in given if annotation)


def _says_axes(node: ast.AST, module: Module) -> bool:
    described = docstring(node)
    if isinstance(node, ast.ClassDef):  # a field may be described beside it
        described = ast.get_source_segment(module.text, node) or ""
    return bool(AXES.search(described) or ELEMENTWISE.search(described))


@pytest.mark.parametrize("module", modules("s2gm_core"), ids=lambda module: module.name)
def test_public_array_functions_and_records_name_their_axes(module: Module) -> None:
    silent = [
        f"{getattr(node, 'name', '')}:{getattr(node, 'lineno', 0)}"
        for node in _public_nodes(module.tree)
        if ARRAY.search(_annotations(node)) and not _says_axes(node, module)
    ]
    assert silent == []


@pytest.mark.parametrize(
    "text", ["(time, band, y, x) int16", "(y, x)", "(..., y, x) bool", "(x,) float64", "(2, y, x)"]
)
def test_axes_are_recognised(text: str) -> None:
    assert AXES.search(text)


@pytest.mark.parametrize("text", ["", "(see above)", "an array (int16)", "(UTC)", "(a, b)", "(reflectance x 10^4)"])
def test_other_brackets_are_no_axes(text: str) -> None:
    assert not AXES.search(text)
