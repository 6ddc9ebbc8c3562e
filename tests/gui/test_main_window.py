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
AREA_DRIVER = Path(__file__).with_name("drive_area.py")
HUB_DRIVER = Path(__file__).with_name("drive_hub.py")
DOCK_DRIVER = Path(__file__).with_name("drive_series_dock.py")
SETTINGS = "[PythonPlugins]\ns2gm=true\n\n[qgis]\ncheckVersion=false\n"


def seen_in_window(folder: Path, repository: Path, driver: Path, parameters: dict[str, Any]) -> dict[str, Any]:
    """What a driver script saw in a QGIS main window with a new profile and the plugin."""
    make_profile(folder, repository)
    return seen_with_profile(folder, repository, driver, parameters)


def make_profile(folder: Path, repository: Path) -> None:
    """A new profile of QGIS with the plugin."""
    (folder / "plugins").mkdir()
    (folder / "plugins" / "s2gm").symlink_to(repository)
    (folder / "run").mkdir(mode=0o700)
    profile = folder / "profile" / "profiles" / "default" / "QGIS"
    profile.mkdir(parents=True)
    (profile / "QGIS3.ini").write_text(SETTINGS, encoding="utf-8")


def seen_with_profile(folder: Path, repository: Path, driver: Path, parameters: dict[str, Any]) -> dict[str, Any]:
    """What a driver script saw in a QGIS main window with a profile that is there; QGIS has to end without a crash."""
    if not (shutil.which("qgis") and shutil.which("xvfb-run")):
        pytest.skip("needs the programs qgis and xvfb-run")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL", "QT_"))}
    environment = {
        **kept,
        "PATH": f"/usr/bin:/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(repository / "tools"),
        "QGIS_PLUGINPATH": str(folder / "plugins"),
        "QGIS_CUSTOM_CONFIG_PATH": str(folder / "profile"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "S2GM_REPORT": str(folder / "report.json"),
        "S2GM_PARAMETERS": json.dumps(parameters),
        "HOME": str(folder),  # where orders keep their folders
    }
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24"]
    command = [*screen, "qgis", "--noversioncheck", "--nologo", "--code", str(driver)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, repository: Path, small_order: dict[str, Any]) -> dict[str, Any]:
    """What was seen in the window while a mosaic was made through the plugin's dialog."""
    folder = tmp_path_factory.mktemp("window")
    outputs = {name: str(folder / f"{name.lower()}.tif") for name in ("OUTPUT", "QUALITY")}
    return seen_in_window(folder, repository, DRIVER, {**small_order, **outputs})


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


@pytest.fixture(scope="module")
def dock_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dock")


@pytest.fixture(scope="module")
def dock_report(dock_folder: Path, repository: Path, archive: Any) -> dict[str, Any]:
    """What was seen while the dock of time series was used on a simulated archive."""
    west, south, east, north = archive.bbox
    x, y = (west + east) / 2, (south + north) / 2
    wanted = {"crs": "EPSG:32633", "start": "2025-07-01", "end": "2025-07-31", "indices": ["NDVI", "NDMI"]}
    places = [[x, y], [x + 1e-3, y + 1e-3]]
    given = {**wanted, "source": archive.catalogue, "bands": ["B04"], "smoother": "whittaker", "places": places}
    return seen_in_window(dock_folder, repository, DOCK_DRIVER, given)


def test_clicks_on_the_map_become_curves_while_the_window_stays_usable(dock_report: dict[str, Any]) -> None:
    assert dock_report["in_menu"]
    assert dock_report["window_stays_usable"]
    assert dock_report["panels"] == ["NDVI", "NDMI", "B04"]
    assert dock_report["curves"] == 6
    assert dock_report["marks"] >= 6 * 5
    assert dock_report["on_map"] == 2


def test_the_mouse_tells_what_a_mark_is(dock_report: dict[str, Any]) -> None:
    assert "NDVI" in dock_report["hovered"]
    assert dock_report["hovered_day"].startswith("2025-07-")
    assert "UTC" in dock_report["hovered"]
    assert "Class: " in dock_report["hovered"]


def test_a_click_on_a_mark_loads_the_image_of_its_day(dock_report: dict[str, Any]) -> None:
    image = dock_report["image"]
    assert image["name"][:10] == dock_report["hovered_day"]
    assert (image["renderer"], image["bands"]) == ("multibandcolor", 3)


def test_the_dock_exports_and_leaves_nothing_behind(dock_report: dict[str, Any], dock_folder: Path) -> None:
    assert (dock_folder / "series.csv").read_text(encoding="utf-8").startswith("site,period_start")
    assert (dock_folder / "series.png").read_bytes()[1:4] == b"PNG"
    assert not dock_report["left_after_unload"]
    assert (dock_report["left_on_map"], dock_report["left_tasks"]) == (0, 0)


def test_from_a_drawn_area_to_a_mosaic_on_the_map(
    tmp_path_factory: pytest.TempPathFactory, repository: Path, archive: Any
) -> None:
    folder = tmp_path_factory.mktemp("hub")
    west, south, east, north = archive.bbox
    dx, dy = (east - west) / 4, (north - south) / 4
    corners = [west + dx, south + dy, east - dx, north - dy]
    given = {"source": archive.catalogue, "corners": corners, "month": "2025-07-01"}
    report = seen_in_window(folder, repository, HUB_DRIVER, given)
    assert report["area"]
    assert report["window_stays_usable"]
    assert report["offered"]
    assert sorted(report["groups"].values()) == [1, 2]
    assert report["orders"] == ["finished", "finished"]
    assert report["history"]
    assert (report["left_on_map"], report["left_tasks"]) == (0, 0)


def test_an_area_is_drawn_scenes_are_unticked_and_a_pixel_is_inspected(
    tmp_path_factory: pytest.TempPathFactory, repository: Path, archive: Any
) -> None:
    extent = archive.extent.split(" ", maxsplit=1)[0]
    given = {"source": archive.catalogue, "extent": extent, "start": "2025-07-01"}
    report = seen_in_window(tmp_path_factory.mktemp("area"), repository, AREA_DRIVER, given)
    drawn = float(report["drawn"].split()[1])
    assert float(report["measured"].split()[0]) == pytest.approx(drawn, rel=0.02)  # the mouse was near the last edge
    assert report["edited"] != report["drawn"]
    assert report["window_stays_usable"]
    assert report["scenes"] == 8
    assert "8 scenes on 8 days" in report["found"]
    assert "reads at most" in report["cost"]
    assert len(report["excluded"]) == 1
    assert report["ordered_without"] == report["excluded"][0]
    assert report["on_map"] == 3  # the area, the footprint of all scenes, that of the one pointed at
    assert report["complaint"] == ""
    assert len(report["inspected"]) == 7
    assert report["inspected"].count("chosen") == 1
    assert (report["left_on_map"], report["left_tasks"]) == (0, 0)
