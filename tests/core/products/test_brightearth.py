"""The BrightEarth-style mosaic from order to product folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from shapely.affinity import rotate

from s2gm_core.errors import Cancelled
from s2gm_core.order import Order
from s2gm_core.products import part_folder
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.products.validation import validate_product
from s2gm_core.progress import SilentProgress
from tests.core.archive import NORTH, WEST, TinyScene, write_archive
from tests.core.products.orders import files_below, plane, polygon, rectangle

SIDE = 4800.0
PIXELS = 480
BANDS = ("B02", "B03", "B04")
SETTINGS = RunSettings(workers=2)


def _ground() -> dict[str, np.ndarray]:
    """Reflectance x 10^4 of fields of 300 m with some texture, of three bands that move together."""
    rng = np.random.default_rng(5)
    fields = np.kron(rng.integers(300, 1500, (16, 16)), np.ones((30, 30)))
    texture = rng.normal(0, 30, (PIXELS, PIXELS))
    return {band: np.clip(fields * factor + texture, 100, 3000) for band, factor in zip(BANDS, (0.8, 1.0, 1.1))}


GROUND = _ground()


def _scene(name: str, day: str, orbit: int, gain: float = 1.0, **changes: Any) -> TinyScene:
    """The ground through a gain; by default without clouds."""
    seen = {band: np.rint(values * gain).astype(np.uint16) for band, values in GROUND.items()}
    return TinyScene(
        **{
            "name": name,
            "acquired": f"{day}T10:00:00Z",
            "orbit": orbit,
            "side": SIDE,
            "bands": BANDS,
            "reflectance": seen,
            **changes,
        }
    )


def _classes(*clouded: tuple[slice, slice]) -> np.ndarray:
    """Scene classes at 20 m: vegetation, with clouds in these parts."""
    classes = np.full((PIXELS // 2, PIXELS // 2), 4)
    for part in clouded:
        classes[part] = 9
    return classes


def _order(catalogue: Path, **changes: Any) -> Order:
    area = rectangle(south=NORTH - SIDE, east=WEST + SIDE)
    given = {
        "source": str(catalogue),
        "area": area,
        "start": "2023-08-01",
        "product": "brightearth",
        "harmonise": "off",
    }
    return Order(**{**given, **changes})


WEST_HALF, EAST_HALF = (slice(None), slice(0, 130)), (slice(None), slice(110, 240))


@pytest.fixture(scope="module")
def two_halves(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two dates, 15 percent apart in brightness, each with clouds over the other's half but for a common strip."""
    scenes = [
        _scene("east", "2023-08-12", 10, 1.0, scl=_classes((slice(None), slice(0, 90)))),
        _scene("west", "2023-08-18", 20, 1.15, scl=_classes((slice(None), slice(150, 240)))),
    ]
    return write_archive(tmp_path_factory.mktemp("halves"), scenes)


@pytest.fixture(scope="module")
def made(two_halves: Path, tmp_path_factory: pytest.TempPathFactory) -> Product:
    return run(_order(two_halves), tmp_path_factory.mktemp("made"), SETTINGS)


def _scaled(product: Product) -> np.ndarray:
    return np.stack([plane(product, band) for band in BANDS]).astype(float)


def test_both_dates_have_one_brightness(made: Product):
    """What was 15 percent apart differs by less than 3 percent, and by less where they meet."""
    ratio = _scaled(made) / np.stack([GROUND[band] for band in BANDS])
    west, east = ratio[:, :, 20:160].mean(axis=(1, 2)), ratio[:, :, 320:460].mean(axis=(1, 2))
    np.testing.assert_allclose(west / east, 1, atol=0.03)
    columns = ratio.mean(axis=(0, 1))
    assert np.abs(np.diff(np.convolve(columns, np.ones(10) / 10, "valid"))).max() < 0.006
    assert made.valid_fraction == 1.0


def test_layers_tell_where_pixels_are_from(made: Product):
    days, source, gain = (plane(made, name) for name in ("date", "source_index", "gain"))
    day = np.datetime64("2023-08-12").astype(int)
    assert (days[:, 340:] == day).all()
    assert (days[:, :140] == day + 6).all()
    assert [made.scenes[index].split("_")[0] for index in (source[5, 5], source[5, 475])] == ["west", "east"]
    assert gain[:, 340:].mean() > 1.0e4 * 1.02
    assert gain[:, :140].mean() < 1.0e4 * 0.98
    assert (np.diff(days.astype(int), axis=1) != 0).sum(axis=1).max() <= 3  # few patches


def test_the_metadata_say_that_values_are_balanced(made: Product):
    document = json.loads(made.metadata.read_text())
    balance = document["Processing_details"]["Balance"]
    assert balance["Overlap_difference_observed"] > 0.008
    assert balance["Overlap_difference_balanced"] < 0.2 * balance["Overlap_difference_observed"]
    newest, oldest = balance["Images"]
    assert newest["gain"]["B03"] < oldest["gain"]["B03"]
    assert any("no plain surface reflectance" in note for note in document["Processing_details"]["Notes"])
    assert document["Title"].endswith("BrightEarth style")
    assert validate_product(made.path).is_ok


def test_the_picture_is_the_reflectance_in_its_tone(made: Product, two_halves: Path, tmp_path: Path):
    with rasterio.open(made.picture) as file:
        natural = file.read()
        assert (file.nodata, file.dtypes, file.overviews(1)) == (0, ("uint8",) * 3, [2])
        assert [colour.name for colour in file.colorinterp] == ["red", "green", "blue"]
    linear = run(_order(two_halves, tone="limits:0,0.25", layers="none"), tmp_path, SETTINGS)
    with rasterio.open(linear.picture) as file:
        shown = file.read()
    expected = np.clip(_scaled(made)[::-1] / 2500 * 255, 1, 255)
    np.testing.assert_allclose(shown, expected, atol=1.01)
    assert np.abs(natural.astype(int) - shown).mean() > 5
    for band in BANDS:
        np.testing.assert_array_equal(plane(linear, band), plane(made, band))


@pytest.mark.parametrize("size", [128, 256])
def test_pixels_do_not_depend_on_how_blocks_are_cut(
    two_halves: Path, made: Product, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("s2gm_core.engine.budget.BLOCK_SIZES", (size,))
    other = run(_order(two_halves), tmp_path, RunSettings(workers=1))
    assert set(other.layers) == {*BANDS, "date", "source_index", "gain"}
    for layer in other.layers:
        np.testing.assert_array_equal(plane(other, layer), plane(made, layer), err_msg=layer)


def test_holes_of_a_patch_are_filled_from_other_dates(tmp_path: Path):
    """A small cloud in the middle of the best date: its pixels are of the other one, in the same brightness."""
    hole = (slice(100, 106), slice(100, 106))
    scenes = [
        _scene("good", "2023-08-16", 10, 1.0, scl=_classes(hole)),
        _scene("other", "2023-08-25", 20, 1.1, scl=_classes((slice(0, 60), slice(None)))),
    ]
    for scene in scenes[:1]:
        scene.reflectance["B02"][200:212, 200:212] = 6000  # what the cloud looks like
    product = run(_order(write_archive(tmp_path / "a", scenes)), tmp_path / "out", SETTINGS)
    days = plane(product, "date")
    inside = (slice(200, 212), slice(200, 212))
    assert (days[inside] == np.datetime64("2023-08-25").astype(int)).all()
    assert (days == np.datetime64("2023-08-16").astype(int)).mean() > 0.95
    ratio = plane(product, "B03")[inside] / GROUND["B03"][inside]
    around = plane(product, "B03")[180:230, 180:230] / GROUND["B03"][180:230, 180:230]
    assert ratio.mean() == pytest.approx(np.median(around), rel=0.04)


def test_gaps_are_filled_from_other_days_and_marked(tmp_path: Path):
    gap = (slice(0, 80), slice(0, 80))
    scenes = [
        _scene("own", "2023-08-16", 10, 1.0, scl=_classes(gap)),
        _scene("before", "2023-07-25", 20, 1.12),
    ]
    catalogue = write_archive(tmp_path / "a", scenes)
    product = run(_order(catalogue, fill_days=30), tmp_path / "out", SETTINGS)
    filled = plane(product, "filled")
    assert product.valid_fraction == 1.0
    assert (filled[:150, :150] == 1).all()
    assert (filled[200:] == 0).all()
    ratio = _scaled(product) / np.stack([GROUND[band] for band in BANDS])
    assert ratio[:, 20:120, 20:120].mean() == pytest.approx(ratio[:, 250:, 250:].mean(), rel=0.03)
    alone = run(_order(catalogue), tmp_path / "alone", SETTINGS)
    assert (plane(alone, "B02")[:150, :150] == 65535).all()
    assert "filled" not in alone.layers


def test_a_date_of_the_period_fills_holes_before_days_around_it(tmp_path: Path):
    """Two dates with small clear parts, and one outside the period that is clear everywhere."""
    holes = np.zeros((PIXELS // 2, PIXELS // 2), bool)
    for row in (20, 44, 60):
        holes[row : row + 2, 30:32] = True  # 40 m, less than a cell of the lattice
    part = _classes((slice(90, None), slice(None)), (slice(None), slice(90, None)))
    scenes = [
        _scene("holes", "2023-08-16", 10, scl=np.where(holes, 9, part)),
        _scene("second", "2023-08-28", 20, scl=part),
        _scene("around", "2023-07-25", 30),
    ]
    product = run(_order(write_archive(tmp_path / "a", scenes), fill_days=30), tmp_path / "out", SETTINGS)
    inside = np.kron(holes, np.ones((2, 2), bool))
    days = plane(product, "date")
    assert (days[inside] == np.datetime64("2023-08-28").astype(int)).all()
    assert (plane(product, "filled")[inside] == 0).all()
    assert (plane(product, "filled")[220:] == 1).all()


class Listening(SilentProgress):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def info(self, message: str) -> None:
        self.said.append(message)


def test_one_date_alone_is_itself(tmp_path: Path):
    catalogue = write_archive(tmp_path / "a", [_scene("only", "2023-08-16", 10)])
    progress = Listening()
    product = run(_order(catalogue), tmp_path / "out", SETTINGS, progress)
    assert any("none was balanced" in line for line in progress.said)
    assert not any("differ by" in line for line in progress.said)
    difference = _scaled(product) - np.stack([np.rint(GROUND[band]) for band in BANDS])
    assert np.abs(difference).max() <= 2
    np.testing.assert_allclose(plane(product, "gain"), 10_000, atol=20)


def test_dates_without_common_ground_stand_side_by_side(tmp_path: Path):
    half = {band: values.copy() for band, values in GROUND.items()}
    scenes = [
        _scene("east", "2023-08-12", 10, scl=_classes((slice(None), slice(0, 120)))),
        _scene("west", "2023-08-18", 20, scl=_classes((slice(None), slice(120, 240)))),
    ]
    product = run(_order(write_archive(tmp_path / "a", scenes)), tmp_path / "out", SETTINGS)
    assert product.valid_fraction == 1.0
    middle = _scaled(product) - np.stack([half[band] for band in BANDS])
    assert np.abs(middle[:, :, :200]).mean() < 25
    assert np.abs(middle[:, :, 280:]).mean() < 25


def test_tiles_of_one_overpass_have_no_edge(tmp_path: Path):
    """Two tiles of one overpass that overlap by 1.2 km, the eastern one processed 8 percent brighter."""
    wide = {band: np.concatenate([values, values[:, ::-1]], axis=1) for band, values in GROUND.items()}
    left = {band: np.rint(values[:, :480]).astype(np.uint16) for band, values in wide.items()}
    right = {band: np.rint(values[:, 360:840] * 1.08).astype(np.uint16) for band, values in wide.items()}
    scenes = [
        _scene("left", "2023-08-16", 10, reflectance=left),
        _scene("right", "2023-08-16", 10, reflectance=right, tile="33TXL", west=WEST + 3600),
    ]
    catalogue = write_archive(tmp_path / "a", scenes)
    area = rectangle(south=NORTH - SIDE, east=WEST + 3600 + SIDE)
    products = {"brightearth": {}, "temporal_mosaic": {"method": "medoid", "bands": "B03"}}
    steps = {}
    for name, given in products.items():
        product = run(_order(catalogue, area=area, product=name, **given), tmp_path / name, SETTINGS)
        assert len(np.unique(plane(product, "source_index"))) == 2
        ratio = plane(product, "B03")[:, :840] / wide["B03"][:, :840]
        steps[name] = ratio[:, 640:800].mean() / ratio[:, 40:200].mean() - 1
    assert steps["temporal_mosaic"] == pytest.approx(0.08, abs=0.005)
    assert abs(steps["brightearth"]) < 0.02


def test_a_period_of_clouds_is_empty(tmp_path: Path):
    every = (slice(None), slice(None))
    scenes = [_scene(f"s{day}", f"2023-08-{day}", day, scl=_classes(every)) for day in (12, 17)]
    product = run(_order(write_archive(tmp_path / "a", scenes)), tmp_path / "out", SETTINGS)
    assert product.valid_fraction == 0.0
    assert (plane(product, "B04") == 65535).all()
    assert (plane(product, "date") == 65535).all()
    with rasterio.open(product.picture) as file:
        assert not file.read().any()


def test_outside_the_area_nothing_is_shown(two_halves: Path, tmp_path: Path):
    square = polygon(west=WEST + 1000, south=NORTH - 3000, east=WEST + 3000, north=NORTH - 1000)
    product = run(_order(two_halves, area=rotate(square, 45)), tmp_path, SETTINGS)
    empty = plane(product, "B02") == 65535
    with rasterio.open(product.picture) as file:
        np.testing.assert_array_equal((file.read() == 0).all(axis=0), empty)
    assert empty[:5, :5].all()
    assert not empty[empty.shape[0] // 2, empty.shape[1] // 2]
    assert product.valid_fraction == 1.0


def test_what_cannot_be_read_is_told(two_halves: Path, tmp_path: Path):
    scenes = [_scene("whole", "2023-08-12", 10), _scene("broken", "2023-08-18", 20)]
    catalogue = write_archive(tmp_path / "a", scenes)
    broken = scenes[1].asset(tmp_path / "a", "B03")
    broken.write_bytes(broken.read_bytes()[:2000])
    product = run(_order(catalogue), tmp_path / "out", RunSettings(workers=2, max_lost=100))
    assert {failure.asset for failure in product.failures} == {"B03"}
    assert (plane(product, "date") == np.datetime64("2023-08-12").astype(int)).all()


class StopAfter(SilentProgress):
    """Cancels when some blocks are finished."""

    def __init__(self, blocks: int, word: str = "Block ") -> None:
        self.blocks, self.made, self.word, self.first = blocks, 0, word, ""

    def step(self, done: int, total: int, message: str) -> None:
        self.made += message.startswith(self.word)

    def info(self, message: str) -> None:
        self.first = message if message.startswith("Going on") else self.first

    def is_cancelled(self) -> bool:
        return self.made >= self.blocks


@pytest.mark.parametrize(("word", "steps"), [("Overview", 1), ("Block ", 5), ("Making colours", 1), ("Tiles", 1)])
def test_a_stopped_run_goes_on_to_the_same_product(
    two_halves: Path, tmp_path: Path, word: str, steps: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(part_folder, "SYNC_SECONDS", 0.0)
    monkeypatch.setattr("s2gm_core.engine.budget.BLOCK_SIZES", (128,))
    order, settings = _order(two_halves, tiles="mbtiles"), RunSettings(workers=1)
    whole = run(order, tmp_path / "whole", settings)
    with pytest.raises(Cancelled):
        run(order, tmp_path / "stopped", settings, StopAfter(steps, word))
    assert not any(path.suffix == ".mbtiles" for path in (tmp_path / "stopped").rglob("*"))
    progress = StopAfter(10**6)
    again = run(order, tmp_path / "stopped", settings, progress)
    assert bool(progress.first) == (word != "Overview")
    left, right = ({n: c for n, c in files_below(p.path).items() if n != "run.json"} for p in (whole, again))
    assert left == right


def test_tiles_belong_to_the_product(two_halves: Path, tmp_path: Path):
    product = run(_order(two_halves, tiles="xyz", layers="none"), tmp_path, SETTINGS)
    folder = product.whole.tiles
    assert folder is not None
    assert len(list(folder.rglob("*.png"))) > 4
    assert validate_product(product.path).is_ok
