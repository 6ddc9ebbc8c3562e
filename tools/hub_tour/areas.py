"""The ways of choosing an area, a refusal, and the area that is edited on the map."""

from __future__ import annotations

from pathlib import Path

from in_window import pause
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import QRect
from qgis.utils import iface

from hub_tour.studio import (
    MARGIN,
    SHOWN_FOLDER,
    Steps,
    archive_box,
    hub,
    inner_area,
    mosaic_page,
    photograph_part,
    photograph_rect,
    rect_in,
    settle,
)

CORNERS = ((0.1, 0.3), (0.4, 0.1), (0.9, 0.2), (0.8, 0.7), (0.45, 0.9), (0.15, 0.75))
"""Of a polygon, in parts of the archive's extent from its upper left corner."""

COUNTRY = "Slovenia"  # of the archive
MAP_WIDTH = 470  # beside the window


def area_pages() -> Steps:
    """Layer, file, text and country, each as it is after Take; then a text that is no polygon."""
    panel, districts = hub().area_panel, _districts()
    for name, page, fill in (
        ("layer", panel.layer_page, lambda: None),
        ("file", panel.file_page, lambda: panel.file_page.file.setFilePath(str(_file_of(districts)))),
        ("text", panel.text_page, lambda: panel.text_page.text.setPlainText(inner_area(0.5).asWkt(3))),
        ("country", panel.place_page, lambda: panel.place_page.name.setCurrentText(COUNTRY)),
    ):
        panel.way.setCurrentIndex(panel.pages.index(page))
        fill()
        panel.take_button.click()
        yield pause(0.3)
        if panel.area is None or panel.notice.kind:
            raise RuntimeError(f"area_{name}: {panel.notice.text or 'no area was taken'}")
        photograph_part(f"area_{name}", mosaic_page().area_box)
        panel.clear()
    panel.way.setCurrentIndex(panel.pages.index(panel.text_page))
    panel.text_page.text.setPlainText("POLYGON((15.01 46.02, 15.05 46.02))")
    panel.take_button.click()
    yield pause(0.3)
    photograph_part("area_refused", mosaic_page().area_box)
    panel.text_page.text.clear()
    panel.way.setCurrentIndex(0)
    QgsProject.instance().removeMapLayer(districts)
    panel.clear()
    settle()


def editing() -> Steps:
    """A polygon with its corners on the map, beside the window."""
    panel, canvas, box = hub().area_panel, iface.mapCanvas(), archive_box()
    corners = [
        QgsPointXY(box.xMinimum() + across * box.width(), box.yMaximum() - down * box.height())
        for across, down in CORNERS
    ]
    panel.choose(QgsGeometry.fromPolygonXY([[*corners, corners[0]]]))
    around = QgsGeometry.fromPolygonXY([[*corners, corners[0]]]).boundingBox()
    around.scale(1.3)
    canvas.setExtent(around)
    canvas.refresh()
    canvas.waitWhileRendering()
    panel.edit_button.click()
    yield pause(0.5)
    map_, window = rect_in(iface.mainWindow(), canvas), rect_in(iface.mainWindow(), hub())
    left = max(map_.left(), window.left() - MAP_WIDTH)
    bottom = rect_in(iface.mainWindow(), mosaic_page().month_box).bottom() + MARGIN
    photograph_rect("area_editing", QRect(left, window.top(), window.right() - left, bottom - window.top()))
    panel.edit_button.click()
    panel.clear()


def _districts() -> QgsVectorLayer:
    """A layer with two polygons, one of them selected."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=name:string", "Districts", "memory")
    for name, share in (("Inner", 0.4), ("Outer", 0.8)):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([name])
        feature.setGeometry(inner_area(share))
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    layer.selectByExpression("name = 'Inner'")
    iface.setActiveLayer(layer)
    return layer


def _file_of(layer: QgsVectorLayer) -> Path:
    """The layer as a file."""
    path = SHOWN_FOLDER / "districts.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    return path
