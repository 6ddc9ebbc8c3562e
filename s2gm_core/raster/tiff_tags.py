"""The header of a TIFF as bytes: tags are taken from one that GDAL wrote and laid out for tiles that lie elsewhere.

Sources: TIFF 6.0, section 2; the BigTIFF design (LibTIFF); the layout of GDAL's COG driver with its ghost area, of
which readers learn that directories come first and that each tile stands between its size and its last four bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

NEW_SUBFILE_TYPE, IMAGE_WIDTH, IMAGE_LENGTH, TILE_OFFSETS, TILE_BYTE_COUNTS = 254, 256, 257, 324, 325
REDUCED_IMAGE = 1

_OF_PIXELS = frozenset({258, 259, 262, 277, 284, 317, 320, 322, 323, 338, 339, 42113})
"""Tags that say how pixels are stored: number type, compression, photometry, planes, colours, nodata. Overviews have
them too; what says where pixels lie and what they mean stands with the full resolution only."""

_LONG, _LONG8 = 4, 16
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}

_GHOST_LINES = (
    b"LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\n"
    b"BLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n "
)
GHOST = b"GDAL_STRUCTURAL_METADATA_SIZE=%06d bytes\n" % len(_GHOST_LINES) + _GHOST_LINES
"""The ghost area. It ends with a blank, so that NO can become YES without moving anything."""


@dataclass(frozen=True)
class Tag:
    """One entry of a directory."""

    kind: int  # TIFF's field type
    count: int
    content: bytes  # little-endian


Directory = Mapping[int, Tag]
"""Tags by their number."""


@dataclass(frozen=True)
class TiffKind:
    """Classic TIFF, or BigTIFF for files of 4 GiB and more."""

    big: bool

    @property
    def start(self) -> int:
        """Bytes before the ghost area."""
        return 16 if self.big else 8

    @property
    def offset_kind(self) -> int:
        """The field type of places in the file."""
        return _LONG8 if self.big else _LONG


def read_directory(content: bytes) -> dict[int, Tag]:
    """The first directory of a little-endian BigTIFF."""
    place = struct.unpack_from("<Q", content, 8)[0]
    tags = {}
    for number in range(struct.unpack_from("<Q", content, place)[0]):
        entry = place + 8 + 20 * number
        code, kind, count = struct.unpack_from("<HHQ", content, entry)
        size = count * _SIZES[kind]
        start = entry + 12 if size <= 8 else struct.unpack_from("<Q", content, entry + 12)[0]
        tags[code] = Tag(kind, count, content[start : start + size])
    return tags


def of_overview(directory: Directory, height: int, width: int) -> dict[int, Tag]:
    """The directory of an overview, from that of the full resolution."""
    tags = {code: tag for code, tag in directory.items() if code in _OF_PIXELS}
    sizes = {NEW_SUBFILE_TYPE: REDUCED_IMAGE, IMAGE_WIDTH: width, IMAGE_LENGTH: height}
    return {**tags, **{code: _numbers(_LONG, [value]) for code, value in sizes.items()}}


def with_tiles(directory: Directory, offsets: Sequence[int], sizes: Sequence[int], kind: TiffKind) -> dict[int, Tag]:
    """A directory that says where its tiles lie."""
    places = {TILE_OFFSETS: _numbers(kind.offset_kind, offsets), TILE_BYTE_COUNTS: _numbers(_LONG, sizes)}
    return {**directory, **places}


def header_bytes(directories: Sequence[Directory], kind: TiffKind, ghost: bytes) -> bytes:
    """A file's header: its first bytes, the ghost area, and all directories, each with its values behind it."""
    before = kind.start + len(ghost)
    first = before + before % 2
    places = list(accumulate((_directory_size(one, kind) for one in directories), initial=first))
    start = struct.pack("<2sHHHQ", b"II", 43, 8, 0, first) if kind.big else struct.pack("<2sHI", b"II", 42, first)
    following = [*places[1:-1], 0]
    parts = [_directory_bytes(*each, kind) for each in zip(directories, places, following)]
    return (start + ghost).ljust(first, b"\0") + b"".join(parts)


def _numbers(kind: int, values: Sequence[int]) -> Tag:
    return Tag(kind, len(values), struct.pack(f"<{len(values)}{'Q' if kind == _LONG8 else 'I'}", *values))


def _directory_size(directory: Directory, kind: TiffKind) -> int:
    return len(_directory_bytes(directory, 0, 0, kind))


def _directory_bytes(directory: Directory, place: int, following: int, kind: TiffKind) -> bytes:
    """One directory that begins at ``place``, of an even length."""
    entry, word, count = ("<HHQ", "<Q", "<Q") if kind.big else ("<HHI", "<I", "<H")
    inline = struct.calcsize(word)
    entries, values = [], b""
    fixed = struct.calcsize(count) + len(directory) * (struct.calcsize(entry) + inline) + inline
    for code, tag in sorted(directory.items()):
        if len(tag.content) <= inline:
            field = tag.content.ljust(inline, b"\0")
        else:
            values += b"\0" * (len(values) % 2)
            field = struct.pack(word, place + fixed + fixed % 2 + len(values))
            values += tag.content
        entries.append(struct.pack(entry, code, tag.kind, tag.count) + field)
    head = struct.pack(count, len(directory)) + b"".join(entries) + struct.pack(word, following)
    return head + b"\0" * (fixed % 2) + values + b"\0" * (len(values) % 2)
