"""Functions, files and signatures keep a size that one can read; everything runs on Python 3.9."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import Module, docstring, modules, runtime_modules

MAX_BODY_LINES = 60
MAX_PARAMETERS = 7
MAX_FILE_LINES = 430


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    return [argument for argument in every if argument is not None and argument.arg not in ("self", "cls")]


@pytest.mark.parametrize("module", runtime_modules(), ids=lambda module: module.name)
def test_functions_and_files_are_short(module: Module) -> None:
    long_bodies = {f.name: _body_lines(f) for f in module.functions() if _body_lines(f) > MAX_BODY_LINES}
    wide = {f.name: len(_parameters(f)) for f in module.functions() if len(_parameters(f)) > MAX_PARAMETERS}
    assert (long_bodies, wide) == ({}, {})
    assert len(module.text.splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("module", modules("s2gm_core"), ids=lambda module: module.name)
def test_every_function_of_the_core_is_annotated(module: Module) -> None:
    bare = [
        f"{function.name}:{function.lineno}"
        for function in module.functions()
        if function.returns is None or any(argument.annotation is None for argument in _parameters(function))
    ]
    assert bare == []


@pytest.mark.parametrize("module", runtime_modules(), ids=lambda module: module.name)
def test_syntax_is_that_of_python_3_9(module: Module) -> None:
    tree = ast.parse(module.text, feature_version=(3, 9))
    newer = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _newer_keywords(node)]
    assert newer == []


def _newer_keywords(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    newer = {"dataclass": {"slots", "kw_only"}, "field": {"kw_only"}, "zip": {"strict"}}.get(name, set())
    return any(keyword.arg in newer for keyword in call.keywords)


@pytest.mark.parametrize("module", modules("s2gm_core"), ids=lambda module: module.name)
def test_records_of_the_core_are_frozen_or_say_that_they_are_mutable(module: Module) -> None:
    thawed = [
        node.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator) and "frozen=True" not in ast.unparse(decorator)
        if "mutable" not in docstring(node).lower()
    ]
    assert thawed == []


def test_no_rule_of_size_or_complexity_is_switched_off() -> None:
    exempt = [
        f"{module.name}:{number}"
        for module in runtime_modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if "noqa" in line and ("C901" in line or "PLR0913" in line or line.rstrip().endswith("noqa"))
    ]
    assert exempt == []
