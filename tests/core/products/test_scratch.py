"""Scratch files give any part of what was stored, whatever blocks it was stored in."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.grid import Window
from s2gm_core.products.scratch import ScratchLayer

PLANE = np.random.default_rng(2).integers(-9, 999, (70, 90)).astype(np.int16)
EDGES = {
    "one block": ([0, 70], [0, 90]),
    "equal blocks": ([0, 32, 64, 70], [0, 32, 64, 90]),
    "short blocks first": ([0, 5, 37, 69, 70], [0, 11, 43, 75, 90]),
}


def _windows(name: str) -> list[Window]:
    rows, cols = (list(zip(edges, edges[1:])) for edges in EDGES[name])
    return [Window(top, left, bottom - top, right - left) for (top, bottom), (left, right) in product(rows, cols)]


@pytest.mark.parametrize("name", EDGES)
def test_any_part_can_be_read(tmp_path: Path, name: str):
    windows = _windows(name)
    layer = ScratchLayer(tmp_path / "a.scratch", "int16", windows)
    for window in reversed(windows):
        layer.write(PLANE[window.slices], window)
    for part in (Window(0, 0, 70, 90), Window(0, 0, 1, 1), Window(69, 89, 1, 1), Window(31, 30, 8, 50), *windows):
        np.testing.assert_array_equal(layer.read(part), PLANE[part.slices])
    layer.close()


def test_each_stored_byte_is_read_once_for_strips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    windows = _windows("short blocks first")
    layer = ScratchLayer(tmp_path / "a.scratch", "int16", windows)
    for window in windows:
        layer.write(PLANE[window.slices], window)
    sizes, open_file = [], Path.open

    class Counting:
        def __init__(self, path: Path) -> None:
            self._file = open_file(path, "rb")

        def __enter__(self) -> Counting:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def seek(self, place: int) -> None:
            self._file.seek(place)

        def readinto(self, room: memoryview) -> int:
            sizes.append(room.nbytes)
            return self._file.readinto(room)

    monkeypatch.setattr(Path, "open", lambda path, mode: Counting(path))
    strips = [layer.read(Window(row, 0, min(16, 70 - row), 90)) for row in range(0, 70, 16)]
    np.testing.assert_array_equal(np.vstack(strips), PLANE)
    assert sum(sizes) == PLANE.nbytes
    layer.close()
