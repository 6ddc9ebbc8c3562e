"""``s2gm timeseries``."""

from __future__ import annotations

import argparse
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ..catalog.providers import DEFAULT_PROVIDER
from ..errors import OrderError
from ..products.point_time_series import SeriesResult, run_point_series
from ..products.series.order import SERIES_PERIODS, SeriesOrder
from ..products.series.sites import check_not_input, sites_from_text
from ..products.series.writers import LAYOUTS, SeriesOutput
from ..series.smoothing import SMOOTHERS
from .options import (
    EXIT_DONE,
    EXIT_UNREADABLE,
    add_corrections,
    add_observation_rules,
    add_scene_options,
    add_series_content,
)
from .run_options import add_run_options, run_settings
from .terminal import TerminalProgress, print_result

_FIELDS = frozenset(field.name for field in fields(SeriesOrder))


def add_timeseries(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``s2gm timeseries``."""
    parser.add_argument(
        "--points",
        required=True,
        metavar="P",
        help="longitude,latitude in degrees (several with semicolons between them), a CSV file with columns longitude "
        "and latitude or x, y and crs, or a vector file of points or polygons",
    )
    add_series_content(parser)
    parser.add_argument(
        "--period", choices=SERIES_PERIODS, default=SERIES_PERIODS[0], help="what a record is; default: observation"
    )
    parser.add_argument("--window", type=int, default=1, metavar="N", help="N x N pixels around a point; default: 1")
    parser.add_argument("--aggregate", action="store_true", help="mean, count and spread of a window, not its pixels")
    parser.add_argument(
        "--valid-values-only", action="store_true", help="do not read bands of observations that the masks refuse"
    )
    parser.add_argument(
        "--without-confidences", action="store_true", help="do not read aerosol and the confidences of cloud and snow"
    )
    add_observation_rules(parser)
    add_scene_options(parser)
    add_corrections(parser, with_regularise=False)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        action="append",
        metavar="FILE",
        help="ends with .csv, .gpkg, .parquet or .png; may be repeated",
    )
    parser.add_argument("--layout", choices=LAYOUTS, default=LAYOUTS[0], help="of CSV files; default: tidy")
    parser.add_argument("--smooth", choices=list(SMOOTHERS), default="", help="add smooth curves of indices or bands")
    parser.add_argument("--seasons", type=Path, metavar="FILE.csv", help="also write start, peak and end of seasons")
    add_run_options(parser, with_out=False)
    parser.set_defaults(command=_timeseries)


def _timeseries(options: argparse.Namespace) -> int:
    given = {name: value for name, value in vars(options).items() if name in _FIELDS}
    given = {"source": DEFAULT_PROVIDER, "end": options.start, **given}
    order = SeriesOrder(
        **given, refused_values=not options.valid_values_only, confidences=not options.without_confidences
    )
    outputs = _outputs(options)
    sites = sites_from_text(options.points)
    result = run_point_series(order, sites, outputs, run_settings(options), TerminalProgress())
    print_result(options, _document(result), "\n".join(str(path) for path in result.paths))
    return EXIT_UNREADABLE if result.failures else EXIT_DONE


def _outputs(options: argparse.Namespace) -> list[SeriesOutput]:
    """The files that are wanted; `OrderError` where one is the file of the points, or none has the layout."""
    outputs = []
    for path in options.out:
        layout = options.layout if path.suffix.lower() == ".csv" else LAYOUTS[0]
        outputs.append(SeriesOutput(path, layout, options.smooth))
    if options.layout not in {one.layout for one in outputs}:
        raise OrderError(f"The layout {options.layout} is one of CSV files. Give an --out that ends with .csv.")
    if options.seasons is not None:
        outputs.append(SeriesOutput(options.seasons, "seasons", options.smooth))
    check_not_input(options.points, [one.path for one in outputs])
    return outputs


def _document(result: SeriesResult) -> dict[str, Any]:
    return {
        "files": [str(path) for path in result.paths],
        "series": result.series,
        "records": result.records,
        "valid": result.valid,
        "empty_sites": list(result.empty_sites),
        "unreadable": [str(failure) for failure in result.failures],
        "notes": list(result.notes),
        "network": asdict(result.network),
        "cache": asdict(result.cached),
    }
