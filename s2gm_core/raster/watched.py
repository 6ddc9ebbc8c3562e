"""Files that GDAL reads through Python, so that a long copy can be stopped: GDAL asks nobody while it copies."""

from __future__ import annotations

import io
from pathlib import Path
from types import TracebackType

from rasterio.io import FilePath

from ..progress import Progress, stop_if_cancelled
from .environment import GDAL_ERRORS


class _WatchedFile(io.RawIOBase):
    """A local file that reads as empty once the user wants to stop: GDAL sees no exception, but gives up then.

    rasterio 1.4 wants copies with a position of their own and asks ``fs`` for them, as fsspec's files have it.
    """

    mode = "rb"

    def __init__(self, path: Path, progress: Progress) -> None:
        super().__init__()
        self.path = str(path)
        self._progress = progress
        self._file = Path(path).open("rb")  # noqa: SIM115 - closed by close

    @property
    def fs(self) -> _WatchedFile:
        """Where copies are opened."""
        return self

    def open(self, path: str, mode: str = "rb") -> _WatchedFile:
        """A copy."""
        return _WatchedFile(Path(self.path), self._progress)

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """The position in bytes."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to a position."""
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        """The next bytes; nothing once the user wants to stop."""
        return b"" if self._progress.is_cancelled() else self._file.read(size)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


class WatchedFiles:
    """Names under which GDAL reads local files that stop with the run; used as a context around one copy.

    Leaving it on GDAL's error raises `Cancelled` where the user wanted to stop: the error is only its consequence.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._open: list[tuple[FilePath, _WatchedFile]] = []

    def name(self, path: Path) -> str:
        """What GDAL calls the file, while the context lasts."""
        file = _WatchedFile(path, self._progress)
        self._open.append((FilePath(file), file))
        return str(self._open[-1][0].name)

    def __enter__(self) -> WatchedFiles:
        stop_if_cancelled(self._progress)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for virtual, file in self._open:
            virtual.close()
            file.close()
        if kind is not None and issubclass(kind, GDAL_ERRORS):
            stop_if_cancelled(self._progress)
