"""Remote rasters as files that GDAL reads: every byte comes through this package's own HTTP client.

So retries, credentials, proxies and counts are the same for documents and for pixels, and GDAL itself never opens a
connection. A COG's header comes in one request for all handles; after that each tile is one request for its bytes, or
none where the run's cache holds it (`range_cache`).
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from functools import partial
from itertools import count, takewhile

import rasterio
from rasterio.io import FilePath

from ..errors import ReadError, S2GMError
from ..network.client import HttpClient
from ..network.threads import OnceForAll
from ..network.urls import without_query
from .environment import driver_of_content
from .range_cache import RangeCache

HEAD_BYTES = 2**15
"""What is fetched of a file at first: the whole header of a usual COG."""

BLOCK_BYTES = 2**14
"""Reads that are smaller fetch whole blocks of this size, which are kept: the parts of a header follow each other, and
so do small tiles. Larger reads are tiles, fetched exactly and not kept. So what is fetched depends on the file and not
on the order of reading, and the next run finds it in its cache."""

TILE_PIECE_BYTES, MORE_OF_TILE_BYTES = 2**20, 2**19
"""GDAL reads a tile of more than a mebibyte in pieces of that size. One of 1024 x 1024 pixels of 16 bits has 1.0 to 1.5
MiB as a rule: with the first piece the rest comes in the same request."""

KEPT_BLOCKS = 8
"""Blocks of a file that are kept beside its first bytes."""

KEPT_FILES = 1000
"""Files of which first bytes and blocks are kept: some 50 MB, at most 160."""


class RemoteParts:
    """A remote file's size, first bytes and some blocks; shared by all handles and threads."""

    def __init__(self, url: str, client: HttpClient, cache: RangeCache | None = None) -> None:
        self.url = url
        self._client = client
        self._once_per_tile: OnceForAll[bytes] = OnceForAll()
        self._once_per_block: OnceForAll[dict[int, bytes]] = OnceForAll()
        self._lock = threading.Lock()
        first = client.read_range(url, 0, HEAD_BYTES)
        self.head, self.size, self.version = first.data, first.file_size, first.version
        self._cached = cache.of_file(url, self.size, self.version, self.head) if cache else None
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def read(self, start: int, end: int) -> bytes:
        """Bytes ``start`` to ``end`` of the file. Raises `NetworkError`, or `ReadError` where the file changed."""
        if end <= len(self.head):
            return self.head[start:end]
        if end - start < BLOCK_BYTES:
            return self._read_blocks(start, end)
        return self._once_per_tile.do((start, end), partial(self._tile, start, end))

    def _tile(self, start: int, end: int) -> bytes:
        data = self._cached.get(start, end - start) if self._cached else None
        if data is None:
            data = self._fetch(start, end - start)
            if self._cached:
                self._cached.put(start, data)
        return data

    def _read_blocks(self, start: int, end: int) -> bytes:
        first, last = start // BLOCK_BYTES, (end - 1) // BLOCK_BYTES
        blocks: dict[int, bytes] = {}
        for number in range(first, last + 1):
            if number not in blocks:
                blocks.update(self._once_per_block.do(number, partial(self._blocks_from, number, last)))
        joined = b"".join(blocks[number] for number in range(first, last + 1))
        return joined[start - first * BLOCK_BYTES : end - first * BLOCK_BYTES]

    def _blocks_from(self, first: int, last: int) -> dict[int, bytes]:
        """The first block, and in the same request those after it that are not known either."""
        known = self._known_block(first)
        if known is not None:
            return {first: known}
        unknown = [first, *takewhile(lambda number: self._known_block(number) is None, range(first + 1, last + 1))]
        start = first * BLOCK_BYTES
        data = self._fetch(start, min(len(unknown) * BLOCK_BYTES, self.size - start))
        blocks = {number: data[place : place + BLOCK_BYTES] for number, place in zip(unknown, count(0, BLOCK_BYTES))}
        for number, block in blocks.items():
            self._keep(number, block)
            if self._cached:
                self._cached.put(number * BLOCK_BYTES, block)
        return blocks

    def _known_block(self, number: int) -> bytes | None:
        """A block that needs no request; it may have come while this thread waited."""
        start = number * BLOCK_BYTES
        end = min(start + BLOCK_BYTES, self.size)
        if end <= len(self.head):
            return self.head[start:end]
        with self._lock:
            if number in self._blocks:
                self._blocks.move_to_end(number)
                return self._blocks[number]
        block = self._cached.get(start, end - start) if self._cached else None
        if block is not None:
            self._keep(number, block)
        return block

    def _keep(self, number: int, block: bytes) -> None:
        with self._lock:
            self._blocks[number] = block
            if len(self._blocks) > KEPT_BLOCKS:
                self._blocks.popitem(last=False)

    def _fetch(self, start: int, length: int) -> bytes:
        answer = self._client.read_range(self.url, start, length)
        if (answer.file_size, answer.version) != (self.size, self.version):
            raise _changed(self.url)
        return answer.data


class RemoteFiles:
    """The remote files of a run; each is asked for its first bytes once, however many threads open it."""

    def __init__(self, client: HttpClient, cache: RangeCache | None = None) -> None:
        self._client, self._cache = client, cache
        self._once: OnceForAll[RemoteParts] = OnceForAll()
        self._lock = threading.Lock()
        self._files: OrderedDict[str, RemoteParts] = OrderedDict()
        self._versions: dict[str, tuple[int, str]] = {}  # of files whose bytes are not kept any more, too

    def of(self, url: str) -> RemoteParts:
        """What is known of a file. Raises `NetworkError`."""
        return self._known(url) or self._once.do(url, lambda: self._known(url) or self._begin(url))

    def _known(self, url: str) -> RemoteParts | None:
        with self._lock:
            if url in self._files:
                self._files.move_to_end(url)
            return self._files.get(url)

    def _begin(self, url: str) -> RemoteParts:
        file = RemoteParts(url, self._client, self._cache)
        with self._lock:
            if self._versions.setdefault(url, (file.size, file.version)) != (file.size, file.version):
                raise _changed(url)
            self._files[url] = file
            if len(self._files) > KEPT_FILES:
                self._files.popitem(last=False)
        return file


def _changed(url: str) -> ReadError:
    return ReadError(f"{without_query(url)} changed while it was read. Order again, when the provider is done.")


class RemoteFile(io.RawIOBase):
    """A remote file with ``read``, ``seek`` and ``tell``, for one thread at a time.

    GDAL cannot see Python's exceptions: a failed read returns nothing, and the reason stands in ``problem``.
    rasterio 1.4 wants copies with a position of their own and asks ``fs`` for them, as fsspec's files have it.
    """

    mode = "rb"

    def __init__(self, parts: RemoteParts, problems: list[S2GMError] | None = None) -> None:
        super().__init__()
        self.parts = parts
        self._position = 0
        self._ahead = (0, b"")  # where it begins, and bytes that came with those before it
        self._problems: list[S2GMError] = [] if problems is None else problems

    @property
    def problem(self) -> S2GMError | None:
        """Why a read of this file or of a copy failed."""
        return self._problems[0] if self._problems else None

    @property
    def fs(self) -> RemoteFile:
        """Where copies are opened."""
        return self

    @property
    def path(self) -> str:
        """A label."""
        return without_query(self.parts.url)

    def open(self, path: str, mode: str = "rb") -> RemoteFile:
        """A copy; its failures are those of this file."""
        return RemoteFile(self.parts, self._problems)

    @property
    def driver(self) -> str:
        """The only GDAL driver that may open it, by its first bytes: URLs need not end in a file's name."""
        return driver_of_content(self.parts.head)

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """The position in bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.parts.size}[whence]
        self._position = max(start + offset, 0)
        return self._position

    def read(self, size: int = -1) -> bytes:
        """The next bytes; fewer only at the end of the file or after a failure."""
        end = self.parts.size if size < 0 else min(self._position + size, self.parts.size)
        if end <= self._position:
            return b""
        try:
            data = self._tile_piece(self._position, end)
        except S2GMError as problem:
            self._problems.append(problem)
            return b""
        self._position = end
        return data

    def _tile_piece(self, start: int, end: int) -> bytes:
        """Bytes ``start`` to ``end``; of the first piece of a large tile, what is likely to follow is kept."""
        first, ahead = self._ahead
        self._ahead = (0, b"")
        if ahead and start == first:
            kept = ahead[: end - start]
            return kept if len(kept) == end - start else kept + self.parts.read(start + len(kept), end)
        if end - start != TILE_PIECE_BYTES:
            return self.parts.read(start, end)
        data = self.parts.read(start, min(end + MORE_OF_TILE_BYTES, self.parts.size))
        self._ahead = (end, data[TILE_PIECE_BYTES:])
        return data[:TILE_PIECE_BYTES]


def open_remote(file: RemoteFile, **options: int) -> rasterio.DatasetReader:
    """A remote raster, opened by one driver and no other.

    `FilePath` reads what GDAL asks for: rasterio 1.4 copies a file that `rasterio.open` gets into memory, and its
    ``opener`` is known only to the thread that opened.
    """
    return FilePath(file).open(driver=file.driver, sharing=False, **options)
