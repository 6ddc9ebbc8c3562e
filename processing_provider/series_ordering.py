"""From the values of the parameters of a time series to the core's order and sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsFields,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
)

from . import parameters as names
from . import series_parameters as own
from .areas import COORDINATE_DIGITS, in_lon_lat
from .mask_parameters import masks_of
from .ordering import Values, chosen_scenes_of, crs_of
from .translation import translate

if TYPE_CHECKING:
    from ..s2gm_core.products.series.order import SeriesOrder
    from ..s2gm_core.products.series.sites import Site
    from ..s2gm_core.raster.vector import Feature


def series_order_of(
    algorithm: QgsProcessingAlgorithm, values: dict[str, Any], context: QgsProcessingContext
) -> SeriesOrder:
    """The order that the parameters describe; `QgsProcessingException` with the core's text where it is wrong."""
    from ..s2gm_core import S2GMError
    from ..s2gm_core.products.series.order import SeriesOrder

    given = Values(algorithm, values, context)
    try:
        return SeriesOrder(
            **chosen_scenes_of(given),
            end=given.date(names.END),
            period=given.word(names.PERIOD),
            indices=given.words(own.INDICES),
            window=int(given.number(own.WINDOW)),
            aggregate=given.yes(own.AGGREGATE),
            refused_values=not given.yes(own.VALID_VALUES_ONLY),
            confidences=not given.yes(own.WITHOUT_CONFIDENCES),
            method=given.word(names.METHOD),
            options=given.text(own.OPTIONS) or (),
            crs=crs_of(algorithm, values, context),
            **masks_of(given),
            nbar=given.word(own.NBAR),
            nbar_sun_zenith=given.number_or_none(own.NBAR_SUN_ZENITH),
            harmonise=given.word(own.HARMONISE),
            min_obs=int(given.number(own.MIN_OBS)),
            fill_days=int(given.number(own.FILL_DAYS)),
        )
    except S2GMError as problem:
        raise QgsProcessingException(str(problem)) from problem


def sites_of_source(
    source: QgsFeatureSource, name_field: str, title: str, context: QgsProcessingContext
) -> tuple[Site, ...]:
    """The sites of a layer's features, or of the selected ones, in longitude and latitude.

    They are named by ``name_field``, or where it is empty by a field that is called as names are. ``title`` names the
    layer in messages. Raises `QgsProcessingException` where the layer has no CRS or no feature, and `OrderError`.
    """
    from ..s2gm_core.products.series.sites import sites_of_features

    crs = source.sourceCrs()
    if not crs.isValid():
        text = translate("S2GM", "The layer {name} has no CRS. Set it in the layer's properties.")
        raise QgsProcessingException(text.format(name=title))
    field = name_field or _usual_name_field(source.fields())
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes([field] if field else [], source.fields())
    features = list(_features(source.getFeatures(request), field, crs, context))
    if not features:
        text = translate("S2GM", "The layer {name} holds no point or polygon, or none is selected.")
        raise QgsProcessingException(text.format(name=title))
    return sites_of_features(features)


def _usual_name_field(fields: QgsFields) -> str:
    """The field that the command line would take, too; empty where there is none."""
    from ..s2gm_core.products.series.sites import NAME_FIELDS

    by_lower = {field.name().lower(): field.name() for field in fields}
    return next((by_lower[name] for name in NAME_FIELDS if name in by_lower), "")


def _features(
    found: Iterator[QgsFeature], field: str, crs: QgsCoordinateReferenceSystem, context: QgsProcessingContext
) -> Iterator[Feature]:
    from ..s2gm_core.raster.vector import Feature

    for feature in found:
        if feature.hasGeometry() and not feature.geometry().isEmpty():
            place = in_lon_lat(feature.geometry(), crs, own.POINTS, context)
            yield Feature(_geojson(place), {"name": _name(feature[field])} if field else {})


def _geojson(place: QgsGeometry) -> dict[str, Any]:
    return json.loads(place.asJson(COORDINATE_DIGITS))


def _name(value: Any) -> str:
    """A field's value as a name; empty for NULL, which is None or an object of its own."""
    return "" if value is None or (hasattr(value, "isNull") and value.isNull()) else str(value)
