"""The command line: what a user types, what comes back, and what is left behind when it goes wrong."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from s2gm_core.cli import main
from tests.core.archive import NORTH, SIDE, WEST, TinyScene, bounds_text, catalogue_of, write_archive, write_json
from tests.core.web import serve

AREA = bounds_text(WEST, NORTH - SIDE, WEST + SIDE, NORTH)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three dates of noise, 1.2 km."""
    folder = tmp_path_factory.mktemp("archive")
    write_archive(folder, _scenes())
    return folder


def _scenes() -> list[TinyScene]:
    noise = np.random.default_rng(3).integers(100, 3000, (120, 120))
    days = (1, 6, 11)
    return [TinyScene(f"s{d}", f"2023-08-{d:02}T10:00:00Z", d, reflectance={"B02": noise + d}) for d in days]


def _mosaic(source: Path | str, out: Path, **changes: Any) -> list[str]:
    given = {"source": source, "area": AREA, "start": "2023-08-01", "resolution": 10, "out": out, **changes}
    options = [f"--{name.replace('_', '-')}={value}" for name, value in given.items() if value is not None]
    return ["mosaic", *options]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Exit code, standard output and standard error of one command."""

    def command(arguments: list[str]) -> tuple[int, str, str]:
        kept = [(number, signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)]
        try:
            code = main(arguments)
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        finally:
            for number, handler in kept:
                signal.signal(number, handler)
        return (code, *capsys.readouterr())

    return command


def test_a_mosaic_prints_its_folder(archive: Path, tmp_path: Path, run: Callable[..., Any]):
    code, out, err = run(_mosaic(archive / "catalog.json", tmp_path))
    assert (code, Path(out.strip()).parent) == (0, tmp_path)
    assert (Path(out.strip()) / "mosaic").is_dir()
    assert "s6" in err
    assert "Traceback" not in err


def test_json_is_all_that_stands_on_the_output(archive: Path, tmp_path: Path, run: Callable[..., Any]):
    code, out, _ = run([*_mosaic(archive / "catalog.json", tmp_path), "--json"])
    (product,) = json.loads(out)
    assert (code, product["scenes"], product["unreadable"]) == (0, ["s1", "s6", "s11"], [])
    assert all(Path(path).is_file() for path in product["layers"].values())


def test_an_area_west_of_greenwich_is_no_option(archive: Path, run: Callable[..., Any]):
    code, out, err = run(["search", f"--source={archive}", "--area", "-10,35,-9,36", "--start=2023-08-01"])
    assert (code, out, "covers the area" in err) == (0, "", True)


def test_search_lists_the_scenes(archive: Path, run: Callable[..., Any]):
    arguments = ["search", f"--source={archive}", f"--area={AREA}", "--start=2023-08-02", "--end=2023-08-31"]
    code, out, _ = run(arguments)
    assert (code, [line.split()[0] for line in out.splitlines()]) == (0, ["id", "s6", "s11", "2"])


def test_a_saved_order_gives_the_same_product(archive: Path, tmp_path: Path, run: Callable[..., Any]):
    order = tmp_path / "order.json"
    run([*_mosaic(archive, tmp_path / "a"), f"--save-order={order}"])
    code, _, _ = run(["run", str(order), f"--out={tmp_path / 'b'}"])
    assert code == 0
    assert [p.name for p in (tmp_path / "a").iterdir()] == [p.name for p in (tmp_path / "b").iterdir()]


def test_a_catalogue_on_the_web_gives_the_pixels_of_the_same_one_on_disk(
    archive: Path, tmp_path: Path, run: Callable[..., Any]
):
    with serve(archive) as site:
        code, out, _ = run(_mosaic(f"{site.url}/catalog.json", tmp_path / "web", bands="B02", layers="none"))
    _, local, _ = run(_mosaic(archive, tmp_path / "disk", bands="B02", layers="none"))
    assert code == 0
    assert np.array_equal(_blue(Path(out.strip())), _blue(Path(local.strip())))


def _blue(product: Path) -> np.ndarray:
    with rasterio.open(next(product.rglob("B02_*.tiff"))) as file:
        return file.read(1)


def test_signed_urls_are_read_and_never_shown(archive: Path, tmp_path: Path, run: Callable[..., Any]):
    folder = shutil.copytree(archive, tmp_path / "archive")
    with serve(folder) as site:
        paths = sorted((folder / "items").glob("*.json"))
        for path in paths:
            item = json.loads(path.read_text())
            for asset in item["assets"].values():
                asset["href"] = asset["href"].replace("../", f"{site.url}/") + "?sig=secret"
            if path == paths[0]:
                item["assets"]["nir"]["href"] = f"{site.url}/missing.tif?sig=secret"
            write_json(path, item)
        order = _mosaic(f"{site.url}/catalog.json?sig=secret", tmp_path / "out", bands="B02")
        code, out, err = run(order)
        product = Path(out.strip())
        assert code == 3
        assert "missing.tif" in err
        assert "secret" not in err + out + next(product.rglob("metadata_*.json")).read_text()
        code, out, err = run([*order, "--max-lost", "10"])
        assert (code, out) == (1, "")
        assert "1 of 3 scenes could not be read, more than the 10 %" in err
        assert "secret" not in err


# What a user can get wrong before anything is read: changed options, exit code, words of the message.
WRONG: dict[str, tuple[dict[str, Any], int, tuple[str, ...]]] = {
    "area elsewhere": ({"area": "-60,10,-59.9,10.1"}, 1, ("covers the area", "15.0")),
    "empty period": ({"start": "2022-08-01"}, 1, ("2022-08-01", "2023-08-01", "2023-08-11")),
    "end before start": ({"end": "2023-07-01"}, 2, ("2023-07-01", "before the start")),
    "custom without end": ({"period": "custom"}, 2, ("end date",)),
    "no date": ({"start": "August"}, 2, ("August", "2023-08-01")),
    "unknown band": ({"bands": "B02,B99"}, 2, ("B99", "B8A")),
    "band that the scenes lack": ({"bands": "B02,B05"}, 1, ("B05", "B8A")),
    "unknown method": ({"method": "best"}, 2, ("best", "medoid")),
    "unknown layer": ({"layers": "valid_obs,clouds"}, 2, ("clouds", "source_index")),
    "unknown mask": ({"cloud_mask": "good"}, 2, ("good", "esa")),
    "unknown format": ({"format": "bmp"}, 2, ("bmp", "cog")),
    "CRS elsewhere": ({"crs": "EPSG:32610"}, 2, ("EPSG:32610", "auto")),
    "CRS of Antarctica": ({"crs": "EPSG:3031"}, 2, ("EPSG:3031", "auto")),
    "unknown CRS": ({"crs": "EPSG:999999"}, 2, ("EPSG:999999", "auto")),
    "resolution of nothing": ({"resolution": "0"}, 2, ("resolution",)),
    "resolution that is no number": ({"resolution": "fine"}, 2, ("fine",)),
    "area without surface": ({"area": "15,45,15,45"}, 2, ("west < east",)),
    "area in metres": ({"area": "500000,5000000,501000,5001000"}, 2, ("longitude and latitude",)),
    "area of words": ({"area": "Zagreb" * 400}, 2, ("west,south,east,north",)),
    "area that is no number": ({"area": "nan,nan,nan,nan"}, 2, ("west",)),
    "broken WKT": ({"area": "POLYGON ((15 45, 16 45"}, 2, ("WKT",)),
    "name that leads elsewhere": ({"name": "../../x"}, 2, ("file name",)),
    "no worker": ({"workers": "0"}, 2, ("1 or more",)),
    "losses that are no number": ({"max_lost": "nan"}, 2, ("nan %", "0 to 100")),
    "negative losses": ({"max_lost": "-1"}, 2, ("-1 %", "0 to 100")),
    "more losses than scenes": ({"max_lost": "100.5"}, 2, ("100.5 %", "0 to 100")),
    "no memory": ({"memory": "1MiB"}, 1, ("at least", "MiB")),
    "memory that is no number": ({"memory": "nan"}, 2, ("2GiB",)),
    "cloud limit": ({"max_cloud": "5"}, 1, ("5 % cloud",)),
    "source that is nowhere": ({"source": "nowhere.json"}, 1, ("nowhere.json",)),
    "source without end": ({"source": "x" * 5000}, 1, ("source",)),
    "unknown provider": ({"source": "some-provider"}, 1, ("some-provider",)),
    "nothing to listen": ({"source": "http://127.0.0.1:9/catalog.json"}, 1, ("could not be fetched",)),
}


@pytest.mark.parametrize(("changes", "code", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_order_is_told_apart_and_leaves_nothing(
    archive: Path, tmp_path: Path, run: Callable[..., Any], changes: dict[str, Any], code: int, words: tuple[str, ...]
):
    out = tmp_path / "new" / "out"
    got, _, err = run(_mosaic(**{"source": archive, "out": out, **changes}))
    assert got == code, err
    assert [word for word in words if word not in err] == []
    assert "Traceback" not in err
    assert len(err) < 3000
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", ["{", "<html></html>", '{"hello": 1}', "[]"])
def test_a_source_that_is_no_stac_is_said_so(tmp_path: Path, run: Callable[..., Any], content: str):
    (tmp_path / "catalog.json").write_text(content)
    code, _, err = run(_mosaic(tmp_path / "catalog.json", tmp_path / "out"))
    assert (code, "STAC" in err, (tmp_path / "out").exists()) == (1, True, False)


def test_a_catalogue_without_a_usable_item_says_why(tmp_path: Path, run: Callable[..., Any]):
    write_json(tmp_path / "bad.json", {"type": "Feature", "id": "bad"})
    source = write_json(tmp_path / "catalog.json", catalogue_of([{"rel": "item", "href": "bad.json"}]))
    code, _, err = run(_mosaic(source, tmp_path / "out"))
    assert (code, "bad" in err, "no usable" in err) == (1, True, True)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        '{"type": "s2gm-order", "version": 1, "source": "x", "area": 5, "start": 5}',
        pytest.param("[" * 100_000 + "]" * 100_000, id="nested"),
    ],
)
def test_a_broken_order_file_is_refused(tmp_path: Path, run: Callable[..., Any], document: str):
    (tmp_path / "order.json").write_text(document)
    code, _, err = run(["run", str(tmp_path / "order.json"), f"--out={tmp_path / 'out'}"])
    assert (code, err.startswith("s2gm: ")) == (2, True)


@pytest.mark.parametrize("field", ["bands", "layers", "method", "period", "exclude_scenes", "name", "crs", "format"])
@pytest.mark.parametrize("value", [5, [5], {"a": 1}, [[]]], ids=str)
def test_an_order_of_wrong_types_is_refused(
    archive: Path, tmp_path: Path, run: Callable[..., Any], field: str, value: Any
):
    area = {"type": "Polygon", "coordinates": [[[15, 45], [16, 45], [16, 46], [15, 45]]]}
    order = {"type": "s2gm-order", "version": 1, "source": str(archive), "area": area, "start": "2023-08-01"}
    write_json(tmp_path / "order.json", {**order, field: value})
    code, _, err = run(["run", str(tmp_path / "order.json"), f"--out={tmp_path / 'out'}"])
    assert (code, err.startswith("s2gm: ")) == (2, True)


@pytest.mark.parametrize("out", ["file", "file/below", "/proc/s2gm", "/dev/full/x", "x" * 300], ids=str)
def test_an_output_folder_that_cannot_be_made_is_an_error(
    archive: Path, tmp_path: Path, run: Callable[..., Any], out: str
):
    (tmp_path / "file").write_text("in the way")
    code, _, err = run(_mosaic(archive, tmp_path / out))
    assert (code, "s2gm: The " in err, "Traceback" in err) == (1, True, False)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_order_that_cannot_be_saved_is_an_error(archive: Path, tmp_path: Path, run: Callable[..., Any]):
    code, _, err = run([*_mosaic(archive, tmp_path / "out"), f"--save-order={tmp_path / 'no' / 'order.json'}"])
    assert (code, "cannot be saved" in err, list(tmp_path.iterdir())) == (1, True, [])


def test_an_area_too_large_for_the_disk_is_refused_before_anything_is_read(
    archive: Path, tmp_path: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    code, _, err = run(_mosaic(archive, tmp_path / "out"))
    assert (code, "has 1000 bytes left" in err, list(tmp_path.iterdir())) == (1, True, [])


@pytest.fixture
def copied(archive: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(archive, tmp_path / "archive"))


def _cut(path: Path, part: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])


DAMAGE: dict[str, Callable[[Path], None]] = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "no raster": lambda path: path.write_text("<html>404</html>") and None,
    "truncated header": lambda path: _cut(path, 0.01),
    "truncated data": lambda path: _cut(path, 0.5),
}


@pytest.mark.filterwarnings("ignore")  # rasterio says that a cut header states no place
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("asset", ["B02", "SCL"])
def test_an_unreadable_raster_is_reported_and_the_rest_goes_on(
    copied: Path, tmp_path: Path, run: Callable[..., Any], asset: str, damage: Callable[[Path], None]
):
    damage(_scenes()[1].asset(copied, asset))
    code, out, err = run(_mosaic(copied, tmp_path / "out", bands="B02", layers="source_index,valid_obs"))
    assert code == 3
    assert f"s6 {asset}" in err
    product = Path(out.strip())
    details = json.loads(next(product.rglob("metadata_*.json")).read_text())["Processing_details"]
    assert [(entry["scene"], entry["asset"]) for entry in details["Unreadable"]] == [("s6", asset)]
    with rasterio.open(next(product.rglob("valid_obs_*.tiff"))) as file:
        assert file.read(1).max() == 2
    assert (_blue(product) != 65535).all()


def test_damaged_layers_only_cost_their_own_pixels(tmp_path: Path, run: Callable[..., Any]):
    scene = TinyScene("a", extra={"AOT": 100})
    write_archive(tmp_path / "archive", [scene])
    scene.asset(tmp_path / "archive", "AOT").unlink()
    code, out, _ = run(_mosaic(tmp_path / "archive", tmp_path / "out", bands="B02"))
    assert code == 3
    with rasterio.open(next(Path(out.strip()).rglob("quality_aot_*.tiff"))) as file:
        assert np.unique(file.read(1)).tolist() == [65535]
    assert (_blue(Path(out.strip())) != 65535).all()


@pytest.mark.filterwarnings("ignore")
def test_two_runs_with_damaged_rasters_give_the_same_metadata(copied: Path, tmp_path: Path, run: Callable[..., Any]):
    for scene in _scenes():
        _cut(scene.asset(copied, "B08"), 0.6)
    texts = []
    for name, workers in (("a", 1), ("b", 4)):
        code, out, err = run(_mosaic(copied, tmp_path / name, resolution=1, workers=workers, max_lost=100))
        assert code == 3, err
        texts.append(next(Path(out.strip()).rglob("metadata_*.json")).read_text())
    assert texts[0] == texts[1]
    assert [entry["asset"] for entry in json.loads(texts[0])["Processing_details"]["Unreadable"]] == ["B08"] * 3


# --- other processes


def _start(arguments: list[str], before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-m", "s2gm_core", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,  # noqa: PLW1509 - no thread of this process runs then
    )


def _wait_for_partial(out: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 20
    while not list(out.glob("*.journal/*/*")):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _long(archive: Path, out: Path) -> list[str]:
    """A run of some seconds that needs little room on the disk: a wide area on a fine grid, two layers, one thread."""
    wide = bounds_text(WEST - 4000, NORTH - 5000, WEST + 4000, NORTH + 4000)
    return _mosaic(archive, out, resolution=1, area=wide, bands="B02", layers="valid_obs", workers=1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_within_two_seconds_and_leaves_nothing_but_finished_blocks(
    archive: Path, tmp_path: Path, number: int
):
    process = _start(_long(archive, tmp_path / "out"))
    _wait_for_partial(tmp_path / "out", process)
    time.sleep(0.3)
    sent = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - sent < 2.0
    assert (process.returncode, "cancelled" in err) == (130, True)
    assert {path.suffix for path in tmp_path.glob("out/*")} <= {".journal"}


def test_a_killed_run_leaves_only_what_is_visibly_partial_and_the_next_succeeds(
    archive: Path, tmp_path: Path, run: Callable[..., Any]
):
    out = tmp_path / "out"
    process = _start(_long(archive, out))
    _wait_for_partial(out, process)
    process.kill()
    process.communicate()
    assert {path.suffix for path in out.iterdir()} == {".partial", ".journal"}
    for path in out.iterdir():
        path.rename(out / f"{path.stem}x{path.suffix}")
    same = next(out.glob("*.partial"))
    small = _mosaic(archive, out, bands="B02", layers="none")
    assert run(small)[0] == 0
    product = next(p for p in out.iterdir() if p.suffix not in (".partial", ".journal"))
    same.rename(out / f"{product.name}.partial")
    assert run(small)[0] == 0
    assert not list(out.glob(f"{product.name}.*"))


def _small_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))


@pytest.mark.parametrize("kind", ["gtiff", "cog"])
def test_a_full_disk_is_an_error_that_leaves_nothing(archive: Path, tmp_path: Path, kind: str):
    process = _start(_mosaic(archive, tmp_path / "out", resolution=2, format=kind, bands="B02"), _small_files)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "room" in err or "space" in err, "Traceback" in err) == (1, True, False), err
    assert list(tmp_path.iterdir()) == []
