"""Remote rasters as files that GDAL reads: every byte comes through this package's own HTTP client.

So retries, credentials, proxies and counts are the same for documents and for pixels, and GDAL itself never opens a
connection. A COG's header comes in one request; after that each tile is one request for exactly its bytes.
"""

from __future__ import annotations

import inspect
import io
import threading
from collections import OrderedDict

import rasterio

from ..errors import S2GMError
from ..network.client import HttpClient

HEAD_BYTES = 2**15
"""What is fetched of a file at first: the whole header of a usual COG."""

LEAST_BYTES = 2**14
"""Smaller reads fetch this much: the parts of a header follow each other."""

KEPT_PARTS = 8
"""Parts of a file that a handle keeps."""

_TAKES_OPENER = "opener" in inspect.signature(rasterio.open).parameters  # rasterio 1.4 and newer


class RemoteHeads:
    """First bytes and size of remote files, fetched once for all handles."""

    def __init__(self, client: HttpClient) -> None:
        self.client = client
        self._lock = threading.Lock()
        self._heads: dict[str, tuple[bytes, int, str]] = {}

    def of(self, url: str) -> tuple[bytes, int, str]:
        """First bytes, size and version of a file. Raises `NetworkError`."""
        with self._lock:
            known = self._heads.get(url)
        if known is None:
            answer = self.client.read_range(url, 0, HEAD_BYTES)
            known = (answer.data, answer.file_size, answer.version)
            with self._lock:
                self._heads[url] = known
        return known


class RemoteFile(io.RawIOBase):
    """A remote file with ``read``, ``seek`` and ``tell``, for one thread at a time.

    GDAL cannot see Python's exceptions: a failed read returns nothing, and the reason stands in ``problem``.
    """

    def __init__(self, url: str, heads: RemoteHeads) -> None:
        super().__init__()
        self._url, self._client = url, heads.client
        head, self._size, self._version = heads.of(url)
        self._parts: OrderedDict[int, bytes] = OrderedDict({0: head})
        self._position = 0
        self.problem: S2GMError | None = None

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
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(start + offset, 0)
        return self._position

    def read(self, size: int = -1) -> bytes:
        """The next bytes; fewer only at the end of the file or after a failure."""
        end = self._size if size < 0 else min(self._position + size, self._size)
        if end <= self._position:
            return b""
        try:
            data = self._bytes(self._position, end)
        except S2GMError as problem:
            self.problem = problem
            return b""
        self._position = end
        return data

    def _bytes(self, start: int, end: int) -> bytes:
        for first, part in self._parts.items():
            if first <= start and end <= first + len(part):
                self._parts.move_to_end(first)
                return part[start - first : end - first]
        length = min(max(end - start, LEAST_BYTES), self._size - start)
        answer = self._client.read_range(self._url, start, length)
        if (answer.file_size, answer.version) != (self._size, self._version):
            raise S2GMError("The file changed while it was read.")
        self._parts[start] = answer.data
        if len(self._parts) > KEPT_PARTS:
            self._parts.popitem(last=False)
        return answer.data[: end - start]


def open_remote(file: RemoteFile, name: str, driver: str, **options: int) -> rasterio.DatasetReader:
    """A remote raster, opened by one driver and no other; ``name`` is only a label."""
    if _TAKES_OPENER:
        return rasterio.open(
            name, driver=driver, sharing=False, opener=lambda path, mode="rb": _Lasting(file), **options
        )
    return rasterio.open(file, driver=driver, sharing=False, **options)


class _Lasting:
    """One view of a file with a position of its own; closing it leaves the file open."""

    def __init__(self, file: RemoteFile) -> None:
        self._file, self._position = file, 0

    def read(self, size: int = -1) -> bytes:
        self._file.seek(self._position)
        data = self._file.read(size)
        self._position = self._file.tell()
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._file.seek(self._position)
        self._position = self._file.seek(offset, whence)
        return self._position

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        """The file stays open for the next view."""

    def __enter__(self) -> _Lasting:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()
