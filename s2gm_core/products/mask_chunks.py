"""Which scenes are compared with each other: a long stack is masked in runs that are near in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_WANTED = 16
"""Overpasses that are masked at a time."""

MOST_DAYS = 60
"""Days that they may span: a clear reference is one of a season."""


@dataclass(frozen=True)
class Chunk:
    """Overpasses that are read together, numbers in the plan's order."""

    read: tuple[int, ...]
    wanted: tuple[int, ...]  # of these, the ones whose masks are made


def chunks_of(days: Sequence[int], context: int) -> tuple[Chunk, ...]:
    """Runs of overpasses that cover all of them once, each with up to ``context`` neighbours on either side.

    days: of every overpass, newest first. Neighbours farther away than `MOST_DAYS` are left out.
    """
    chunks, first = [], 0
    while first < len(days):
        last = first
        while last + 1 < len(days) and last + 1 - first < MOST_WANTED and days[first] - days[last + 1] <= MOST_DAYS:
            last += 1
        around = range(max(first - context, 0), min(last + context + 1, len(days)))
        newest, oldest = days[first] + MOST_DAYS, days[last] - MOST_DAYS
        read = tuple(number for number in around if oldest <= days[number] <= newest)
        chunks.append(Chunk(read, tuple(range(first, last + 1))))
        first = last + 1
    return tuple(chunks)
