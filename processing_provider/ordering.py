"""From the values of an algorithm's parameters to an `Order` of the core."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
)

from . import parameters as names
from .areas import is_given, ordered_area
from .mask_parameters import masks_of
from .refinements import LIKE, PRESET, order_over_preset, refinements_of
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core import Order, RunSettings
    from ..s2gm_core.raster.range_cache import CacheSettings

GIBIBYTE = 2**30


class Values:
    """The values of an algorithm's parameters, as the core's order takes them."""

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        self.algorithm, self.values, self.context = algorithm, values, context

    def text(self, name: str) -> str:
        """A text without blanks around it."""
        return self.algorithm.parameterAsString(self.values, name, self.context).strip()

    def word(self, name: str) -> str:
        """The one word that was chosen."""
        return self.algorithm.parameterAsEnumString(self.values, name, self.context)

    def words(self, name: str) -> tuple[str, ...]:
        """The words that were chosen."""
        return tuple(word for word in self.algorithm.parameterAsEnumStrings(self.values, name, self.context) if word)

    def number(self, name: str) -> float:
        """A number, or its default."""
        return self.algorithm.parameterAsDouble(self.values, name, self.context)

    def number_or_none(self, name: str) -> float | None:
        """A number, or None where it is left empty."""
        return None if self.values.get(name) in (None, "") else self.number(name)

    def yes(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.algorithm.parameterAsBool(self.values, name, self.context)

    def raster_path(self, name: str) -> str:
        """The file of a raster layer; empty where none is chosen."""
        if self.values.get(name) in (None, ""):
            return ""
        layer = self.algorithm.parameterAsRasterLayer(self.values, name, self.context)
        if layer is None:
            return str(self.values[name])
        if layer.providerType() != "gdal":
            text = translate("S2GM", "{name}: the layer {layer} is no file ({kind}). Choose a raster file.")
            raise QgsProcessingException(text.format(name=name, layer=layer.name(), kind=layer.providerType()))
        return layer.source()

    def date(self, name: str) -> str:
        """A date as ISO text; empty where none is given. The day is taken as written, in no time zone."""
        moment = self.algorithm.parameterAsDateTime(self.values, name, self.context)
        return moment.date().toString("yyyy-MM-dd") if moment.isValid() else ""


def order_of(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> Order:
    """The order that the parameters describe; `QgsProcessingException` with the core's text where it is wrong."""
    given = Values(algorithm, values, context)
    return _order(
        preset=given.word(PRESET),
        **_scenes_of(given),
        end=given.date(names.END) or None,
        period=given.word(names.PERIOD),
        method=given.word(names.METHOD),
        crs=crs_of(algorithm, values, context),
        layers=given.words(names.LAYERS) or ("none",),
        format=given.word(names.FORMAT),
        **masks_of(given),
        **refinements_of(given),
        name=given.text(names.NAME),
    )


def month_order_of(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> Order:
    """The order of a month in natural colour, which a quicklook makes coarser.

    The median reads three bands, where the methods that compare spectra read up to eight.
    """
    from ..s2gm_core.radiometry.tone import NATURAL_COLOUR_BANDS

    given = Values(algorithm, values, context)
    return _order(
        preset=names.NO_PRESET,
        source=given.text(names.SOURCE),
        area=ordered_area(algorithm, values, context),
        start=given.date(names.MONTH),
        method="median",
        bands=NATURAL_COLOUR_BANDS,
        exclude_scenes=given.text(names.EXCLUDE_SCENES),
        name="quicklook",
    )


def search_order_of(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> Order:
    """The order of a mosaic from the scenes of START to END, whose parameters are those of a search."""
    given = Values(algorithm, values, context)
    end = given.date(names.END) or given.date(names.START)
    return _order(preset=names.NO_PRESET, **_scenes_of(given), period="custom", end=end)


def mask_order_of(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> Order:
    """The order whose overpasses from START to END are masked one by one."""
    given = Values(algorithm, values, context)
    chosen = {**chosen_scenes_of(given), "area": area_of(given)}
    mask, end = given.word(names.CLOUD_MASK), given.date(names.END) or given.date(names.START)
    name = given.text(names.NAME)
    return _order(preset=names.NO_PRESET, **chosen, period="custom", end=end, cloud_mask=mask, name=name)


def _scenes_of(given: Values) -> dict[str, Any]:
    """What searches and mosaics have in common: which scenes, and which of their pixels and bands."""
    return {**chosen_scenes_of(given), "area": area_of(given)}


def chosen_scenes_of(given: Values) -> dict[str, Any]:
    """What all orders have in common: source, start, bands, pixel size and which scenes count."""
    return {
        "source": given.text(names.SOURCE),
        "start": given.date(names.START),
        "bands": given.words(names.BANDS),
        "resolution": given.number(names.RESOLUTION),
        "max_cloud": given.number(names.MAX_CLOUD),
        "exclude_scenes": given.text(names.EXCLUDE_SCENES),
        "include_scenes": given.text(names.INCLUDE_SCENES),
        "relative_orbits": given.text(names.RELATIVE_ORBITS),
        "platforms": given.text(names.PLATFORMS),
        "baselines": given.text(names.BASELINES),
    }


def area_of(given: Values) -> dict[str, Any]:
    """The ordered area; where only LIKE is given, the outline of that raster."""
    like = given.raster_path(LIKE) if LIKE in given.values else ""
    if like and not any(is_given(given.values.get(name)) for name in (names.EXTENT, names.AREA, names.GEOMETRY)):
        from ..s2gm_core import S2GMError
        from ..s2gm_core.area import area_to_geojson
        from ..s2gm_core.products.target import area_of_raster

        try:
            return area_to_geojson(area_of_raster(like))
        except S2GMError as problem:
            raise QgsProcessingException(str(problem)) from problem
    return ordered_area(given.algorithm, given.values, given.context)


def _order(preset: str, **fields: Any) -> Order:
    from ..s2gm_core import S2GMError

    try:
        return order_over_preset(preset, fields)
    except S2GMError as problem:
        raise QgsProcessingException(str(problem)) from problem


def settings_of(
    algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext
) -> RunSettings:
    """Threads, memory, bearable losses and cache of the run; None, where empty, leaves the choice to the core."""
    from ..s2gm_core import RunSettings, S2GMError

    workers = algorithm.parameterAsInt(values, names.WORKERS, context)
    gibibytes = algorithm.parameterAsDouble(values, names.MEMORY, context)
    try:
        return RunSettings(
            workers=workers if values.get(names.WORKERS) is not None else None,
            memory_bytes=round(gibibytes * GIBIBYTE) if values.get(names.MEMORY) is not None else None,
            max_lost=algorithm.parameterAsDouble(values, names.MAX_LOST, context),
            cache=cache_of(Values(algorithm, values, context)),
        )
    except S2GMError as problem:
        raise QgsProcessingException(str(problem)) from problem


def cache_of(given: Values) -> CacheSettings | None:
    """The cache that CACHE names."""
    from ..s2gm_core.raster.range_cache import CacheSettings

    folder = given.algorithm.parameterAsFile(given.values, names.CACHE, given.context).strip()
    return CacheSettings(Path(folder), round(given.number(names.CACHE_SIZE) * GIBIBYTE)) if folder else None


def crs_of(algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext) -> str:
    """The CRS of the pixels as an order takes it; ``auto`` where it is left empty."""
    given = values.get(names.CRS)
    if given is None or given == "":
        return "auto"
    crs = algorithm.parameterAsCrs(values, names.CRS, context)
    if not crs.isValid():
        text = translate("S2GM", "The CRS '{value}' is unknown. Leave it empty or write a code such as EPSG:32633.")
        raise QgsProcessingException(text.format(value=given))
    return crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt()
