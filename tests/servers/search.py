"""Which items a STAC search finds: the item-search rules of the STAC API, and the query extension."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shapely.geometry import box, shape

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "neq": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, wanted: value in wanted,
    "startsWith": lambda value, wanted: str(value).startswith(wanted),
    "endsWith": lambda value, wanted: str(value).endswith(wanted),
    "contains": lambda value, wanted: wanted in value,
}


class BadSearchError(ValueError):
    """The request is wrong: 400."""


def found(item: Mapping[str, Any], search: Mapping[str, Any]) -> bool:
    """Whether an item answers to a search's body."""
    return all(condition(item, search[name]) for name, condition in CONDITIONS.items() if search.get(name))


def check(search: Mapping[str, Any]) -> None:
    """Refuse what the specification forbids."""
    unknown = set(search) - set(CONDITIONS) - {"limit", "token"}
    if unknown:
        raise BadSearchError(f"not known here: {', '.join(sorted(unknown))}")
    if search.get("bbox") and search.get("intersects"):
        raise BadSearchError("bbox and intersects exclude each other")
    if not isinstance(search.get("limit", 1), int) or search.get("limit", 1) < 1:
        raise BadSearchError("limit must be a whole number from 1")


def moment(text: str) -> datetime:
    """An RFC 3339 time; fractions of any length."""
    whole, _, zone = text.upper().replace("Z", "+00:00").partition("+")
    if not zone:
        raise BadSearchError(f"{text} has no time zone")
    seconds, _, fraction = whole.partition(".")
    return datetime.fromisoformat(f"{seconds}.{fraction[:6]:0<6}+{zone}")


def _in_time(item: Mapping[str, Any], interval: str) -> bool:
    first, _, last = interval.partition("/") if "/" in interval else (interval, "/", interval)
    time = moment(item["properties"]["datetime"])
    after = first in ("", "..") or moment(first) <= time
    return after and (last in ("", "..") or time <= moment(last))


def _in_box(item: Mapping[str, Any], corners: list[float]) -> bool:
    west, south, east, north = corners if len(corners) == 4 else (*corners[:2], *corners[3:5])
    if west <= east:
        return bool(shape(item["geometry"]).intersects(box(west, south, east, north)))
    return _in_box(item, [west, south, 180, north]) or _in_box(item, [-180, south, east, north])


def _has_properties(item: Mapping[str, Any], query: Mapping[str, Mapping[str, Any]]) -> bool:
    return all(
        name in item["properties"] and OPERATORS[sign](item["properties"][name], wanted)
        for name, conditions in query.items()
        for sign, wanted in conditions.items()
    )


CONDITIONS: dict[str, Callable[[Mapping[str, Any], Any], bool]] = {
    "ids": lambda item, ids: item["id"] in ids,
    "collections": lambda item, collections: item["collection"] in collections,
    "bbox": _in_box,
    "intersects": lambda item, geometry: bool(shape(item["geometry"]).intersects(shape(geometry))),
    "datetime": _in_time,
    "query": _has_properties,
}
