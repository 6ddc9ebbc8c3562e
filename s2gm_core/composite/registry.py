"""The one table of compositing methods; dialogs, commands and tests derive their lists from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import OrderError
from . import best_pixel, best_pixel_mean, geometric_median, medoid, s2gm, stc
from .method import Method

_MODULES = (s2gm, medoid, stc, geometric_median, best_pixel, best_pixel_mean)

METHODS: Mapping[str, Method] = MappingProxyType({one.METHOD.name: one.METHOD for one in _MODULES})
"""All methods by the name that orders use."""


def method(name: str) -> Method:
    """The method of a name; `OrderError` lists the names that exist."""
    if name not in METHODS:
        raise OrderError(f"Unknown method '{name}'. Choose among {', '.join(METHODS)}.")
    return METHODS[name]
