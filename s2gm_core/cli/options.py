"""Arguments that several commands share, and the order that they make.

Arguments that are fields of an order have no default here: what is not given is left to the preset, then to `Order`.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from ..area import area_from_text
from ..catalog.providers import DEFAULT_PROVIDER, PROVIDERS
from ..composite.registry import METHODS
from ..disk import size_text
from ..engine.budget import parse_memory
from ..errors import OrderError
from ..layers import GROUPS, LAYERS
from ..masks.scene_classification import MASK_NAMES
from ..order import BIT_DEPTHS, CLIPS, FORMATS, SWITCH, TILINGS, Order
from ..order_products import BRIGHTEARTH, PRODUCTS, TILES
from ..period import PERIOD_KINDS
from ..presets import PRESETS, order_of_product, order_with_preset, usual_settings
from ..products.target import area_of_raster
from ..raster.range_cache import DEFAULT_CACHE_BYTES, CacheSettings
from ..sensors.bands import BANDS
from ..sensors.spectral_indices import INDICES

EXIT_DONE, EXIT_UNREADABLE = 0, 3
CACHE_VARIABLE = "S2GM_CACHE"
_ORDER_FIELDS = frozenset(field.name for field in fields(Order))


def add_source_and_dates(parser: argparse.ArgumentParser) -> None:
    """Where scenes come from, and for which area and time."""
    _add_source(parser)
    _field(parser, "--area", metavar="A", help="west,south,east,north in degrees, WKT in lon/lat, or a vector file")
    _add_dates(parser)


def add_series_content(parser: argparse.ArgumentParser) -> None:
    """Where the scenes of a series come from, its time, and what is read of them."""
    _add_source(parser)
    _add_dates(parser)
    _add_method(parser)
    _add_bands_and_grid(parser)
    _add_indices(parser)


def _add_source(parser: argparse.ArgumentParser) -> None:
    _field(
        parser,
        "--source",
        metavar="S",
        help=f"one of {', '.join(PROVIDERS)}, a STAC API or catalogue (path or URL), or a folder of products; several "
        f"as 'A + B'; default: {DEFAULT_PROVIDER}",
    )


def _add_dates(parser: argparse.ArgumentParser) -> None:
    _field(parser, "--start", required=True, metavar="DATE", help="first day, such as 2023-08-01")
    _field(parser, "--end", metavar="DATE", help="last day of a custom period, or a day in the last period")


def add_scene_options(parser: argparse.ArgumentParser) -> None:
    """Which of the scenes that are there count."""
    _field(parser, "--max-cloud", metavar="PCT", help="leave out scenes with more cloud cover")
    _field(parser, "--relative-orbit", dest="relative_orbits", metavar="N,...", help="only these, such as 122")
    _field(parser, "--platform", dest="platforms", metavar="NAME,...", help="only these, such as S2A")
    _field(parser, "--baseline", dest="baselines", metavar="NN.NN,...", help="only these, such as 05.09")
    _field(parser, "--exclude-scenes", metavar="ID,...", help="leave out these scenes")
    _field(parser, "--include-scenes", metavar="ID,...", help="take these, whatever the options above say")


def add_content_options(parser: argparse.ArgumentParser) -> None:
    """What is read of the scenes."""
    parser.add_argument(
        "--preset", choices=list(PRESETS), help="settings of a known product, see 's2gm presets'; what is given wins"
    )
    _add_method(parser)
    _add_bands_and_grid(parser)
    names = ", ".join((*GROUPS, *LAYERS))
    _field(parser, "--layers", metavar="NAME,...", help=f"all, none, or among {names}; default: all")


def _add_method(parser: argparse.ArgumentParser) -> None:
    _field(parser, "--method", choices=list(METHODS), help="see 's2gm methods'; default: s2gm")
    _field(
        parser,
        "--option",
        dest="options",
        action="append",
        metavar="NAME=VALUE",
        help="an option of the method, see 's2gm methods'; may be repeated",
    )


def _add_bands_and_grid(parser: argparse.ArgumentParser) -> None:
    _field(parser, "--bands", metavar="B02,...", help=f"among {', '.join(BANDS)}; default: all")
    _add_grid(parser)


def _add_grid(parser: argparse.ArgumentParser) -> None:
    _field(parser, "--resolution", metavar="METRES", help="default: 10")
    _field(parser, "--crs", help="auto (UTM zone of the area), EPSG code or WKT; default: auto")


def add_mask_grid(parser: argparse.ArgumentParser) -> None:
    """On which grid masks are written, and under which name."""
    parser.add_argument("--resolution", default="20", metavar="METRES", help="default: 20")
    _field(parser, "--crs", help="auto (UTM zone of the area), EPSG code or WKT; default: auto")
    _field(parser, "--like", metavar="RASTER", help="take the exact grid of this raster; its outline where no --area")
    _field(parser, "--name", metavar="ORDER", help="part of the folder's name; default: mosaic")


def _add_indices(parser: argparse.ArgumentParser) -> None:
    _field(parser, "--indices", metavar="NAME,...", help=f"spectral indices among {', '.join(INDICES)}")


def add_period_and_mask(parser: argparse.ArgumentParser) -> None:
    """Which observations one product is made of."""
    _field(parser, "--period", choices=list(PERIOD_KINDS), help="default: month")
    add_observation_rules(parser)


def add_masks(parser: argparse.ArgumentParser, usual: str = "esa") -> None:
    """Which observations show the ground."""
    _field(parser, "--cloud-mask", choices=list(MASK_NAMES), help=f"default: {usual}")
    _field(
        parser,
        "--cloud-probability",
        metavar="PCT",
        help="from which on the mask 'probability' calls a pixel cloud; default: 40",
    )
    _field(parser, "--mask-growth", metavar="METRES", help="by how much clouds and shadows are widened; default: 0")


def add_observation_rules(parser: argparse.ArgumentParser) -> None:
    """What counts as an observation, and how many a pixel needs."""
    _add_what_counts(parser, "esa")
    _field(parser, "--min-obs", metavar="N", help="pixels with fewer valid observations are empty, or filled")
    _field(parser, "--fill-days", metavar="DAYS", help="fill such pixels from so many days around the period")


def _add_what_counts(parser: argparse.ArgumentParser, usual_mask: str) -> None:
    add_masks(parser, usual_mask)
    _field(parser, "--user-mask", metavar="RASTER", help="leave out the pixels where this raster is not zero")
    _field(parser, "--landsat-weight", metavar="0..1", help="what Landsat counts beside Sentinel-2; 0 leaves it out")


def add_colour_options(parser: argparse.ArgumentParser) -> None:
    """What a mosaic in natural colour is made of, and how it looks."""
    usual = {"cloud_mask": "esa", "fill_days": 0, **usual_settings(BRIGHTEARTH)}
    _field(parser, "--period", choices=list(PERIOD_KINDS), help="default: month")
    _field(parser, "--tone", metavar="CURVE", help="natural, linear (reflectance 0 to 0.2) or limits:0.02,0.3")
    _field(parser, "--tiles", choices=TILES, help="the picture as tiles of a base map as well; default: none")
    _add_grid(parser)
    names = ", ".join(sorted(PRODUCTS[BRIGHTEARTH].layers or ()))
    _field(parser, "--layers", metavar="NAME,...", help=f"all, none, or among {names}; default: all")
    _add_what_counts(parser, str(usual["cloud_mask"]))
    filling = f"fill gaps from so many days around the period; default: {usual['fill_days']}"
    _field(parser, "--fill-days", metavar="DAYS", help=filling)


def add_corrections(parser: argparse.ArgumentParser, with_regularise: bool = True) -> None:
    """What is done to reflectance."""
    _field(parser, "--nbar", choices=SWITCH, help="as seen from nadir under one sun; auto: as the method wants it")
    _field(parser, "--nbar-sun-zenith", metavar="DEG", help="default: the mean at 10:30 over the period")
    _field(parser, "--harmonise", choices=SWITCH, help="adjust Sentinel-2B to 2A; auto: as the method wants it")
    if with_regularise:
        _field(
            parser, "--regularise", action="store_true", help="fewer changes of the date between neighbouring pixels"
        )


def add_product_options(parser: argparse.ArgumentParser) -> None:
    """What the product holds beside bands and layers, where it lies, and how it is stored."""
    _add_indices(parser)
    _field(parser, "--bit-depth", type=int, choices=BIT_DEPTHS, help="of the reflectance bands; default: 16")
    add_place_and_format(parser)


def add_place_and_format(parser: argparse.ArgumentParser) -> None:
    """Where the product lies, and how it is stored."""
    _field(parser, "--like", metavar="RASTER", help="take the exact grid of this raster; its outline where no --area")
    _field(parser, "--clip", choices=CLIPS, help="what is left empty outside the area; default: polygon")
    _field(parser, "--buffer", metavar="METRES", help="widen the area")
    _field(parser, "--tiling", choices=TILINGS, help="split the product by tiles of MGRS; default: none")
    _field(parser, "--format", choices=FORMATS, help="default: gtiff")
    _field(parser, "--name", metavar="ORDER", help="order name, part of the file names; default: mosaic")


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


def cache_from_options(options: argparse.Namespace) -> CacheSettings | None:
    """The cache that the arguments name."""
    if not options.cache:
        return None
    limit = parse_memory(options.cache_size, "cache size") if options.cache_size else DEFAULT_CACHE_BYTES
    return CacheSettings(Path(options.cache), limit)


def order_from_options(options: argparse.Namespace, **changes: Any) -> Order:
    """The order that the arguments make, over the preset if one is named; ``changes`` win over them."""
    given = {name: value for name, value in vars(options).items() if name in _ORDER_FIELDS}
    given = {"source": DEFAULT_PROVIDER, **given, "area": _area(given), **changes}
    return order_with_preset(options.preset, **given) if options.preset else Order(**given)


def colour_order_from_options(options: argparse.Namespace) -> Order:
    """The order of a mosaic in natural colour that the arguments make."""
    given = {name: value for name, value in vars(options).items() if name in _ORDER_FIELDS}
    return order_of_product(BRIGHTEARTH, **{"source": DEFAULT_PROVIDER, **given, "area": _area(given)})


def order_of_days(options: argparse.Namespace) -> Order:
    """The order for all days from ``--start`` to ``--end``, or for the one day."""
    return order_from_options(options, period="custom", end=getattr(options, "end", None) or options.start)


def _field(parser: argparse.ArgumentParser, flag: str, **argument: Any) -> None:
    """An argument for a field of an order, which is absent from the result where it is not given."""
    parser.add_argument(flag, default=argparse.SUPPRESS, **argument)


def _area(given: Mapping[str, Any]) -> BaseGeometry:
    if "area" in given:
        return area_from_text(given["area"])
    if given.get("like"):
        return area_of_raster(given["like"])
    raise OrderError("The order has no area. Give --area, or for a mosaic --like with a raster.")
