"""What algorithms share that turn their parameters into an order and read scenes for it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from . import parameters as names
from .base_algorithm import S2GMAlgorithm
from .dependencies import missing_packages_message
from .field_checks import wrong_value
from .network import client_for, unknown_authentication
from .parameters import Choices, Parameter, choices_of_core
from .surprises import as_sentence

if TYPE_CHECKING:
    from ..s2gm_core import Order
    from ..s2gm_core.network.client import HttpClient
    from ..s2gm_core.products.series.order import SeriesOrder

    AnyOrder = Order | SeriesOrder


@dataclass(frozen=True)
class Prepared:
    """What the main thread reads from QGIS: the order, and the network as QGIS is set up."""

    order: AnyOrder
    client: HttpClient


class OrderAlgorithm(S2GMAlgorithm):
    """Checks, prepares and runs an order; whatever goes wrong, the user gets a sentence."""

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs. Without the core's packages the choices are empty and nothing can run."""
        choices = Choices() if missing_packages_message() else choices_of_core()
        for parameter in self.order_parameters(choices):
            self.add(parameter.definition, parameter.help, parameter.advanced)
        self.add_outputs()

    @abstractmethod
    def order_parameters(self, choices: Choices) -> Iterable[Parameter]:
        """What the order is made of, in the order of the dialog."""

    @abstractmethod
    def add_outputs(self) -> None:
        """Declare destinations and outputs."""

    @abstractmethod
    def read_order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> AnyOrder:
        """The order that the parameters describe."""

    @abstractmethod
    def check_results(self, order: AnyOrder, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Raise `QgsProcessingException` where results cannot be written."""

    @abstractmethod
    def make(
        self,
        prepared: Prepared,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Do the work in the background; returns the outputs."""

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """All that can be known before reading scenes: words, dates, area, CRS, and what the core says to the order."""
        if not missing_packages_message():
            problem = wrong_value(self, parameters, context)
            if problem:
                return False, problem
        fine, message = super().checkParameterValues(parameters, context)
        if not fine:
            return fine, message
        # A context of its own, for reading a destination puts it on the context's list of layers to load.
        scratch = QgsProcessingContext()
        scratch.setExpressionContext(context.expressionContext())
        try:
            order = self.read_order(parameters, context)
            _check_source(order.source)
            self.check_results(order, parameters, scratch)
            problem = unknown_authentication(self.parameterAsString(parameters, names.AUTH, context))
        except QgsProcessingException as refusal:
            return False, str(refusal)
        except Exception as surprise:  # whatever it is, the user gets a sentence
            return False, str(as_sentence(surprise))
        return not problem, problem

    def prepareAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Read order, proxy and credentials on the main thread; what is wrong is raised when the algorithm runs."""
        self._prepared: Prepared | None = None
        self._refusal: str = missing_packages_message()
        if not self._refusal:
            try:
                order = self.read_order(parameters, context)
                auth = self.parameterAsString(parameters, names.AUTH, context)
                self._prepared = Prepared(order, client_for(order.source, auth))
            except QgsProcessingException as problem:
                self._refusal = str(problem)
            except Exception as problem:  # whatever it is, the user gets a sentence
                self._refusal = str(as_sentence(problem, feedback))
        return True

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Do the work; returns an empty dictionary after a cancel."""
        if self._prepared is None:
            raise QgsProcessingException(self._refusal)
        from ..s2gm_core.errors import Cancelled, S2GMError

        try:
            return self.make(self._prepared, parameters, context, feedback)
        except Cancelled:
            return {}
        except S2GMError as problem:
            raise QgsProcessingException(str(problem)) from problem
        except QgsProcessingException:
            raise
        except Exception as problem:  # whatever it is, the user gets a sentence
            raise as_sentence(problem, feedback) from problem


def _check_source(source: str) -> None:
    """Raise `QgsProcessingException` where a source cannot be opened, as far as is known without a network."""
    from ..s2gm_core.catalog.sources import check_source
    from ..s2gm_core.errors import CatalogueError

    try:
        check_source(source)
    except CatalogueError as problem:
        raise QgsProcessingException(str(problem)) from problem
