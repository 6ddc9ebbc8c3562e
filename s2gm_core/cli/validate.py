"""``s2gm validate``."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..products.validation import validate_product
from .options import EXIT_DONE
from .terminal import TerminalProgress, print_result

EXIT_PROBLEMS = 1


def add_validate(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm validate``."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a product folder, S2GM_...")
    parser.set_defaults(command=_validate)


def _validate(options: argparse.Namespace) -> int:
    report = validate_product(options.folder, TerminalProgress())
    print_result(options, report.to_json(), report.text)
    return EXIT_DONE if report.is_ok else EXIT_PROBLEMS
