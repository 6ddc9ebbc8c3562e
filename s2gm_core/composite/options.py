"""Options of the methods: each method has a frozen dataclass of them, orders and commands name them as text.

A field of such a class is made by `option`, so that one place gives its default, its limits and its meaning to the
checks, the command line, QGIS and the documents.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from ..errors import OrderError

Options = TypeVar("Options")
Pairs = tuple[tuple[str, str], ...]
"""Options as an order holds them: names and texts, sorted by name."""


@dataclass(frozen=True)
class NoOptions:
    """For methods that have none."""


@dataclass(frozen=True)
class _Limits:
    """What an option may be."""

    help: str
    low: float
    high: float
    choices: tuple[str, ...]


@dataclass(frozen=True)
class OptionInfo:
    """One option of a method, for lists and helps."""

    name: str
    default: str
    help: str
    allowed: str  # in words


def option(
    default: Any, help: str, low: float = -math.inf, high: float = math.inf, choices: tuple[str, ...] = ()
) -> Any:
    """A field of an options class: a bool, int, float, text (one of ``choices``) or tuple of numbers."""
    return field(default=default, metadata={"limits": _Limits(help, low, high, choices)})


def option_infos(kind: type) -> tuple[OptionInfo, ...]:
    """The options of a class, in its order."""
    found = []
    for one in fields(kind):
        limits: _Limits = one.metadata["limits"]
        found.append(OptionInfo(one.name, _text(one.default), limits.help, _allowed(one.default, limits)))
    return tuple(found)


def make_options(kind: type[Options], pairs: Iterable[tuple[str, str]], method: str) -> Options:
    """The options of a method from names and texts; `OrderError` names what is unknown or outside its limits."""
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type]
    given: dict[str, Any] = {}
    for name, text in pairs:
        if name not in known:
            names = f"It has {', '.join(known)}." if known else "It has none."
            raise OrderError(f"The method '{method}' has no option '{name}'. {names}")
        given[name] = _parsed(name, text, known[name].default, known[name].metadata["limits"])
    return kind(**given)


def pairs_of(value: str | Mapping[str, Any] | Iterable[Any]) -> Pairs:
    """Options in any form that orders take: ``a=1;b=2``, a mapping, or a list of pairs or of ``name=value``."""
    if isinstance(value, str):
        value = [part for part in value.split(";") if part.strip()]
    if isinstance(value, Mapping):
        value = list(value.items())
    if not isinstance(value, Iterable):
        raise OrderError(f"The options are {value!r}; write them as name=value.")
    pairs = [_pair(one) for one in value]
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise OrderError(f"The option {', '.join(twice)} is given twice.")
    return tuple(sorted(pairs))


def canonical_pairs(options: Any, pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The given options as text that is the same for equal values; ``options`` is made from them."""
    return tuple(sorted((name, _text(getattr(options, name))) for name, _ in pairs))


def _pair(one: Any) -> tuple[str, str]:
    if isinstance(one, str):
        name, equals, text = one.partition("=")
        if not equals:
            raise OrderError(f"The option '{one}' has no value; write it as name=value.")
        return name.strip(), text.strip()
    try:
        name, text = one
    except (TypeError, ValueError):
        raise OrderError(f"The option {one!r} is no pair of a name and a value.") from None
    return str(name).strip(), _text(text)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return ",".join(_text(one) for one in value)
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()


def _parsed(name: str, text: str, default: Any, limits: _Limits) -> Any:
    if isinstance(default, bool):
        if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
            raise OrderError(f"The option {name} is '{text}'. Write yes or no.")
        return text.lower() in ("yes", "true", "1")
    if isinstance(default, str):
        if text not in limits.choices:
            raise OrderError(f"The option {name} is '{text}'. Choose among {', '.join(limits.choices)}.")
        return text
    if isinstance(default, tuple):
        parts = [part for part in text.split(",") if part.strip()]
        if not parts:
            raise OrderError(f"The option {name} is empty. Write numbers, such as {_text(default)}.")
        return tuple(_number(name, part, limits) for part in parts)
    number = _number(name, text, limits)
    if isinstance(default, int) and number != int(number):
        raise OrderError(f"The option {name} is '{text}' where a whole number belongs.")
    return int(number) if isinstance(default, int) else number


def _number(name: str, text: str, limits: _Limits) -> float:
    try:
        number = float(text)
    except ValueError:
        raise OrderError(f"The option {name} is '{text}', which is no number.") from None
    if not limits.low <= number <= limits.high or not math.isfinite(number):
        raise OrderError(f"The option {name} is {text}, outside {limits.low:g} to {limits.high:g}.")
    return number


def _allowed(default: Any, limits: _Limits) -> str:
    if isinstance(default, bool):
        return "yes or no"
    if isinstance(default, str):
        return ", ".join(limits.choices)
    numbers = "numbers" if isinstance(default, tuple) else "whole number" if isinstance(default, int) else "number"
    return f"{numbers} from {limits.low:g} to {limits.high:g}"
