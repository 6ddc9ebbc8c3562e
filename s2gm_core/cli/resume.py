"""``s2gm resume``: goes on with runs that were stopped."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..disk import JOURNAL_SUFFIX
from ..errors import OrderError
from ..order import Order
from ..products.journal import JOURNAL, read_journal
from .mosaic import make_products
from .run_options import add_run_options


def add_resume(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm resume``."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the output folder of the run, or its .journal")
    parser.add_argument("--source", metavar="S", help="the source with its credentials, which no journal holds")
    add_run_options(parser, with_out=False)
    parser.set_defaults(command=_resume)


def _resume(options: argparse.Namespace) -> int:
    journals = _journals(options.folder)
    if not journals:
        raise OrderError(f"{options.folder} holds no run that was stopped: there is no folder named *{JOURNAL_SUFFIX}.")
    options.out = journals[0].parent
    orders = [_order_of(journal) for journal in journals]
    if options.source:
        orders = [order.with_changes(source=options.source) for order in orders]
    return make_products(list({order.number: order for order in orders}.values()), options, only_missing=True)


def _journals(folder: Path) -> list[Path]:
    """The folders that stopped runs left, by name."""
    if folder.name.endswith(JOURNAL_SUFFIX):
        return [folder]
    return sorted(path for path in folder.glob(f"*{JOURNAL_SUFFIX}") if path.is_dir())


def _order_of(journal: Path) -> Order:
    """The order of a stopped run."""
    for path in sorted(journal.glob(f"*/{JOURNAL}")):
        header, _ = read_journal(path)
        if isinstance(header.get("order"), dict):
            return Order.from_json(header["order"])
    raise OrderError(f"{journal} tells no order. Remove it, and run the order again.")
