"""Where tiles of a base map go: one MBTiles file, or a folder of XYZ tiles.

Source: MBTiles specification 1.3 (an SQLite file whose rows count from the south). XYZ: ``zoom/column/row.png``, rows
from the north, as QGIS, web maps and QField take them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from ..disk import full_disk_text
from ..errors import OutputError
from .web_tiles import Tile, TileFacts, TileStore

_SCHEMA = (
    "CREATE TABLE metadata (name TEXT, value TEXT)",
    "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)",
    "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)",
)


class MBTilesStore:
    """An MBTiles file that is being filled."""

    def __init__(self, file: sqlite3.Connection, path: Path) -> None:
        self._file, self._path = file, path

    def add(self, tile: Tile, png: bytes) -> None:
        """Store one tile. Raises `OutputError`."""
        row = 2**tile.zoom - 1 - tile.row
        try:
            self._file.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (tile.zoom, tile.column, row, png))
        except sqlite3.Error as problem:
            raise _error(self._path, problem) from None


class FolderStore:
    """A folder of tiles that is being filled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, tile: Tile, png: bytes) -> None:
        """Store one tile. Raises `OutputError`."""
        place = self._path / str(tile.zoom) / str(tile.column) / f"{tile.row}.png"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(png)
        except OSError as problem:
            raise _error(self._path, problem) from None


@contextlib.contextmanager
def mbtiles(path: Path, facts: TileFacts) -> Iterator[TileStore]:
    """A new MBTiles file; after an error it is not complete, and the caller removes it. Raises `OutputError`."""
    try:
        path.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(path)) as file:
            for statement in _SCHEMA:
                file.execute(statement)
            file.executemany("INSERT INTO metadata VALUES (?, ?)", _rows(facts))
            yield MBTilesStore(file, path)
            file.commit()
    except (sqlite3.Error, OSError) as problem:
        raise _error(path, problem) from None


@contextlib.contextmanager
def xyz_folder(path: Path, facts: TileFacts) -> Iterator[TileStore]:
    """A new folder of tiles; after an error it is not complete, and the caller removes it. Raises `OutputError`."""
    try:
        path.mkdir()
    except OSError as problem:
        raise _error(path, problem) from None
    yield FolderStore(path)


def _rows(facts: TileFacts) -> list[tuple[str, str]]:
    return [
        ("name", facts.name),
        ("format", "png"),
        ("bounds", ",".join(f"{degrees:.6f}" for degrees in facts.bounds)),
        ("minzoom", str(facts.zooms[0])),
        ("maxzoom", str(facts.zooms[1])),
        ("type", "baselayer"),
        ("version", "1"),
        ("description", facts.description),
        ("attribution", facts.attribution),
    ]


def _error(path: Path, problem: Exception) -> OutputError:
    text = f"{path.name} cannot be written ({problem}). Check the disk's room and rights."
    return OutputError(full_disk_text(path.parent) or text)


TILE_STORES: Mapping[str, Callable[[Path, TileFacts], contextlib.AbstractContextManager[TileStore]]] = MappingProxyType(
    {"mbtiles": mbtiles, "xyz": xyz_folder}
)
"""How tiles are stored, by the words of an order."""
