"""STAC APIs: item search over HTTP, page by page to the end.

Source: STAC API specification 1.0, item search. Only area, time and collection are asked of the service; the rest is
filtered here, so that all services give the same scenes, whatever extensions they have or claim to have.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from ..errors import CatalogueError
from ..network.client import HttpClient
from ..network.urls import host_of, is_url, without_query
from .noted import noted
from .place import Place
from .records import Scene, SceneQuery
from .stac_item import scene_from_item

ITEMS_PER_PAGE = 100
MAX_PAGES = 5_000
"""A search that is not over after so many pages is given up."""

MAX_EMPTY_PAGES = 3
"""Some services offer a next page after the last one; so many empty ones in a row are the end."""

MAX_CORNERS = 400
"""Areas with more corners are searched by a simpler shape around them; services refuse long requests."""


_WORLD = box(-180, -90, 180, 90)
"""Areas at the 180th meridian are widened beyond it; services refuse that."""

_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
_OWN_HEADERS = frozenset(
    {"authorization", "cookie", "proxy-authorization", "host", "content-length", "content-type", "transfer-encoding"}
    | {"connection", "accept-encoding", "range", "expect", "te", "trailer", "upgrade"}
)
"""Headers that a service cannot make us send."""


@dataclass(frozen=True)
class _Page:
    """One request of a search; ``body`` is posted, None means GET."""

    url: str
    body: Mapping[str, Any] | None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Equal for equal requests."""
        text = f"{self.url} {json.dumps([self.body, dict(self.headers)], sort_keys=True)}"
        return hashlib.sha256(text.encode()).hexdigest()


class StacApi:
    """A collection behind a STAC API. ``problems`` collects what could not be used, for the product's record."""

    def __init__(self, root: str, collections: tuple[str, ...], client: HttpClient) -> None:
        self.root = root.rstrip("/")
        self.place = Place(None, client)
        self.problems: list[str] = []
        self.lists_everything = False
        self._collections = collections
        self._client = client

    def read(self, location: str) -> bytes:
        """A small document of a scene, such as its granule metadata."""
        return self.place.read(location)

    def search(self, query: SceneQuery) -> Iterator[Scene]:
        """Scenes that the query accepts, in the order of the service; unusable items are noted in ``problems``."""
        seen: set[tuple[str, str]] = set()
        for item in self._items(query):
            with noted(self.problems, item.get("id")):
                key = str(item.get("collection")), str(item.get("id"))
                if key in seen:  # pages may overlap while an archive grows
                    continue
                seen.add(key)
                scene = scene_from_item(self._readable(item), partial(self.place.resolve, base=self._base_of(item)))
                if query.accepts(scene):
                    yield scene

    def _items(self, query: SceneQuery) -> Iterator[dict[str, Any]]:
        for first in self._first_pages(query):
            yield from self._items_from(first)

    def _items_from(self, first: _Page) -> Iterator[dict[str, Any]]:
        """The items of a page and of all that follow it."""
        page: _Page | None = first
        asked: set[str] = set()
        empty = 0
        while page is not None and empty < MAX_EMPTY_PAGES:
            if page.identity in asked or len(asked) >= MAX_PAGES:
                raise CatalogueError(f"The search at {without_query(self.root)} does not come to an end; give it up.")
            asked.add(page.identity)
            document = self._fetch(page)
            features = document.get("features")
            if not isinstance(features, list):
                raise CatalogueError(f"The answer of {without_query(page.url)} holds no list of features.")
            empty = 0 if features else empty + 1
            yield from (feature for feature in features if isinstance(feature, dict))
            page = self._next_page(page, document)

    def _first_pages(self, query: SceneQuery) -> list[_Page]:
        """One search by POST; where a service only offers GET, one for each side of the 180th meridian."""
        links = _links(self._fetch(_Page(self.root, None)), "search")
        methods = {str(link.get("method", "POST")).upper(): link["href"] for link in reversed(links)}
        search: dict[str, Any] = {"limit": ITEMS_PER_PAGE}
        if query.period is not None:
            start, end = query.period.start_time, query.period.end_time
            search["datetime"] = f"{start:%Y-%m-%dT%H:%M:%SZ}/{end:%Y-%m-%dT%H:%M:%SZ}"
        if "GET" in methods and "POST" not in methods:
            url, joined = self._own(methods["GET"], f"{self.root}/"), ",".join(self._collections)
            plain = {**search, **({"collections": joined} if joined else {})}
            sides = [] if query.area is None else _sides(query.area.intersection(_WORLD))
            boxes = [{"bbox": _numbers(side.bounds)} for side in sides] or [{}]
            return [_Page(f"{url}{'&' if '?' in url else '?'}{urlencode({**plain, **one})}", None) for one in boxes]
        body = {**search, **({"collections": list(self._collections)} if self._collections else {})}
        if query.area is not None:
            body["intersects"] = mapping(_simple(query.area.intersection(_WORLD)))
        return [_Page(self._own(methods.get("POST", f"{self.root}/search"), f"{self.root}/"), body)]

    def _next_page(self, page: _Page, document: Mapping[str, Any]) -> _Page | None:
        link = next(iter(_links(document, "next")), None)
        if link is None:
            return None
        url, headers = self._own(link["href"], page.url), _harmless(link.get("headers"))
        if str(link.get("method", "GET")).upper() != "POST":
            return _Page(url, None, headers)
        stated = link.get("body")
        more: dict[str, Any] = stated if isinstance(stated, dict) else {}
        return _Page(url, {**(page.body or {}), **more} if link.get("merge") else more or page.body, headers)

    def _own(self, href: str, base: str) -> str:
        """A URL of the service itself, with the scheme and the account of the source; a search is not led elsewhere.

        Services behind a proxy often call themselves http.
        """
        try:
            url = urljoin(base, href)
        except ValueError:  # such as an unclosed bracket in the host
            url = href
        if not is_url(url) or _server(url) != _server(self.root):
            raise CatalogueError(
                f"The search at {without_query(self.root)} points to {without_query(url)[:120]!r}, another server."
            )
        if not url.isprintable():
            raise CatalogueError(f"The search at {without_query(self.root)} points to {url[:120]!r}, which is no URL.")
        root, parts = urlsplit(self.root), urlsplit(url)
        return urlunsplit((root.scheme, root.netloc, parts.path, parts.query, ""))

    def _fetch(self, page: _Page) -> dict[str, Any]:
        if page.body is None:
            body = self._client.document(page.url, page.headers)
        else:
            body = self._client.post(page.url, json.dumps(page.body).encode(), page.headers)
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise CatalogueError(f"{without_query(page.url)} answered with something else than a JSON object.")
        return document

    def _readable(self, item: dict[str, Any]) -> dict[str, Any]:
        """The item with those of its assets' places (alternate-assets extension) that there are credentials for."""
        assets = item.get("assets")
        if not isinstance(assets, dict):
            return item
        return {**item, "assets": {name: self._readable_asset(asset) for name, asset in assets.items()}}

    def _readable_asset(self, asset: Any) -> Any:
        if not isinstance(asset, dict) or self._client.can_read(str(asset.get("href"))):
            return asset
        others = asset.get("alternate")
        for other in others.values() if isinstance(others, dict) else ():
            if isinstance(other, dict) and is_url(str(other.get("href"))) and self._client.can_read(other["href"]):
                return {**asset, "href": other["href"]}
        return asset

    def _base_of(self, item: Mapping[str, Any]) -> str:
        """The URL against which an item's relative hrefs are resolved."""
        hrefs = [link["href"] for link in _links(item, "self")]
        return next((href for href in hrefs if is_url(href) and href.isprintable()), f"{self.root}/")


def is_stac_api(document: Mapping[str, Any]) -> bool:
    """Whether a catalogue's root document is the landing page of an API with item search."""
    return bool(_links(document, "search"))


def _links(document: Mapping[str, Any], relation: str) -> list[dict[str, Any]]:
    links = document.get("links")
    return [
        link
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, dict) and link.get("rel") == relation and isinstance(link.get("href"), str)
    ]


def _harmless(headers: object) -> dict[str, str]:
    """The headers that a next link asks to send, without those that are nobody else's business than ours."""
    return {
        name: value
        for name, value in (headers.items() if isinstance(headers, dict) else ())
        if isinstance(value, str)
        and _HEADER.fullmatch(name)
        and name.lower() not in _OWN_HEADERS
        and value.isascii()
        and value.isprintable()
    }


def _server(url: str) -> tuple[str, int | None]:
    """Host and port of a URL; the usual ports of http and https count as equal."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return "", 0
    return host_of(url), None if port in (80, 443) else port


def _numbers(bounds: tuple[float, ...]) -> str:
    return ",".join(f"{value:.7f}" for value in bounds)


def _simple(area: BaseGeometry) -> BaseGeometry:
    """A shape with few corners that holds the area, parts on both sides of the 180th meridian apart."""
    if _corners(area) <= MAX_CORNERS:
        return area
    hulls = unary_union([part.convex_hull for part in getattr(area, "geoms", [area])])
    return hulls if _corners(hulls) <= MAX_CORNERS else unary_union(_sides(area))


def _corners(area: BaseGeometry) -> int:
    rings = [ring for part in getattr(area, "geoms", [area]) for ring in (part.exterior, *part.interiors)]
    return sum(len(ring.coords) for ring in rings)


def _sides(area: BaseGeometry) -> list[BaseGeometry]:
    """The boxes around an area's parts, one where they fit together, two where they meet at the 180th meridian."""
    parts = list(getattr(area, "geoms", [area]))
    west, _, east, _ = area.bounds
    if west > -180 or east < 180:
        return [box(*area.bounds)]
    sides = [[part for part in parts if (part.bounds[0] < 0) == west] for west in (True, False)]
    return [box(*unary_union(side).bounds) for side in sides if side]
