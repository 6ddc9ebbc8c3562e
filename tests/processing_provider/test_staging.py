"""Results are moved to their places all together or not at all; what killed runs left is removed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KILLED_RUN = """
import importlib.util, os, signal, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("conftest", sys.argv[1])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
from s2gm.processing_provider.staging import Staging
with Staging() as staging:
    staging.place(Path(sys.argv[2])).write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def staging_class(qgis_app: Any) -> Any:
    from s2gm.processing_provider.staging import Staging

    return Staging


def _hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(".s2gm-"))


def test_when_a_later_file_cannot_be_moved_the_earlier_ones_are_put_back(staging_class: Any, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    old, new, blocked = (tmp_path / name for name in ("old.tif", "new.tif", "blocked.tif"))
    old.write_text("from the run before")
    with pytest.raises(QgsProcessingException, match="blocked"), staging_class() as staging:
        for final in (old, new, blocked):
            staging.place(final).write_text("from this run")
        (staging.folder_beside(blocked) / blocked.name).unlink()  # so that moving it fails
        staging.publish()
    assert [path.name for path in tmp_path.iterdir()] == ["old.tif"]
    assert old.read_text() == "from the run before"


def test_published_files_replace_older_ones_and_leave_nothing_else(staging_class: Any, tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_text("older")
    with staging_class() as staging:
        staging.place(tmp_path / "a.tif").write_text("newer")
        staging.publish()
    assert [path.name for path in tmp_path.iterdir()] == ["a.tif"]
    assert (tmp_path / "a.tif").read_text() == "newer"


def test_a_place_can_be_taken_once(staging_class: Any, tmp_path: Path) -> None:
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="Two results"), staging_class() as staging:
        staging.place(tmp_path / "a.tif")
        staging.place(tmp_path / "a.tif")


def test_what_a_killed_run_left_is_removed_by_the_next(staging_class: Any, tmp_path: Path, repository: Path) -> None:
    script = [sys.executable, "-c", KILLED_RUN, str(repository / "conftest.py"), str(tmp_path / "a.tif")]
    killed = subprocess.run(script, check=False, timeout=60, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    assert killed.returncode == -signal.SIGKILL
    left = _hidden(tmp_path)
    assert len(left) == 1
    with staging_class() as staging:
        staging.folder_beside(tmp_path / "b.tif")
        assert left[0] not in _hidden(tmp_path)
    assert _hidden(tmp_path) == []


def test_the_folder_of_a_run_that_lives_is_left_alone(staging_class: Any, tmp_path: Path) -> None:
    """Also one of the same process: QGIS runs algorithms at the same time."""
    with staging_class() as first:
        kept = first.place(tmp_path / "a.tif")
        kept.write_text("half")
        with staging_class() as second:
            second.folder_beside(tmp_path / "b.tif")
        assert kept.read_text() == "half"


def test_folders_of_others_that_look_alike_are_left_alone(staging_class: Any, tmp_path: Path) -> None:
    (tmp_path / ".s2gm-notes").mkdir()
    with staging_class() as staging:
        staging.folder_beside(tmp_path / "b.tif")
    assert _hidden(tmp_path) == [".s2gm-notes"]


def test_the_core_knows_the_name_of_the_hidden_folders(staging_class: Any) -> None:
    from s2gm.processing_provider import staging
    from s2gm.s2gm_core import disk

    assert staging.HIDDEN_PREFIX == disk.HIDDEN_PREFIX
