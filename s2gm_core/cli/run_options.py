"""Arguments that say how a run uses the machine, and the settings that they make."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..disk import size_text
from ..engine.budget import parse_memory
from ..products.losses import MOST_LOST_PERCENT
from ..products.run_settings import RunSettings
from ..raster.range_cache import DEFAULT_CACHE_BYTES, CacheSettings

CACHE_VARIABLE = "S2GM_CACHE"


def add_run_options(parser: argparse.ArgumentParser, with_out: bool = True) -> None:
    """How a run uses the machine, and where its products go."""
    if with_out:
        parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the product folder goes")
    parser.add_argument("--workers", type=int, metavar="N", help="threads; default: one per processor")
    parser.add_argument(
        "--max-lost",
        type=float,
        default=MOST_LOST_PERCENT,
        metavar="PCT",
        help=f"fail where more of the scenes cannot be read; default: {MOST_LOST_PERCENT:g}",
    )
    parser.add_argument("--memory", metavar="SIZE", help="such as 2GiB; default: a quarter of the machine's")
    add_cache_options(parser)


def add_cache_options(parser: argparse.ArgumentParser) -> None:
    """Whether parts of remote rasters are kept for other runs."""
    parser.add_argument(
        "--cache",
        default=os.environ.get(CACHE_VARIABLE, ""),
        metavar="FOLDER",
        help=f"keep what is read of remote rasters here for other runs; '' for none; default: ${CACHE_VARIABLE}",
    )
    default = size_text(DEFAULT_CACHE_BYTES)
    parser.add_argument("--cache-size", metavar="SIZE", help=f"most that the cache may take; default: {default}")


def run_settings(options: argparse.Namespace) -> RunSettings:
    """The settings that the arguments of `add_run_options` make; `OrderError` for sizes that are none."""
    memory = parse_memory(options.memory) if options.memory else None
    return RunSettings(options.workers, memory, options.max_lost, cache=cache_from_options(options))


def cache_from_options(options: argparse.Namespace) -> CacheSettings | None:
    """The cache that the arguments name."""
    if not options.cache:
        return None
    limit = parse_memory(options.cache_size, "cache size") if options.cache_size else DEFAULT_CACHE_BYTES
    return CacheSettings(Path(options.cache), limit)
