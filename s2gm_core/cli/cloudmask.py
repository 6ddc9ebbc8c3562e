"""``s2gm cloudmask``."""

from __future__ import annotations

import argparse

from ..masks.scene_classification import MASK_ALIASES, MASK_PRESETS
from ..products.cloud_masks import make_cloud_masks
from .options import (
    EXIT_DONE,
    EXIT_UNREADABLE,
    add_mask_grid,
    add_scene_options,
    add_source_and_dates,
    order_of_days,
)
from .run_options import add_run_options, run_settings
from .terminal import TerminalProgress, print_result

DEFAULT_MASK = "multitemporal"


def add_cloudmask(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm cloudmask``."""
    add_source_and_dates(parser)
    made = [name for name, row in MASK_PRESETS.items() if row.engine] + list(MASK_ALIASES)
    parser.add_argument("--cloud-mask", choices=made, default=DEFAULT_MASK, help=f"default: {DEFAULT_MASK}")
    add_mask_grid(parser)
    add_scene_options(parser)
    add_run_options(parser)
    parser.set_defaults(command=_cloudmask, preset=None)


def _cloudmask(options: argparse.Namespace) -> int:
    order = order_of_days(options)
    made = make_cloud_masks(order, options.out, run_settings(options), TerminalProgress())
    document = {
        "folder": str(made.folder),
        "masks": [
            {"file": str(one.path), "overpass": one.label, "scenes": list(one.scenes), "pixels": one.cells}
            for one in made.masks
        ],
        "notes": list(made.notes),
        "unreadable": [str(failure) for failure in made.failures],
    }
    print_result(options, document, str(made.folder))
    return EXIT_UNREADABLE if made.failures else EXIT_DONE
