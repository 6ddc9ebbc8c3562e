"""Fetched catalogues: the same order gives the same pixels, offline; what is complete stays; nothing leaks out."""

from __future__ import annotations

import errno
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.enums import Resampling
from shapely.geometry import box

from s2gm_core.catalog.fetched import item_of_scene, scene_from_fetched_item
from s2gm_core.catalog.records import SceneQuery
from s2gm_core.catalog.sources import open_source
from s2gm_core.catalog.stac_item import scene_from_item
from s2gm_core.errors import Cancelled, CatalogueError, OrderError, OutputError, ReadError
from s2gm_core.network.client import HttpClient
from s2gm_core.network.transport import HttpAnswer, HttpRequest
from s2gm_core.order import Order
from s2gm_core.products import fetch as fetching
from s2gm_core.products.fetch import Fetched, fetch
from s2gm_core.products.record import Product
from s2gm_core.products.temporal_mosaic import RunSettings, run
from s2gm_core.progress import SilentProgress
from s2gm_core.raster import extract
from s2gm_core.raster.pool import RasterPool
from s2gm_core.simulate import SimulationSettings, simulate_archive
from tests.core.archive import TinyScene, write_archive
from tests.core.catalog.landsat_products import TinyLandsat, write_landsat
from tests.core.catalog.muscate_products import TinyMuscate, write_muscate
from tests.core.products.orders import files_below, plane, rectangle, tiny_order
from tests.servers.fixtures import ServedArchive

INSIDE = box(15.03, 46.035, 15.045, 46.045)
"""About 1.1 km in the simulated archives."""


@pytest.fixture
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles so small, and a margin so narrow, that small scenes are fetched in part."""
    monkeypatch.setattr(extract, "TILE_SIZE", 32)
    monkeypatch.setattr(fetching, "MARGIN_METRES", 250.0)


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tiles of 3.6 km with three overpasses, as STAC items and as SAFE products in JPEG 2000."""
    folder = tmp_path_factory.mktemp("simulated")
    settings = SimulationSettings(seed=5, size=360, dates=3, tiles=2, cloudiness=0.4, safe=True)
    simulate_archive(folder, settings, SilentProgress())
    return folder


class NoNetwork:
    """A transport that fails the test."""

    def send(self, request: HttpRequest) -> HttpAnswer:
        raise AssertionError(f"the network was asked for {request.url}")


def _run(order: Order, source: Path | str, out: Path, **settings: Any) -> Product:
    return run(order.with_changes(source=str(source)), out, RunSettings(**settings))


def _assert_same(order: Order, original: Path | str, fetched: Fetched, out: Path) -> None:
    """All layers, scenes and counts are equal, and there is something in them."""
    first = _run(order, original, out / "original")
    second = _run(order, fetched.catalogue, out / "fetched", client=HttpClient(NoNetwork()))
    assert first.scenes == second.scenes
    assert (first.failures, second.failures) == ((), ())
    assert set(first.layers) == set(second.layers)
    assert [layer for layer in first.layers if not np.array_equal(plane(first, layer), plane(second, layer))] == []
    assert first.valid_fraction == second.valid_fraction > 0.2


# --- the same pixels


@pytest.mark.parametrize("crs", ["auto", "EPSG:3035", "EPSG:4326"])
@pytest.mark.parametrize("resolution", [10, 20, 60, 120])
def test_the_simulated_archive_gives_the_same_mosaic(
    simulated: Path, tmp_path: Path, small_tiles: None, resolution: int, crs: str
):
    order = Order(str(simulated), INSIDE, "2025-07-01", resolution=resolution, crs=crs)
    fetched = fetch(order, tmp_path / "fetched")
    assert fetched.failures == ()
    _assert_same(order, simulated, fetched, tmp_path)


def test_what_was_fetched_at_10_m_serves_coarser_orders(simulated: Path, tmp_path: Path, small_tiles: None):
    order = Order(str(simulated), INSIDE, "2025-07-01")
    fetched = fetch(order, tmp_path / "fetched")
    for resolution in (20, 60, 120):
        _assert_same(order.with_changes(resolution=resolution), simulated, fetched, tmp_path / str(resolution))


def test_safe_products_give_the_same_mosaic(simulated: Path, tmp_path: Path, small_tiles: None):
    for resolution in (10, 60):  # at 60 m the products' own rasters of 60 m stand in
        order = Order(str(simulated / "safe"), INSIDE, "2025-07-01", resolution=resolution)
        fetched = fetch(order, tmp_path / f"fetched{resolution}")
        _assert_same(order, simulated / "safe", fetched, tmp_path / str(resolution))
    assert next((tmp_path / "fetched60").rglob("B02_coarser_2.tif")).is_file()


def test_a_served_archive_gives_the_same_mosaic_without_the_network(
    served_archive: ServedArchive, tmp_path: Path, small_tiles: None
):
    west, south, east, north = served_archive.bbox
    area = box(*(np.array([west, south] * 2) + np.array([0.3, 0.3, 0.7, 0.7]) * ([east - west, north - south] * 2)))
    order = Order(served_archive.api_url, area, "2025-07-01", resolution=20)
    fetched = fetch(order, tmp_path / "fetched")
    _assert_same(order, served_archive.api_url, fetched, tmp_path)


def test_croatia_gives_the_same_mosaic(shared_data: Path, tmp_path: Path):
    source = shared_data / "croatia_33T_2023" / "catalog.json"
    order = Order(str(source), box(15.7, 45.7, 15.95, 45.9), "2023-08-01", resolution=120)
    fetched = fetch(order, tmp_path / "fetched")
    _assert_same(order, source, fetched, tmp_path)


def _noise(seed: int, low: int, high: int, shape: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(seed).integers(low, high, shape)


def test_maja_and_landsat_keep_their_masks_numbers_and_bands(tmp_path: Path, small_tiles: None):
    for number, day in enumerate(("20230805", "20230810")):
        reflectance = {"B2": _noise(number, -50, 900, (120, 120)), "B8": _noise(number, 1000, 4000, (120, 120))}
        masks = {"clm": _noise(number, 0, 2, (120, 120)) * 0b10, "edge": (_noise(number, 0, 20, (120, 120)) == 0)}
        product = TinyMuscate(day, str(42000 + number), reflectance, aerosol=24 + number, **masks)
        write_muscate(tmp_path / "maja", product)
    landsat = TinyLandsat(reflectance={2: _noise(9, 0, 900, (44, 44)) / 1e4}, qa=_noise(9, 21824, 21830, (44, 44)))
    write_landsat(tmp_path / "landsat", landsat)
    both = f"{tmp_path / 'maja'} + {tmp_path / 'landsat'}"
    for name, source in {"maja": str(tmp_path / "maja"), "both": both}.items():
        order = tiny_order(Path("x"), source=source, method="medoid", resolution=30, area=_corner())
        fetched = fetch(order, tmp_path / f"fetched {name}")
        _assert_same(order, source, fetched, tmp_path / f"out {name}")
    maja = order.with_changes(source=str(tmp_path / "maja"), cloud_mask="maja")
    _assert_same(maja, tmp_path / "maja", fetch(maja, tmp_path / "mask"), tmp_path / "mask out")


def _corner() -> Any:
    from tests.core.archive import NORTH, WEST

    return rectangle(WEST + 60, NORTH - 540, WEST + 540, NORTH - 60)


def test_overviews_are_the_provider_s_own(tmp_path: Path, small_tiles: None):
    scenes = [
        TinyScene(f"s{day}", f"2023-08-0{day}T10:00:00Z", day, overviews=(2, 4), reflectance={"B02": noise})
        for day, noise in ((n, _noise(n, 100, 3000, (120, 120))) for n in (1, 2))
    ]
    catalogue = write_archive(tmp_path / "archive", scenes)
    for scene in scenes:  # overviews that are no means of the pixels below them
        with rasterio.open(scene.asset(tmp_path / "archive", "B02"), "r+") as file:
            file.build_overviews([2, 4], Resampling.nearest)
    order = tiny_order(catalogue, resolution=40, bands="B02", area=_corner())
    fetched = fetch(order, tmp_path / "fetched")
    with rasterio.open(next(fetched.catalogue.parent.rglob("s1_*/B02.tif"))) as file:
        assert file.overviews(1) == [2, 4]
    _assert_same(order, catalogue, fetched, tmp_path)


# --- what is fetched


def test_only_the_part_below_the_area_is_stored(simulated: Path, tmp_path: Path, small_tiles: None):
    order = Order(str(simulated), INSIDE, "2025-07-01", bands="B02", layers="none", method="medoid")
    fetched = fetch(order, tmp_path / "fetched")
    # Of two tiles, one lies beside the area.
    path = max(fetched.catalogue.parent.rglob("B02.tif"), key=lambda path: path.stat().st_size)
    with rasterio.open(path) as file, rasterio.open(next(simulated.rglob("items/*/B02.tif"))) as whole:
        assert (file.shape, file.dtypes, file.nodata) == (whole.shape, whole.dtypes, whole.nodata)
        filled = np.count_nonzero(file.read(1))
    assert 100 * 100 < filled < 240 * 240
    names = {path.stem for path in fetched.catalogue.parent.rglob("*.tif")}
    assert {"B02", "SCL", "CLD", "AOT"} <= names
    assert not names & {"B01", "SNW"}


def test_the_items_are_read_back_as_the_scenes_that_they_were(shared_data: Path, tmp_path: Path):
    write_muscate(tmp_path / "maja", TinyMuscate())
    write_landsat(tmp_path / "landsat", TinyLandsat())
    croatia = shared_data / "croatia_33T_2023" / "catalog_crop256.json"
    scenes = list(open_source(f"{croatia} + {tmp_path / 'maja'} + {tmp_path / 'landsat'}").search(SceneQuery()))
    assert {scene.class_rule for scene in scenes} == {"scl", "maja", "landsat"}
    for scene in scenes:
        one_band = {
            name: replace(asset, band=1, coarser=tuple(replace(one, band=1) for one in asset.coarser))
            for name, asset in scene.assets.items()
        }
        scene = replace(scene, assets=one_band)
        item = json.loads(json.dumps(item_of_scene(scene)))
        again = scene_from_item(item, lambda href: href)
        assert again.footprint.equals(scene.footprint)
        assert replace(again, footprint=scene.footprint) == scene


def test_the_offset_is_stated_as_it_was_decided(shared_data: Path):
    """Other readers of the items must not apply it again: the provider's flag is gone, the offset is that to apply."""
    croatia = shared_data / "croatia_33T_2023" / "catalog_crop256.json"
    item = item_of_scene(next(iter(open_source(str(croatia)).search(SceneQuery()))))
    assert not [name for name in item["properties"] if name.startswith("earthsearch")]
    assert item["assets"]["blue"]["raster:bands"][0] == {"nodata": 0, "scale": 0.0001, "offset": 0.0}


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("assets", "blue", "s2gm:asset", "scale"), 1e9),
        (("assets", "blue", "s2gm:asset", "offset"), "nan"),
        (("assets", "blue", "s2gm:asset", "nodata"), 1e12),
        (("assets", "blue", "s2gm:asset", "level"), "x"),
        (("properties", "s2gm:scene", "class_rule"), "other"),
        (("properties", "s2gm:scene", "tile"), "x" * 1000),
        (("properties", "s2gm:scene", "tile"), "\x1b[31m"),
        (("properties", "datetime"), 5),
        (("geometry",), {"type": "Point", "coordinates": [0, 0]}),
        (("assets", "scl"), {}),
        (("assets",), []),
    ],
)
def test_items_that_were_changed_are_refused(shared_data: Path, where: tuple[str, ...], value: Any):
    croatia = shared_data / "croatia_33T_2023" / "catalog_crop256.json"
    item = json.loads(json.dumps(item_of_scene(next(iter(open_source(str(croatia)).search(SceneQuery()))))))
    inner = item
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = value
    with pytest.raises(CatalogueError):
        scene_from_fetched_item(item, lambda href: href)


def test_ids_cannot_lead_out_of_the_folder(tmp_path: Path):
    catalogue = write_archive(tmp_path / "archive", [TinyScene("s1")])
    item = tmp_path / "archive" / "items" / "s1.json"
    item.write_text(item.read_text().replace('"id": "s1"', '"id": "../../../s1"'))
    fetched = fetch(tiny_order(catalogue), tmp_path / "fetched")
    assert fetched.scenes == ("../../../s1",)
    assert {path.name for path in tmp_path.iterdir()} == {"archive", "fetched"}
    assert len(list((tmp_path / "fetched" / "items").iterdir())) == 1
    assert run(tiny_order(fetched.catalogue), tmp_path / "out").scenes == ("../../../s1",)


# --- again, and what goes wrong


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    scenes = [TinyScene(f"s{day}", f"2023-08-0{day}T10:00:00Z", day) for day in (1, 2)]
    return write_archive(tmp_path / "archive", scenes)


def test_a_second_run_keeps_what_is_whole_and_repairs_the_rest(archive: Path, tmp_path: Path):
    order, out = tiny_order(archive), tmp_path / "fetched"
    first = fetch(order, out)
    before = files_below(out)
    assert (first.new_files, first.kept_files) == (len(list(out.rglob("*.tif"))), 0)
    cut = _home(out, "s1") / "B02.tif"
    cut.write_bytes(cut.read_bytes()[:-200])
    (_home(out, "s2") / "B03.tif").unlink()
    second = fetch(order, out)
    assert (second.new_files, second.kept_files) == (2, first.new_files - 2)
    assert files_below(out) == before


def _home(out: Path, scene: str) -> Path:
    """The folder of a scene in a fetched catalogue."""
    (home,) = (path for path in (out / "items").iterdir() if path.name.startswith(f"{scene}_"))
    return home


def test_what_killed_runs_left_is_removed_and_nothing_else(archive: Path, tmp_path: Path):
    order, out = tiny_order(archive), tmp_path / "fetched"
    fetch(order, out)
    before = files_below(out)
    for name in (".s2gm-B02", ".s2gm-B8A"):
        (_home(out, "s1") / name).mkdir()
        (_home(out, "s1") / name / "0.tif").write_bytes(b"half")
    (_home(out, "s2") / ".s2gm-granule_metadata.xml").write_bytes(b"half")
    (out / ".s2gm-catalog.json").write_bytes(b"half")
    (out / ".s2gm-lock").write_bytes(b"")
    (out / ".s2gm-mine").mkdir()  # as QGIS Processing makes them beside its results
    assert fetch(order, out).new_files == 0
    assert files_below(out) == before
    assert [path.name for path in out.rglob(".s2gm-*")] == [".s2gm-mine"]


def test_a_copy_removes_what_a_killed_one_left_also_where_its_file_is_whole(archive: Path, tmp_path: Path):
    (scene, *_) = open_source(str(archive)).search(SceneQuery())
    path, work = tmp_path / "copy" / "B02.tif", tmp_path / "copy" / ".s2gm-B02"
    ground = fetching._ground(tiny_order(archive))
    with RasterPool() as pool:
        assert extract.copy_part(pool, scene.assets["B02"], ground, path, SilentProgress())
        work.mkdir()
        assert not extract.copy_part(pool, scene.assets["B02"], ground, path, SilentProgress())
    assert not work.exists()


def test_a_second_fetch_into_the_folder_is_refused_while_the_first_is_at_work(archive: Path, tmp_path: Path):
    order, out = tiny_order(archive), tmp_path / "fetched"
    refused: list[str] = []

    class Second(SilentProgress):
        """Starts another fetch once the first has begun."""

        def step(self, done: int, total: int, message: str) -> None:
            if done == 1:
                work = _home(out, "s1") / ".s2gm-of the first"
                work.mkdir()
                with pytest.raises(OutputError, match="Another run is writing into") as problem:
                    fetch(order, out)
                refused.append(str(problem.value))
                work.rmdir()  # still there

    assert fetch(order, out, progress=Second()).failures == ()
    assert len(refused) == 1
    assert fetch(order, out).new_files == 0


def test_a_raster_that_was_replaced_at_the_source_is_fetched_again(archive: Path, tmp_path: Path):
    order, out = tiny_order(archive), tmp_path / "fetched"
    fetch(order, out)
    with rasterio.open(TinyScene("s1").asset(archive.parent, "B02"), "r+") as file:
        file.write(np.full(file.shape, 777, file.dtypes[0]), 1)
    assert fetch(order, out).new_files == 1
    with rasterio.open(_home(out, "s1") / "B02.tif") as file:
        assert (file.read(1) == 777).all()


def test_a_remote_raster_that_was_replaced_is_fetched_again(archive: Path, tmp_path: Path, served: Iterator[str]):
    order, out = tiny_order(archive, source=f"{served}/catalog.json"), tmp_path / "fetched"
    fetch(order, out)
    assert fetch(order, out).new_files == 0
    path = TinyScene("s1").asset(archive.parent, "B02")
    path.write_bytes(path.read_bytes() + bytes(100))  # the test's server tells no ETag: the size has to do
    assert fetch(order, out).new_files == 1


def test_names_of_scenes_are_apart_where_case_does_not_count_and_no_devices(archive: Path, tmp_path: Path):
    names = ["s1", "S1", "CON", "s1.", "s1 ", "CON.x", "s1/", "x" * 200, "x" * 201]
    (scene, *_) = open_source(str(archive)).search(SceneQuery())
    folder = fetching._Folder(tmp_path, tiny_order(archive))
    homes = [folder._home(replace(scene, id=name)) for name in names]
    assert len({home.name.lower() for home in homes}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,80}_[0-9a-f]{8}", home.name) for home in homes)
    assert {home.parent for home in homes} == {tmp_path / "items"}


def test_named_scenes_that_are_not_there_are_told(archive: Path, tmp_path: Path):
    class Warnings(SilentProgress):
        def __init__(self) -> None:
            self.told: list[str] = []

        def warning(self, message: str) -> None:
            self.told.append(message)

    order = tiny_order(archive, exclude_scenes="s9", include_scenes="s1")
    expected = ["The order names the scene 's9', which the source does not have for this area and time."]
    fetched, made = Warnings(), Warnings()
    fetch(order, tmp_path / "fetched", progress=fetched)
    run(order, tmp_path / "out", progress=made)
    assert (fetched.told, made.told[:1]) == (expected, expected)


def test_a_later_order_for_the_same_area_adds_scenes_and_bands(archive: Path, tmp_path: Path):
    out = tmp_path / "fetched"
    fetch(tiny_order(archive, exclude_scenes="s2", bands="B02", layers="none", method="medoid"), out)
    fetch(tiny_order(archive, exclude_scenes="s1"), out)
    scenes = list(open_source(str(out)).search(SceneQuery()))
    assert sorted(scene.id for scene in scenes) == ["s1", "s2"]


def test_a_folder_with_something_else_is_refused(archive: Path, tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        fetch(tiny_order(archive), tmp_path / "full")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]
    fetch(tiny_order(archive), tmp_path / "fetched")
    for change in ({"area": _corner()}, {"resolution": 60}, {"crs": "EPSG:3035"}):
        with pytest.raises(OutputError, match="not fetched for this area"):
            fetch(tiny_order(archive, **change), tmp_path / "fetched")


@pytest.mark.parametrize(
    "links",
    [
        ["x"],
        "x",
        None,
        [{"rel": "item"}],
        [{"rel": "item", "href": 5}],
        [{"rel": "item", "href": "../../../etc/passwd"}],
        [{"rel": "item", "href": "./items/../items.json"}],
        [{"rel": "item", "href": "./items/a/b.json"}],
    ],
)
def test_a_catalogue_that_was_changed_is_refused(archive: Path, tmp_path: Path, links: Any):
    out = tmp_path / "fetched"
    fetched = fetch(tiny_order(archive), out)
    document = json.loads(fetched.catalogue.read_text())
    fetched.catalogue.write_text(json.dumps({**document, "links": links}))
    before = files_below(out)
    with pytest.raises(OutputError, match=r"catalog\.json was changed"):
        fetch(tiny_order(archive), out)
    assert files_below(out) == before


def test_a_deeply_nested_catalogue_is_refused(archive: Path, tmp_path: Path):
    (tmp_path / "fetched").mkdir()
    (tmp_path / "fetched" / "catalog.json").write_text("[" * 100_000)
    with pytest.raises(OutputError, match="not empty"):
        fetch(tiny_order(archive), tmp_path / "fetched")


@pytest.mark.parametrize("workers", [-1, 0])
def test_threads_that_cannot_work_are_refused(archive: Path, tmp_path: Path, workers: int):
    with pytest.raises(OrderError, match="Give 1 or more"):
        fetch(tiny_order(archive), tmp_path / "fetched", workers)
    assert not (tmp_path / "fetched").exists()


def test_what_cannot_be_read_is_named_and_the_rest_fetched(archive: Path, tmp_path: Path):
    scenes = TinyScene("s1"), TinyScene("s2")
    scenes[0].asset(archive.parent, "SCL").write_bytes(b"")
    scenes[1].asset(archive.parent, "B03").write_bytes(b"")
    fetched = fetch(tiny_order(archive), tmp_path / "fetched")
    assert fetched.scenes == ("s2",)
    assert [(failure.scene, failure.asset) for failure in fetched.failures] == [("s1", "SCL"), ("s2", "B03")]
    (scene,) = open_source(str(fetched.catalogue)).search(SceneQuery())
    assert (scene.id, "B03" in scene.assets, "B02" in scene.assets) == ("s2", False, True)


def test_nothing_readable_is_an_error(archive: Path, tmp_path: Path):
    shutil.rmtree(archive.parent / "cog")
    with pytest.raises(ReadError, match="None of the 2 scenes"):
        fetch(tiny_order(archive), tmp_path / "fetched")


def test_too_small_a_disk_is_told_before_anything_is_written(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(OutputError, match="1000 bytes left"):
        fetch(tiny_order(archive), tmp_path / "new" / "fetched")
    assert not (tmp_path / "new").exists()


def test_a_disk_that_is_full_at_the_first_document_does_not_spoil_the_folder(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def half_written(path: Path, body: bytes) -> int:
        with path.open("wb") as file:
            file.write(body[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "fetched"
    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", half_written)
        with pytest.raises(OutputError, match="No space left"):
            fetch(tiny_order(archive), out)
    assert list(out.iterdir()) == []
    (out / ".s2gm-catalog.json").write_bytes(b"half")  # a run that was killed just then
    assert fetch(tiny_order(archive), out).scenes == ("s1", "s2")


def test_what_is_there_needs_no_room(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    order, out = tiny_order(archive), tmp_path / "fetched"
    asked: list[int] = []
    monkeypatch.setattr(fetching, "check_disk", lambda needs: asked.extend(need.size for need in needs))
    fetch(order, out)
    there = sum(path.stat().st_size for path in out.rglob("*.tif"))
    fetch(order, out)
    assert asked[0] - asked[1] == min(there, asked[0]) > 0


class CancelledAfter(SilentProgress):
    """Cancels once so many files are done."""

    def __init__(self, files: int) -> None:
        self._left = files

    def step(self, done: int, total: int, message: str) -> None:
        self._left -= 1

    def is_cancelled(self) -> bool:
        return self._left <= 0


def test_a_cancelled_fetch_goes_on_from_there(archive: Path, tmp_path: Path):
    out = tmp_path / "fetched"
    with pytest.raises(Cancelled, match="goes on from there"):
        fetch(tiny_order(archive), out, workers=1, progress=CancelledAfter(12))
    assert not [path for path in out.rglob(".s2gm-*")]
    (scene,) = open_source(str(out)).search(SceneQuery())  # the complete one
    assert scene.id == "s1"
    again = fetch(tiny_order(archive), out)
    assert (again.scenes, again.kept_files >= 12) == (("s1", "s2"), True)


def test_an_order_beyond_the_fetched_area_is_told_so(archive: Path, tmp_path: Path):
    fetched = fetch(tiny_order(archive, area=_corner()), tmp_path / "fetched")
    for area, told in ((_corner(), 0), (_corner().buffer(0.1), 1)):
        catalogue = open_source(str(fetched.catalogue))
        list(catalogue.search(SceneQuery(area=area.buffer(0.02))))
        assert len([problem for problem in catalogue.problems if "another area" in problem]) == told


def test_no_signature_is_written(archive: Path, tmp_path: Path, served: Iterator[str]):
    fetched = fetch(tiny_order(archive, source=f"{served}/catalog.json?sig=secret"), tmp_path / "fetched")
    assert fetched.failures == ()
    assert not [name for name, body in files_below(tmp_path / "fetched").items() if b"secret" in body]


@pytest.fixture
def served(archive: Path) -> Iterator[str]:
    """The archive on the web, its rasters with signed URLs."""
    from tests.core.web import serve

    with serve(archive.parent) as site:
        for path in (archive.parent / "items").glob("*.json"):
            item = json.loads(path.read_text())
            for asset in item["assets"].values():
                asset["href"] = asset["href"].replace("../", f"{site.url}/") + "?sig=secret"
            path.write_text(json.dumps(item))
        yield site.url
