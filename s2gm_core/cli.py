"""The command line ``s2gm``: results on stdout, progress on stderr.

Exit codes: 0 done, 1 failed, 2 the order is wrong, 3 done but some scenes were unreadable, 130 cancelled.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from . import simulate
from .area import area_from_text
from .catalog.records import Scene
from .catalog.sources import open_source
from .composite.registry import METHODS
from .engine.budget import parse_memory
from .errors import OrderError, OutputError, S2GMError
from .layers import LAYERS
from .masks.scene_classification import MASK_PRESETS
from .network.client import HttpClient
from .order import FORMATS, Order
from .order_service import is_service_order, order_from_service
from .period import PERIOD_KINDS, parse_date
from .products.losses import MOST_LOST_PERCENT
from .products.record import Product
from .products.scenes import found_scenes, wanted_scenes
from .products.temporal_mosaic import RunSettings, run_series
from .sensors.bands import BANDS
from .version import __version__

BAND_LIST = ", ".join(BANDS)
EXIT_DONE, EXIT_UNREADABLE = 0, 3
SECONDS_BETWEEN_LINES = 2.0


class TerminalProgress:
    """Progress on stderr: a bar on a terminal, else a line every few seconds. Ctrl-C cancels."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._last_line = 0.0
        self._bar = sys.stderr.isatty()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._cancel)
            signal.signal(signal.SIGTERM, self._cancel)

    def _cancel(self, number: int, frame: FrameType | None) -> None:
        self._cancelled.set()

    def step(self, done: int, total: int, message: str) -> None:
        """Redraw the bar, or print a line if the last one is old enough or this one is the end."""
        now = time.monotonic()
        if self._bar:
            filled = "#" * (30 * done // total)
            self._print(f"\r\x1b[K[{filled:<30}] {done}/{total} {message[:60]}", end="\n" if done == total else "")
        elif done == total or now - self._last_line > SECONDS_BETWEEN_LINES:
            self._last_line = now
            self._print(message)

    def info(self, message: str) -> None:
        """A line of its own."""
        self._print(message)

    def warning(self, message: str) -> None:
        """A line of its own, marked."""
        self._print(f"warning: {message}")

    def is_cancelled(self) -> bool:
        """True after Ctrl-C or a request to terminate."""
        return self._cancelled.is_set()

    def _print(self, text: str, end: str = "\n") -> None:
        with self._lock:
            print(text, end=end, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(_with_joined_area(given))
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except S2GMError as problem:
        if options.json:
            print(json.dumps({"error": str(problem), "kind": type(problem).__name__}))
        print(f"s2gm: {problem}", file=sys.stderr)
        return problem.exit_code


def _with_joined_area(arguments: Sequence[str]) -> list[str]:
    """``--area -10,35,5,40`` as ``--area=-10,35,5,40``: argparse takes what begins with a minus for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--area" and argument[:1] == "-" and argument[1:2] in tuple("0123456789."):
            joined[-1] = f"--area={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="s2gm", description="Cloud-free mosaics of Sentinel-2 surface reflectance.")
    parser.add_argument("--version", action="version", version=f"s2gm {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add: dict[str, Callable[[argparse.ArgumentParser], None]] = {
        "simulate": _add_simulate,
        "search": _add_search,
        "mosaic": _add_mosaic,
        "run": _add_run,
    }
    summaries = {
        "simulate": "write a synthetic Sentinel-2 archive with known truth",
        "search": "list the scenes of an area and period",
        "mosaic": "make a temporal mosaic",
        "run": "run an order that was saved as JSON",
    }
    for name, summary in summaries.items():
        command = commands.add_parser(name, help=summary, description=summary.capitalize() + ".")
        command.add_argument("--json", action="store_true", help="print the result as JSON")
        add[name](command)
    return parser


def _add_simulate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="folder of the new archive")
    simulate.add_arguments(parser)
    parser.set_defaults(command=_simulate)


def _add_search(parser: argparse.ArgumentParser) -> None:
    _add_source_and_dates(parser)
    parser.add_argument("--max-cloud", type=float, default=100.0, metavar="PCT", help="most cloud cover, percent")
    parser.set_defaults(command=_search)


def _add_source_and_dates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--source", required=True, metavar="S", help="STAC catalogue: path or URL of its JSON file")
    parser.add_argument(
        "--area", required=True, metavar="A", help="west,south,east,north in degrees, WKT in lon/lat, or a vector file"
    )
    parser.add_argument("--start", required=True, metavar="DATE", help="first day, such as 2023-08-01")
    parser.add_argument("--end", metavar="DATE", help="last day of a custom period, or a day in the last period")


def _add_mosaic(parser: argparse.ArgumentParser) -> None:
    _add_source_and_dates(parser)
    parser.add_argument("--period", default="month", choices=list(PERIOD_KINDS), help="default: month")
    parser.add_argument("--method", default="s2gm", choices=list(METHODS), help="default: s2gm")
    parser.add_argument("--bands", default="", metavar="B02,...", help=f"among {BAND_LIST}; default: all")
    parser.add_argument("--resolution", default="10", metavar="METRES", help="default: 10")
    parser.add_argument("--crs", default="auto", help="auto (UTM zone of the area), EPSG code or WKT")
    parser.add_argument("--layers", default="all", metavar="NAME,...", help=f"all, none, or among {', '.join(LAYERS)}")
    parser.add_argument("--format", default="gtiff", choices=FORMATS, help="default: gtiff")
    parser.add_argument("--cloud-mask", default="esa", choices=list(MASK_PRESETS), help="default: esa")
    parser.add_argument("--max-cloud", default="100", metavar="PCT", help="leave out scenes with more cloud cover")
    parser.add_argument(
        "--landsat-weight", default="1", metavar="0..1", help="what Landsat counts beside Sentinel-2; 0 leaves it out"
    )
    parser.add_argument("--exclude-scenes", default="", metavar="ID,...", help="leave out these scenes")
    parser.add_argument("--name", default="mosaic", metavar="ORDER", help="order name, part of the file names")
    parser.add_argument("--save-order", type=Path, metavar="FILE", help="also write the order as JSON")
    _add_run_options(parser)
    parser.set_defaults(command=_mosaic)


def _add_run_options(parser: argparse.ArgumentParser) -> None:
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


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("order", type=Path, metavar="ORDER.json", help="of s2gm, or of the historical service")
    parser.add_argument("--source", metavar="S", help="take the scenes from here instead of the order's source")
    _add_run_options(parser)
    parser.set_defaults(command=_run)


def _simulate(options: argparse.Namespace) -> int:
    archive = simulate.simulate_archive(options.out, simulate.settings_from_arguments(options), TerminalProgress())
    _print_result(options, {"catalogue": str(archive.catalogue)}, str(archive.catalogue))
    return EXIT_DONE


def _search(options: argparse.Namespace) -> int:
    start = parse_date(options.start, "The start")
    end = parse_date(options.end, "The end") if options.end else start
    order = Order(
        source=options.source,
        area=area_from_text(options.area),
        start=start,
        end=end,
        period="custom",
        max_cloud=options.max_cloud,
    )
    progress = TerminalProgress()
    catalogue = open_source(order.source, HttpClient(is_cancelled=progress.is_cancelled))
    scenes = wanted_scenes(order, order.periods[0], found_scenes(order, catalogue, progress))
    for problem in catalogue.problems:
        print(f"warning: {problem}", file=sys.stderr)
    rows = [_scene_row(scene) for scene in sorted(scenes, key=lambda scene: (scene.acquired, scene.tile))]
    lines = [" ".join("-" if value is None else str(value) for value in row.values()) for row in rows]
    _print_result(options, rows, "\n".join(lines))
    return EXIT_DONE


def _scene_row(scene: Scene) -> dict[str, Any]:
    return {
        "id": scene.id,
        "acquired": scene.acquired.isoformat(),
        "platform": scene.platform,
        "tile": scene.tile,
        "relative_orbit": scene.relative_orbit,
        "baseline": scene.baseline,
        "cloud_cover": scene.cloud_cover,
    }


def _mosaic(options: argparse.Namespace) -> int:
    order = Order(
        source=options.source,
        area=area_from_text(options.area),
        start=options.start,
        end=options.end,
        period=options.period,
        method=options.method,
        bands=options.bands,
        resolution=options.resolution,
        crs=options.crs,
        layers=options.layers,
        format=options.format,
        cloud_mask=options.cloud_mask,
        max_cloud=options.max_cloud,
        landsat_weight=options.landsat_weight,
        exclude_scenes=options.exclude_scenes,
        name=options.name,
    )
    if options.save_order:
        _save_order(order, options.save_order)
    return _make(order, options)


def _save_order(order: Order, path: Path) -> None:
    try:
        path.write_text(json.dumps(order.to_json(), indent=2) + "\n", encoding="utf-8")
    except OSError as problem:
        raise OutputError(f"The order cannot be saved as {path} ({problem.strerror}). Choose another file.") from None


def _run(options: argparse.Namespace) -> int:
    try:
        document = json.loads(options.order.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise OrderError(f"The order {options.order} cannot be read ({problem}).") from None
    if not is_service_order(document):
        order = Order.from_json(document)
        return _make(order.with_changes(source=options.source) if options.source else order, options)
    if not options.source:
        raise OrderError("An order of the historical service names no source: give one with --source.")
    return _make(order_from_service(document, options.source), options)


def _make(order: Order, options: argparse.Namespace) -> int:
    memory = parse_memory(options.memory) if options.memory else None
    settings = RunSettings(workers=options.workers, memory_bytes=memory, max_lost=options.max_lost)
    products = run_series(order, options.out, settings, TerminalProgress())
    _print_result(options, [_product_row(product) for product in products], "\n".join(str(p.path) for p in products))
    return EXIT_UNREADABLE if any(product.failures for product in products) else EXIT_DONE


def _product_row(product: Product) -> dict[str, Any]:
    return {
        "name": product.name,
        "path": str(product.path),
        "quicklook": str(product.quicklook),
        "metadata": str(product.metadata),
        "layers": {name: str(path) for name, path in product.layers.items()},
        "scenes": list(product.scenes),
        "unreadable": [str(failure) for failure in product.failures],
        "valid_fraction": product.valid_fraction,
        "notes": list(product.notes),
    }


def _print_result(options: argparse.Namespace, document: Any, text: str) -> None:
    print(json.dumps(document, indent=2) if options.json else text)
