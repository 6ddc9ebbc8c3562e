"""What a result looks like when QGIS has loaded it: bands, colours, metadata, time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio


@pytest.fixture
def load(run: Callable[..., dict[str, Any]], qgis_app: Any) -> Callable[[dict[str, Any]], list[Any]]:
    """``load(parameters)``: run as the toolbox does and give back the layers, in the order of their names."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputLayerDefinition, QgsProject

    project = QgsProject()
    loaded: list[Any] = []

    def load_layers(parameters: dict[str, Any]) -> list[Any]:
        context = QgsProcessingContext()
        context.setProject(project)
        feedback = QgsProcessingFeedback(False)
        rasters = {
            key: QgsProcessingOutputLayerDefinition(parameters[key], project)
            for key in ("OUTPUT", "QUALITY")
            if key in parameters
        }
        run({**parameters, **rasters}, feedback, context)
        loaded.extend(_layers_to_load(context, feedback))
        return sorted(loaded, key=lambda layer: layer.name())

    return load_layers


def _layers_to_load(context: Any, feedback: Any) -> list[Any]:
    """What QGIS does with results when an algorithm has ended."""
    from qgis.core import QgsProcessingUtils, QgsRasterLayer

    layers = []
    for path, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(path, context, typeHint=details.layerTypeHint)
        assert isinstance(layer, QgsRasterLayer)
        details.setOutputLayerName(layer)
        details.postProcessor().postProcessLayer(layer, context, feedback)
        layers.append(context.takeResultLayer(layer.id()))
    return layers


def _quality(order: dict[str, Any], tmp_path: Path, layers: list[str]) -> dict[str, Any]:
    return {**order, "QUALITY": str(tmp_path / "quality.tif"), "LAYERS": layers}


def _picture(layer: Any) -> np.ndarray:
    """20 x 20 pixels of the layer as it is drawn, (y, x, 4) red, green, blue, opacity 0..255."""
    from qgis.PyQt.QtGui import QColor

    block = layer.renderer().block(1, layer.extent(), 20, 20)
    return np.array([[QColor.fromRgba(block.color(row, col)).getRgb() for col in range(20)] for row in range(20)])


def test_the_mosaic_is_shown_in_natural_colour_with_a_fixed_stretch(load: Any, order: dict[str, Any]) -> None:
    layer = load(order)[0]
    renderer = layer.renderer()
    names = [layer.bandName(band) for band in (renderer.redBand(), renderer.greenBand(), renderer.blueBand())]
    assert [name.split(": ")[-1][:3] for name in names] == ["B04", "B03", "B02"]
    for enhancement in (
        renderer.redContrastEnhancement(),
        renderer.greenContrastEnhancement(),
        renderer.blueContrastEnhancement(),
    ):
        assert (enhancement.minimumValue(), enhancement.maximumValue()) == (0.0, 0.2)


def test_the_picture_is_neither_black_nor_white(load: Any, order: dict[str, Any]) -> None:
    """The stretch is in the units in which QGIS hands out the values, whether it applies the file's scale or not."""
    layer = load(order)[0]
    assert 10 < _picture(layer)[..., :3].mean() < 200


def test_pixels_without_data_are_transparent(load: Any, order: dict[str, Any]) -> None:
    west, east, south, north = (float(text) for text in order["EXTENT"].split(" ")[0].split(","))
    triangle = f"CRS=EPSG:4326;Polygon(({west} {south}, {east} {south}, {west} {north}, {west} {south}))"
    layer = load({**order, "EXTENT": None, "GEOMETRY": triangle})[0]
    opacity = _picture(layer)[..., 3]
    assert opacity[1, 18] == 0
    assert opacity[18, 1] == 255


def test_without_red_green_and_blue_the_first_band_is_shown_in_grey(load: Any, order: dict[str, Any]) -> None:
    renderer = load({**order, "BANDS": ["B08", "B04"]})[0].renderer()
    assert renderer.type() == "singlebandgray"
    assert renderer.grayBand() == 1
    assert renderer.contrastEnhancement().maximumValue() == 0.5


def test_the_scene_classes_have_their_colours_and_names(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layers = load(_quality(order, tmp_path, ["quality_scene_classification", "valid_obs"]))
    renderer = layers[-1].renderer()
    assert renderer.type() == "paletted"
    classes = {int(entry.value): (entry.label, entry.color.getRgb()[:3]) for entry in renderer.classes()}
    assert len(classes) == 12
    assert classes[4] == ("4 Vegetation", (0, 160, 0))
    assert classes[6] == ("6 Water", (0, 0, 255))


def test_scene_classes_are_painted_in_their_colours(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layer = load(_quality(order, tmp_path, ["quality_scene_classification"]))[-1]
    seen = {tuple(pixel) for pixel in _picture(layer).reshape(-1, 4).tolist() if pixel[3]}
    palette = {entry.color.getRgb() for entry in layer.renderer().classes()}
    assert seen <= palette
    assert len(seen) >= 2


def test_without_scene_classes_valid_observations_are_shown(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layer = load(_quality(order, tmp_path, ["valid_obs", "source_index"]))[-1]
    assert layer.renderer().type() == "singlebandpseudocolor"
    assert "valid_obs" in layer.bandName(layer.renderer().band())


def test_every_ancillary_layer_has_a_style_in_the_menu(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layer = load(_quality(order, tmp_path, ["valid_obs", "quality_scene_classification", "sun_zenith"]))[-1]
    manager = layer.styleManager()
    assert manager.currentStyle() == "Scene classification"
    assert set(manager.styles()) == {"Scene classification", "Number of valid observations", "Solar zenith angle"}
    manager.setCurrentStyle("Number of valid observations")
    assert "valid_obs" in layer.bandName(layer.renderer().band())
    assert layer.temporalProperties().isActive()


def test_a_mosaic_with_infrared_can_be_switched_to_false_colour(load: Any, order: dict[str, Any]) -> None:
    layer = load(order)[0]
    assert layer.styleManager().currentStyle() == "Natural colour"
    layer.styleManager().setCurrentStyle("Near infrared")
    assert "B08" in layer.bandName(layer.renderer().redBand())


def test_layer_names_say_what_when_and_how(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    names = [layer.name() for layer in load(_quality(order, tmp_path, ["valid_obs"]))]
    assert names == ["Mosaic 2025-07 (s2gm)", "Mosaic layers 2025-07 (s2gm)"]


def test_a_name_that_the_user_chose_is_kept(run: Any, order: dict[str, Any], qgis_app: Any) -> None:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputLayerDefinition, QgsProject

    project, context, feedback = QgsProject(), QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(order["OUTPUT"], project)
    output.destinationName = "Before the harvest"
    run({**order, "OUTPUT": output}, feedback, context)
    assert [layer.name() for layer in _layers_to_load(context, feedback)] == ["Before the harvest"]


def test_metadata_carry_licence_attribution_extent_and_history(load: Any, order: dict[str, Any]) -> None:
    layer = load(order)[0]
    metadata = layer.metadata()
    assert metadata.rights() == ["Contains modified Copernicus Sentinel data [2025]"]
    assert "Copernicus" in metadata.licenses()[0]
    assert metadata.title() == layer.name()
    assert metadata.extent().spatialExtents()[0].bounds.xMinimum() == layer.extent().xMinimum()
    assert any("method s2gm" in line for line in metadata.history())


def test_neighbours_of_a_series_never_show_at_the_same_moment(load: Any, order: dict[str, Any]) -> None:
    layers = load({**order, "PERIOD": "ten_days", "END": "2025-07-20"})
    first, second = (layer.temporalProperties() for layer in layers)
    assert first.isActive()
    assert second.isActive()
    assert not first.fixedTemporalRange().overlaps(second.fixedTemporalRange())
    assert [layer.name() for layer in layers] == [
        "Mosaic 2025-07-01 to 2025-07-10 (s2gm)",
        "Mosaic 2025-07-11 to 2025-07-20 (s2gm)",
    ]


def _drawn(layers: list[Any], start: str, end: str) -> np.ndarray:
    """The map of some layers when the temporal controller stands at a frame from start to end (ISO, UTC)."""
    from qgis.core import QgsDateTimeRange, QgsMapRendererSequentialJob, QgsMapSettings
    from qgis.PyQt.QtCore import QDateTime, QSize, Qt

    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(layers[0].extent())
    settings.setOutputSize(QSize(60, 60))
    frame = (QDateTime.fromString(text, Qt.DateFormat.ISODate) for text in (start, end))
    settings.setIsTemporal(True)
    settings.setTemporalRange(QgsDateTimeRange(*frame, True, False))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return np.array([[image.pixel(column, row) for column in range(60)] for row in range(60)])


def test_the_temporal_controller_shows_one_mosaic_of_a_series_at_a_time(load: Any, order: dict[str, Any]) -> None:
    first, second = load({**order, "PERIOD": "ten_days", "END": "2025-07-20"})
    frames = ("2025-07-01T00:00:00Z", "2025-07-11T00:00:00Z", "2025-07-21T00:00:00Z")
    early, late = _drawn([first, second], *frames[:2]), _drawn([first, second], *frames[1:])
    assert np.array_equal(early, _drawn([first], *frames[:2]))
    assert np.array_equal(late, _drawn([second], *frames[1:]))
    assert not np.array_equal(early, late)


def test_the_time_of_a_mosaic_is_its_period_in_utc(load: Any, order: dict[str, Any]) -> None:
    from qgis.PyQt.QtCore import Qt

    time = load(order)[0].temporalProperties().fixedTemporalRange()
    assert time.begin().toString(Qt.DateFormat.ISODate) == "2025-07-01T00:00:00Z"
    assert time.end().toString(Qt.DateFormat.ISODate) == "2025-07-31T23:59:59Z"
    assert time.includeEnd()


def _shown(layer: Any, style: str) -> Any:
    """The renderer of one of a layer's styles."""
    assert style in layer.styleManager().styles(), layer.styleManager().styles()
    layer.styleManager().setCurrentStyle(style)
    return layer.renderer()


def _legend(renderer: Any) -> list[str]:
    """What the legend says beside its colours; empty for a bar, which has two bare numbers."""
    function = renderer.shader().rasterShaderFunction()
    if function.legendSettings() is None or function.legendSettings().useContinuousLegend():
        return []
    return [item.label for item in function.colorRampItemList()]


def test_eight_bits_look_like_sixteen(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    wide = _picture(load(order)[-1])
    small = [layer for layer in load({**order, "BIT_DEPTH": "8", "OUTPUT": str(tmp_path / "small.tif")})]
    small = next(layer for layer in small if layer.source().endswith("small.tif"))
    assert small.styleManager().currentStyle() == "Natural colour"
    assert np.abs(_picture(small) - wide).max() <= 2


TRANSFORM = rasterio.Affine(10, 0, 0, 0, -10, 0)


def _days(source: str, band: str) -> list[str]:
    """The days in a layer ``date``, oldest first."""
    with rasterio.open(source) as file:
        days = file.read(file.descriptions.index(band) + 1)
    return [str(np.datetime64("1970-01-01") + int(day)) for day in np.unique(days[np.isfinite(days)])]


def test_the_legend_of_the_date_names_the_days_that_were_used(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layer = load(_quality(order, tmp_path, ["date"]))[-1]
    days = _days(layer.source(), "date")
    assert 3 <= len(days) <= 8  # of eight overpasses
    renderer = _shown(layer, "Day of the observation")
    assert _legend(renderer) == days
    colours = [item.color.name() for item in renderer.shader().rasterShaderFunction().colorRampItemList()]
    assert (colours[0], colours[-1]) == ("#440154", "#fde725")
    assert len(set(colours)) == len(colours)


def test_a_legend_of_many_days_stays_short(qgis_app: Any, tmp_path: Path) -> None:
    from qgis.core import QgsRasterLayer

    from s2gm.processing_provider.renderers import day_renderer

    place = {
        "driver": "GTiff",
        "width": 40,
        "height": 1,
        "count": 1,
        "dtype": "float32",
        "nodata": float("nan"),
        "transform": TRANSFORM,
    }
    with rasterio.open(tmp_path / "days.tif", "w", **place) as file:
        file.write(np.arange(100, 140, dtype="float32").reshape(1, 1, 40))
    layer = QgsRasterLayer(str(tmp_path / "days.tif"), "days")
    assert _legend(day_renderer(layer, 1, str)) == [*map(str, range(100, 140, 4)), "139"]


def test_layers_without_any_value_can_be_shown(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layers = ["date", "source_index", "valid_obs"]
    layer = load({**_quality(order, tmp_path, layers), "MIN_OBS": 200, "INDICES": ["CIre"], "BANDS": None})[-1]
    assert _legend(_shown(layer, "Day of the observation")) == ["1970-01-01"]
    ramp = _shown(layer, "Index of product used for this pixel")
    assert (ramp.classificationMin(), ramp.classificationMax()) == (0.0, 1.0)
    assert set(_picture(layer)[..., 3].flat) == {0}


def test_the_legend_of_one_day_names_it_once(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layer = load({**_quality(order, tmp_path, ["date"]), "PERIOD": "day"})[-1]
    assert _legend(_shown(layer, "Day of the observation")) == ["2025-07-01"]
    assert {tuple(colour) for colour in _picture(layer).reshape(-1, 4) if colour[3]} == {(0x44, 0x01, 0x54, 255)}


def test_the_legend_of_the_date_has_the_days_that_filled(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    wanted = {**_quality(order, tmp_path, ["date", "filled"]), "PERIOD": "ten_days", "MIN_OBS": 3, "FILL_DAYS": 20}
    layer = load(wanted)[-1]
    assert _legend(_shown(layer, "Day of the observation"))[-1] > "2025-07-10"
    filled = _shown(layer, "Filled from the days around the period")
    assert [entry.label for entry in filled.classes()] == ["0 from the period", "1 from the days around it"]


def test_layers_of_a_weighted_average_have_readable_legends(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    wanted = {**_quality(order, tmp_path, ["flag", "dts", "weight", "frc", "unc"]), "METHOD": "weighted_average"}
    layer = load(wanted)[-1]
    assert layer.styleManager().currentStyle() == "Cloud, snow, water or land"
    flags = [entry.label for entry in layer.renderer().classes()]
    assert flags == ["1 cloud or shadow", "2 snow", "3 water", "4 land"]
    assert all(
        re.fullmatch(r"(1[89]|20|21)\d \(07-\d\d\)", text) for text in _legend(_shown(layer, "Mean day of the year"))
    )
    assert {"B02, uncertainty", "B8 (Theia)", "Sum of the weights of the observations"} <= set(
        layer.styleManager().styles()
    )


def test_a_day_of_the_year_is_shown_with_its_month_and_day(qgis_app: Any) -> None:
    from datetime import date

    from s2gm.processing_provider.quality_styles import day_of_year_label

    assert day_of_year_label(date(2025, 7, 1), 182) == "182 (07-01)"
    assert day_of_year_label(date(2023, 12, 1), 365) == "365 (12-31)"
    assert day_of_year_label(date(2023, 12, 1), 60) == "60 (02-29)"


def test_percentiles_can_be_seen_in_natural_colour(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    wanted = {**_quality(order, tmp_path, ["valid_obs"]), "METHOD": "percentile", "OPTIONS": "percentiles=25,97.5"}
    mosaic, layer = sorted(load(wanted), key=lambda layer: layer.source())
    mosaic_picture = _picture(mosaic)
    renderer = _shown(layer, "Natural colour, percentile 25")
    assert "B04_p25" in layer.bandName(renderer.redBand())
    assert np.abs(_picture(layer) - mosaic_picture).max() <= 1
    brighter = _shown(layer, "Natural colour, percentile 97.5")
    assert "B02_p97_5" in layer.bandName(brighter.blueBand())
    assert _shown(layer, "B08, percentile 97.5").contrastEnhancement().maximumValue() == 0.5


def test_indices_have_their_titles_and_fixed_ranges(load: Any, order: dict[str, Any], tmp_path: Path) -> None:
    layer = load({**_quality(order, tmp_path, ["valid_obs"]), "INDICES": ["NDVI"]})[-1]
    renderer = _shown(layer, "NDVI: Normalised difference vegetation index")
    assert (renderer.classificationMin(), renderer.classificationMax()) == (-0.2, 1.0)


@pytest.mark.parametrize("method", ["s2gm", "percentile"])
def test_texts_say_chosen_only_where_an_observation_was_chosen(load: Any, order: dict[str, Any], method: str) -> None:
    from s2gm_core.composite.registry import METHODS

    metadata = load({**order, "METHOD": method})[0].metadata()
    texts = " ".join((metadata.abstract(), *metadata.history()))
    assert ("chosen" in texts) is METHODS[method].selects
    assert ("all valid observations" in texts) is not METHODS[method].selects


def test_the_history_names_the_options(load: Any, order: dict[str, Any]) -> None:
    history = load({**order, "METHOD": "percentile", "OPTIONS": "percentiles=40"})[0].metadata().history()
    assert "method percentile (percentiles=40), cloud mask esa" in history[0]
