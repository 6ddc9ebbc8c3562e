"""Which commands there are, and how they end.

Exit codes: 0 done, 1 failed or (validate) problems found, 2 the order is wrong, 3 done but some scenes were unreadable,
130 cancelled.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..errors import S2GMError
from ..version import __version__
from . import (
    archive,
    brightearth,
    cache,
    cloudmask,
    fetch,
    inspect,
    lists,
    mosaic,
    resume,
    search,
    timeseries,
    validate,
)


@dataclass(frozen=True)
class _Command:
    """One command: its arguments set the function that does the work as ``command``."""

    name: str
    summary: str
    add_arguments: Callable[[argparse.ArgumentParser], None]


_COMMANDS = (
    _Command("simulate", "write a synthetic Sentinel-2 archive with known truth", archive.add_simulate),
    _Command("search", "list the scenes of an area and period, and what reading them costs", search.add_search),
    _Command("fetch", "copy the part of the scenes that an order needs, for work offline", fetch.add_fetch),
    _Command("mosaic", "make a temporal mosaic", mosaic.add_mosaic),
    _Command("cloudmask", "write the cloud masks of single overpasses", cloudmask.add_cloudmask),
    _Command("brightearth", "make a seamless mosaic in natural colour", brightearth.add_brightearth),
    _Command("timeseries", "read points or polygons through time", timeseries.add_timeseries),
    _Command("run", "run an order that was saved as JSON", mosaic.add_run),
    _Command("resume", "go on with runs that were stopped", resume.add_resume),
    _Command("cache", "tell or clear what --cache keeps of remote rasters", cache.add_cache),
    _Command("methods", "list the compositing methods and their options", lists.add_methods),
    _Command("presets", "list the named settings of orders", lists.add_presets),
    _Command("inspect", "tell what a pixel of a mosaic was made from", inspect.add_inspect),
    _Command("validate", "check a product folder against the specification of its format", validate.add_validate),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(_with_joined_area(given))
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except BrokenPipeError:  # the reader of the output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except S2GMError as problem:
        if options.json:
            print(json.dumps({"error": str(problem), "kind": type(problem).__name__}))
        print(f"s2gm: {problem}", file=sys.stderr)
        return problem.exit_code


def _with_joined_area(arguments: Sequence[str]) -> list[str]:
    """``--area -10,35,5,40`` as ``--area=-10,35,5,40``: argparse takes what begins with a minus for an option."""
    joined: list[str] = []
    for argument in arguments:
        after = joined[-1] if joined else ""
        if after in ("--area", "--points", "--at") and argument[:1] == "-" and argument[1:2] in tuple("0123456789."):
            joined[-1] = f"{after}={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="s2gm", description="Cloud-free mosaics of Sentinel-2 surface reflectance.")
    parser.add_argument("--version", action="version", version=f"s2gm {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for row in _COMMANDS:
        command = commands.add_parser(row.name, help=row.summary, description=row.summary.capitalize() + ".")
        command.add_argument("--json", action="store_true", help="print the result as JSON")
        row.add_arguments(command)
    return parser
