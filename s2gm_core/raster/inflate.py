"""Undoing DEFLATE with the library that GDAL itself uses, where it is there.

libdeflate comes with the TIFF library below GDAL on most systems on which QGIS runs, and inflates nearly twice as fast
as zlib (`benchmarks/bench_decoding.py`). It is called through `ctypes`, which gives up the interpreter's lock; where it
is not found, Python's own zlib does the same work.

Sources: RFC 1950; the header of libdeflate 1.0 and later (``libdeflate_zlib_decompress``, whose form is kept since).
"""

from __future__ import annotations

import ctypes
import threading
import zlib
from contextlib import suppress
from functools import lru_cache

import numpy as np

_NAMES = ("libdeflate.so.0", "libdeflate.0.dylib", "libdeflate.dylib", "libdeflate.dll", "deflate.dll")
_SUCCESS = 0

_of_thread = threading.local()


def is_fast() -> bool:
    """Whether libdeflate is there; without it GDAL is faster than zlib called from here."""
    return _library() is not None


def inflate(packed: bytes | memoryview, out: np.ndarray) -> bool:
    """Unpack a zlib stream that fills an array exactly; whether it did, else the array's content is undefined.

    ``out``: of any shape, such as (y, x), and number type, C-contiguous. Extra bytes behind the stream are no error, as
    GDAL sees it.
    """
    library = _library()
    if library is None:
        return _by_zlib(packed, out)
    stream = np.frombuffer(packed, np.uint8) if len(packed) else np.zeros(1, np.uint8)
    answer = library.libdeflate_zlib_decompress(
        _decompressor(library), stream.ctypes.data, len(packed), out.ctypes.data, out.nbytes, None
    )
    return bool(answer == _SUCCESS)


def _by_zlib(packed: bytes | memoryview, out: np.ndarray) -> bool:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, out.nbytes)  # no more than fits, whatever a hostile stream holds
        beyond = b"" if unpacker.eof else unpacker.decompress(unpacker.unconsumed_tail, 1)
    except zlib.error:
        return False
    if len(content) != out.nbytes or beyond or not unpacker.eof:
        return False
    out.reshape(-1).view(np.uint8)[:] = np.frombuffer(content, np.uint8)
    return True


class _Decompressor:
    """The working memory of one thread, freed with it."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self.place = ctypes.c_void_p(library.libdeflate_alloc_decompressor())
        if not self.place:
            raise MemoryError("libdeflate got no memory.")

    def __del__(self) -> None:
        self._library.libdeflate_free_decompressor(self.place)


def _decompressor(library: ctypes.CDLL) -> ctypes.c_void_p:
    if not hasattr(_of_thread, "decompressor"):
        _of_thread.decompressor = _Decompressor(library)
    place: ctypes.c_void_p = _of_thread.decompressor.place
    return place


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL | None:
    for name in _NAMES:
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(name)
            library.libdeflate_alloc_decompressor.restype = ctypes.c_void_p
            library.libdeflate_free_decompressor.argtypes = [ctypes.c_void_p]
            library.libdeflate_zlib_decompress.restype = ctypes.c_int
            library.libdeflate_zlib_decompress.argtypes = [
                ctypes.c_void_p,
                ctypes.c_void_p,
                ctypes.c_size_t,
                ctypes.c_void_p,
                ctypes.c_size_t,
                ctypes.c_void_p,
            ]
            return library
    return None
