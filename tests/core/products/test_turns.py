"""Kernels of short calls: one thread at a time composites, a block to its end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from s2gm_core.products import block as block_module
from s2gm_core.products.temporal_mosaic import RunSettings, run
from tests.core.archive import TinyScene, write_archive
from tests.core.products.orders import tiny_order


class Turns:
    """Counts who takes the turn, and refuses a second one before the first is given back."""

    def __init__(self) -> None:
        self.count = 0
        self.is_taken = False

    def __enter__(self) -> None:
        assert not self.is_taken
        self.count, self.is_taken = self.count + 1, True

    def __exit__(self, *reason: object) -> None:
        self.is_taken = False


@pytest.mark.parametrize(("method", "turns_per_block"), [("medoid", 1), ("s2gm", 1), ("median", 1), ("mean", 0)])
def test_a_block_takes_one_turn_where_its_kernel_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, turns_per_block: int
):
    scenes = [TinyScene(f"s{day}", f"2023-08-{day:02}T10:00:00Z", orbit=day) for day in (3, 8)]
    catalogue, turns = write_archive(tmp_path, scenes), Turns()
    monkeypatch.setattr(block_module, "SHORT_CALLS", turns)
    made = run(tiny_order(catalogue, method=method), tmp_path / "out", RunSettings(workers=1))
    blocks = json.loads((made.path / "run.json").read_text())["blocks"]
    assert turns.count == turns_per_block * blocks
    assert blocks > 0 and not turns.is_taken
