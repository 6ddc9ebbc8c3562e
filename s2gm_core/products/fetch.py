"""Fetching: the part of the scenes that an order needs becomes a local catalogue, for work offline.

Rasters keep their grid, overviews and numbers, and are empty outside the area (`raster.extract`), so that the same
order gives the same pixels. What is complete stays, whatever happens; the same command goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..area import area_to_geojson
from ..catalog.fetched import FETCHED_KEY, STAC_VERSION, item_of_scene
from ..catalog.records import Asset, Catalogue, Scene
from ..catalog.sources import open_source
from ..catalog.xml import parse_xml
from ..composite.stack import Need
from ..disk import HIDDEN_PREFIX, DiskNeed, check_disk, full_disk_text, size_text
from ..engine.blocks import check_workers, run_blocks
from ..errors import Cancelled, CatalogueError, NoScenesError, OutputError, ReadError
from ..grid import Grid, parse_crs, pixel_size
from ..lock import only_run_in
from ..masks.class_rules import CLASS_RULES
from ..masks.scene_classification import mask_preset
from ..network.client import HttpClient
from ..network.urls import is_remote, source_without_queries
from ..order import Order
from ..progress import Progress, SilentProgress
from ..raster.extract import copy_part
from ..raster.pool import RasterPool
from ..raster.range_cache import CacheSettings, RangeCache, open_cache
from .disk_needs import WITH_OVERVIEWS
from .estimate import needed_assets, stored_estimates
from .mask_regions import MARGIN_METRES as MASK_MARGIN_METRES
from .recipes import method_of
from .record import ReadFailure
from .scenes import found_scenes, unknown_scenes, wanted_scenes, why_no_scene
from .target import target_of

AROUND_METRES = 11_000.0
"""The margin for methods that look at the clouds around a pixel."""

AROUND_REGIONS_METRES = MASK_MARGIN_METRES + 200.0
"""The margin for masks that are made of the whole stack, with the cells at its rim."""

MARGIN_METRES = 1000.0
"""What is fetched around the area, at least two pixels of the order's: coarser orders have wider grids."""

REMOTE_THREADS = 8
METADATA_FILE = "granule_metadata.xml"
_NATIVE_RESOLUTION = 10.0
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
_ITEM_HREF = re.compile(r"\./items/([A-Za-z0-9_-]+)/\1\.json")


@dataclass(frozen=True)
class Fetched:
    """A local catalogue."""

    catalogue: Path  # catalog.json
    scenes: tuple[str, ...]  # ids of the scenes that are complete enough to be used
    failures: tuple[ReadFailure, ...]  # what could not be read
    new_files: int
    kept_files: int  # whole ones of an earlier run


@dataclass(frozen=True)
class _File:
    """One file to be fetched: a raster, or the granule metadata."""

    scene: Scene
    name: str  # of the asset, or "granule_metadata"
    path: Path
    asset: Asset | None  # None for metadata


@dataclass(frozen=True)
class _Outcome:
    """What became of one file."""

    file: _File
    new: bool
    failure: ReadFailure | None = None


@dataclass
class _Tally:
    """What was done so far; mutable."""

    new: int = 0
    kept: int = 0
    failures: list[ReadFailure] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)


def fetch(
    order: Order,
    out: Path | str,
    workers: int | None = None,
    client: HttpClient | None = None,
    progress: Progress | None = None,
    cache: CacheSettings | None = None,
) -> Fetched:
    """Fetch what an order needs into the folder ``out`` as a static catalogue.

    Raises `OrderError`, `NoScenesError`, `OutputError` (also for a folder that holds something else, or that another
    fetch is writing into), `ReadError` where no scene could be fetched, and `Cancelled`; what is complete then stays.
    """
    check_workers(workers)
    progress = progress or SilentProgress()
    client = (client or HttpClient()).stopped_by(progress.is_cancelled)
    catalogue = open_source(order.source, client)
    found = found_scenes(order, catalogue, progress)
    for problem in catalogue.problems:
        progress.warning(f"Left out: {problem}")
    for problem in unknown_scenes(order, found):
        progress.warning(problem)
    wanted = [scene for period in order.periods for scene in wanted_scenes(order, period, found)]
    scenes = list({scene.id: scene for scene in wanted}.values())
    if not scenes:
        raise NoScenesError(why_no_scene(order, found, catalogue))
    folder = _Folder(Path(out), order)
    files = [file for scene in scenes for file in folder.files(scene, needed_assets(order, scene))]
    need = DiskNeed(folder.path, max(_expected_bytes(order, scenes) - _bytes_there(files), 0))
    check_disk([need])
    kept = open_cache(cache, progress.warning, [need])
    with folder.in_use():
        progress.info(f"{len(scenes)} scenes, {len(files)} files, about {size_text(need.size)} that are not there yet.")
        tally = _fetch_files(files, folder, _Reader(catalogue, client, _ground(order), folder, kept), workers, progress)
    if not tally.scenes:
        first = min(tally.failures, key=str)
        raise ReadError(f"None of the {len(scenes)} scenes could be fetched. The first problem: {first}. Try again.")
    return Fetched(folder.catalogue, tuple(tally.scenes), tuple(sorted(tally.failures, key=str)), tally.new, tally.kept)


@dataclass(frozen=True)
class _Reader:
    """Fetches single files, on any thread."""

    catalogue: Catalogue
    client: HttpClient
    ground: Grid
    folder: _Folder
    cache: RangeCache | None

    def fetch(self, file: _File, pool: RasterPool, progress: Progress) -> _Outcome:
        """Fetch one file, or find it whole; what cannot be read is a failure."""
        try:
            if file.asset is not None:
                return _Outcome(file, copy_part(pool, file.asset, self.ground, file.path, progress))
            return _Outcome(file, self._fetch_metadata(file))
        except (ReadError, CatalogueError) as problem:
            return _Outcome(file, False, ReadFailure(file.scene.id, file.name, str(problem)))

    def _fetch_metadata(self, file: _File) -> bool:
        with suppress(CatalogueError, OSError):
            parse_xml(file.path.read_bytes(), "granule metadata")
            return False
        body = self.catalogue.read(str(file.scene.granule_metadata))
        _write(file.path, body)
        return True


class _Folder:
    """The folder of a fetched catalogue; its documents always tell what is complete."""

    def __init__(self, path: Path, order: Order) -> None:
        self.path = path
        self.catalogue = path / "catalog.json"
        self._source = source_without_queries(order.source)
        target = target_of(order)
        searched = area_to_geojson(target.searched)
        self._purpose = {"area": searched, "resolution": order.resolution, "crs": order.crs}
        if order.like:
            self._purpose.update(resolution=round(target.resolution, 6), crs=target.grid.crs)
        self._links: dict[str, dict[str, str]] = {}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Make the folder, or go on with what the same order left, and keep other fetches out.

        Raises `OutputError` where something else is there, or another fetch is.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise OutputError(f"The folder {self.path} cannot be used ({problem.strerror}).") from None
        with only_run_in(self.path):
            if not self._is_empty():
                self._links = {href: _item_link(href) for href in self._items_of_earlier_run()}
            self._remove_leftovers()
            self._write_catalogue()
            yield

    def files(self, scene: Scene, names: Sequence[str]) -> Iterator[_File]:
        """The files of a scene: its metadata, and rasters with the provider's coarser ones."""
        home = self._home(scene)
        if scene.granule_metadata is not None:
            yield _File(scene, "granule_metadata", home / METADATA_FILE, None)
        for name in names:
            for level, raster in enumerate((scene.assets[name], *scene.assets[name].coarser)):
                yield _File(scene, name, home / _raster_name(name, level), raster)

    def add(self, scene: Scene) -> bool:
        """Write the item of a scene from the files that are there; False where it lacks its mask."""
        home = self._home(scene)
        assets = {name: local for name, asset in scene.assets.items() if (local := _local(name, asset, home))}
        if not set(CLASS_RULES[scene.class_rule].assets) <= set(assets):
            return False
        metadata = f"./{METADATA_FILE}" if (home / METADATA_FILE).is_file() else None
        item = item_of_scene(replace(scene, assets=assets, granule_metadata=metadata))
        _write_json(home / f"{home.name}.json", item)
        href = f"./items/{home.name}/{home.name}.json"
        self._links[href] = _item_link(href)
        self._write_catalogue()
        return True

    def _home(self, scene: Scene) -> Path:
        """The folder of a scene; ids are foreign text, so what could be a path is replaced.

        The hash keeps those apart that differ only in case or in what was replaced; with it, and without dots, no name
        is a device of Windows (CON).
        """
        hashed = hashlib.sha256(scene.id.encode("utf-8", "backslashreplace")).hexdigest()[:8]
        return self.path / "items" / f"{_UNSAFE.sub('_', scene.id)[:80]}_{hashed}"

    def _is_empty(self) -> bool:
        """What is hidden is no content: the lock, and what a full disk or a killed run left."""
        try:
            return all(path.name.startswith(HIDDEN_PREFIX) for path in self.path.iterdir())
        except OSError as problem:
            raise OutputError(f"The folder {self.path} cannot be used ({problem.strerror}).") from None

    def _items_of_earlier_run(self) -> list[str]:
        """The hrefs of the items that are there."""
        document: Any = None
        with suppress(OSError, ValueError, RecursionError):
            document = json.loads(self.catalogue.read_text(encoding="utf-8"))
        if not isinstance(document, dict) or document.get(FETCHED_KEY) != json.loads(json.dumps(self._purpose)):
            raise OutputError(
                f"The folder {self.path} is not empty and was not fetched for this area, resolution and CRS. Choose a "
                "new folder; several catalogues can be used together: --source 'A + B'."
            )
        hrefs = _item_hrefs(document.get("links"))
        if hrefs is None:
            raise OutputError(f"{self.catalogue} was changed: its links are not those of a fetch. Choose a new folder.")
        return [href for href in hrefs if (self.path / href).is_file()]

    def _remove_leftovers(self) -> None:
        """Remove what killed runs left; nobody else is at work here. Only in places where a fetch makes such files."""
        for left in (_unfinished(self.catalogue), *self.path.glob(f"items/*/{HIDDEN_PREFIX}*")):
            shutil.rmtree(left, ignore_errors=True)
            with suppress(OSError):
                left.unlink()

    def _write_catalogue(self) -> None:
        _write_json(
            self.catalogue,
            {
                "type": "Catalog",
                "stac_version": STAC_VERSION,
                "id": "s2gm-fetched",
                "description": f"Scenes of {self._source}, fetched for one area; rasters are empty outside of it.",
                FETCHED_KEY: self._purpose,
                "links": [self._links[href] for href in sorted(self._links)],
            },
        )


def _fetch_files(
    files: Sequence[_File], folder: _Folder, reader: _Reader, workers: int | None, progress: Progress
) -> _Tally:
    """Fetch all files on threads; a scene joins the catalogue as soon as its last file is there."""
    tally, done = _Tally(), 0
    waiting: dict[str, int] = {}
    for file in files:
        waiting[file.scene.id] = waiting.get(file.scene.id, 0) + 1

    def store(outcome: _Outcome) -> None:
        nonlocal done
        done += 1
        scene = outcome.file.scene
        waiting[scene.id] -= 1
        tally.new += outcome.new
        tally.kept += not outcome.new and outcome.failure is None
        if outcome.failure is not None:
            tally.failures.append(outcome.failure)
        if not waiting[scene.id] and folder.add(scene):
            tally.scenes.append(scene.id)
        progress.step(done, len(files), f"File {done} of {len(files)}: {scene.id} {outcome.file.name}")

    threads = workers or _threads(files)
    with RasterPool(reader.client, reader.cache) as pool:
        try:
            run_blocks(files, lambda file, part: reader.fetch(file, pool, part), store, threads, 2 * threads, progress)
        except Cancelled:
            raise Cancelled("Cancelled. What is complete stays; the same command goes on from there.") from None
    for failure in tally.failures:
        progress.warning(f"Could not be read: {failure}")
    return tally


def _threads(files: Sequence[_File]) -> int:
    remote = any(file.asset is not None and is_remote(file.asset.href) for file in files)
    return REMOTE_THREADS if remote else os.cpu_count() or 1


def _ground(order: Order) -> Grid:
    """The order's grid, widened by the margin."""
    target = target_of(order)
    grid = target.grid
    looks_around = {Need.CLOUD_WEIGHT, Need.CLOUD_DISTANCE} & method_of(order).needs
    around = max(MARGIN_METRES, order.mask_growth)
    if mask_preset(order.cloud_mask).engine:
        around += AROUND_REGIONS_METRES
    metres = max(AROUND_METRES if looks_around else around, 2 * target.resolution)
    margin = pixel_size(parse_crs(grid.crs), metres)
    across, down = round(margin / grid.pixel_width) + 1, round(margin / grid.pixel_height) + 1
    west, north = grid.west - across * grid.pixel_width, grid.north + down * grid.pixel_height
    return replace(grid, west=west, north=north, width=grid.width + 2 * across, height=grid.height + 2 * down)


def _expected_bytes(order: Order, scenes: Sequence[Scene]) -> int:
    """Native pixels with their overviews, whatever the order's resolution."""
    area = target_of(order).searched
    native = order.with_changes(area=area, buffer=0.0, like="", resolution=_NATIVE_RESOLUTION, crs="auto")
    return round(sum(stored_estimates(native, scenes).values()) * WITH_OVERVIEWS)


def _bytes_there(files: Sequence[_File]) -> int:
    """The size of those files that an earlier run left."""
    size = 0
    for file in files:
        with suppress(OSError):
            size += file.path.stat().st_size
    return size


def _item_link(href: str) -> dict[str, str]:
    return {"rel": "item", "href": href, "type": "application/geo+json"}


def _item_hrefs(links: object) -> list[str] | None:
    """The hrefs of a catalogue's items; None where they are not such as `_Folder.add` writes."""
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        return None
    hrefs = [link.get("href") for link in links if link.get("rel") == "item"]
    return hrefs if all(isinstance(href, str) and _ITEM_HREF.fullmatch(href) for href in hrefs) else None


def _raster_name(name: str, level: int) -> str:
    return f"{name}_coarser_{level}.tif" if level else f"{name}.tif"


def _local(name: str, asset: Asset, home: Path) -> Asset | None:
    """An asset with its files in a folder, None where the finest is not there; one band per file."""
    rasters = [
        replace(raster, href=f"./{_raster_name(name, level)}", band=1, coarser=())
        for level, raster in enumerate((asset, *asset.coarser))
        if (home / _raster_name(name, level)).is_file()
    ]
    whole = (home / _raster_name(name, 0)).is_file()
    return replace(rasters[0], coarser=tuple(rasters[1:])) if whole else None


def _write_json(path: Path, document: Any) -> None:
    _write(path, (json.dumps(document, indent=2) + "\n").encode())


def _write(path: Path, body: bytes) -> None:
    """Write a small file; it appears under its name only when it is complete."""
    unfinished = _unfinished(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(body)
        unfinished.replace(path)
    except OSError as problem:
        with suppress(OSError):
            unfinished.unlink()
        text = f"{path.name} cannot be written ({problem.strerror}). Check that the disk may be written."
        raise OutputError(full_disk_text(path.parent) or text) from None


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{HIDDEN_PREFIX}{path.name}")
