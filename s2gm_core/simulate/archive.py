"""Writing a simulated archive: a static STAC catalogue of COGs, and the truth beside it."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import OutputError
from ..progress import Progress, stop_if_cancelled
from ..raster.cog import write_cog
from ..sensors.bands import BANDS
from .granule_xml import granule_metadata
from .landscape import LandPlots
from .naming import SceneNames, scene_names
from .orbits import Overpass
from .safe import write_safe_documents, write_safe_rasters
from .scene import TRUE_NODATA, SceneRasters, simulate_scene, strips, tile_plots
from .scl import class_percentages
from .settings import SimulationSettings
from .stac import catalogue_document, collection_document, data_footprint, scene_item, sees_something
from .surface import SurfaceState, World, world_of
from .tiles import Tile, lon_lat
from .truth import SETTINGS_FILE

ARCHIVE_FILE = "archive.json"
SAFE_FOLDER = "safe"
MIDDLE_TRUTH = "surface_{tile}_{day}_{band}.tif"
MASK_TRUTH = "mask_{scene}.tif"
_MAX_WORKERS = 4
_BYTES_PER_PIXEL = 40  # of a 10 m pixel of a scene that is being simulated
_MEMORY = 3 * 2**30  # for all scenes at work
_BOX_MARGIN = 0.15  # part of the whole extent that the suggested area leaves out on each side


@dataclass(frozen=True)
class Archive:
    """A finished archive."""

    path: Path
    catalogue: Path
    truth: Path
    bbox: tuple[float, float, float, float]  # lon/lat; an area well inside, with parts of all tiles and the swath edge
    full_bbox: tuple[float, float, float, float]
    start: date  # first and last day with a scene
    end: date
    tiles: tuple[str, ...]
    scenes: tuple[str, ...]  # item ids


def simulate_archive(out: Path, settings: SimulationSettings, progress: Progress) -> Archive:
    """Simulate an archive into the folder ``out``, which appears when it is complete.

    An earlier simulated archive of that name is replaced; anything else is refused with `OutputError`. One step of
    progress is one scene. Equal settings give equal pixels, whatever the number of processors.
    """
    out = Path(out)
    _check_target(out)
    unfinished = out.with_name(out.name + ".partial")
    try:
        _remove(unfinished)
        (unfinished / "truth").mkdir(parents=True)
        archive = _build(unfinished, out, world_of(settings), progress)
        _remove(out)
        unfinished.rename(out)
    except OSError as problem:
        raise OutputError(f"The archive cannot be written to {out} ({problem}). Check folder and space.") from problem
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return archive


def _check_target(out: Path) -> None:
    if out.exists() and not (out.is_dir() and ((out / ARCHIVE_FILE).is_file() or not any(out.iterdir()))):
        raise OutputError(f"{out} exists and is no simulated archive. Give a new folder.")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _build(folder: Path, out: Path, world: World, progress: Progress) -> Archive:
    total = sum(sees_something(tile, overpass) for tile in world.tiles for overpass in world.overpasses)
    items: list[dict[str, Any]] = []
    for tile in world.tiles:
        stop_if_cancelled(progress)
        plots = tile_plots(world, tile)
        _write_surface(folder, world, tile, plots)
        items += _write_tile_scenes(folder, world, tile, plots, progress, (len(items), total))
    items.sort(key=lambda item: (item["properties"]["datetime"], item["id"]))
    _write_json(folder / "collection.json", collection_document(items))
    _write_json(folder / "catalog.json", catalogue_document())
    _write_json(folder / "truth" / SETTINGS_FILE, world.settings.to_json())
    archive = _description(out, world, items)
    _write_json(folder / ARCHIVE_FILE, _archive_document(archive, world.settings))
    return archive


def _write_tile_scenes(
    folder: Path, world: World, tile: Tile, plots: LandPlots, progress: Progress, count: tuple[int, int]
) -> list[dict[str, Any]]:
    """All scenes of a tile, some at a time; ``count``: scenes done before, scenes of the archive."""
    overpasses = [overpass for overpass in world.overpasses if sees_something(tile, overpass)]
    done, total = count
    affordable = _MEMORY // (_BYTES_PER_PIXEL * tile.grid.width * tile.grid.height)
    workers = max(1, min(_MAX_WORKERS, os.cpu_count() or 1, affordable))
    with ThreadPoolExecutor(max_workers=workers) as pool:
        pending = [pool.submit(_write_scene, folder, world, tile, plots, overpass, progress) for overpass in overpasses]
        items = []
        try:
            for number, future in enumerate(pending, start=1):
                items.append(_write_documents(folder, world, tile, future.result()))
                progress.step(done + number, total, f"simulated {items[-1]['id']}")
        finally:
            for future in pending:
                future.cancel()
    return items


@dataclass(frozen=True)
class _Written:
    """What the documents of a scene need to know once its rasters are written."""

    overpass: Overpass
    names: SceneNames
    granule_metadata: str  # XML
    class_percentages: np.ndarray  # (class,) float
    nodata_percentage: float


def _write_documents(folder: Path, world: World, tile: Tile, scene: _Written) -> dict[str, Any]:
    """Write a scene's documents and return its STAC item.

    In the calling thread, because shapely 1.8 must not work on several.
    """
    item = scene_item(tile, scene.overpass, scene.names, scene.class_percentages, scene.nodata_percentage)
    _write_json(folder / "items" / scene.names.item / f"{scene.names.item}.json", item)
    if world.settings.safe:
        outline, cloud_cover = data_footprint(tile, scene.overpass), item["properties"]["eo:cloud_cover"]
        xml = scene.granule_metadata
        write_safe_documents(folder / SAFE_FOLDER, scene.overpass, scene.names, xml, cloud_cover, outline)
    return item


def _write_scene(
    folder: Path, world: World, tile: Tile, plots: LandPlots, overpass: Overpass, progress: Progress
) -> _Written:
    """Simulate and write the rasters and granule metadata of one scene."""
    stop_if_cancelled(progress)
    scene = simulate_scene(world, tile, plots, overpass)
    names = scene_names(tile, overpass, world.area)
    place = folder / "items" / names.item
    place.mkdir(parents=True)
    _write_rasters(place, tile, scene)
    write_cog(
        folder / "truth" / MASK_TRUTH.format(scene=names.item), scene.true_mask, tile.grid, nodata=TRUE_NODATA,
        categorical=True,
    )  # fmt: skip
    percent, nodata = class_percentages(scene.maps.scene_class)
    xml = granule_metadata(tile, overpass, names, percent, nodata)
    (place / "granule_metadata.xml").write_text(xml, encoding="utf-8")
    if world.settings.safe:
        write_safe_rasters(folder / SAFE_FOLDER, tile, overpass, names, scene)
    return _Written(overpass, names, xml, percent, nodata)


def _write_rasters(place: Path, tile: Tile, scene: SceneRasters) -> None:
    for name, plane in scene.bands.items():
        write_cog(place / f"{name}.tif", plane, tile.grid_at(BANDS[name].resolution), nodata=0)
    half = tile.grid_at(20)
    write_cog(place / "SCL.tif", scene.maps.scene_class, half, nodata=0, categorical=True)
    write_cog(place / "AOT.tif", scene.aerosol, half, nodata=0)
    write_cog(place / "CLD_20m.tif", scene.maps.cloud_probability, half, nodata=None)
    write_cog(place / "SNW_20m.tif", scene.maps.snow_probability, half, nodata=None)


def _write_surface(folder: Path, world: World, tile: Tile, plots: LandPlots) -> None:
    """Clear surface reflectance x 10^4 in the middle of the period, int16 at 10 m, one file per band."""
    day = world.middle_day
    state = SurfaceState.on(world.settings, day)
    plane = np.empty(tile.grid.shape, dtype=np.int16)
    for band in BANDS:
        for window in strips(tile.grid):
            part = plots.rows(window.slices[0])
            reflectance = state.reflectance(part, band, state.snow_cover(part))
            plane[window.slices] = np.rint(reflectance * 10000.0)
        name = MIDDLE_TRUTH.format(tile=tile.name, day=f"{day:%Y%m%d}", band=band)
        write_cog(folder / "truth" / name, plane, tile.grid, nodata=None)


def _description(out: Path, world: World, items: list[dict[str, Any]]) -> Archive:
    return Archive(
        path=out,
        catalogue=out / "catalog.json",
        truth=out / "truth",
        bbox=_lon_lat_box(world, _BOX_MARGIN),
        full_bbox=_lon_lat_box(world, 0.0),
        start=world.overpasses[0].sensed.date(),
        end=world.overpasses[-1].sensed.date(),
        tiles=tuple(tile.name for tile in world.tiles),
        scenes=tuple(item["id"] for item in items),
    )


def _lon_lat_box(world: World, margin: float) -> tuple[float, float, float, float]:
    """The bounds of all tiles without a margin on each side (part of the extent), lon/lat."""
    area = world.area
    dx, dy = margin * area.width, margin * (area.north - area.south)
    x = np.array([area.west + dx, area.east - dx])
    y = np.array([area.south + dy, area.north - dy])
    grid_x, grid_y = np.meshgrid(x, y)
    longitude, latitude = lon_lat(grid_x, grid_y)
    return float(longitude.min()), float(latitude.min()), float(longitude.max()), float(latitude.max())


def _archive_document(archive: Archive, settings: SimulationSettings) -> dict[str, Any]:
    return {
        "type": "s2gm-simulated-archive",
        "bbox": list(archive.bbox),
        "full_bbox": list(archive.full_bbox),
        "start": archive.start.isoformat(),
        "end": archive.end.isoformat(),
        "tiles": list(archive.tiles),
        "scenes": list(archive.scenes),
        "seed": settings.seed,
        "settings": settings.to_json(),
    }


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
