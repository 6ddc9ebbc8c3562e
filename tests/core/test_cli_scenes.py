"""Looking before ordering, and working offline, as a user types it: search, the scene options, fetch."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from s2gm_core.cli import main
from tests.core.archive import NORTH, SIDE, WEST, TinyScene, bounds_text, write_archive

AREA = bounds_text(WEST, NORTH - SIDE, WEST + SIDE, NORTH)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five scenes: one clear, one clouded, one of another orbit and satellite, one in two processings."""
    folder = tmp_path_factory.mktemp("archive")
    old = {"s2:processing_baseline": "02.14", "s2:product_uri": "S2A_MSIL2A_X_N0214_R022_T33TWL_X"}
    new = {"s2:processing_baseline": "05.09", "s2:product_uri": "S2A_MSIL2A_X_N0509_R022_T33TWL_X"}
    other = {**new, "platform": "sentinel-2b", "s2:product_uri": "S2B_MSIL2A_X_N0509_R122_T33TWL_X"}
    rows: dict[str, tuple[int, dict[str, Any]]] = {
        "clear": (2, {**new, "eo:cloud_cover": 3.0}),
        "clouded": (7, {**new, "eo:cloud_cover": 80.0}),
        "other": (10, other),
        "old": (12, old),
        "new": (12, new),
    }
    scenes = [
        TinyScene(name, f"2023-08-{day:02}T10:00:00Z", day, properties=properties)
        for name, (day, properties) in rows.items()
    ]
    write_archive(folder, scenes)
    item = folder / "items" / "clear.json"
    document = json.loads(item.read_text())
    document["assets"]["thumbnail"] = {"href": "https://example.org/clear.jpg"}
    item.write_text(json.dumps(document))
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, standard output and standard error of one command with options for the whole archive."""

    def command(name: str, source: Path | str, *options: str, **changes: str) -> tuple[int, str, str]:
        given = {"source": str(source), "area": AREA, "start": "2023-08-01", "end": "2023-08-31", **changes}
        code = main([name, *(f"--{key.replace('_', '-')}={value}" for key, value in given.items()), *options])
        return (code, *capsys.readouterr())

    return command


def _used(out: str) -> dict[str, str]:
    lines = [line.split() for line in out.splitlines()]
    return {line[0]: " ".join(line[8:]) for line in lines[1:-1]}


SELECTIONS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "all": ({}, {"old": "no: another processing is used"}),
    "clouds": ({"max_cloud": "50"}, {"clouded": "no: clouds"}),
    "orbit": ({"relative_orbit": "122"}, {"other": "yes", "clear": "no: other orbit"}),
    "platform": ({"platform": "S2B"}, {"other": "yes", "clear": "no: other satellite"}),
    "baseline": ({"baseline": "05.09"}, {"clear": "yes", "new": "yes"}),
    "excluded": ({"exclude_scenes": "new,other"}, {"new": "no: excluded", "other": "no: excluded", "old": "yes"}),
    "included": ({"max_cloud": "50", "include_scenes": "clouded"}, {"clouded": "yes"}),
}


@pytest.mark.parametrize(("options", "expected"), SELECTIONS.values(), ids=SELECTIONS)
def test_search_tells_what_a_mosaic_would_use_and_why_not(
    archive: Path, tmp_path: Path, run: Run, options: dict[str, str], expected: dict[str, str]
):
    code, out, _ = run("search", archive, **options)
    used = _used(out)
    assert (code, len(used), {name: used[name] for name in expected}) == (0, 5, expected)
    # The mosaic with the same options is made of just these scenes.
    small = {"bands": "B02", "layers": "none", "resolution": "60", "period": "month"}
    code, out, _ = run("mosaic", archive, "--json", out=str(tmp_path), **small, **options)
    (product,) = json.loads(out)
    assert (code, sorted(product["scenes"])) == (0, sorted(name for name, word in used.items() if word == "yes"))


def test_the_last_line_sums_up_and_fewer_bands_cost_less(archive: Path, run: Run):
    _, every, _ = run("search", archive)
    _, few, _ = run("search", archive, "--json", bands="B02", layers="none", method="medoid")
    assert every.splitlines()[-1].startswith("4 of 5 scenes used, of 4 days, at most ")
    _, rows, _ = run("search", archive, "--json")
    for row, fewer in zip(json.loads(rows), json.loads(few)):
        assert fewer["read_bytes"] < row["read_bytes"] or not row["used"]


def test_json_has_footprint_thumbnail_and_bytes(archive: Path, run: Run):
    code, out, _ = run("search", archive, "--json", max_cloud="50")
    rows = {row["id"]: row for row in json.loads(out)}
    clear, clouded = rows["clear"], rows["clouded"]
    assert (code, clear["thumbnail"], clouded["thumbnail"]) == (0, "https://example.org/clear.jpg", None)
    assert clear["footprint"]["type"] == "Polygon"
    assert (clear["relative_orbit"], clear["baseline"], clear["tile"]) == (22, "05.09", "33TWL")
    assert (clear["used"], clear["read_bytes"] > 0) == (True, True)
    assert (clouded["used"], clouded["left_out_because"], clouded["read_bytes"]) == (False, "clouds", 0)


def test_nothing_found_is_no_failure_but_said(archive: Path, run: Run):
    code, out, err = run("search", archive, start="2020-01-01", end="2020-01-02")
    assert (code, out, "2020-01-01" in err) == (0, "", True)
    code, out, err = run("search", archive, "--json", start="2020-01-01", end="2020-01-02")
    assert (code, json.loads(out), "2020-01-01" in err) == (0, [], True)
    code, out, err = run("search", archive, platform="S2C")
    assert (code, "0 of 5 scenes" in out, "leaves out all 5" in err) == (0, True, True)


def test_a_slip_in_an_id_is_told(archive: Path, run: Run):
    assert "'claer'" in run("search", archive, exclude_scenes="claer")[2]


@pytest.mark.parametrize(
    ("option", "value", "word"), [("relative_orbit", "R022", "R022"), ("bands", "B99", "B99"), ("max_cloud", "x", "x")]
)
def test_wrong_options_are_the_user_s(archive: Path, run: Run, option: str, value: str, word: str):
    code, out, err = run("search", archive, **{option: value})
    assert (code, out, word in err) == (2, "", True)


def test_a_saved_order_keeps_the_choice_of_scenes(archive: Path, tmp_path: Path, run: Run, capsys: Any):
    saved = tmp_path / "order.json"
    options = {"relative_orbit": "22", "platform": "S2A", "baseline": "05.09", "include_scenes": "other"}
    small = {"bands": "B02", "layers": "none", "resolution": "60", "period": "month"}
    run("mosaic", archive, f"--save-order={saved}", out=str(tmp_path / "a"), **small, **options)
    order = json.loads(saved.read_text())
    assert (order["relative_orbits"], order["platforms"], order["baselines"]) == ([22], ["S2A"], ["05.09"])
    assert main(["run", str(saved), f"--out={tmp_path / 'b'}", "--json"]) == 0
    (product,) = json.loads(capsys.readouterr().out)
    assert product["scenes"] == ["clear", "clouded", "other", "new"]


def test_fetch_prints_a_catalogue_that_works(archive: Path, tmp_path: Path, run: Run):
    code, out, err = run("fetch", archive, out=str(tmp_path / "fetched"), max_cloud="50")
    assert (code, Path(out.strip())) == (0, tmp_path / "fetched" / "catalog.json")
    assert "File" in err
    _, out, _ = run("search", tmp_path / "fetched")
    assert _used(out) == {"clear": "yes", "other": "yes", "new": "yes"}
    small = {"bands": "B02", "layers": "none", "period": "month", "max_cloud": "50"}
    planes = []
    for source in (archive, tmp_path / "fetched"):
        _, out, _ = run("mosaic", source, out=str(tmp_path / source.name), **small)
        with rasterio.open(next(Path(out.strip()).rglob("B02_*.tiff"))) as file:
            planes.append(file.read(1))
    assert np.array_equal(*planes)


def test_fetch_reports_what_it_could_not_read(archive: Path, tmp_path: Path, run: Run):
    copy = tmp_path / "archive"
    subprocess.run(["cp", "-r", str(archive), str(copy)], check=True)
    TinyScene("clear").asset(copy, "B03").write_bytes(b"")
    code, out, err = run("fetch", copy, "--json", out=str(tmp_path / "fetched"))
    fetched = json.loads(out)
    assert (code, len(fetched["scenes"]), len(fetched["unreadable"])) == (3, 4, 1)
    assert "clear B03" in err
    again, out, _ = run("fetch", copy, "--json", out=str(tmp_path / "fetched"))
    assert (again, json.loads(out)["new_files"], json.loads(out)["kept_files"]) == (3, 0, fetched["new_files"])


def test_the_package_is_a_program_too():
    command = [sys.executable, "-m", "s2gm_core", "fetch", "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert all(word in shown for word in ("--relative-orbit", "--include-scenes", "--out", "--layers"))
