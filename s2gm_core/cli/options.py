"""Arguments that several commands share, and the order that they make."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import Any

from ..area import area_from_text
from ..catalog.providers import DEFAULT_PROVIDER, PROVIDERS
from ..composite.registry import METHODS
from ..layers import LAYERS
from ..order import Order
from ..sensors.bands import BANDS

EXIT_DONE, EXIT_UNREADABLE = 0, 3
_ORDER_FIELDS = frozenset(field.name for field in fields(Order))


def add_source_and_dates(parser: argparse.ArgumentParser) -> None:
    """Where scenes come from, and for which area and time."""
    parser.add_argument(
        "--source",
        default=DEFAULT_PROVIDER,
        metavar="S",
        help=f"one of {', '.join(PROVIDERS)}, a STAC API or catalogue (path or URL), or a folder of products; several "
        f"as 'A + B'; default: {DEFAULT_PROVIDER}",
    )
    parser.add_argument(
        "--area", required=True, metavar="A", help="west,south,east,north in degrees, WKT in lon/lat, or a vector file"
    )
    parser.add_argument("--start", required=True, metavar="DATE", help="first day, such as 2023-08-01")
    parser.add_argument("--end", metavar="DATE", help="last day of a custom period, or a day in the last period")


def add_scene_options(parser: argparse.ArgumentParser) -> None:
    """Which of the scenes that are there count."""
    parser.add_argument("--max-cloud", default="100", metavar="PCT", help="leave out scenes with more cloud cover")
    parser.add_argument(
        "--relative-orbit", dest="relative_orbits", default="", metavar="N,...", help="only these, such as 122"
    )
    parser.add_argument("--platform", dest="platforms", default="", metavar="NAME,...", help="only these, such as S2A")
    parser.add_argument(
        "--baseline", dest="baselines", default="", metavar="NN.NN,...", help="only these, such as 05.09"
    )
    parser.add_argument("--exclude-scenes", default="", metavar="ID,...", help="leave out these scenes")
    parser.add_argument(
        "--include-scenes", default="", metavar="ID,...", help="take these, whatever the options above say"
    )


def add_content_options(parser: argparse.ArgumentParser) -> None:
    """What is read of the scenes."""
    parser.add_argument("--method", default="s2gm", choices=list(METHODS), help="default: s2gm")
    parser.add_argument("--bands", default="", metavar="B02,...", help=f"among {', '.join(BANDS)}; default: all")
    parser.add_argument("--resolution", default="10", metavar="METRES", help="default: 10")
    parser.add_argument("--crs", default="auto", help="auto (UTM zone of the area), EPSG code or WKT")
    parser.add_argument("--layers", default="all", metavar="NAME,...", help=f"all, none, or among {', '.join(LAYERS)}")


def order_from_options(options: argparse.Namespace, **changes: Any) -> Order:
    """The order that the arguments make; ``changes`` win over them."""
    given = {name: value for name, value in vars(options).items() if name in _ORDER_FIELDS}
    return Order(**{**given, "area": area_from_text(options.area), **changes})


def order_of_days(options: argparse.Namespace) -> Order:
    """The order for all days from ``--start`` to ``--end``, or for the one day."""
    return order_from_options(options, period="custom", end=options.end or options.start)
