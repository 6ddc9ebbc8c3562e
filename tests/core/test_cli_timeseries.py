"""``s2gm timeseries``: what a user types, what comes back."""

from __future__ import annotations

import csv
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from s2gm_core.cli import main
from tests.core.archive import TinyScene, write_archive
from tests.core.products.series.places import site_of

SITE = site_of(10, 10)
PLACE = f"{SITE.geometry.x},{SITE.geometry.y}"


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Commands take over Ctrl-C."""
    kept = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    yield
    for number, handler in kept:
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight dates, one of them clouded."""
    scenes = [TinyScene(f"s{d}", f"2023-08-{d:02}T10:00:00Z", d, scl=9 if d == 7 else 4) for d in range(1, 25, 3)]
    return write_archive(tmp_path_factory.mktemp("archive"), scenes)


def _command(catalogue: Path, out: Path, *more: str) -> list[str]:
    given = ["--source", str(catalogue), "--points", PLACE, "--start", "2023-08-01", "--end", "2023-08-31"]
    return ["timeseries", *given, "--out", str(out), *more]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_observation_of_a_point(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "a.csv"
    assert main(_command(catalogue, out, "--bands", "B04,B08", "--indices", "NDVI", "--smooth", "harmonic")) == 0
    assert capsys.readouterr().out.strip() == str(out)
    rows = _rows(out)
    assert [row["valid"] for row in rows] == ["true", "true", "false"] + ["true"] * 5
    assert {row["B04"] for row in rows} == {"0.03"} and {row["NDVI"] for row in rows} == {"0.860465"}
    assert all(abs(float(row["NDVI_smooth"]) - 0.86) < 0.01 for row in rows)


def test_several_files_and_a_document(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    more = ["--out", str(tmp_path / "b.gpkg"), "--seasons", str(tmp_path / "c.csv"), "--layout", "wide", "--json"]
    assert main(_command(catalogue, tmp_path / "a.csv", *more)) == 0
    document = json.loads(capsys.readouterr().out)
    assert [Path(path).name for path in document["files"]] == ["a.csv", "b.gpkg", "c.csv"]
    assert (document["series"], document["records"], document["valid"]) == (1, 8, 7)
    assert all((tmp_path / name).is_file() for name in ("a.csv", "b.gpkg", "c.csv"))


def test_composites_of_a_window(catalogue: Path, tmp_path: Path):
    more = ["--period", "ten_days", "--window", "3", "--aggregate", "--resolution", "20", "--method", "medoid"]
    assert main(_command(catalogue, tmp_path / "a.csv", *more)) == 0
    rows = _rows(tmp_path / "a.csv")
    assert [(row["count"], row["pixels"], row["valid_obs"]) for row in rows] == [
        ("9", "9", "3.0"), ("9", "9", "3.0"), ("9", "9", "1.0"),
    ]  # fmt: skip


def test_a_western_longitude_is_no_option(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    command = _command(catalogue, tmp_path / "a.csv")
    command[command.index(PLACE)] = "-70.5,-33.1"
    assert main(command) == 1
    assert "covers the area" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--points", "nowhere.csv"], "neither longitude,latitude"),
        (["--window", "2"], "no odd number"),
        (["--bands", "B10"], "Unknown band"),
        (["--indices", "XYZ"], "Unknown spectral index"),
        (["--out", "a.txt"], "cannot be written"),
        (["--start", "yesterday"], "no date"),
        (["--workers", "0"], "cannot work"),
    ],
)
def test_wrong_orders(
    catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], message: str
):
    assert main(_command(catalogue, tmp_path / "a.csv", *more)) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_raster_is_told_by_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    scenes = [TinyScene(f"s{day}", f"2023-08-{day:02}T10:00:00Z", day) for day in (1, 6, 11)]
    catalogue = write_archive(tmp_path / "archive", scenes)
    scenes[0].asset(tmp_path / "archive", "B04").unlink()
    assert main(_command(catalogue, tmp_path / "a.csv")) == 3
    assert "s1 B04" in capsys.readouterr().err
    assert [row["why_not"] for row in _rows(tmp_path / "a.csv")] == ["unreadable", "", ""]


def test_the_file_of_the_points_is_not_replaced(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    points = tmp_path / "points.csv"
    points.write_text(f"longitude,latitude\n{PLACE}\n")
    command = _command(catalogue, points)
    command[command.index(PLACE)] = str(points)
    assert main(command) == 2
    assert "holds the points and would be replaced" in capsys.readouterr().err
    assert points.read_text().startswith("longitude")


def test_a_layout_that_no_file_has_is_refused(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(_command(catalogue, tmp_path / "a.gpkg", "--layout", "seasons")) == 2
    assert "layout seasons is one of CSV files" in capsys.readouterr().err
