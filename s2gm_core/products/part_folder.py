"""A sub-folder of a product while it is written: blocks go into scratch files with a journal, then into layers."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from ..errors import OutputError
from ..grid import Grid, Window
from ..progress import PartOfProgress, Progress, stop_if_cancelled
from ..raster.cog import assemble_cog
from ..raster.environment import gdal_environment
from ..raster.write import TILE_SIZE, BlockWriter
from .block_plan import BlockResult
from .journal import JOURNAL, BlockEntry, Journal, JournalHeader, read_journal
from .planned_layer import PlannedLayer
from .scratch import ScratchLayer

RAW_SUFFIX, SCRATCH_SUFFIX = ".raw", ".scratch"
"""What layers are called while they are written."""

SYNC_SECONDS = 2.0
"""How long finished blocks may wait for being noted: as much work is lost at most."""


class PartFolder:
    """One sub-folder; for one thread. To be closed."""

    def __init__(self, inside: Path, notes: Path) -> None:
        self.inside = inside
        self._notes = notes  # the folder of scratch files and journal
        self._grid: Grid | None = None
        self._planned: Mapping[str, PlannedLayer] = {}
        self._scratch: dict[str, ScratchLayer] = {}
        self._windows: Sequence[Window] = ()
        self._journal: Journal | None = None
        self._waiting: list[BlockEntry] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="s2gm-journal")
        self._noting: Future[None] | None = None
        self._synced = time.monotonic()

    @property
    def name(self) -> str:
        """The name of the sub-folder."""
        return self.inside.name

    @property
    def notes(self) -> Path:
        """The folder of scratch files and journal, which outlives a stopped run."""
        return self._notes

    @property
    def has_blocks(self) -> bool:
        """Whether a later run can go on from here."""
        return bool(read_journal(self._notes / JOURNAL)[1])

    def block_size(self, header: JournalHeader) -> int | None:
        """The block size of an earlier run whose header is the same but for it; None where there is none."""
        found, entries = read_journal(self._notes / JOURNAL)
        size = found.get("block_size")
        if not entries or not isinstance(size, int):
            return None
        return size if found == {**header.document(), "block_size": size} else None

    def open_layers(
        self, planned: Mapping[str, PlannedLayer], grid: Grid, header: JournalHeader, windows: Sequence[Window]
    ) -> tuple[BlockEntry, ...]:
        """Open a file for every layer; returns the blocks of an earlier run that are there, whole, and to be kept."""
        self._planned, self._grid, self._windows = planned, grid, windows
        found, entries = read_journal(self._notes / JOURNAL)
        goes_on = found == header.document()
        if not goes_on:
            shutil.rmtree(self._notes, ignore_errors=True)
            self._notes.mkdir(exist_ok=True)
        for name, layer in planned.items():
            path = self._notes / f"{name}{SCRATCH_SUFFIX}"
            self._scratch[name] = ScratchLayer(path, layer.layer.dtype, self._windows)
        there = frozenset(windows)
        kept = tuple(entry for entry in entries if goes_on and entry.window in there and self._is_there(entry))
        self._journal = Journal.begin(self._notes / JOURNAL, header, kept)
        return kept

    def write_block(self, result: BlockResult) -> None:
        """Store a block; it is noted as finished a little later, unless something it may need was unreadable."""
        sums = {name: self._scratch[name].write(plane, result.window) for name, plane in result.planes.items()}
        if result.is_whole:
            facts = (result.inside, result.filled, result.negative, result.histograms)
            self._waiting.append(BlockEntry(result.window, *facts, sums))
        if time.monotonic() - self._synced > SYNC_SECONDS and (self._noting is None or self._noting.done()):
            self._begin_noting()

    def sync(self) -> None:
        """Note the finished blocks, once their pixels are on the disk."""
        self._begin_noting()
        if self._noting is not None:
            self._noting.result()

    def _begin_noting(self) -> None:
        """Have the blocks that are finished so far noted beside the work on others: disks take their time."""
        before, self._noting = self._noting, None
        if before is not None:
            before.result()
        if self._waiting and self._journal is not None:
            self._noting = self._thread.submit(self._note, self._journal, self._waiting)
            self._waiting = []
        self._synced = time.monotonic()

    def _note(self, journal: Journal, entries: Sequence[BlockEntry]) -> None:
        for layer in self._scratch.values():
            layer.sync()
        journal.add(entries)

    def close_layers(self, final: bool, workers: int, progress: Progress) -> Mapping[str, Path]:
        """Make the GeoTIFFs of all layers, on some threads; returns them by name. They bear no final names yet.

        ``final`` ones are cloud-optimised, others uncompressed and without overviews, to be converted.
        """
        self.sync()
        if self._grid is None:
            raise OutputError(f"The layers of {self.name} were never opened.")
        for number, name in enumerate(self._scratch):
            share = PartOfProgress(progress, number / len(self._scratch), (number + 1) / len(self._scratch))
            if final:
                self._assemble(name, self._grid, workers, share)
            else:
                self._copy(name, self._grid, share)
        return {name: self._raw(name) for name in self._planned}

    def close(self) -> None:
        """Note what is finished and close the files."""
        try:
            self.sync()
        finally:
            self._thread.shutdown()
            if self._journal is not None:
                self._journal.close()
                self._journal = None
            with ExitStack() as stack:  # each is closed, whatever the others say
                for layer in self._scratch.values():
                    stack.callback(layer.close)

    def _assemble(self, name: str, grid: Grid, workers: int, progress: Progress) -> None:
        scratch, layout = self._scratch[name], self._planned[name].format
        assemble_cog(self._raw(name), grid, layout, lambda band, window: scratch.read(window), workers, progress)

    def _copy(self, name: str, grid: Grid, progress: Progress) -> None:
        layout = replace(self._planned[name].format, compression="none")
        with gdal_environment():
            writer = BlockWriter(self._raw(name), grid, layout)
            try:
                for row in range(0, grid.height, TILE_SIZE):
                    stop_if_cancelled(progress)
                    strip = Window(row, 0, min(TILE_SIZE, grid.height - row), grid.width)
                    writer.write(self._scratch[name].read(strip), strip)
                    progress.step(row + strip.height, grid.height, f"Finishing {name}")
                writer.close(overviews=False)
            except BaseException:
                writer.abandon()
                raise

    def _raw(self, name: str) -> Path:
        return self.inside / f"{name}{RAW_SUFFIX}"

    def _is_there(self, entry: BlockEntry) -> bool:
        if set(entry.sums) != set(self._scratch):
            return False
        return all(self._scratch[name].checksum(entry.window) == value for name, value in entry.sums.items())
