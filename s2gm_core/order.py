"""What a user wants: the frozen `Order`, its checks and its JSON form."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from shapely.geometry.base import BaseGeometry

from .area import area_from_geojson, area_from_text, area_to_geojson, check_area
from .composite.options import Pairs, pairs_of
from .composite.registry import method
from .errors import OrderError
from .grid import map_crs
from .layers import check_layers
from .masks.scene_classification import mask_preset
from .network.urls import source_without_queries, split_sources, without_query
from .order_products import PRODUCTS, TEMPORAL_MOSAIC, TILES, check_product
from .period import Period, parse_date, period_series
from .products.formats import PRODUCT_FORMATS
from .radiometry.tone import NATURAL, tone_curve
from .sensors.bands import check_bands
from .sensors.spectral_indices import check_indices

ORDER_TYPE = "s2gm-order"
ORDER_VERSION = 1
FORMATS = tuple(PRODUCT_FORMATS)
BIT_DEPTHS = (16, 8)
SWITCH = ("auto", "on", "off")
"""What an option may be that each method answers for itself: ``auto`` leaves it to the method."""

CLIPS = ("polygon", "box")
TILINGS = ("none", "mgrs")
LARGEST_RELATIVE_ORBIT = 233
"""Sentinel-2 has 143 relative orbits; Landsat has 233 paths, which stand for them here."""

LARGEST_GROWTH = 1000.0
"""Metres by which masks may grow; scenes are taken as near a block from 2000 metres on."""

Choice = TypeVar("Choice", str, int)

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?")


@dataclass(frozen=True)
class Order:
    """One order. Every field is checked when the order is made; `OrderError` says what is wrong and what to write.

    Two orders that are equal give the same pixels and the same metadata. Lists may be given as tuples or lists, dates
    as ISO text or `datetime.date`, the area as shapely polygon or GeoJSON geometry in longitude and latitude, or as
    the text that the command line takes.
    """

    source: str = field(repr=False)  # what docs/sources.md names; its URL may hold credentials, so it is never shown
    area: BaseGeometry  # lon/lat polygon; a rectangle along the meridians is filled to its rims, others are clipped
    start: date  # any day inside the first period
    period: str = "month"  # key of period.PERIOD_KINDS
    end: date | None = None  # last day of a custom period, or any day in the last period of a series
    product: str = TEMPORAL_MOSAIC  # key of order_products.PRODUCTS
    method: str = "s2gm"  # key of composite.registry.METHODS
    options: Pairs = ()  # of the method: names and values as text; also given as a mapping or as ``a=1;b=2``
    bands: tuple[str, ...] = ()  # reflectance bands to deliver; empty = all that the scenes have
    resolution: float = 10.0  # metres
    crs: str = "auto"  # UTM zone of the area's centre, an EPSG code, or WKT
    layers: tuple[str, ...] = ("all",)  # ancillary layers: names and groups of `layers`, all, none
    indices: tuple[str, ...] = ()  # spectral indices of the composite, names of sensors.spectral_indices.INDICES
    format: str = "gtiff"  # one of FORMATS
    bit_depth: int = 16  # of the reflectance bands, one of BIT_DEPTHS
    like: str = ""  # a raster whose exact grid the product takes, instead of resolution and crs
    clip: str = "polygon"  # one of CLIPS: what is left empty outside the area
    buffer: float = 0.0  # metres by which the area is widened
    tiling: str = "none"  # one of TILINGS: whether the product is split by tiles of MGRS
    cloud_mask: str = "esa"  # one of masks.scene_classification.MASK_NAMES
    cloud_probability: float = 40.0  # percent from which on the mask ``probability`` calls a pixel cloud
    mask_growth: float = 0.0  # metres by which clouds and shadows of every mask are widened
    user_mask: str = ""  # a raster of the user's own in any CRS: pixels where it is not zero are left out
    max_cloud: float = 100.0  # scenes with more cloud cover (percent of the whole scene) are left out
    nbar: str = "auto"  # one of SWITCH: reflectance as seen from nadir under one sun
    nbar_sun_zenith: float | None = None  # degrees; None = the mean at 10:30 local solar time over the period
    harmonise: str = "auto"  # one of SWITCH: Sentinel-2B adjusted to Sentinel-2A
    regularise: bool = False  # fewer changes of the date between neighbours, where observations are equally good
    min_obs: int = 1  # pixels with fewer valid observations are left empty, or filled
    fill_days: int = 0  # days before and after the period from which such pixels are filled; 0 = left empty
    landsat_weight: float = 1.0  # what an observation of Landsat counts beside one of Sentinel-2; 0 leaves it out
    exclude_scenes: tuple[str, ...] = ()  # scene ids to leave out
    include_scenes: tuple[str, ...] = ()  # scene ids to take whatever the limits on clouds, orbits and so on say
    relative_orbits: tuple[int, ...] = ()  # take only these; empty = all
    platforms: tuple[str, ...] = ()  # such as S2A; empty = all
    baselines: tuple[str, ...] = ()  # processing baselines such as 05.09; empty = all
    tone: str = NATURAL  # of pictures in natural colour: natural, linear or limits:0.02,0.3, see radiometry.tone
    tiles: str = "none"  # one of TILES: as what the picture is delivered beside its GeoTIFF
    name: str = "mosaic"  # order name, part of folder and file names

    def __post_init__(self) -> None:
        checked = {
            "source": _text(self.source, "source"),
            "area": _as_area(self.area),
            "start": _as_date(self.start, "The start"),
            "end": None if self.end in (None, "") else _as_date(self.end, "The end"),
            "product": _one_of(self.product, tuple(PRODUCTS), "product"),
            "method": method(_key(self.method, "method")).name,
            "options": pairs_of(self.options),
            "bands": check_bands(_names(self.bands)) if self.bands else (),
            "resolution": _number(self.resolution, "resolution", 1.0, 10_000.0),
            "crs": _checked_crs(self.crs),
            "layers": check_layers(_names(self.layers)),
            "indices": check_indices(_names(self.indices)),
            "format": _one_of(self.format, FORMATS, "format"),
            "bit_depth": _one_of(_whole(self.bit_depth, "bit depth", 8, 16), BIT_DEPTHS, "bit depth"),
            "like": str(self.like or ""),
            "clip": _one_of(self.clip, CLIPS, "clip"),
            "buffer": _number(self.buffer, "buffer", 0.0, 100_000.0),
            "tiling": _one_of(self.tiling, TILINGS, "tiling"),
            "cloud_mask": mask_preset(_key(self.cloud_mask, "cloud mask")).name,
            "cloud_probability": _number(self.cloud_probability, "cloud probability", 1.0, 100.0),
            "mask_growth": _number(self.mask_growth, "growth of the mask", 0.0, LARGEST_GROWTH),
            "user_mask": str(self.user_mask or ""),
            "max_cloud": _number(self.max_cloud, "cloud limit", 0.0, 100.0),
            "nbar": _one_of(self.nbar, SWITCH, "choice of NBAR"),
            "nbar_sun_zenith": _sun_zenith(self.nbar_sun_zenith),
            "harmonise": _one_of(self.harmonise, SWITCH, "choice of harmonisation"),
            "regularise": _yes_or_no(self.regularise, "regularisation"),
            "min_obs": _whole(self.min_obs, "minimum of observations", 1, 254),
            "fill_days": _whole(self.fill_days, "number of days to fill from", 0, 366),
            "landsat_weight": _number(self.landsat_weight, "Landsat weight", 0.0, 1.0),
            "exclude_scenes": tuple(sorted(set(_names(self.exclude_scenes)))),
            "include_scenes": tuple(sorted(set(_names(self.include_scenes)))),
            "relative_orbits": tuple(sorted({_orbit(text) for text in _names_or_numbers(self.relative_orbits)})),
            "platforms": tuple(sorted({_platform(name) for name in _names(self.platforms)})),
            "baselines": tuple(sorted({_baseline(name) for name in _names(self.baselines)})),
            "tone": tone_curve(_key(self.tone, "tone")).name,
            "tiles": _one_of(self.tiles, TILES, "kind of tiles"),
            "name": _checked_name(self.name),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        period_series(_key(self.period, "period"), self.start, self.end)
        object.__setattr__(self, "options", method(self.method).canonical_options(self.options))
        check_product(self.product, vars(self), {one.name: one.default for one in fields(Order)})
        if self.tiling != "none" and (self.like or self.crs != "auto"):
            raise OrderError("Tiles of MGRS have grids of their own: leave the CRS at auto and give no raster (like).")

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the order, oldest first."""
        return period_series(self.period, self.start, self.end)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of the order: ``earth-search + /data`` names two, a plus without blanks is part of a name."""
        return split_sources(self.source)

    @property
    def number(self) -> str:
        """The order's number, see `order_number`."""
        return order_number(self.to_json())

    def with_changes(self, **changes: Any) -> Order:
        """The same order with some fields changed (and checked)."""
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        """The order as plain JSON data, readable by `Order.from_json`; credentials in the source's URL are left out."""
        document: dict[str, Any] = {"type": ORDER_TYPE, "version": ORDER_VERSION}
        for one in fields(self):
            document[one.name] = getattr(self, one.name)
        document["source"] = source_without_queries(self.source)
        document["like"] = without_query(self.like)
        document["user_mask"] = without_query(self.user_mask)
        document["area"] = area_to_geojson(self.area)
        document["start"] = self.start.isoformat()
        document["end"] = self.end.isoformat() if self.end else None
        document["options"] = dict(self.options)
        for name, value in document.items():
            if isinstance(value, tuple):
                document[name] = list(value)
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Order:
        """An order from its JSON form; unknown keys and other versions are refused, so that nothing is ignored."""
        if not isinstance(document, Mapping) or document.get("type") != ORDER_TYPE:
            raise OrderError(f'This is no order: an order is a JSON object with "type": "{ORDER_TYPE}".')
        if document.get("version") != ORDER_VERSION:
            raise OrderError(f"The order has version {document.get('version')}; this program reads {ORDER_VERSION}.")
        known = {field.name for field in fields(cls)}
        given = {key: value for key, value in document.items() if key not in ("type", "version")}
        unknown = sorted(set(given) - known)
        if unknown:
            raise OrderError(f"The order has unknown keys: {', '.join(unknown)}. Known are {', '.join(sorted(known))}.")
        missing = sorted({"source", "area", "start"} - set(given))
        if missing:
            raise OrderError(f"The order lacks {', '.join(missing)}.")
        return cls(**given)


def order_number(document: Mapping[str, Any]) -> str:
    """The number of an order in its JSON form: the first eight hex digits of the SHA-256 of what it says.

    What an order leaves at its default does not count, so that fields that later versions add change no number.
    """
    defaults = {one.name: one.default for one in fields(Order)} | {"options": {}}
    said = {
        name: value
        for name, value in document.items()
        if name not in defaults or value != (list(default) if isinstance(default := defaults[name], tuple) else default)
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:8]


def _names(value: str | Iterable[str]) -> Sequence[str]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, Iterable) or isinstance(parts, Mapping) or not all(isinstance(p, str) for p in parts):
        raise OrderError(f"The order holds {value!r} where a list of names belongs.")
    return [part.strip() for part in parts if part.strip()]


def _names_or_numbers(value: str | Iterable[str | int]) -> Sequence[str]:
    return _names(value if isinstance(value, str) else [str(one) for one in value])


def _orbit(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if not 1 <= number <= LARGEST_RELATIVE_ORBIT:
        raise OrderError(f"'{text}' is no relative orbit; write numbers such as 122.")
    return number


def _platform(text: str) -> str:
    """Of any mission, for new satellites come along."""
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,2}", text.upper()):
        raise OrderError(f"'{text}' is no satellite; write names such as S2A, S2B, L8.")
    return text.upper()


def _baseline(text: str) -> str:
    """Of Sentinel-2 (05.09), of Theia (V3.1) or a collection of Landsat (C2)."""
    if not re.fullmatch(r"[A-Z]?[0-9][A-Z0-9.-]*", text):
        raise OrderError(f"'{text}' is no processing baseline; write numbers such as 05.09 (Theia: V3.1, Landsat: C2).")
    return text


def _as_area(value: Any) -> BaseGeometry:
    if isinstance(value, BaseGeometry):
        return check_area(value)
    return area_from_text(value) if isinstance(value, str) else area_from_geojson(value)


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise OrderError(f"The order names no {what}. Give the path or URL of a STAC catalogue.")
    return value.strip()


def _key(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise OrderError(f"The {what} is {value!r} where a name belongs.")
    return value


def _as_date(value: Any, what: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_date(value, what)


def _one_of(value: Choice, choices: Sequence[Choice], what: str) -> Choice:
    if value not in choices:
        raise OrderError(f"Unknown {what} '{value}'. Choose among {', '.join(map(str, choices))}.")
    return value


def _whole(value: Any, what: str, low: int, high: int) -> int:
    number = _number(value, what, low, high)
    if number != int(number):
        raise OrderError(f"The {what} {number:g} is no whole number.")
    return int(number)


def _yes_or_no(value: Any, what: str) -> bool:
    if not isinstance(value, bool):
        raise OrderError(f"The {what} is {value!r} where true or false belongs.")
    return value


def _sun_zenith(value: Any) -> float | None:
    return None if value in (None, "") else _number(value, "sun zenith of NBAR", 0.0, 75.0)


def _number(value: Any, what: str, low: float, high: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise OrderError(f"The {what} '{value}' is no number.") from None
    if not low <= number <= high:
        raise OrderError(f"The {what} {number:g} is outside {low:g} to {high:g}.")
    return number


def _checked_crs(text: str) -> str:
    text = str(text).strip()
    if text != "auto":
        map_crs(text)
    return text


def _checked_name(name: str) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise OrderError(
            f"The order name '{name}' cannot be part of a file name: use 1 to 60 letters, digits, hyphens and "
            "underscores, with a letter or digit at both ends."
        )
    return name
