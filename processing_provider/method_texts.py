"""What the description of the temporal mosaic says about methods, their options and presets, from the core's tables."""

from __future__ import annotations

from .dependencies import missing_packages_message
from .translation import translate


def method_paragraphs() -> list[str]:
    """Titles and rows of the methods by kind, of their options and of the presets; simple HTML."""
    if missing_packages_message():
        return [translate("S2GM", "The methods are shown once the missing Python packages are installed.")]
    selecting, averaging = _method_rows()
    sections = (
        (translate("S2GM", "Methods that choose one observation per pixel"), selecting),
        (translate("S2GM", "Methods that make each value from several observations"), averaging),
        (translate("S2GM", "Options of the methods (OPTIONS), with their defaults"), _option_rows()),
        (translate("S2GM", "Settings of known products (PRESET)"), _preset_rows()),
    )
    return [f"<b>{title}</b><br/>" + "<br/>".join(rows) for title, rows in sections]


def _method_rows() -> tuple[list[str], list[str]]:
    from ..s2gm_core.composite.registry import METHODS

    rows: tuple[list[str], list[str]] = ([], [])
    for row in METHODS.values():
        rows[0 if row.selects else 1].append(f"<i>{row.name}</i>: {row.label}. {row.summary}")
    return rows


def _option_rows() -> list[str]:
    """One row per option, whatever number of methods have it; a default of fewer methods stands behind their name."""
    from ..s2gm_core.composite.options import OptionInfo, option_infos
    from ..s2gm_core.composite.registry import METHODS

    found: dict[tuple[str, str], list[tuple[str, OptionInfo]]] = {}
    for method in METHODS.values():
        for info in option_infos(method.options):
            found.setdefault((info.name, info.help), []).append((method.name, info))
    text = translate("S2GM", "<i>{name}={default}</i> ({allowed}): {help}. For {methods}.")
    rows = []
    for (name, help_text), owners in found.items():
        first = owners[0][1]
        methods = (f"{owner} ({info.default})" if info.default != first.default else owner for owner, info in owners)
        rows.append(
            text.format(
                name=name,
                default=first.default,
                allowed=first.allowed,
                help=help_text[0].upper() + help_text[1:],
                methods=", ".join(methods),
            )
        )
    return rows


def _preset_rows() -> list[str]:
    from ..s2gm_core.presets import PRESETS

    return [f"<i>{row.name}</i>: {row.label}. {row.summary}" for row in PRESETS.values()]
