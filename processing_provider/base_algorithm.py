"""What all algorithms of the provider share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from .dependencies import missing_packages_message
from .documents import ALGORITHM_PAGES, document_url
from .plugin_facts import plugin_icon
from .translation import translate


@dataclass(frozen=True)
class AlgorithmFace:
    """What the toolbox shows of an algorithm; texts are translated, the name is not and never changes."""

    name: str
    title: str
    summary: str  # one sentence
    help: Callable[[], str]  # what it does, licence and attribution
    tags: str  # words by which it is found, with commas between them


class S2GMAlgorithm(QgsProcessingAlgorithm):
    """Base of the provider's algorithms: help of every parameter, icon, and the check for missing packages.

    Names of algorithms, groups, parameters and outputs are never translated and never change.
    """

    @abstractmethod
    def face(self) -> AlgorithmFace:
        """What the toolbox shows of it."""

    def name(self) -> str:
        """The stable name."""
        return self.face().name

    def displayName(self) -> str:
        """The name in the toolbox."""
        return self.face().title

    def shortDescription(self) -> str:
        """One sentence."""
        return self.face().summary

    def shortHelpString(self) -> str:
        """What the algorithm does, licence and attribution."""
        return self.face().help()

    def tags(self) -> list[str]:
        """Words by which the toolbox finds it."""
        return self.face().tags.split(",")

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
        """Its section of the documents on this disk, which needs no network."""
        return document_url(ALGORITHM_PAGES[self.name()]).toString()

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
