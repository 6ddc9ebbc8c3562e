"""``s2gm inspect``: what a pixel of a mosaic was made from."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ..errors import OrderError
from ..products.inspect import InspectedObservation, Inspection, Role, inspect_pixel
from ..products.inspected_mosaic import mosaics_of_folder
from ..products.run_settings import RunSettings
from ..sensors.scene_classes import SCENE_CLASSES
from .options import EXIT_DONE
from .run_options import add_cache_options, cache_from_options
from .terminal import TerminalProgress, print_result

_CLASS_NAMES = {row.value: row.name for row in SCENE_CLASSES}
_MARKS = {Role.CHOSEN: "*", Role.AVERAGED: "+"}


def add_inspect(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm inspect``."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a product folder, S2GM_...")
    parser.add_argument("--at", required=True, metavar="LON,LAT", help="a place in degrees")
    parser.add_argument("--source", default="", metavar="S", help="instead of the order's source, such as a copy of it")
    add_cache_options(parser)
    parser.set_defaults(command=_inspect)


def _inspect(options: argparse.Namespace) -> int:
    progress = TerminalProgress()
    settings = RunSettings(cache=cache_from_options(options))
    mosaics = mosaics_of_folder(options.folder)
    found = inspect_pixel(mosaics, _place(options.at), settings, progress, options.source)
    for note in found.notes:
        print(f"s2gm: {note}", file=sys.stderr)
    print_result(options, _document(found), _table(found))
    return EXIT_DONE


def _place(text: str) -> tuple[float, float]:
    try:
        longitude, latitude = (float(part) for part in text.split(","))
    except ValueError:
        raise OrderError(f"--at '{text}' is no place. Write longitude,latitude in degrees: 15.3,45.8.") from None
    return longitude, latitude


def _table(found: Inspection) -> str:
    """The pixel, then a line for each observation; chosen ones have a star, averaged ones a plus."""
    bands = list(dict.fromkeys(name for one in found.observations for name in one.record.values))
    bands = [name for name in found.values if name in bands] or bands
    rows = [("", "date", "sat", *bands, "class", "what became of it")]
    rows += [_texts(one, bands) for one in found.observations]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip() for row in rows]
    held = ", ".join(f"{name} {found.values[name]:.4f}" for name in bands if name in found.values) or "no data"
    head = (
        f"{found.mosaic.name}, row {found.row}, column {found.column} ({found.longitude:.6f}, {found.latitude:.6f}), "
        f"method {found.mosaic.order.method}: {held}"
    )
    return "\n".join([head, *lines, f"{len(found.observations)} observations, {found.valid} valid"])


def _texts(one: InspectedObservation, bands: list[str]) -> tuple[str, ...]:
    record = one.record
    when = f"{record.acquired:%Y-%m-%d %H:%M}" if record.acquired else "-"
    values = (f"{record.values[band]:.4f}" if band in record.values else "-" for band in bands)
    what = f"rejected: {record.why}" if one.role is Role.REJECTED else one.role.value
    name = "-" if record.scene_class is None else _CLASS_NAMES.get(record.scene_class, str(record.scene_class))
    return _MARKS.get(one.role, ""), when, record.satellite or "-", *values, name, what


def _document(found: Inspection) -> dict[str, Any]:
    return {
        "product": found.mosaic.name,
        "method": found.mosaic.order.method,
        "row": found.row,
        "column": found.column,
        "longitude": found.longitude,
        "latitude": found.latitude,
        "values": dict(found.values),
        "observations": [
            {
                "acquired": one.record.acquired.isoformat() if one.record.acquired else None,
                "satellite": one.record.satellite,
                "scene": one.record.scene,
                "scene_class": one.record.scene_class,
                "valid": one.record.valid,
                "why_not": one.record.why,
                "role": one.role.value,
                "values": dict(one.record.values),
            }
            for one in found.observations
        ],
        "notes": list(found.notes),
    }
