"""Renderers of rasters in physical units: colour, grey, ramps and palettes with legends that a person can read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from qgis.core import (
    Qgis,
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsRasterBandStats,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsRasterShader,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

NamedRenderer = tuple[str, Callable[[], QgsRasterRenderer]]
"""A style's name in the layer's menu and what makes its renderer."""

PaletteRow = tuple[int, tuple[int, int, int], str]
"""Value, colour and meaning."""

RAMP = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
"""Colours from low to high: five steps of matplotlib's viridis, readable with colour blindness and in grey."""

STATISTICS_SAMPLE = 100_000
"""Pixels looked at where a range comes from the data."""

SAMPLE_EDGE = 300
"""Rows and columns looked at where single values are."""

MOST_DAYS = 12
"""Days that a legend names, and one more where the last would be missing."""


def colour_renderer(layer: QgsRasterLayer, bands: Sequence[int], full_colour: Sequence[float]) -> QgsRasterRenderer:
    """Three bands as red, green and blue, from 0 as black to the values of full colour."""
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), *bands)
    red, green, blue = (_stretch(layer, band, (0.0, full)) for band, full in zip(bands, full_colour))
    renderer.setRedContrastEnhancement(red)
    renderer.setGreenContrastEnhancement(green)
    renderer.setBlueContrastEnhancement(blue)
    return renderer


def plain_colour_renderer(layer: QgsRasterLayer) -> QgsRasterRenderer:
    """The first three bands, which are bytes, as red, green and blue."""
    return QgsMultiBandColorRenderer(layer.dataProvider(), 1, 2, 3)


def grey_renderer(layer: QgsRasterLayer, band: int, limits: tuple[float, float]) -> QgsRasterRenderer:
    """One band from black to white."""
    renderer = QgsSingleBandGrayRenderer(layer.dataProvider(), band)
    renderer.setContrastEnhancement(_stretch(layer, band, limits))
    return renderer


def palette_renderer(layer: QgsRasterLayer, band: int, palette: Sequence[PaletteRow]) -> QgsRasterRenderer:
    """Few values, each with its colour and meaning."""
    entry = QgsPalettedRasterRenderer.Class
    classes = [entry(value, QColor(*colour), f"{value} {meaning}") for value, colour, meaning in palette]
    return QgsPalettedRasterRenderer(layer.dataProvider(), band, classes)


def ramp_renderer(layer: QgsRasterLayer, band: int, limits: tuple[float, float]) -> QgsRasterRenderer:
    """A colour ramp from the lower to the upper limit; the legend is a bar with both."""
    low, high = limits
    steps = [low + (high - low) * step / (len(RAMP) - 1) for step in range(len(RAMP))]
    return _shaded(layer, band, [(value, f"{value:g}") for value in steps], legend_of_bar=True)


def day_renderer(layer: QgsRasterLayer, band: int, label: Callable[[int], str]) -> QgsRasterRenderer:
    """A colour ramp of whole days whose legend names the days that there are, or every so many of them.

    Days that a sample of the pixels misses get a colour between their neighbours'.
    """
    days = whole_values(layer, band)
    step = -(-len(days) // MOST_DAYS)
    shown = days[::step] if days[-1] in days[::step] else [*days[::step], days[-1]]
    return _shaded(layer, band, [(day, label(day)) for day in shown], legend_of_bar=False)


def _shaded(
    layer: QgsRasterLayer, band: int, steps: Sequence[tuple[float, str]], legend_of_bar: bool
) -> QgsRasterRenderer:
    """Values with their labels, from the first to the last coloured as the ramp."""
    low, high = steps[0][0], steps[-1][0]
    length = (high - low) or 1.0
    ramp = QgsGradientColorRamp(
        QColor(RAMP[0]),
        QColor(RAMP[-1]),
        False,
        [QgsGradientStop(place / (len(RAMP) - 1), QColor(RAMP[place])) for place in range(1, len(RAMP) - 1)],
    )
    entry = QgsColorRampShader.ColorRampItem
    function = QgsColorRampShader(low, high)
    function.setColorRampType(QgsColorRampShader.Type.Interpolated)
    function.setColorRampItemList([entry(value, ramp.color((value - low) / length), text) for value, text in steps])
    settings = QgsColorRampLegendNodeSettings()
    settings.setUseContinuousLegend(legend_of_bar)
    function.setLegendSettings(settings)
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer


def data_range(layer: QgsRasterLayer, band: int) -> tuple[float, float]:
    """Least and largest value, estimated on a sample; never empty. 0 to 1 where the band holds no value at all."""
    wanted = QgsRasterBandStats.Stats.Min | QgsRasterBandStats.Stats.Max
    statistics = layer.dataProvider().bandStatistics(band, wanted, layer.extent(), STATISTICS_SAMPLE)
    low, high = statistics.minimumValue, statistics.maximumValue
    if low > high or not math.isfinite(high - low):
        return 0.0, 1.0
    return (low, high) if low < high else (low, low + 1.0)


def whole_values(layer: QgsRasterLayer, band: int) -> list[int]:
    """The whole numbers in a band of float32 or uint16, on a sample, from low to high; 0 where there is none."""
    import numpy as np  # as the core's packages, absent in a QGIS that lacks them

    width, height = (min(size, SAMPLE_EDGE) for size in (layer.width(), layer.height()))
    block = layer.dataProvider().block(band, layer.extent(), width, height)
    dtype = np.uint16 if block.dataType() == Qgis.DataType.UInt16 else np.float32
    values = np.frombuffer(bytes(block.data()), dtype)
    return np.unique(np.floor(values[np.isfinite(values)])).astype(int).tolist() or [0]


def _stretch(layer: QgsRasterLayer, band: int, limits: tuple[float, float]) -> QgsContrastEnhancement:
    enhancement = QgsContrastEnhancement(layer.dataProvider().dataType(band))
    enhancement.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum, True
    )
    enhancement.setMinimumValue(limits[0])
    enhancement.setMaximumValue(limits[1])
    return enhancement
