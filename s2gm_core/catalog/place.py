"""Which places a catalogue may point to, and reading small documents (JSON, XML) there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from ..errors import CatalogueError
from ..network.client import HttpClient
from ..network.urls import is_remote, is_url, without_query
from .product_files import read_document


@dataclass(frozen=True)
class Place:
    """A catalogue's home: documents and rasters may only be read where it allows.

    A local catalogue may point into the folder of its root document (links that lead out of it are followed no
    further) and to http(s) and s3 URLs. A remote one may only point to http(s) and s3 URLs.
    """

    folder: Path | None  # real path of the root document's folder; None for a remote catalogue
    client: HttpClient

    def resolve(self, href: str, base: str) -> str:
        """The absolute form of an href found in the document ``base``: a local path or an http(s) or s3 URL.

        Raises `CatalogueError` for other schemes, GDAL's virtual file systems and local paths outside the folder.
        """
        try:
            if href.isprintable():
                return self._resolve(href, base)
            raise ValueError
        except ValueError:  # no URL, a null character, or another drive than the catalogue's
            raise CatalogueError(f"The catalogue points to {href[:120]!r}, which is no usable place.") from None

    def _resolve(self, href: str, base: str) -> str:
        scheme = urlsplit(href).scheme.lower()
        if is_remote(href):
            return href
        if is_url(base) and not scheme and not href.startswith("/vsi"):
            return urljoin(base, href)
        if scheme == "file" or not scheme or len(scheme) == 1:  # one letter: a Windows drive
            return self._local(href, base)
        raise CatalogueError(
            f"The catalogue points to '{without_query(href)[:120]}'. Only files below the catalogue's folder and "
            "http(s) and s3 URLs are read."
        )

    def _local(self, href: str, base: str) -> str:
        if self.folder is None or is_url(base):
            raise CatalogueError(f"A remote catalogue points to the local file '{href[:120]}'; it was not read.")
        path = path_of_file_url(href) if href.lower().startswith("file:") else href
        if "\0" in path:
            raise CatalogueError("The catalogue points to a path with a zero byte; it was not read.")
        real = os.path.realpath(os.path.join(os.path.dirname(base), path))
        if not Path(real).is_relative_to(self.folder):
            raise CatalogueError(
                f"The catalogue points to '{href[:120]}', outside its folder {self.folder}; it was not read."
            )
        return real

    def read(self, location: str) -> bytes:
        """A small document at a resolved location."""
        if is_remote(location):
            return self.client.document(location)
        return read_document(location)


def path_of_file_url(href: str) -> str:
    """The local path of a file: URL; raises `CatalogueError` where it names another machine."""
    parts = urlsplit(href)
    if parts.netloc not in ("", "localhost"):
        raise CatalogueError(f"'{href[:120]}' is a file of another machine, which cannot be read.")
    path = unquote(parts.path)
    return path[1:] if len(path) > 2 and path[0] == "/" and path[2] == ":" else path
