"""Formulas of bands as text, such as ``(B08 - B04)/(B08 + B04)``: what documents print is what is computed.

A formula has numbers, names of bands, + - * / **, brackets, ``sqrt`` and ``tanh``. It has no value (NaN) where a
denominator is 0 or less or where the root of a negative number would be taken: reflectance near or below zero, usual
over dark water from processing baseline 04.00 on, would otherwise give any number.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping

import numpy as np

Spectrum = Mapping[str, np.ndarray]
_BAND = re.compile(r"\bB\d[\dA]\b")


def bands_of(formula: str) -> tuple[str, ...]:
    """The bands that a formula names, each once, in their order of appearance."""
    return tuple(dict.fromkeys(_BAND.findall(formula)))


def compiled(formula: str) -> Callable[[Spectrum], np.ndarray]:
    """A function from bands, each (y, x) float32 reflectance, NaN = no data, to the formula's value, (y, x) float32."""
    tree = ast.parse(formula, mode="eval").body
    return lambda spectrum: _value(tree, spectrum)


def _value(node: ast.AST, spectrum: Spectrum) -> np.ndarray:
    """Value of one node, (y, x) float32, or without axes for a number."""
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](_value(node.left, spectrum), _value(node.right, spectrum))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, spectrum)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _FUNCTIONS[node.func.id](_value(node.args[0], spectrum))
    if isinstance(node, ast.Name):
        return spectrum[node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return np.array(node.value, dtype=np.float32)
    raise TypeError(f"A formula cannot hold {ast.dump(node)}.")


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """Quotient, NaN where the denominator is 0 or less; (y, x) float32."""
    empty = np.full(np.broadcast(numerator, denominator).shape, np.nan, dtype=np.float32)
    return np.divide(numerator, denominator, out=empty, where=denominator > 0)


def _root(values: np.ndarray) -> np.ndarray:
    """Square root, NaN of negative numbers; (y, x) float32."""
    return np.sqrt(values, out=np.full(np.shape(values), np.nan, dtype=np.float32), where=values >= 0)


_FUNCTIONS: Mapping[str, Callable[..., np.ndarray]] = {"sqrt": _root, "tanh": np.tanh}
_OPERATORS: Mapping[type, Callable[..., np.ndarray]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _ratio,
    ast.Pow: operator.pow,
}
