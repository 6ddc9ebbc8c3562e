"""The algorithm from the command line of QGIS, as its own program with its own profile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., subprocess.CompletedProcess]


def _program() -> str | None:
    """Debian 12's qgis_process is a wrapper that passes an option which the program does not know."""
    return shutil.which("qgis_process.bin") or shutil.which("qgis_process")


@pytest.fixture(scope="module")
def qgis_process(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Call:
    """``qgis_process(*arguments)`` with the plugin enabled."""
    program = _program()
    if program is None:
        pytest.skip("there is no qgis_process")
    folder = tmp_path_factory.mktemp("qgis_process")
    (folder / "plugins").mkdir()
    (folder / "plugins" / "s2gm").symlink_to(repository)
    (folder / "run").mkdir(mode=0o700)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL", "DISPLAY"))}
    environment = {
        **kept,
        "PATH": f"/usr/bin:/bin:{os.environ['PATH']}",
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(folder / "plugins"),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
    }

    def call(*arguments: str) -> subprocess.CompletedProcess:
        command = [program, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    enabled = call("plugins", "enable", "s2gm")
    assert enabled.returncode == 0, enabled.stderr
    return call


def _arguments(order: dict[str, Any], **changes: str) -> list[str]:
    values = {**order, "BANDS": "B02,B03,B04", **changes}
    return [f"{key}={value}" for key, value in values.items()]


def test_a_mosaic_is_made_from_the_command_line(qgis_process: Call, order: dict[str, Any]) -> None:
    done = qgis_process("--json", "run", "s2gm:temporalmosaic", "--", *_arguments(order))
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout[done.stdout.index("{") :])["results"]
    assert results["SCENES"] == 8
    assert Path(order["OUTPUT"]).exists()


def test_an_error_has_its_text_and_an_exit_code(qgis_process: Call, order: dict[str, Any]) -> None:
    done = qgis_process("run", "s2gm:temporalmosaic", "--", *_arguments(order, START="2019-01-01"))
    assert done.returncode != 0
    assert "No scene over the area from 2019-01-01" in done.stdout + done.stderr
    assert not Path(order["OUTPUT"]).exists()


def test_help_lists_parameters_with_their_words(qgis_process: Call) -> None:
    done = qgis_process("help", "s2gm:temporalmosaic")
    assert done.returncode == 0
    assert "ten_days" in done.stdout
    assert "Path or URL of a static STAC catalogue" in done.stdout
    assert "<p>" not in done.stdout
