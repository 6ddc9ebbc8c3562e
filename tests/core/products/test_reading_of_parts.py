"""What is read ahead of its use is what is asked for, also where a date shows only a part of a block."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from s2gm_core.products.temporal_mosaic import RunSettings, run
from tests.core.archive import NORTH, WEST, TinyScene, write_archive
from tests.core.products.orders import plane, rectangle, tiny_order

SIDE = 6000.0  # 300 pixels of 20 m: parts of 256 of them


def test_cloud_probabilities_of_a_part_of_a_block(tmp_path: Path):
    """Two dates: the medoid of two takes the lower cloud probability, here where the second shows the ground."""
    classes = np.full((300, 300), 9)
    classes[:100, :100] = 4
    scenes = [
        TinyScene("a", "2023-08-05T10:00:00Z", 1, side=SIDE, extra={"CLD": 30}),
        TinyScene("b", "2023-08-10T10:00:00Z", 2, side=SIDE, scl=classes, extra={"CLD": 5}),
    ]
    order = tiny_order(
        write_archive(tmp_path / "a", scenes), area=rectangle(WEST, NORTH - SIDE, WEST + SIDE, NORTH), method="medoid"
    )
    product = run(order, tmp_path / "out", RunSettings(workers=4))
    days = plane(product, "date").astype(int) - np.datetime64("2023-08-01").astype(int)
    assert (days[:100, :100] == 9).all()
    assert (days[100:, 100:] == 4).all()
