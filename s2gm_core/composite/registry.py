"""The one table of compositing methods; dialogs, commands and tests derive their lists from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import OrderError
from . import (
    bare_soil,
    best_pixel,
    best_pixel_mean,
    geometric_median,
    max_ndvi,
    max_ratio,
    mean,
    median,
    medoid,
    min_blue,
    min_visible,
    newest,
    oldest,
    orbit_percentile,
    percentile,
    s2gm,
    sen2agri,
    stc,
    stc_legacy,
    vegetation,
    weighted_average,
    weighted_average_trimmed,
)
from .method import Method

_MODULES = (
    s2gm,
    medoid,
    stc,
    weighted_average,
    weighted_average_trimmed,
    sen2agri,
    geometric_median,
    best_pixel,
    best_pixel_mean,
    median,
    mean,
    percentile,
    orbit_percentile,
    max_ndvi,
    max_ratio,
    min_blue,
    min_visible,
    newest,
    oldest,
    vegetation,
    bare_soil,
    stc_legacy,
)

METHODS: Mapping[str, Method] = MappingProxyType({one.METHOD.name: one.METHOD for one in _MODULES})
"""All methods by the name that orders use."""


def method(name: str) -> Method:
    """The method of a name; `OrderError` lists the names that exist."""
    if name not in METHODS:
        raise OrderError(f"Unknown method '{name}'. Choose among {', '.join(METHODS)}.")
    return METHODS[name]
