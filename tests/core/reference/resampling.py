"""Resampling of one band, in nested lists: the mean of the native pixels, or the nearest one."""

from __future__ import annotations

from collections.abc import Sequence

Raster = Sequence[Sequence[float]]


def box_mean(
    values: Raster, valid: Sequence[Sequence[bool]], factor: int
) -> tuple[list[list[float | None]], list[list[int]]]:
    """Mean over factor x factor native pixels, counting the valid ones; None where there is none. Also the counts."""
    means: list[list[float | None]] = []
    counts: list[list[int]] = []
    for top in range(0, len(values), factor):
        mean_row: list[float | None] = []
        count_row: list[int] = []
        for left in range(0, len(values[0]), factor):
            inside = [
                values[y][x]
                for y in range(top, min(top + factor, len(values)))
                for x in range(left, min(left + factor, len(values[0])))
                if valid[y][x]
            ]
            mean_row.append(sum(inside) / len(inside) if inside else None)
            count_row.append(len(inside))
        means.append(mean_row)
        counts.append(count_row)
    return means, counts


def nearest_finer(values: Raster, factor: int) -> list[list[float]]:
    """Every native pixel repeated factor x factor times."""
    return [[value for value in row for _ in range(factor)] for row in values for _ in range(factor)]
