"""One run per folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2gm_core import lock
from s2gm_core.errors import OutputError


def test_a_folder_is_kept_until_its_run_ends(tmp_path: Path):
    with lock.only_run_in(tmp_path):
        for _ in range(2):  # a refused run does not free it
            with pytest.raises(OutputError, match="Another run"), lock.only_run_in(tmp_path):
                pass
    assert list(tmp_path.iterdir()) == []
    with lock.only_run_in(tmp_path):
        pass


def test_a_run_that_failed_frees_its_folder(tmp_path: Path):
    with pytest.raises(ZeroDivisionError), lock.only_run_in(tmp_path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_run_that_was_killed_keeps_nobody_out(tmp_path: Path):
    (tmp_path / lock.LOCK_FILE).touch()
    with lock.only_run_in(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(OutputError, match="cannot be used"), lock.only_run_in(tmp_path / "nowhere"):
        pass


def test_on_windows_an_open_file_is_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lock, "fcntl", None)
    (tmp_path / lock.LOCK_FILE).touch()  # of a run that was killed
    with lock.only_run_in(tmp_path):

        def refuse(path: Path, missing_ok: bool = False) -> None:
            raise PermissionError(13, "The process cannot access the file")

        with monkeypatch.context() as windows:
            windows.setattr(Path, "unlink", refuse)
            with pytest.raises(OutputError, match="Another run"), lock.only_run_in(tmp_path):
                pass
    assert list(tmp_path.iterdir()) == []
