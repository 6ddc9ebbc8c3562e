"""From the words of an order to a catalogue: a provider's name, a URL, a file or a folder; several with " + "."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..errors import CatalogueError
from ..network.client import HttpClient
from ..network.urls import is_url, split_sources, without_query
from .place import Place, path_of_file_url
from .product_folder import is_archive, open_products
from .providers import PROVIDERS
from .records import Catalogue, Scene, SceneQuery
from .stac_api import StacApi, is_stac_api
from .static_stac import StaticStac


def open_source(source: str, client: HttpClient | None = None) -> Catalogue:
    """The catalogue that a source names; several sources, joined by " + ", are searched one after the other.

    A provider's name, the URL of a STAC API (``#collection`` names one of its collections) or of a static catalogue,
    the path of a catalogue file, a folder with one, or a folder, zip file or single folder of products. Raises
    `CatalogueError` where there is nothing to open.
    """
    client = client or HttpClient()
    parts = split_sources(source)
    if not parts:
        raise CatalogueError("No source is given. Name a provider, or the path or URL of a STAC catalogue.")
    catalogues = [_open_one(part, client) for part in parts]
    return catalogues[0] if len(catalogues) == 1 else SeveralCatalogues(catalogues)


def check_source(source: str) -> None:
    """Raise `CatalogueError` for what `open_source` would refuse for its words alone: nothing is read or fetched."""
    for part in split_sources(source):
        if is_url(part):
            _check_url(part)
        elif part not in PROVIDERS and not _path_of(part).exists():
            raise _unknown_source(part)


class SeveralCatalogues:
    """Catalogues that are searched one after the other, as one."""

    def __init__(self, catalogues: Sequence[Catalogue]) -> None:
        self._catalogues = tuple(catalogues)

    @property
    def problems(self) -> list[str]:
        """What could not be used in any of them."""
        return [problem for catalogue in self._catalogues for problem in catalogue.problems]

    @property
    def lists_everything(self) -> bool:
        """Whether all of them can tell every scene they have."""
        return all(catalogue.lists_everything for catalogue in self._catalogues)

    def search(self, query: SceneQuery) -> Iterator[Scene]:
        """Scenes of all of them."""
        for catalogue in self._catalogues:
            yield from catalogue.search(query)

    def read(self, location: str) -> bytes:
        """A small document of a scene; its location was checked by the catalogue that named it."""
        return self._catalogues[0].read(location)


def _open_one(source: str, client: HttpClient) -> Catalogue:
    provider = PROVIDERS.get(source)
    if provider is not None:
        return StacApi(provider.api, (provider.collection,), client)
    if is_url(source):
        return _open_url(source, client)
    return _open_path(source, client)


def _open_url(source: str, client: HttpClient) -> Catalogue:
    url, _, collection = source.partition("#")
    place = Place(None, client)
    if _is_landing_page(place.read(url)):
        return StacApi(_without_last_slash(url), tuple(collection.split(",")) if collection else (), client)
    return StaticStac(url, place)


def _is_landing_page(body: bytes) -> bool:
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return False  # the static catalogue says what is wrong with it
    return isinstance(document, dict) and is_stac_api(document)


def _without_last_slash(url: str) -> str:
    return url.rstrip("/") if not urlsplit(url).query else url


def _check_url(source: str) -> None:
    try:
        host = urlsplit(source).hostname
    except ValueError:
        host = None
    if not host or any(letter.isspace() for letter in source):
        raise CatalogueError(
            f"The source '{without_query(source)[:120]}' is no usable URL. Write one such as "
            "https://stac.example.org/v1, without blanks."
        )


def _path_of(source: str) -> Path:
    """The path that a source names, which need not exist; `CatalogueError` where it can be none."""
    try:
        path = Path(path_of_file_url(source) if source.lower().startswith("file:") else source).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as problem:  # too long, no such user, a null character
        raise CatalogueError(f"The source '{source[:120]}' is no usable path ({type(problem).__name__}).") from None
    return path


def _unknown_source(source: str) -> CatalogueError:
    return CatalogueError(
        f"The source '{without_query(source)[:120]}' is neither a provider ({', '.join(PROVIDERS)}), nor a file or "
        "folder that exists, nor an http(s) URL."
    )


def _open_path(source: str, client: HttpClient) -> Catalogue:
    path = _path_of(source)
    if path.is_dir():
        inside = [path / name for name in ("catalog.json", "collection.json") if (path / name).is_file()]
        path = inside[0] if inside else path
    if path.is_dir() or (path.is_file() and is_archive(path)):
        return open_products(path, client)
    if not path.is_file():
        raise _unknown_source(source)
    root = os.path.realpath(path)
    return StaticStac(root, Place(Path(root).parent, client))
