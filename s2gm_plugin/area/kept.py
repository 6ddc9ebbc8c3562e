"""The chosen area as it is remembered with the project."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject

from ...processing_provider.areas import COORDINATE_DIGITS
from .chosen import ChosenArea, chosen_area

SCOPE, WKT, CRS, WORDS = "s2gm", "/area/wkt", "/area/crs", "/area/words"


def keep_area(area: ChosenArea | None) -> None:
    """Write the area into the project, or take it out."""
    project = QgsProject.instance()
    if area is None:
        project.removeEntry(SCOPE, "/area")
        return
    project.writeEntry(SCOPE, WKT, area.shape.asWkt(COORDINATE_DIGITS))
    project.writeEntry(SCOPE, CRS, area.crs.authid() or area.crs.toWkt())
    project.writeEntry(SCOPE, WORDS, area.words)


def kept_area() -> ChosenArea | None:
    """The area of the project; None where it has none.

    Raises `S2GMError` or `QgsProcessingException` where it has one that is no area.
    """
    wkt = _entry(WKT)
    if not wkt:
        return None
    crs = QgsCoordinateReferenceSystem()
    crs.createFromUserInput(_entry(CRS))
    return chosen_area(QgsGeometry.fromWkt(wkt), crs, _entry(WORDS))


def _entry(name: str) -> str:
    return QgsProject.instance().readEntry(SCOPE, name, "")[0]
