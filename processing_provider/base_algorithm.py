"""What all algorithms of the provider share."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from .dependencies import missing_packages_message
from .plugin_facts import plugin_icon, plugin_metadata
from .translation import translate


class S2GMAlgorithm(QgsProcessingAlgorithm):
    """Base of the provider's algorithms: help of every parameter, icon, and the check for missing packages.

    Names of algorithms, groups, parameters and outputs are never translated and never change.
    """

    def createInstance(self) -> S2GMAlgorithm:
        """A fresh algorithm, as QGIS asks for each run."""
        return type(self)()

    def icon(self) -> QIcon:
        """The plugin's icon."""
        return plugin_icon()

    def group(self) -> str:
        """The group in the toolbox."""
        return translate("S2GM", "Mosaics")

    def groupId(self) -> str:
        """The group's stable name."""
        return "mosaics"

    def helpUrl(self) -> str:
        """The project's page."""
        return plugin_metadata("homepage")

    def canExecute(self) -> tuple[bool, str]:
        """Whether the Python packages are there, else how to install them (asked by the toolbox)."""
        problem = missing_packages_message()
        return not problem, problem

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """QGIS's own checks, after the check for packages that ``qgis_process`` does not ask for."""
        problem = missing_packages_message()
        return (False, problem) if problem else super().checkParameterValues(parameters, context)

    def add(self, definition: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Add a parameter with its help, which QGIS shows as tooltip and in ``qgis_process help``."""
        definition.setHelp(help_text)
        if advanced:
            definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        if not self.addParameter(definition):
            raise QgsProcessingException(f"QGIS refused the parameter {definition.name()}.")
