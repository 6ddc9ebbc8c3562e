"""What a run cost: for its record ``run.json`` and the last line of its log."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any

from ..disk import size_text
from ..engine.budget import Budget, peak_memory_bytes
from ..network.client import NetworkStatistics
from ..raster.pool import ReadStatistics
from ..raster.range_cache import CacheStatistics
from .forecast import Expected


@dataclass(frozen=True)
class PartCost:
    """What one part of a product cost; seconds by the clock, unless they are the processor's."""

    seconds: float
    seconds_of_blocks: float  # reading, decoding and computing, side by side
    seconds_of_writing: float  # from the blocks to finished files
    seconds_reading_files: float  # of all threads together; of files on the disk that are decoded without GDAL between
    bytes_read_from_files: int  # the same files, as they are stored
    processor_seconds_decoding: float  # all threads together; where GDAL decodes, it reads, too
    processor_seconds_computing: float  # of the blocks, without decoding
    bytes_decoded: int
    blocks: int
    block_size: int
    workers: int
    memory_expected_bytes: int


class Stopwatch:
    """Times the making of one part."""

    def __init__(self) -> None:
        self._start = self._blocks = time.perf_counter()
        self._processor_start = self._processor_blocks = time.process_time()

    def blocks_are_done(self) -> None:
        """From here it is writing."""
        self._blocks, self._processor_blocks = time.perf_counter(), time.process_time()

    def cost(self, budget: Budget, read: ReadStatistics, blocks: int) -> PartCost:
        """The cost so far."""
        now = time.perf_counter()
        processor = self._processor_blocks - self._processor_start
        return PartCost(
            seconds=round(now - self._start, 3),
            seconds_of_blocks=round(self._blocks - self._start, 3),
            seconds_of_writing=round(now - self._blocks, 3),
            seconds_reading_files=round(read.file_seconds, 3),
            bytes_read_from_files=read.file_bytes,
            processor_seconds_decoding=round(read.processor_seconds, 3),
            processor_seconds_computing=round(max(processor - read.processor_seconds, 0.0), 3),
            bytes_decoded=read.bytes,
            blocks=blocks,
            block_size=budget.block_size,
            workers=budget.all_threads,
            memory_expected_bytes=budget.expected_bytes,
        )


_LARGEST = ("block_size", "workers", "memory_expected_bytes")
"""Costs of the parts of which the run's record names the largest; the others are added up."""


@dataclass(frozen=True)
class RunCost:
    """What one product cost."""

    started: float  # seconds since 1970, UTC
    seconds_of_search: float  # of the whole series that the product is one of
    parts: Mapping[str, PartCost]
    network: NetworkStatistics  # of the series so far
    cache: CacheStatistics
    expected: Expected  # before the run, for the forecasts of others

    def record(self) -> dict[str, Any]:
        """Plain JSON data; beside the metadata, because it differs from run to run."""
        parts = {name: asdict(part) for name, part in self.parts.items()}
        return {
            "started": datetime.fromtimestamp(self.started, timezone.utc).isoformat(timespec="seconds"),
            **_together(list(parts.values())),
            "seconds": round(time.time() - self.started, 3),
            "seconds_of_search": round(self.seconds_of_search, 3),
            "network": asdict(self.network),
            "cache": asdict(self.cache),
            "expected": asdict(self.expected),
            "memory_peak_bytes": peak_memory_bytes(),
            "parts": parts,
        }

    def lines(self) -> list[str]:
        """The same for people."""
        told = self.record()
        peak = told["memory_peak_bytes"]
        text = (
            f"Took {told['seconds']:.1f} s, the search before it {told['seconds_of_search']:.1f} s: blocks "
            f"{told['seconds_of_blocks']:.1f} s (decoding {told['processor_seconds_decoding']:.1f} s and computing "
            f"{told['processor_seconds_computing']:.1f} s of the processors), writing {told['seconds_of_writing']:.1f} "
            f"s. {_files_text(told)}Decoded {size_text(told['bytes_decoded'])}; memory at most "
            f"{'unknown' if peak is None else size_text(peak)}."
        )
        return [text, *self._network_lines()]

    def _network_lines(self) -> list[str]:
        seen, cache, lines = self.network, self.cache, []
        if seen.requests:
            lines.append(
                f"Read over the network so far: {size_text(seen.bytes)} in {seen.requests} requests and "
                f"{seen.seconds:.1f} s of all connections, {seen.repeated} of them repeated, {seen.failed} given up."
            )
        if cache.hits or cache.misses:
            lines.append(
                f"From the cache so far: {size_text(cache.bytes_from_cache)} in {cache.hits} parts; {cache.misses} "
                f"were not there, {size_text(cache.bytes_stored)} were put there."
            )
        return lines


def _files_text(told: Mapping[str, Any]) -> str:
    """What was read from files, where it is known apart from decoding."""
    size, seconds = told["bytes_read_from_files"], told["seconds_reading_files"]
    return f"Read {size_text(size)} of files in {seconds:.1f} s of all threads. " if size else ""


def _together(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The costs of all parts as one: the largest, or the sum."""
    return {name: max(p[name] for p in parts) if name in _LARGEST else sum(p[name] for p in parts) for name in parts[0]}
