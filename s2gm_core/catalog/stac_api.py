"""STAC APIs: item search over HTTP, page by page to the end.

Source: STAC API specification 1.0, item search. Only area, time and collection are asked of the service; the rest is
filtered here, so that all services give the same scenes, whatever extensions they have or claim to have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from ..errors import CatalogueError
from ..network.client import HttpClient
from ..network.urls import is_url, without_query
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


@dataclass(frozen=True)
class _Page:
    """One request of a search; ``body`` is posted, None means GET."""

    url: str
    body: Mapping[str, Any] | None

    @property
    def identity(self) -> str:
        """Equal for equal requests."""
        return f"{self.url} {json.dumps(self.body, sort_keys=True)}"


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
            key = str(item.get("collection")), str(item.get("id"))
            if key in seen:  # pages may overlap while an archive grows
                continue
            seen.add(key)
            try:
                scene = scene_from_item(item, partial(self.place.resolve, base=self._base_of(item)))
            except CatalogueError as problem:
                self.problems.append(f"{str(item.get('id'))[:80]!r}: {problem}")
                continue
            if query.accepts(scene):
                yield scene

    def _items(self, query: SceneQuery) -> Iterator[dict[str, Any]]:
        page: _Page | None = self._first_page(query)
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

    def _first_page(self, query: SceneQuery) -> _Page:
        landing = self._fetch(_Page(self.root, None))
        url = next(
            (link["href"] for link in _links(landing, "search") if str(link.get("method", "POST")).upper() == "POST"),
            f"{self.root}/search",
        )
        body: dict[str, Any] = {"limit": ITEMS_PER_PAGE}
        if self._collections:
            body["collections"] = list(self._collections)
        if query.area is not None:
            body["intersects"] = mapping(_simple(query.area))
        if query.period is not None:
            start, end = query.period.start_time, query.period.end_time
            body["datetime"] = f"{start:%Y-%m-%dT%H:%M:%SZ}/{end:%Y-%m-%dT%H:%M:%SZ}"
        return _Page(self._own(urljoin(f"{self.root}/", url)), body)

    def _next_page(self, page: _Page, document: Mapping[str, Any]) -> _Page | None:
        link = next(iter(_links(document, "next")), None)
        if link is None:
            return None
        url = self._own(urljoin(page.url, link["href"]))
        if str(link.get("method", "GET")).upper() != "POST":
            return _Page(url, None)
        stated = link.get("body")
        more: dict[str, Any] = stated if isinstance(stated, dict) else {}
        return _Page(url, {**(page.body or {}), **more} if link.get("merge") else more or page.body)

    def _own(self, url: str) -> str:
        """A URL of the service itself; a search is not led elsewhere."""
        if not is_url(url) or urlsplit(url).netloc != urlsplit(self.root).netloc:
            raise CatalogueError(
                f"The search at {without_query(self.root)} points to {without_query(url)[:120]}, another server."
            )
        return url

    def _fetch(self, page: _Page) -> dict[str, Any]:
        if page.body is None:
            body = self._client.document(page.url)
        else:
            body = self._client.post(page.url, json.dumps(page.body).encode())
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise CatalogueError(f"{without_query(page.url)} answered with something else than a JSON object.")
        return document

    def _base_of(self, item: Mapping[str, Any]) -> str:
        """The URL against which an item's relative hrefs are resolved."""
        own = next((link["href"] for link in _links(item, "self") if is_url(link["href"])), None)
        return own or f"{self.root}/"


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


def _simple(area: BaseGeometry) -> BaseGeometry:
    """A shape with few corners that holds the area, parts on both sides of the 180th meridian apart."""
    parts = list(getattr(area, "geoms", [area]))
    if sum(len(part.exterior.coords) for part in parts) <= MAX_CORNERS:
        return area
    hulls = [part.convex_hull for part in parts]
    if sum(len(hull.exterior.coords) for hull in hulls) <= MAX_CORNERS:
        return unary_union(hulls)
    sides = [[part for part in parts if (part.bounds[0] < 0) == west] for west in (True, False)]
    return unary_union([box(*unary_union(side).bounds) for side in sides if side])
