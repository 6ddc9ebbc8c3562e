"""The files of one product on disk: in a folder, or in a zip file, in a folder there or at its top.

Locations of zip members have GDAL's form ``/vsizip/{archive}/member``. They are made here and nowhere else; a catalogue
that names one is refused.
"""

from __future__ import annotations

import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import CatalogueError
from ..network.client import MAX_DOCUMENT_BYTES

MAX_FILES = 20_000
"""A product with more files is refused; the largest ones have some thousands (many granules)."""

MAX_MEMBER_BYTES = 2**31
"""A zip with a larger member is refused; the largest raster of a product has a quarter of a GiB."""

_ZIP_LOCATION = re.compile(r"/vsizip/\{(?P<archive>[^{}]+)\}/(?P<member>[^{}]+)")
MAX_ZIP_FOLDERS = 4
"""How many folders may lie around a product inside a zip file."""

_UNREADABLE = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    ValueError,  # names that are not in the encoding that they claim, too
    KeyError,  # no such member
    RuntimeError,  # encrypted, or packed in a way that Python does not know
)
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

    def read(self, name: str) -> bytes:
        """The content of a document of at most `MAX_DOCUMENT_BYTES`; `CatalogueError` where there is none."""
        return read_document(self.location(name))


def files_of_folder(folder: Path, *, flat: bool = False) -> ProductFiles:
    """The files below a folder, or of the folder alone where the product is ``flat``.

    Links that lead out of the folder are left out. Raises `CatalogueError`.
    """
    root = os.path.realpath(folder)
    names: list[str] = []
    for place, _, found in os.walk(root):
        inside = (os.path.join(place, name) for name in found)
        names += [Path(path).relative_to(root).as_posix() for path in inside if _stays_inside(path, root)]
        if len(names) > MAX_FILES:
            raise CatalogueError(f"{folder.name} holds more than {MAX_FILES} files; it is no single product.")
        if flat:
            break
    return ProductFiles(Path(root).name, Path(root).as_posix(), tuple(sorted(names)))


def files_of_zip(archive: Path, document: re.Pattern[str]) -> tuple[ProductFiles, ...]:
    """The products of a zip file: each place that holds a metadata document, by its name, and folders without one.

    A product whose files lie at the top of the zip, in no folder, is called like the zip file.

    Raises `CatalogueError` for a file that is no whole zip, and for one with encrypted or oversized members or with
    names that lead out of it.
    """
    path = Path(os.path.realpath(archive)).as_posix()
    if "{" in path or "}" in path:
        raise CatalogueError(f"{archive.name}: a zip file is not read below a path with a curly bracket. Rename it.")
    # macOS adds a folder of its own with a shadow of every file.
    members = [name for name in _members(archive) if not name.endswith("/") and not name.startswith("__MACOSX/")]
    if not members:
        raise CatalogueError("The zip file is empty. Download it again.")
    root, products = f"/vsizip/{{{path}}}", []
    for home in _homes(members, document):
        start = f"{home}/" if home else ""
        names = tuple(sorted(name[len(start) :] for name in members if name.startswith(start)))
        products.append(ProductFiles(home.rpartition("/")[2] or archive.stem, f"{root}/{home}".rstrip("/"), names))
    return tuple(products)


def zip_holds(archive: Path, document: re.Pattern[str], folder: str = "//") -> bool:
    """Whether a file is a zip with a metadata document of such a name, or ``folder`` in a path; never raises."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return any(folder in name or _is_document(name, document) for name in opened.namelist())
    except _UNREADABLE:
        return False


def _is_document(member: str, document: re.Pattern[str]) -> bool:
    return member.count("/") <= MAX_ZIP_FOLDERS and bool(document.fullmatch(member.rpartition("/")[2]))


def _homes(members: list[str], document: re.Pattern[str]) -> list[str]:
    """The folders of a zip that are one product each, "" for its top."""
    homes = {name.rpartition("/")[0] for name in members if _is_document(name, document)}
    if "" in homes or (not homes and any("/" not in name for name in members)):
        return sorted(homes | {""})
    # A product that lost its document is told, not passed over.
    around = {above for home in homes for above in _upwards(home)}
    folders = {_called_a_product(name) for name in members if "/" in name} - around
    return sorted(homes | {folder for folder in folders if homes.isdisjoint(_upwards(folder))})


def _upwards(folder: str) -> Iterator[str]:
    """A folder of a zip, and those around it."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _called_a_product(member: str) -> str:
    """The folder of a member that has the name of a SAFE product, else the one at the top of the zip."""
    folders = member.split("/")[:-1][: MAX_ZIP_FOLDERS + 1]
    last = next((i for i, folder in enumerate(folders) if folder.endswith(".SAFE")), 0)
    return "/".join(folders[: last + 1])


def read_document(location: str) -> bytes:
    """A document at a local path or of a zip member, bounded. Raises `CatalogueError`."""
    try:
        in_zip = _ZIP_LOCATION.fullmatch(location)
        if in_zip is None:
            if os.path.exists(location) and not os.path.isfile(location):  # a pipe would wait for ever
                raise CatalogueError(f"{location} is no file.")
            with open(location, "rb") as file:
                body = file.read(MAX_DOCUMENT_BYTES + 1)
        else:
            with zipfile.ZipFile(in_zip["archive"]) as archive, archive.open(in_zip["member"]) as stream:
                body = stream.read(MAX_DOCUMENT_BYTES + 1)
    except _UNREADABLE as problem:
        raise CatalogueError(f"{location} cannot be read ({_reason(problem)}).") from None
    if len(body) > MAX_DOCUMENT_BYTES:
        raise CatalogueError(f"{location} is larger than {MAX_DOCUMENT_BYTES >> 20} MiB; it was not read.")
    return body


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
    except _UNREADABLE as problem:
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
