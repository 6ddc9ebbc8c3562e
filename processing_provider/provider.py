"""The Processing provider ``s2gm``."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .brightearth import BrightEarthAlgorithm
from .cloud_mask import CloudMaskAlgorithm
from .dependencies import missing_packages_message
from .plugin_facts import plugin_icon, plugin_metadata
from .point_time_series import PointTimeSeriesAlgorithm
from .quicklook import QuicklookAlgorithm
from .search_scenes import SearchScenesAlgorithm
from .temporal_mosaic import TemporalMosaicAlgorithm

ALGORITHMS = (
    TemporalMosaicAlgorithm,
    QuicklookAlgorithm,
    BrightEarthAlgorithm,
    SearchScenesAlgorithm,
    PointTimeSeriesAlgorithm,
    CloudMaskAlgorithm,
)
"""The provider's algorithms; a new one is a new file and one entry here."""


class S2GMProvider(QgsProcessingProvider):
    """Mosaics of Sentinel-2 in the Processing toolbox."""

    def loadAlgorithms(self) -> None:
        """Make and register the algorithms."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def id(self) -> str:
        """The stable name in scripts and models."""
        return "s2gm"

    def name(self) -> str:
        """The name in the toolbox."""
        return "S2GM"

    def longName(self) -> str:
        """The full name."""
        return "S2GM: Sentinel-2 Global Mosaics"

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return plugin_icon()

    def versionInfo(self) -> str:
        """The plugin's version."""
        return plugin_metadata("version")

    def warningMessage(self) -> str:
        """How to install missing Python packages; shown in the toolbox. Empty where all are there."""
        return missing_packages_message()

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """Results are GeoTIFF."""
        return ["tif", "tiff"]
