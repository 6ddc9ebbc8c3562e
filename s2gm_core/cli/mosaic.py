"""``s2gm mosaic`` and ``s2gm run``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import OrderError, OutputError
from ..order import Order
from ..order_service import is_service_order, order_from_service
from ..products.record import Product
from ..products.temporal_mosaic import run_series
from .lists import ListMethods
from .options import (
    EXIT_DONE,
    EXIT_UNREADABLE,
    add_content_options,
    add_corrections,
    add_period_and_mask,
    add_product_options,
    add_scene_options,
    add_source_and_dates,
    order_from_options,
)
from .run_options import add_run_options, run_settings
from .terminal import TerminalProgress, print_result


def add_mosaic(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm mosaic``."""
    add_source_and_dates(parser)
    add_content_options(parser)
    add_period_and_mask(parser)
    add_scene_options(parser)
    add_corrections(parser)
    add_product_options(parser)
    parser.add_argument("--list-methods", action=ListMethods, help="print what 's2gm methods' prints, and stop")
    parser.add_argument("--save-order", type=Path, metavar="FILE", help="also write the order as JSON")
    add_run_options(parser)
    parser.set_defaults(command=_mosaic)


def add_run(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm run``."""
    parser.add_argument("order", type=Path, metavar="ORDER.json", help="of s2gm, or of the historical service")
    parser.add_argument("--source", metavar="S", help="take the scenes from here instead of the order's source")
    add_run_options(parser)
    parser.set_defaults(command=_run)


def _mosaic(options: argparse.Namespace) -> int:
    order = order_from_options(options)
    if options.save_order:
        save_order(order, options.save_order)
    return _make(order, options)


def save_order(order: Order, path: Path) -> None:
    """Write an order as JSON; `OutputError` where that fails."""
    try:
        document = order.to_json()
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        if document["source"] != order.source:
            print("The order was saved without the query and password of its source.", file=sys.stderr)
    except OSError as problem:
        raise OutputError(f"The order cannot be saved as {path} ({problem.strerror}). Choose another file.") from None


def _run(options: argparse.Namespace) -> int:
    try:
        document = json.loads(options.order.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise OrderError(f"The order {options.order} cannot be read ({problem}).") from None
    if not is_service_order(document):
        order = Order.from_json(document)
        return _make(order.with_changes(source=options.source) if options.source else order, options)
    if not options.source:
        raise OrderError("An order of the historical service names no source: give one with --source.")
    return _make(order_from_service(document, options.source), options)


def _make(order: Order, options: argparse.Namespace) -> int:
    return make_products([order], options)


def make_products(orders: Sequence[Order], options: argparse.Namespace, only_missing: bool = False) -> int:
    """Make the products of some orders in ``options.out`` and print them; the exit code."""
    settings = replace(run_settings(options), only_missing=only_missing)
    products = [one for order in orders for one in run_series(order, options.out, settings, TerminalProgress())]
    print_result(options, [_product_row(product) for product in products], "\n".join(str(p.path) for p in products))
    return EXIT_UNREADABLE if any(product.failures for product in products) else EXIT_DONE


def _product_row(product: Product) -> dict[str, Any]:
    return {
        "name": product.name,
        "path": str(product.path),
        "quicklook": str(product.quicklook),
        "picture": str(product.picture) if product.picture else None,
        "tiles": str(product.whole.tiles) if product.whole.tiles else None,
        "metadata": str(product.metadata),
        "layers": {name: str(path) for name, path in product.layers.items()},
        "scenes": list(product.scenes),
        "unreadable": [str(failure) for failure in product.failures],
        "valid_fraction": product.valid_fraction,
        "notes": list(product.notes),
    }
