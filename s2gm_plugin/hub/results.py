"""What a finished order shows: its layers, in a group of the project that has the order's name."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
)

from ..finished_layers import finished_layers
from .records import OrderRecord

PLACE = "s2gm/order"
"""Property of a group: the folder of its order, by which it is found again."""


def show_results(record: OrderRecord, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> int:
    """Add the layers that a run has made to the order's group, styled; how many there were."""
    layers = finished_layers(context, feedback)
    for layer in layers:
        keep_style(layer, Path(layer.source()))
    return _add(layers, record)


def keep_style(layer: QgsMapLayer, path: Path) -> None:
    """Store how a layer looks, its time and attribution beside its file, so that QGIS opens it the same again."""
    layer.saveNamedStyle(str(path.with_suffix(".qml")))
    layer.saveNamedMetadata(str(path.with_suffix(".qmd")))


def load_again(record: OrderRecord) -> int:
    """Add the rasters of a finished order to the project, as they looked then; how many there were."""
    paths = sorted(Path(record.folder).glob("*.tif"), key=lambda path: ("quality" in path.name, path.name))
    layers = [QgsRasterLayer(str(path), f"{record.name} {path.stem}") for path in paths]
    for path, layer in zip(paths, layers):
        layer.loadNamedStyle(str(path.with_suffix(".qml")))
        layer.loadNamedMetadata(str(path.with_suffix(".qmd")))
        title = layer.metadata().title()
        layer.setName(title or layer.name())
    return _add([layer for layer in layers if layer.isValid()], record)


def remove_layers(record: OrderRecord) -> None:
    """Take an order's group out of the project, so that no file of it is open any more."""
    for group in QgsProject.instance().layerTreeRoot().findGroups():
        if group.customProperty(PLACE) == record.folder:
            QgsProject.instance().removeMapLayers(group.findLayerIds())
            group.parent().removeChildNode(group)


def _add(layers: list[QgsMapLayer], record: OrderRecord) -> int:
    """The first layer on top and shown; of the others only those of a series, which time keeps apart."""
    if not layers:
        return 0
    project = QgsProject.instance()
    group = _group(record)
    group.removeAllChildren()
    shown = [layer for layer in layers if "quality" not in Path(layer.source()).name]
    for layer in [*shown, *(layer for layer in layers if layer not in shown)]:
        project.addMapLayer(layer, False)
        node = group.addLayer(layer)
        node.setExpanded(False)
        node.setItemVisibilityChecked(layer in shown)
    return len(layers)


def _group(record: OrderRecord) -> QgsLayerTreeGroup:
    root = QgsProject.instance().layerTreeRoot()
    for group in root.findGroups():
        if group.customProperty(PLACE) == record.folder:
            return group
    group = root.insertGroup(0, record.name)
    group.setCustomProperty(PLACE, record.folder)
    return group
