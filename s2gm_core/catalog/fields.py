"""Single values of foreign JSON and XML: short words, finite numbers, times, CRSs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from ..errors import CatalogueError, OrderError
from ..grid import parse_crs

MAX_TEXT_CHARACTERS = 200
"""Ids and other words of an item may not be longer; they stand in messages and in the product's record."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?")


def parse_time(text: str) -> datetime:
    """UTC from RFC 3339 text, with any number of decimals and any distance from UTC. A bare date is its midnight."""
    found = _TIME.fullmatch(str(text).strip())
    if not found:
        raise ValueError(f"'{str(text)[:40]}' is no RFC 3339 time")
    day, clock, decimals, sign, hours, minutes = found.groups()
    moment = datetime.strptime(f"{day}T{clock or '00:00:00'}", "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    moment += timedelta(microseconds=int((decimals or "0").ljust(6, "0")[:6]))
    if sign:
        distance = timedelta(hours=int(hours), minutes=int(minutes))
        moment = moment - distance if sign == "+" else moment + distance
    return moment


def word(value: object) -> str:
    """Text of an item, "" for None; what could disturb a terminal or a file is refused."""
    text = "" if value is None else str(value)
    if len(text) > MAX_TEXT_CHARACTERS or not text.isprintable() or "<" in text:  # "<": QGIS would show it as HTML
        raise CatalogueError(f"The item holds a text of {len(text)} characters where a short printable one belongs.")
    return text


def number(value: object) -> float | None:
    """A finite number, None for everything else."""
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def crs_of(properties: Mapping[str, Any]) -> str | None:
    """The CRS that an item states, None where it states none that is known."""
    code, epsg = properties.get("proj:code"), properties.get("proj:epsg")
    if not code and not epsg:
        return None
    name = word(code) if code else f"EPSG:{int(str(epsg))}"
    return name if _is_crs(name) else None


@lru_cache(maxsize=256)
def _is_crs(name: str) -> bool:
    try:
        parse_crs(name)
    except OrderError:
        return False
    return True
