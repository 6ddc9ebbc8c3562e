"""Static STAC catalogues: catalog.json, collection.json, an item, or an item collection, on disk or over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError
from ..network.client import CONNECTIONS
from ..network.threads import DaemonThreads
from ..network.urls import is_remote, without_query
from .fetched import area_of_catalogue
from .noted import noted
from .place import Place
from .records import Scene, SceneQuery
from .stac_item import scene_from_item

MAX_DOCUMENTS = 100_000
"""A catalogue with more documents is refused: it is one for a search API."""

FETCHED_MARGIN_DEGREES = 0.021
"""By how much a search may reach beyond the area for which a catalogue was fetched: searches are a little wider."""

_CHILD_LINKS = ("child", "item")


class StaticStac:
    """A STAC catalogue of plain files. ``problems`` collects what could not be used, for the product's record."""

    def __init__(self, root: str, place: Place) -> None:
        self.root = root  # local path or URL of the root document
        self.place = place
        self.problems: list[str] = []
        self.lists_everything = True
        self._fetched: BaseGeometry | None = None  # lon/lat area, of a fetched catalogue

    def search(self, query: SceneQuery) -> Iterator[Scene]:
        """Scenes that the query accepts; unusable items are noted in ``problems``."""
        yield from filter(query.accepts, self.scenes())
        if self._reaches_beyond(query):
            self.problems.append(
                "This catalogue was fetched for another area; where the order reaches beyond it, nothing is there."
            )

    def read(self, location: str) -> bytes:
        """A small document of a scene, such as its granule metadata."""
        return self.place.read(location)

    def scenes(self) -> Iterator[Scene]:
        """Every usable scene of the catalogue, in the order of its links."""
        for item, base in self._items():
            self.place.client.stop_if_cancelled()
            with noted(self.problems, item.get("id")):
                yield scene_from_item(item, partial(self.place.resolve, base=base))

    def _reaches_beyond(self, query: SceneQuery) -> bool:
        """Whether a search asks for more ground than was fetched; the rasters are empty there."""
        if self._fetched is None or query.area is None:
            return False
        return not self._fetched.buffer(FETCHED_MARGIN_DEGREES).covers(query.area)

    def _items(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Item documents with the location against which their hrefs are resolved; depth first, each once."""
        waiting, seen, ahead = [self.root], {self.root}, _ReadAhead(self.place.read)
        while waiting:
            ahead.begin(waiting)
            location = waiting.pop()
            try:
                document = _document(location, ahead.take(location))
            except CatalogueError as problem:
                if location == self.root:
                    raise
                self.problems.append(str(problem))
                continue
            if location == self.root:
                self._fetched = area_of_catalogue(document)
            yield from ((item, location) for item in _items_inside(document))
            new = [child for child in self._children(document, location) if child not in seen]
            seen.update(new)
            waiting.extend(reversed(list(dict.fromkeys(new))))
            if len(seen) > MAX_DOCUMENTS:
                raise CatalogueError(
                    f"The catalogue {without_query(self.root)} has more than {MAX_DOCUMENTS} documents."
                )

    def _children(self, document: dict[str, Any], base: str) -> Iterator[str]:
        links = document.get("links")
        for link in links if isinstance(links, list) else []:
            if isinstance(link, dict) and link.get("rel") in _CHILD_LINKS and isinstance(link.get("href"), str):
                try:
                    yield self.place.resolve(link["href"], base)
                except CatalogueError as problem:
                    self.problems.append(str(problem))


class _ReadAhead:
    """Reads documents of servers before their turn, `CONNECTIONS` at a time: each takes a while to be answered."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._threads = DaemonThreads(CONNECTIONS)
        self._coming: dict[str, Future[bytes]] = {}

    def begin(self, waiting: Sequence[str]) -> None:
        """Begin to read what is next; the last of ``waiting`` is the first."""
        for location in waiting[: -CONNECTIONS - 1 : -1]:
            if is_remote(location) and location not in self._coming:
                self._coming[location] = self._threads.submit(partial(self._read, location))

    def take(self, location: str) -> bytes:
        """A document, with the errors of reading it."""
        coming = self._coming.pop(location, None)
        return self._read(location) if coming is None else coming.result()


def _document(location: str, body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise CatalogueError(f"{without_query(location)} is no JSON document, so no STAC catalogue.") from None
    if not isinstance(document, dict) or not _is_stac(document):
        raise CatalogueError(
            f"{without_query(location)} is JSON but no STAC catalogue, collection or item. Give the path or URL of "
            "a catalog.json, collection.json or item collection."
        )
    return document


def _is_stac(document: dict[str, Any]) -> bool:
    if document.get("type") == "FeatureCollection":
        return isinstance(document.get("features"), list)
    return document.get("type") in ("Catalog", "Collection", "Feature") or "stac_version" in document


def _items_inside(document: dict[str, Any]) -> list[dict[str, Any]]:
    if document.get("type") == "FeatureCollection":
        return [feature for feature in document["features"] if isinstance(feature, dict)]
    return [document] if document.get("type") == "Feature" else []
