"""``s2gm simulate``."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import simulate
from .options import EXIT_DONE
from .terminal import TerminalProgress, print_result


def add_simulate(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm simulate``."""
    parser.add_argument("out", type=Path, metavar="OUT", help="folder of the new archive")
    simulate.add_arguments(parser)
    parser.set_defaults(command=_simulate)


def _simulate(options: argparse.Namespace) -> int:
    archive = simulate.simulate_archive(options.out, simulate.settings_from_arguments(options), TerminalProgress())
    print_result(options, {"catalogue": str(archive.catalogue)}, str(archive.catalogue))
    return EXIT_DONE
