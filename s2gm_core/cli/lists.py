"""``s2gm methods`` and ``s2gm presets``: what an order can name."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ..composite.method import Method
from ..composite.options import option_infos
from ..composite.registry import METHODS
from ..presets import PRESETS, Preset
from .options import EXIT_DONE
from .terminal import print_result

_WIDTH, _INDENT = 100, "    "


class ListMethods(argparse.Action):
    """An option that prints the methods and stops, whatever else is missing."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(**{**keywords, "nargs": 0, "default": argparse.SUPPRESS, "dest": argparse.SUPPRESS})

    def __call__(self, parser: argparse.ArgumentParser, *given: object) -> None:
        """Print the list and leave with exit code 0."""
        print(_text([_method_lines(method) for method in METHODS.values()]))
        parser.exit(EXIT_DONE)


def add_methods(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm methods``."""
    parser.set_defaults(command=_methods)


def add_presets(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm presets``."""
    parser.set_defaults(command=_presets)


def _methods(options: argparse.Namespace) -> int:
    rows = list(METHODS.values())
    print_result(options, [_method_document(row) for row in rows], _text([_method_lines(row) for row in rows]))
    return EXIT_DONE


def _presets(options: argparse.Namespace) -> int:
    rows = list(PRESETS.values())
    print_result(options, [_preset_document(row) for row in rows], _text([_preset_lines(row) for row in rows]))
    return EXIT_DONE


def _method_document(method: Method) -> dict[str, Any]:
    return {
        "name": method.name,
        "label": method.label,
        "summary": method.summary,
        "masks": method.masks,
        "source": method.source,
        "selects": method.selects,
        "bands": list(method.bands),
        "options": [asdict(info) for info in option_infos(method.options)],
    }


def _method_lines(method: Method) -> list[str]:
    options = [
        f"--option {info.name}={info.default}: {info.help} ({info.allowed})" for info in option_infos(method.options)
    ]
    return [
        f"{method.name}: {method.label}",
        method.summary,
        f"Masks: {method.masks}",
        f"Source: {method.source}",
        *options,
    ]


def _preset_document(preset: Preset) -> dict[str, Any]:
    document = {name: getattr(preset, name) for name in ("name", "label", "summary", "source")}
    return {**document, "settings": dict(preset.settings)}


def _preset_lines(preset: Preset) -> list[str]:
    return [
        f"{preset.name}: {preset.label}",
        preset.summary,
        f"Source: {preset.source}",
        " ".join(_as_arguments(preset.settings)),
    ]


def _as_arguments(settings: Mapping[str, Any]) -> list[str]:
    """Fields of an order as the command line writes them."""
    options = [f"--option {name}={value}" for name, value in settings.get("options", {}).items()]
    texts = {name: ",".join(value) if isinstance(value, tuple) else value for name, value in settings.items()}
    return [*(f"--{name.replace('_', '-')} {text}" for name, text in texts.items() if name != "options"), *options]


def _text(entries: Sequence[Sequence[str]]) -> str:
    """One entry per method or preset: its first line at the margin, the others indented."""
    return "\n\n".join("\n".join([lines[0], *(_wrapped(line) for line in lines[1:])]) for lines in entries)


def _wrapped(line: str) -> str:
    return textwrap.fill(line, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT + "  ", break_on_hyphens=False)
