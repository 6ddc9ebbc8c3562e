"""Static STAC catalogues: catalog.json, collection.json, an item, or an item collection, on disk or over HTTP."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Union

from shapely.geometry.base import BaseGeometry

from ..errors import CatalogueError
from ..period import Period
from .product_folder import ProductFolder, open_products
from .records import Scene
from .stac_item import scene_from_item
from .transport import Place, RequestsTransport, Transport, is_url, path_of_file_url, without_query

MAX_DOCUMENTS = 100_000
"""A catalogue with more documents is refused: it is one for a search API."""

_CHILD_LINKS = ("child", "item")


class StaticStac:
    """A STAC catalogue of plain files. ``problems`` collects what could not be used, for the product's record."""

    def __init__(self, root: str, place: Place) -> None:
        self.root = root  # local path or URL of the root document
        self.place = place
        self.problems: list[str] = []

    def search(self, area: BaseGeometry, period: Period) -> list[Scene]:
        """Scenes that touch an area (lon/lat) within a period; unusable items are noted in ``problems``."""
        return [
            scene for scene in self.scenes() if period.contains(scene.acquired) and scene.footprint.intersects(area)
        ]

    def scenes(self) -> Iterator[Scene]:
        """Every usable scene of the catalogue, in the order of its links."""
        for item, base in self._items():
            try:
                yield scene_from_item(item, partial(self.place.resolve, base=base))
            except CatalogueError as problem:
                self.problems.append(f"{str(item.get('id'))[:80]!r}: {problem}")

    def _items(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Item documents with the location against which their hrefs are resolved; depth first, each once."""
        waiting, seen = [self.root], {self.root}
        while waiting:
            location = waiting.pop()
            try:
                document = self._document(location)
            except CatalogueError as problem:
                if location == self.root:
                    raise
                self.problems.append(str(problem))
                continue
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

    def _document(self, location: str) -> dict[str, Any]:
        body = self.place.read(location)
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


Source = Union[StaticStac, ProductFolder]
"""Whatever can be opened: it has `root`, `place`, `problems`, `scenes()` and `search()`."""


def open_catalogue(source: str, transport: Transport | None = None) -> Source:
    """The catalogue at a path or URL (http, https, file); a folder stands for its catalog.json or collection.json.

    A folder without them that holds products (SAFE folders and zip files, ...) is a catalogue too, and so is a single
    product. Raises `CatalogueError` where there is nothing to open. Nothing is read yet.
    """
    transport = transport or RequestsTransport()
    if is_url(source):
        return StaticStac(source, Place(None, transport))
    if not source.strip():
        raise CatalogueError("No source is given. Give the path or URL of a STAC catalogue (catalog.json).")
    try:
        path = Path(path_of_file_url(source) if source.lower().startswith("file:") else source).expanduser()
        inside_folder = path.is_dir()
    except (OSError, RuntimeError, ValueError) as problem:  # too long, no such user, a null character
        raise CatalogueError(f"The source '{source[:120]}' is no usable path ({type(problem).__name__}).") from None
    if inside_folder:
        inside = [path / name for name in ("catalog.json", "collection.json") if (path / name).is_file()]
        path = inside[0] if inside else path
    products = open_products(path, transport) if path.is_dir() or path.suffix.lower() == ".zip" else None
    if products is not None:
        return products
    if path.is_dir():
        raise CatalogueError(f"The folder {path} holds no catalog.json or collection.json, and no product.")
    if not path.is_file():
        raise CatalogueError(f"The source '{source[:120]}' is neither a file or folder that exists nor an http(s) URL.")
    root = os.path.realpath(path)
    return StaticStac(root, Place(Path(root).parent, transport))


def _is_stac(document: dict[str, Any]) -> bool:
    if document.get("type") == "FeatureCollection":
        return isinstance(document.get("features"), list)
    return document.get("type") in ("Catalog", "Collection", "Feature") or "stac_version" in document


def _items_inside(document: dict[str, Any]) -> list[dict[str, Any]]:
    if document.get("type") == "FeatureCollection":
        return [feature for feature in document["features"] if isinstance(feature, dict)]
    return [document] if document.get("type") == "Feature" else []
