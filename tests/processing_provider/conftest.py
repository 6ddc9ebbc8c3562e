"""One way of running the temporal mosaic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def order(small_order: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    """Parameters of a quick mosaic into the test's own folder."""
    return {**small_order, "OUTPUT": str(tmp_path / "mosaic.tif")}


@pytest.fixture
def run(qgis_app: Any) -> Callable[..., dict[str, Any]]:
    """``run(parameters, feedback=None, context=None)``: the algorithm through ``processing.run``."""
    import processing

    def run_mosaic(parameters: dict[str, Any], feedback: Any = None, context: Any = None) -> dict[str, Any]:
        return processing.run("s2gm:temporalmosaic", parameters, feedback=feedback, context=context)

    return run_mosaic


def files_below(folder: Path) -> list[str]:
    """All files and folders below a folder, hidden ones too, as relative names."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture
def leftovers(tmp_path: Path) -> Callable[[], list[str]]:
    """What lies in the test's own folder."""
    return lambda: files_below(tmp_path)
