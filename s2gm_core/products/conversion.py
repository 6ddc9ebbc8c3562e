"""From the GeoTIFFs that blocks were written into to the files of the product's format: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..errors import OrderError
from ..progress import Progress, stop_if_cancelled
from ..raster.environment import gdal_environment
from ..raster.write import RasterFormat
from ..raster.write_jp2 import convert_to_jp2
from ..raster.write_netcdf import NetcdfVariable, TimeSpan, convert_to_netcdf
from ..sensors.bands import BANDS
from ..sensors.scene_classes import SCENE_CLASSES
from ..version import __version__
from .facts import ProductFacts
from .formats import ProductFormat
from .metadata import SOFTWARE
from .planned_layer import PlannedLayer

_STANDARD_NAMES = {
    **dict.fromkeys(BANDS, "surface_bidirectional_reflectance"),
    "quality_aot": "atmosphere_optical_thickness_due_to_ambient_aerosol_particles",
    "sun_zenith": "solar_zenith_angle",
    "sun_azimuth": "solar_azimuth_angle",
    "view_zenith_mean": "sensor_zenith_angle",
    "view_azimuth_mean": "sensor_azimuth_angle",
}
"""CF's names for what the layers are, where it has one."""


def check_can_be_written(product_format: ProductFormat, out: Path) -> None:
    """`OrderError` where this machine's GDAL, or the folder's name, cannot serve a format; before anything is read."""
    with gdal_environment() as environment:
        drivers = environment.drivers()
    if product_format.writer not in drivers:
        raise OrderError(
            f"The GDAL of this computer cannot write {product_format.label}: it lacks the driver "
            f"{product_format.writer}. Choose another format, or install rasterio with that driver (the packages of "
            "PyPI and of QGIS have it)."
        )
    if product_format.one_file and '"' in str(out.absolute()):
        raise OrderError(
            f"GDAL cannot open {product_format.label} in a folder with a quotation mark in its path: {out}. Choose "
            "another folder."
        )


def convert_layers(
    raws: Mapping[str, Path],
    facts: ProductFacts,
    metadata: Mapping[str, Any],
    folder: Path,
    workers: int,
    progress: Progress,
) -> None:
    """Turn finished GeoTIFFs, by layer, into the product's files in ``folder``; the GeoTIFFs are gone then."""
    if facts.format.one_file:
        _convert_together(raws, facts, metadata, folder, progress)
        return
    convert = _CONVERTERS[facts.format.name]

    def one(name: str) -> None:
        stop_if_cancelled(progress)
        planned = facts.layers[name]
        with gdal_environment():
            convert(raws[name], folder / planned.path, planned.format, progress)
        raws[name].unlink(missing_ok=True)

    with ThreadPoolExecutor(workers, thread_name_prefix="s2gm-convert") as pool:
        for done, _ in enumerate(pool.map(one, list(raws)), start=1):
            progress.step(done, len(raws), f"Converting to {facts.format.label}")


def _rename(raw: Path, path: Path, layout: RasterFormat, progress: Progress) -> None:
    raw.replace(path)


_CONVERTERS: Mapping[str, Callable[[Path, Path, RasterFormat, Progress], None]] = MappingProxyType(
    {"gtiff": _rename, "cog": _rename, "jp2": convert_to_jp2}
)
"""How one layer becomes one file, by format; the format with all layers in one file has a way of its own."""


def _convert_together(
    raws: Mapping[str, Path], facts: ProductFacts, metadata: Mapping[str, Any], folder: Path, progress: Progress
) -> None:
    path = folder / next(iter(facts.layers.values())).path
    variables = [_variable(planned, raws[name]) for name, planned in facts.layers.items()]
    time = TimeSpan(facts.period.start_time, facts.period.end_time)
    convert_to_netcdf(variables, path, facts.grid, time, _global_attributes(facts, metadata), progress)
    for raw in raws.values():
        raw.unlink(missing_ok=True)
    progress.step(1, 1, f"Converting to {facts.format.label}")


def _variable(planned: PlannedLayer, raw: Path) -> NetcdfVariable:
    name = planned.layer.name
    attributes = {"long_name": planned.layer.description, "standard_name": _STANDARD_NAMES.get(name, "")}
    classes: Sequence[tuple[int, str]] = [(row.value, row.name) for row in SCENE_CLASSES]
    return NetcdfVariable(
        name,
        raw,
        planned.format,
        {key: text for key, text in attributes.items() if text},
        dict(classes) if name == "quality_scene_classification" else {},
    )


def _global_attributes(facts: ProductFacts, metadata: Mapping[str, Any]) -> dict[str, str]:
    """After CF and the convention for data discovery; ``input_components`` as the service had it."""
    granules = ",".join(f"{granule.index}={granule.scene.granule_id}" for granule in facts.granules)
    return {
        "title": metadata["Title"],
        "summary": metadata["Summary"],
        "institution": metadata["Institution"],
        "source": f"{metadata['Sensor_list']} surface reflectance ({metadata['Processing_steps']})",
        "history": f"{SOFTWARE} {__version__}: method {facts.order.method}, order {facts.order.number}",
        "references": metadata["References"],
        "license": metadata["License"],
        "id": facts.name,
        "date_created": metadata["Date_of_creation"],
        "time_coverage_start": facts.period.start_time.isoformat(),
        "time_coverage_end": facts.period.end_time.isoformat(),
        "spatial_resolution": f"{facts.order.resolution:g}m",
        "input_components": granules,
        "metadata_file": facts.documents.metadata,
    }
