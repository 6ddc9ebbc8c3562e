"""One way of running the temporal mosaic."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.processing_provider.cancelling import CancelAt


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


@pytest.fixture(scope="module")
def qgis_environment(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> dict[str, str]:
    """The environment in which QGIS's programs find the plugin and use a new profile; QGIS_PROCESS names one."""
    # Debian 12's qgis_process is a wrapper that passes an option which the program does not know.
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if program is None:
        pytest.skip("there is no qgis_process")
    folder = tmp_path_factory.mktemp("qgis_process")
    (folder / "plugins").mkdir()
    (folder / "plugins" / "s2gm").symlink_to(repository)
    (folder / "run").mkdir(mode=0o700)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL", "DISPLAY"))}
    # QGIS's Python finds its standard library through the python3 first in PATH.
    return {
        **kept,
        "PATH": f"/usr/bin:/bin:{os.environ['PATH']}",
        "QGIS_PROCESS": program,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(folder / "plugins"),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
    }


@pytest.fixture
def cancel_at(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], CancelAt]:
    """``cancel_at(text)``: the next run is cancelled when it reports that text."""
    from qgis.core import QgsProcessingFeedback

    from s2gm.processing_provider.feedback import QueuedProgress

    def arrange(text: str) -> CancelAt:
        user = CancelAt(text, QgsProcessingFeedback(False))
        for name in ("step", "info"):
            report = getattr(QueuedProgress, name)

            def watched(self: Any, *values: Any, report: Any = report) -> None:
                report(self, *values)
                user.look_at(str(values[-1]), self)

            monkeypatch.setattr(QueuedProgress, name, watched)
        return user

    return arrange
