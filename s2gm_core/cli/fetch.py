"""``s2gm fetch``."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..products.fetch import fetch
from .options import (
    EXIT_DONE,
    EXIT_UNREADABLE,
    add_cache_options,
    add_content_options,
    add_masks,
    add_scene_options,
    add_source_and_dates,
    cache_from_options,
    order_of_days,
)
from .terminal import TerminalProgress, print_result


def add_fetch(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm fetch``."""
    add_source_and_dates(parser)
    add_content_options(parser)
    add_masks(parser)
    add_scene_options(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="folder of the new catalogue")
    parser.add_argument("--workers", type=int, metavar="N", help="files that are read at the same time")
    add_cache_options(parser)
    parser.set_defaults(command=_fetch)


def _fetch(options: argparse.Namespace) -> int:
    order, cache = order_of_days(options), cache_from_options(options)
    fetched = fetch(order, options.out, options.workers, progress=TerminalProgress(), cache=cache)
    row = {
        "catalogue": str(fetched.catalogue),
        "scenes": list(fetched.scenes),
        "unreadable": [str(failure) for failure in fetched.failures],
        "new_files": fetched.new_files,
        "kept_files": fetched.kept_files,
    }
    print_result(options, row, str(fetched.catalogue))
    return EXIT_UNREADABLE if fetched.failures else EXIT_DONE
