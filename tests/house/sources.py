"""The source files that the house rules are about, parsed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("s2gm_core", "processing_provider", "s2gm_plugin")
"""The packages from the bottom up."""

FunctionNode = (ast.FunctionDef, ast.AsyncFunctionDef)
_NOT_OURS = {
    ".git",
    ".venv",
    ".venv-servers",
    "build",
    "dist",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
}


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Path relative to the repository, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def package(self) -> tuple[str, ...]:
        """Names of the packages around the module, from the repository's root down."""
        return self.path.relative_to(ROOT).parts[:-1]

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions and methods, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, FunctionNode))

    def imported(self) -> Iterator[tuple[str, ...]]:
        """Each imported module as the parts of its absolute name; relative ones start at the repository's root."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (tuple(alias.name.split(".")) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from self._imported_from(node)

    def _imported_from(self, node: ast.ImportFrom) -> Iterator[tuple[str, ...]]:
        named = tuple(node.module.split(".")) if node.module else ()
        base = self.package[: len(self.package) - node.level + 1] + named if node.level else named
        if base:
            yield base
        else:  # from .. import x, at the root: x is the module
            yield from ((alias.name,) for alias in node.names)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules(*folders: str) -> list[Module]:
    """All Python files below the folders."""
    return [Module(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def runtime_modules() -> list[Module]:
    """All Python files that users get."""
    return [Module(ROOT / "__init__.py"), *modules(*FLOORS)]


def text_files() -> Iterator[tuple[str, str]]:
    """(name, text) of every text file of the repository."""
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        if _NOT_OURS.intersection(relative.parts) or not path.is_file():
            continue
        try:
            yield relative.as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def docstring(node: ast.AST) -> str:
    """The docstring, empty where there is none."""
    return ast.get_docstring(node) or "" if isinstance(node, (*FunctionNode, ast.ClassDef, ast.Module)) else ""
