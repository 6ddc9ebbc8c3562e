"""The reference of all methods as a document, made from their modules, so that it cannot say what the code does not."""

from __future__ import annotations

import inspect
import sys

from .method import Method
from .options import option_infos
from .registry import METHODS


def methods_reference() -> str:
    """Every method in Markdown (``docs/methods_reference.md``)."""
    lines = [
        "# Reference of methods",
        "",
        "This page is made from the modules in `s2gm_core/composite/`. Which method to choose when: `docs/methods.md`.",
    ]
    for method in METHODS.values():
        lines += ["", *_section(method)]
    return "\n".join(lines) + "\n"


def _section(method: Method) -> list[str]:
    kind = "selects one observation" if method.selects else "averages observations"
    lines = [f"## `{method.name}`: {method.label}", "", f"{method.summary} ({kind.capitalize()}.)", ""]
    lines += [f"- Masks: {method.masks}", f"- Source: {method.source}"]
    if method.bands:
        lines.append(f"- Decides by {', '.join(method.bands)}")
    if method.layers:
        lines.append(f"- Own layers: {', '.join(method.layers)}")
    lines += [f"- `{one.name}={one.default}`: {one.help} ({one.allowed})" for one in option_infos(method.options)]
    return [*lines, "", *_module_text(method).splitlines()]


def _module_text(method: Method) -> str:
    """What the module of a method says of itself."""
    module = inspect.getmodule(method.composite)
    homes = [one for one in sys.modules.values() if getattr(one, "METHOD", None) is method]
    return inspect.cleandoc((homes[0] if homes else module).__doc__ or "")
