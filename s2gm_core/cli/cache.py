"""``s2gm cache``."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from ..disk import size_text
from ..raster.cache_folder import clear, usage_of
from .options import EXIT_DONE
from .terminal import print_result


def add_cache(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm cache``."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the --cache of other commands")
    parser.add_argument("--clear", action="store_true", help="remove the cached parts, and nothing else")
    parser.set_defaults(command=_cache)


def _cache(options: argparse.Namespace) -> int:
    usage = clear(options.folder) if options.clear else usage_of(options.folder)
    verb = "Removed" if options.clear else "Holds"
    row = {"folder": str(options.folder), "cleared": options.clear, **asdict(usage)}
    print_result(options, row, f"{verb} {usage.entries} parts of remote rasters, {size_text(usage.bytes)}.")
    return EXIT_DONE
