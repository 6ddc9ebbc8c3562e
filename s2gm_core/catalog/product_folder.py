"""A folder of products is a catalogue: product folders and zip files below it are found and read.

A kind of product is one row in `PRODUCT_READERS`.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ..errors import CatalogueError
from ..network.client import HttpClient
from .landsat_product import LandsatReader
from .muscate import MuscateReader
from .noted import noted
from .place import Place
from .records import Scene, SceneQuery
from .safe import SafeReader
from .several import problems_of

MAX_DEPTH = 4
"""How many folders below the opened one products are looked for."""

TARS = (".tar", ".tar.gz", ".tgz")
"""Ends of the names of archives that are not read: a raster in them cannot be reached without unpacking."""

MAX_ENTRIES = 200_000
"""A folder with more files and folders outside products is refused."""


class ProductReader(Protocol):
    """What a kind of product has to tell. Paths are folders or files below the opened folder, links resolved."""

    own_folders: frozenset[str]
    """Names of the folders inside such a product, where no other product is looked for."""

    def recognises(self, path: Path) -> bool:
        """Whether a folder or file looks like such a product, from names alone; never raises."""

    def scenes(self, path: Path) -> Iterator[Scene]:
        """The scenes of a recognised product; at the end `CatalogueError` says why one cannot be used."""


PRODUCT_READERS: tuple[ProductReader, ...] = (SafeReader(), MuscateReader(), LandsatReader())
"""The kinds of products, in the order in which they are asked."""

KINDS = "Sentinel-2 Level-2A in SAFE format or of Theia, Landsat 8 and 9 Level 2"


def is_archive(path: Path) -> bool:
    """Whether a file has the name of a zip or tar archive."""
    return path.name.lower().endswith((".zip", *TARS))


def open_products(path: Path, client: HttpClient) -> ProductFolder:
    """The products below a folder, or the single one at a path; `CatalogueError` where nothing looks like one."""
    root = Path(os.path.realpath(path))
    catalogue = ProductFolder(str(root), Place(root if root.is_dir() else root.parent, client))
    if not catalogue.holds_products():
        nothing = f"The folder {path} holds no catalog.json or collection.json, and no product."
        raise CatalogueError(" ".join(([nothing] if root.is_dir() else []) + catalogue.problems[:3]))
    catalogue.problems.clear()
    return catalogue


class ProductFolder:
    """Products below a folder, or a single one. ``problems`` collects what could not be used."""

    def __init__(self, root: str, place: Place) -> None:
        self.root = root  # real path of the folder, or of the one product
        self.place = place
        self.problems: list[str] = []
        self.lists_everything = True

    def search(self, query: SceneQuery) -> Iterator[Scene]:
        """Scenes that the query accepts; unusable products are noted in ``problems``."""
        return filter(query.accepts, self.scenes())

    def read(self, location: str) -> bytes:
        """A small document of a scene, such as its granule metadata."""
        return self.place.read(location)

    def scenes(self) -> Iterator[Scene]:
        """Every usable scene, in the order of the products' paths."""
        for path, reader in self._products():
            self.place.client.stop_if_cancelled()
            with noted(self.problems, path.name):
                try:
                    yield from reader.scenes(path)
                except CatalogueError as problem:
                    self.problems += [f"{path.name[:120]!r}: {line}" for line in problems_of(problem)]

    def holds_products(self) -> bool:
        """Whether anything below the folder looks like a product; where nothing does, ``problems`` may say why."""
        return next(self._products(), None) is not None

    def _products(self) -> Iterator[tuple[Path, ProductReader]]:
        """Product paths with their readers; no further one is looked for in the folders that a product consists of."""
        waiting, seen, entries = [(Path(self.root), 0)], set(), 0
        while waiting:
            path, depth = waiting.pop()
            if path in seen:  # a link to what was met before
                continue
            seen.add(path)
            reader = next((reader for reader in PRODUCT_READERS if reader.recognises(path)), None)
            if reader is not None:
                yield path, reader
            if path.is_dir() and depth <= MAX_DEPTH:
                inside = self._inside(path)
                if reader is not None:  # its own files are no others' products, and do not count
                    foreign = (entry for entry in inside if entry.name not in reader.own_folders)
                    inside = [entry for entry in foreign if entry.is_dir() or is_archive(entry)]
                entries += len(inside)
                waiting += [(entry, depth + 1) for entry in reversed(inside)]
            elif reader is None and is_archive(path):
                self._tell_archive(path)
            if entries > MAX_ENTRIES:
                raise CatalogueError(f"The folder {self.root} holds more than {MAX_ENTRIES} files; give one below it.")

    def _tell_archive(self, path: Path) -> None:
        """Note why a zip or tar file gives no scenes."""
        if not path.name.lower().endswith(TARS):
            whole = zipfile.is_zipfile(path)
            reason = f"no product in it is of a kind that is read ({KINDS})" if whole else "it is no whole zip file"
            self.problems.append(f"{path.name[:120]!r}: {reason}. {'' if whole else 'Download it again.'}".rstrip())
        elif str(path) == self.root or not _is_unpacked(path):
            self.problems.append(f"{path.name[:120]!r}: tar files are not read. Unpack it first.")

    def _inside(self, folder: Path) -> list[Path]:
        """What lies in a folder, sorted by name, without links that lead out of the opened folder."""
        try:
            entries = sorted(folder.iterdir())
        except OSError as problem:
            self.problems.append(f"{folder.name[:120]!r} cannot be read ({problem.strerror}).")
            return []
        kept = []
        for entry in entries:
            real = Path(os.path.realpath(entry)) if entry.is_symlink() else entry
            if real.is_relative_to(self.root):
                kept.append(real)
            else:
                self.problems.append(f"{entry.name[:120]!r}: a link out of the opened folder; it was not followed.")
        return kept


def _is_unpacked(tar: Path) -> bool:
    """Whether a folder or documents of a tar file's name lie beside it, so that nothing is missing."""
    stem = next(tar.name[: -len(end)] for end in TARS if tar.name.lower().endswith(end))
    return any(entry.name.startswith(stem) and not is_archive(entry) for entry in tar.parent.iterdir())
