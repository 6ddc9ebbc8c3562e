"""QGIS is closed while an order runs, in a real main window on a virtual screen; after a restart the order goes on."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from tests.gui.test_main_window import make_profile, seen_with_profile

DRIVER = Path(__file__).with_name("drive_closing.py")
SOON = 20.0
"""Seconds within which QGIS must have ended, on a busy machine, too."""


def test_an_order_whose_qgis_is_closed_is_stopped_and_goes_on_after_a_restart(
    tmp_path: Path, repository: Path, small_order: dict[str, Any]
) -> None:
    make_profile(tmp_path, repository)
    order = {**small_order, "RESOLUTION": 10, "LAYERS": ["valid_obs"], "WORKERS": 1}
    closed = seen_with_profile(tmp_path, repository, DRIVER, {"do": "close", "order": order})
    assert time.time() - closed["closed_at"] < SOON
    assert closed["was_running"]
    assert "Closed" in closed["asked"]
    folder = Path(closed["folder"])
    assert list(folder.glob("*.tif")) == []
    assert [path.suffix for path in folder.glob("product/*")] == [".journal"]  # what Resume goes on from

    again = seen_with_profile(tmp_path, repository, DRIVER, {"do": "resume", "order": order})
    assert (again["status"], again["files"]) == ("stopped", [])
    assert (again["end"], again["layers"]) == ("done", 2)
    found = re.search(r"Going on from an earlier run: (\d+) of (\d+) blocks", again["said"])
    assert found, again["said"]
    kept, every = (int(number) for number in found.groups())
    assert 0 < kept < every
