"""``s2gm brightearth``."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..products.preview import preview_order
from .mosaic import make_products, save_order
from .options import (
    add_colour_options,
    add_corrections,
    add_place_and_format,
    add_scene_options,
    add_source_and_dates,
    colour_order_from_options,
)
from .run_options import add_run_options


def add_brightearth(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm brightearth``."""
    add_source_and_dates(parser)
    add_colour_options(parser)
    add_scene_options(parser)
    add_corrections(parser, with_regularise=False)
    add_place_and_format(parser)
    parser.add_argument("--quicklook", action="store_true", help="a small preview of the same mosaic, from overviews")
    parser.add_argument("--save-order", type=Path, metavar="FILE", help="also write the order as JSON")
    add_run_options(parser)
    parser.set_defaults(command=_brightearth)


def _brightearth(options: argparse.Namespace) -> int:
    order = colour_order_from_options(options)
    if options.quicklook:
        order = preview_order(order)
    if options.save_order:
        save_order(order, options.save_order)
    return make_products([order], options)
