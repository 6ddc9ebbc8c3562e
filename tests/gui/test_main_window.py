"""The plugin in a real QGIS main window on a virtual screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

DRIVER = Path(__file__).with_name("drive_main_window.py")
SETTINGS = "[PythonPlugins]\ns2gm=true\n\n[qgis]\ncheckVersion=false\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, repository: Path, small_order: dict[str, Any]) -> dict[str, Any]:
    """What was seen in the window while a mosaic was made through the plugin's dialog."""
    if not (shutil.which("qgis") and shutil.which("xvfb-run")):
        pytest.skip("needs the programs qgis and xvfb-run")
    folder = tmp_path_factory.mktemp("window")
    (folder / "plugins").mkdir()
    (folder / "plugins" / "s2gm").symlink_to(repository)
    (folder / "run").mkdir(mode=0o700)
    profile = folder / "profile" / "profiles" / "default" / "QGIS"
    profile.mkdir(parents=True)
    (profile / "QGIS3.ini").write_text(SETTINGS, encoding="utf-8")
    outputs = {name: str(folder / f"{name.lower()}.tif") for name in ("OUTPUT", "QUALITY")}
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL", "QT_"))}
    environment = {
        **kept,
        "PATH": f"/usr/bin:/bin:{os.environ['PATH']}",
        "QGIS_PLUGINPATH": str(folder / "plugins"),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "S2GM_REPORT": str(folder / "report.json"),
        "S2GM_PARAMETERS": json.dumps({**small_order, **outputs}),
    }
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24"]
    command = [*screen, "qgis", "--noversioncheck", "--nologo", "--code", str(DRIVER)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_the_plugin_stands_in_the_raster_menu(report: dict[str, Any]) -> None:
    assert report["in_menu"]


def test_its_button_opens_the_dialog_and_the_window_stays_usable_during_the_run(report: dict[str, Any]) -> None:
    assert "Temporal mosaic" in report["title"]
    assert report["window_stays_usable"]


def test_results_are_added_styled_with_attribution_and_time(report: dict[str, Any]) -> None:
    assert set(report["layers"]) == {"Mosaic 2025-07 (s2gm)", "Mosaic layers 2025-07 (s2gm)"}
    mosaic, quality = (report["layers"][name] for name in sorted(report["layers"]))
    assert (mosaic["renderer"], quality["renderer"]) == ("multibandcolor", "paletted")
    assert mosaic["rights"] == ["Contains modified Copernicus Sentinel data [2025]"]
    assert mosaic["in_time"]
    assert quality["in_time"]


def test_the_plugin_can_be_taken_away_while_qgis_runs(report: dict[str, Any]) -> None:
    assert not report["left_after_unload"]
