"""Showing a finished order: the map moves where its layers cannot be seen."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsProject

from ..area.chosen import LON_LAT
from .records import OrderRecord
from .values import area_of_value

ROOM = 1.1
"""Times the size of the area that is shown around it."""


def show_on_map(canvas: Any, record: OrderRecord) -> None:
    """Move the map to an order's area where it shows nothing of it; else it stays as the user left it."""
    shape = area_of_value(str(record.parameters.get("GEOMETRY", "")))
    if shape.isEmpty():
        return
    project = QgsProject.instance()
    to_map = QgsCoordinateTransform(LON_LAT, canvas.mapSettings().destinationCrs(), project)
    try:
        box = to_map.transformBoundingBox(shape.boundingBox())
    except QgsCsException:  # a CRS that cannot show the area, which then stays unseen
        return
    if box.isFinite() and not canvas.extent().contains(box.center()):
        box.scale(ROOM)
        canvas.setExtent(box)
    canvas.refresh()
