"""Fetching small documents (JSON, XML), and deciding which places a catalogue may point to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import requests

from ..errors import CatalogueError
from .product_files import is_zip_member, read_document

MAX_DOCUMENT_BYTES = 64 * 2**20
"""Larger JSON or XML documents are refused."""

CHUNK_BYTES = 2**20

TIMEOUT_SECONDS = (20.0, 60.0)  # to connect, to read


class Transport(Protocol):
    """Fetches documents over HTTP. QGIS hands in one that knows its proxy and credentials."""

    def get(self, url: str) -> bytes:
        """The body of a document; raises `CatalogueError` with the status where there is none."""


class RequestsTransport:
    """HTTP with ``requests``; one session, so that connections are used again."""

    def __init__(self) -> None:
        self._session = requests.Session()

    def get(self, url: str) -> bytes:
        """The body of a document of at most `MAX_DOCUMENT_BYTES`."""
        try:
            with self._session.get(url, timeout=TIMEOUT_SECONDS, stream=True) as answer:
                answer.raise_for_status()
                body = _body(answer)
        except requests.RequestException as problem:
            status = getattr(problem.response, "status_code", None)
            what = f"HTTP status {status}" if status else type(problem).__name__
            raise CatalogueError(
                f"{without_query(url)} could not be fetched ({what}). Check the URL and network."
            ) from None
        if len(body) > MAX_DOCUMENT_BYTES:
            raise CatalogueError(
                f"{without_query(url)} is larger than {MAX_DOCUMENT_BYTES >> 20} MiB; it was not read."
            )
        return body


@dataclass(frozen=True)
class Place:
    """A catalogue's home: documents and rasters may only be read where it allows.

    A local catalogue may point into the folder of its root document (links that lead out of it are followed no
    further) and to http(s) URLs. A remote one may only point to http(s) URLs.
    """

    folder: Path | None  # real path of the root document's folder; None for a remote catalogue
    transport: Transport

    def resolve(self, href: str, base: str) -> str:
        """The absolute form of an href found in the document ``base``: a local path or an http(s) URL.

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
        if is_url(href):
            return href
        if is_url(base) and not scheme and not href.startswith("/vsi"):
            return urljoin(base, href)
        if scheme == "file" or not scheme or len(scheme) == 1:  # one letter: a Windows drive
            return self._local(href, base)
        raise CatalogueError(
            f"The catalogue points to '{without_query(href)[:120]}'. Only files below the catalogue's folder and "
            "http(s) URLs are read."
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
        if is_url(location):
            return self.transport.get(location)
        if is_zip_member(location):
            return read_document(location)
        try:
            with open(location, "rb") as file:
                body = file.read(MAX_DOCUMENT_BYTES + 1)
        except OSError as problem:
            raise CatalogueError(f"{location} cannot be read ({problem.strerror}).") from None
        if len(body) > MAX_DOCUMENT_BYTES:
            raise CatalogueError(f"{location} is larger than {MAX_DOCUMENT_BYTES >> 20} MiB; it was not read.")
        return body


def _body(answer: requests.Response) -> bytes:
    """The decoded body, cut one byte after the limit."""
    body = b""
    for piece in answer.iter_content(CHUNK_BYTES):  # unlike the raw stream, this raises requests' own errors
        body += piece
        if len(body) > MAX_DOCUMENT_BYTES:
            break
    return body


def is_url(location: str) -> bool:
    """Whether a location is an http(s) URL."""
    try:
        return urlsplit(location).scheme.lower() in ("http", "https")
    except ValueError:  # such as an unclosed bracket in the host
        return False


def without_query(location: str) -> str:
    """A location fit for logs: user names, passwords, queries and signatures are left out."""
    if not is_url(location):
        return location
    parts = urlsplit(location)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def path_of_file_url(href: str) -> str:
    """The local path of a file: URL; raises `CatalogueError` where it names another machine."""
    parts = urlsplit(href)
    if parts.netloc not in ("", "localhost"):
        raise CatalogueError(f"'{href[:120]}' is a file of another machine, which cannot be read.")
    path = unquote(parts.path)
    return path[1:] if len(path) > 2 and path[0] == "/" and path[2] == ":" else path
