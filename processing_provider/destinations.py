"""Where the results go, and what can be wrong with that before anything is made."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProcessingException, QgsProviderRegistry

from .staging import HIDDEN_PREFIX
from .translation import translate

OUTPUT, QUALITY, FOLDER = "OUTPUT", "QUALITY", "FOLDER"


@dataclass(frozen=True)
class Destinations:
    """Where the results go."""

    output: str  # as QGIS spells the path: layers to load are found by this text
    quality: str | None
    folder: Path | None

    @property
    def rasters(self) -> tuple[tuple[str, str], ...]:
        """Parameter and path of the rasters of the first period."""
        given = ((OUTPUT, self.output), (QUALITY, self.quality))
        return tuple((name, path) for name, path in given if path)


def raster_of_period(first: str, start: date) -> str:
    """The raster of a later period of a series: beside the first, with the period's first day in the name."""
    path = Path(first)
    return str(path.with_name(f"{path.stem}_{start.isoformat()}{path.suffix}"))


def check_destinations(to: Destinations, later_starts: Sequence[date]) -> None:
    """`QgsProcessingException` where a result cannot be written or two would have the same path.

    ``later_starts``: the first days of the periods after the first.
    """
    for name, path in to.rasters:
        _check_raster(name, Path(path))
    if to.folder:
        check_folder(to.folder)
    taken: dict[str, str] = {}
    for name, path in _all_paths(to, later_starts):
        other = taken.setdefault(os.path.normcase(os.path.realpath(path)), name)
        if other != name:
            text = translate("S2GM", "{one} and {other} would both be written to {path}. Give them different names.")
            raise QgsProcessingException(text.format(one=other, other=name, path=path))


def _all_paths(to: Destinations, later_starts: Sequence[date]) -> Iterator[tuple[str, str]]:
    for name, path in to.rasters:
        yield name, path
        yield from ((name, raster_of_period(path, start)) for start in later_starts)
    if to.folder:
        yield FOLDER, str(to.folder)


def _check_raster(name: str, path: Path) -> None:
    if path.suffix.lower() not in (".tif", ".tiff"):
        text = translate("S2GM", "{name} is '{path}', but GeoTIFF is written: choose a name that ends in .tif.")
        raise QgsProcessingException(text.format(name=name, path=path))
    check_file(name, path)


def check_file(name: str, path: Path, suffixes: tuple[str, ...] = ()) -> None:
    """`QgsProcessingException` where the file of a result cannot be written or has another ending than these."""
    if suffixes and path.suffix.lower() not in suffixes:
        text = translate("S2GM", "{name} is '{path}'; choose a name that ends in {suffixes}.")
    elif not path.parent.is_dir():
        text = translate("S2GM", "{name}: the folder {folder} does not exist. Make it or choose another one.")
    elif path.is_dir():
        text = translate("S2GM", "{name}: {path} is a folder. Choose the name of a file.")
    elif not _takes_files(path.parent):
        text = translate("S2GM", "{name}: the folder {folder} cannot be written to. Choose another one.")
    elif path.exists() and not os.access(path, os.W_OK):
        text = translate("S2GM", "{name}: the file {path} is write-protected. Choose another name.")
    else:
        return
    raise QgsProcessingException(text.format(name=name, path=path, folder=path.parent, suffixes=", ".join(suffixes)))


def file_of(layer: QgsMapLayer) -> Path | None:
    """The file behind a layer, None where it comes from elsewhere."""
    named = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
    return Path(named) if named else None


def is_same_file(one: Path, other: Path | None) -> bool:
    """Whether two paths name one file, whatever links lead to it."""
    return other is not None and (
        os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
        or (one.exists() and other.exists() and one.samefile(other))
    )


def check_folder(folder: Path) -> None:
    """`QgsProcessingException` where a folder cannot be made or written to."""
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not existing.is_dir():
        text = translate("S2GM", "FOLDER: {path} is no folder. Choose another one.")
    elif not _takes_files(existing):
        text = translate("S2GM", "FOLDER: {path} cannot be written to. Choose another folder.")
    else:
        return
    raise QgsProcessingException(text.format(path=existing))


def _takes_files(folder: Path) -> bool:
    """Tried, not asked: permissions alone do not tell on Windows, on network drives and for administrators."""
    try:
        with tempfile.TemporaryDirectory(prefix=HIDDEN_PREFIX, dir=folder):
            return True
    except OSError:
        return False
