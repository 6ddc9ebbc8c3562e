"""Renderers of rasters in physical units: colour, grey, ramps and palettes with legends that a person can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qgis.core import (
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsContrastEnhancement,
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


def colour_renderer(layer: QgsRasterLayer, bands: Sequence[int], full_colour: Sequence[float]) -> QgsRasterRenderer:
    """Three bands as red, green and blue, from 0 as black to the values of full colour."""
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), *bands)
    red, green, blue = (_stretch(layer, band, (0.0, full)) for band, full in zip(bands, full_colour))
    renderer.setRedContrastEnhancement(red)
    renderer.setGreenContrastEnhancement(green)
    renderer.setBlueContrastEnhancement(blue)
    return renderer


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


def ramp_renderer(
    layer: QgsRasterLayer, band: int, limits: tuple[float, float], label: Callable[[float], str] | None = None
) -> QgsRasterRenderer:
    """A colour ramp from the lower to the upper limit. With ``label`` the legend names each of its steps by it."""
    low, high = limits
    values = [low + (high - low) * step / (len(RAMP) - 1) for step in range(len(RAMP))]
    function = QgsColorRampShader(low, high)
    function.setColorRampType(QgsColorRampShader.Type.Interpolated)
    entry = QgsColorRampShader.ColorRampItem
    name = label or "{:g}".format
    items = [entry(value, QColor(colour), name(value)) for value, colour in zip(values, RAMP)]
    repeated = [item for before, item in zip(items, items[1:-1]) if item.label in (before.label, items[-1].label)]
    function.setColorRampItemList([item for item in items if item not in repeated])
    if label is not None:
        settings = QgsColorRampLegendNodeSettings()
        settings.setUseContinuousLegend(False)  # a continuous bar shows its two ends as bare numbers
        function.setLegendSettings(settings)
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer


def data_range(layer: QgsRasterLayer, band: int) -> tuple[float, float]:
    """Least and largest value, estimated on a sample; never empty."""
    wanted = QgsRasterBandStats.Stats.Min | QgsRasterBandStats.Stats.Max
    statistics = layer.dataProvider().bandStatistics(band, wanted, layer.extent(), STATISTICS_SAMPLE)
    low, high = statistics.minimumValue, statistics.maximumValue
    return (low, high) if low < high else (low, low + 1.0)


def _stretch(layer: QgsRasterLayer, band: int, limits: tuple[float, float]) -> QgsContrastEnhancement:
    enhancement = QgsContrastEnhancement(layer.dataProvider().dataType(band))
    enhancement.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum, True
    )
    enhancement.setMinimumValue(limits[0])
    enhancement.setMaximumValue(limits[1])
    return enhancement
