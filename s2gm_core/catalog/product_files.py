"""The files of one product on disk: in a folder, or in a folder inside a zip file.

Locations of zip members have GDAL's form ``/vsizip/{archive}/member``. They are made here and nowhere else; a catalogue
that names one is refused.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from ..errors import CatalogueError

MAX_FILES = 20_000
"""A product with more files is refused; the largest ones have some thousands (many granules)."""

MAX_MEMBER_BYTES = 2**31
"""A zip with a larger member is refused; the largest raster of a product has a quarter of a GiB."""

MAX_DOCUMENT_BYTES = 64 * 2**20
"""Larger documents are refused, whatever size the zip's directory declares."""

_ZIP_LOCATION = re.compile(r"/vsizip/\{(?P<archive>[^{}]+)\}/(?P<member>[^{}]+)")
_ENCRYPTED = 0x1  # bit of a member's flags


@dataclass(frozen=True)
class ProductFiles:
    """The files of one product."""

    name: str  # of the product's folder
    root: str  # where the files lie: a local folder, or /vsizip/{archive}/folder
    names: tuple[str, ...]  # paths below the root, with slashes, sorted

    def location(self, name: str) -> str:
        """Where one of the files can be read: a local path or a zip member."""
        return f"{self.root}/{name}"

    def below(self, folder: str) -> ProductFiles:
        """The files of a product that lies in a folder of this one."""
        start = folder + "/"
        names = tuple(name[len(start) :] for name in self.names if name.startswith(start))
        return ProductFiles(folder, self.location(folder), names)

    def read(self, name: str) -> bytes:
        """The content of a document of at most `MAX_DOCUMENT_BYTES`; `CatalogueError` where there is none."""
        return read_document(self.location(name))


def files_of_folder(folder: Path) -> ProductFiles:
    """The files below a folder. Links that lead out of the folder are left out. Raises `CatalogueError`."""
    root = os.path.realpath(folder)
    names: list[str] = []
    for place, _, found in os.walk(root):
        inside = (os.path.join(place, name) for name in found)
        names += [Path(path).relative_to(root).as_posix() for path in inside if _stays_inside(path, root)]
        if len(names) > MAX_FILES:
            raise CatalogueError(f"{folder.name} holds more than {MAX_FILES} files; it is no single product.")
    return ProductFiles(Path(root).name, Path(root).as_posix(), tuple(sorted(names)))


def files_of_zip(archive: Path) -> tuple[ProductFiles, ...]:
    """The products of a zip file, one per folder at its top; files outside a folder are left out.

    Raises `CatalogueError` for a file that is no whole zip, and for one with encrypted or oversized members or with
    names that lead out of it.
    """
    path = Path(os.path.realpath(archive)).as_posix()
    if "{" in path or "}" in path:
        raise CatalogueError(f"{archive.name}: a zip file is not read below a path with a curly bracket. Rename it.")
    products: dict[str, list[str]] = defaultdict(list)
    for member in _members(archive):
        top, _, inner = member.partition("/")
        if inner and not inner.endswith("/"):
            products[top].append(inner)
    return tuple(
        ProductFiles(top, f"/vsizip/{{{path}}}/{top}", tuple(sorted(names))) for top, names in sorted(products.items())
    )


def read_document(location: str) -> bytes:
    """A document at a local path or of a zip member, bounded. Raises `CatalogueError`."""
    try:
        in_zip = _ZIP_LOCATION.fullmatch(location)
        if in_zip is None:
            with open(location, "rb") as file:
                body = file.read(MAX_DOCUMENT_BYTES + 1)
        else:
            with zipfile.ZipFile(in_zip["archive"]) as archive, archive.open(in_zip["member"]) as stream:
                body = stream.read(MAX_DOCUMENT_BYTES + 1)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError) as problem:
        raise CatalogueError(f"{location} cannot be read ({_reason(problem)}).") from None
    if len(body) > MAX_DOCUMENT_BYTES:
        raise CatalogueError(f"{location} is larger than {MAX_DOCUMENT_BYTES >> 20} MiB; it was not read.")
    return body


def is_zip_member(location: str) -> bool:
    """Whether a location names a member of a zip file."""
    return location.startswith("/vsizip/")


def leads_out(name: str) -> bool:
    """Whether a path that a product names is not plainly one below the product's own folder."""
    parts = name.split("/")
    odd = not name.isprintable() or any(character in name for character in "\\{}")
    return odd or parts[0] == "" or ":" in parts[0] or any(part in (".", "..") for part in parts)


def _stays_inside(path: str, root: str) -> bool:
    return not os.path.islink(path) or Path(os.path.realpath(path)).is_relative_to(root)


def _members(archive: Path) -> list[str]:
    """The names of a zip's members, checked."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise CatalogueError(f"{archive.name} is no whole zip file ({_reason(problem)}). Download it again.") from None
    if len(members) > MAX_FILES:
        raise CatalogueError(f"{archive.name} holds more than {MAX_FILES} files; it is no single product.")
    for member in members:
        if leads_out(member.filename):
            raise CatalogueError(f"{archive.name} holds {member.filename[:80]!r}, which is no plain path; not read.")
        if member.flag_bits & _ENCRYPTED:
            raise CatalogueError(f"{archive.name} is encrypted. Unpack it with its password and give the folder.")
        if member.file_size > MAX_MEMBER_BYTES:
            raise CatalogueError(f"{archive.name} declares a file of {member.file_size >> 20} MiB; it was not read.")
    return [member.filename for member in members]


def _reason(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or str(problem)[:120] or type(problem).__name__
