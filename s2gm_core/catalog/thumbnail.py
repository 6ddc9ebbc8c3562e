"""The small picture of a scene that a catalogue offers, as a URL that may be shown and stored."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..errors import CatalogueError
from ..network.urls import is_url, without_query

ASSET_NAMES = ("thumbnail", "rendered_preview", "preview")
"""What providers call it, the handiest first: ``preview`` of the Planetary Computer is JPEG 2000."""

MAX_URL_CHARACTERS = 2_000

_RENDERING = frozenset(
    {"collection", "item", "items", "assets", "asset_bidx", "bands", "bidx", "expression", "rescale"}
    | {"color_formula", "colormap_name", "nodata", "format", "max_size"}
)
"""Parts of a query that say what a rendering service draws. All others go: signatures and tokens have many names."""


def thumbnail_url(assets: Mapping[str, Any], resolve: Callable[[str], str]) -> str | None:
    """The http(s) URL of a scene's small picture, without credentials; None where the item has none."""
    for name in ASSET_NAMES:
        asset = assets.get(name)
        href = asset.get("href") if isinstance(asset, Mapping) else None
        if isinstance(href, str) and len(href) <= MAX_URL_CHARACTERS:
            with contextlib.suppress(CatalogueError, ValueError):
                url = resolve(href)
                if is_url(url):
                    return _without_secrets(url)
    return None


def _without_secrets(url: str) -> str:
    kept = [(key, value) for key, value in parse_qsl(urlsplit(url).query) if key in _RENDERING]
    return urlunsplit((*urlsplit(without_query(url))[:3], urlencode(kept), ""))
