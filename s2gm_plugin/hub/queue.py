"""Running orders in QGIS's task manager, one after the other: each uses all processors by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...processing_provider.translation import translate
from ..algorithms import algorithm_of
from .history import note_in_history
from .outputs import destinations, files_size
from .records import OrderRecord, Status
from .results import show_results
from .store import OrderStore
from .unwritten_ends import UnwrittenEnds
from .values import without_secrets

MOST_WARNINGS = 5
"""Of a run, kept with its order; the log of QGIS has all of them."""


LONGEST_WAIT = 5_000
"""Milliseconds for which unloading waits for a run to stop."""

_ENDING: list[Run] = []
"""Runs that took longer to stop: QGIS still uses what they hold."""


class RunFeedback(QgsProcessingFeedback):
    """Feedback of a run that keeps what the user should read. Signals come from any thread."""

    told = pyqtSignal(str)  # what is being done now

    def __init__(self) -> None:
        super().__init__(True)  # also into QGIS's log
        self.problem = ""
        self.warnings: list[str] = []

    def setProgressText(self, text: str) -> None:
        """What is being done now."""
        super().setProgressText(text)
        self.told.emit(text)

    def reportError(self, error: str, fatalError: bool = False) -> None:
        """Keep the sentence with which a run fails."""
        self.problem = error
        super().reportError(error, fatalError)

    def pushWarning(self, warning: str) -> None:
        """Keep what the user should know of the result."""
        self.warnings.append(warning)
        super().pushWarning(warning)


class Run(QObject):
    """One run of an order; QGIS wants task, context and feedback kept."""

    ended = pyqtSignal(bool, dict)
    progressed = pyqtSignal(float)  # percent
    told = pyqtSignal(str)

    def __init__(self, record: OrderRecord, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any]) -> None:
        super().__init__()
        self.record = record
        self.was_cancelled = False
        self.context, self.feedback = QgsProcessingContext(), RunFeedback()
        self.context.setProject(QgsProject.instance())
        self.feedback.told.connect(self.told)
        self.task = QgsProcessingAlgRunnerTask(algorithm, parameters, self.context, self.feedback)
        self.task.setDescription(f"S2GM: {record.name}")
        self.task.progressChanged.connect(self.progressed)
        self.task.executed.connect(self._end)

    def start(self) -> None:
        """Hand the task to QGIS."""
        QgsApplication.taskManager().addTask(self.task)

    def _end(self, fine: bool, results: dict[str, Any]) -> None:
        self.ended.emit(fine, results)

    def cancel(self) -> None:
        """Stop as soon as the block that is being made is done."""
        self.was_cancelled = True
        self.feedback.cancel()
        self.task.cancel()


class OrderQueue(QObject):
    """Orders that wait, and the one that runs. The store always says what this queue does."""

    started = pyqtSignal(object)  # OrderRecord
    progressed = pyqtSignal(float)  # percent, of the one that runs
    told = pyqtSignal(str)  # what it does now
    ended = pyqtSignal(object)  # OrderRecord with its status and message
    unwritten = pyqtSignal(object)  # OrderRecord that has ended, which its list does not say yet
    waitingChanged = pyqtSignal(int)

    def __init__(self, store: OrderStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.ends = UnwrittenEnds(store, self)
        self.run: Run | None = None
        self._waiting: list[int] = []
        self._given: dict[int, dict[str, Any]] = {}  # parameters as they were given: tokens are not stored

    @property
    def waiting(self) -> int:
        """How many orders wait."""
        return len(self._waiting)

    def add(self, record: OrderRecord) -> OrderRecord:
        """Store an order, or an order anew, and run it when its turn comes."""
        record = record.with_changes(status=Status.WAITING, message="")
        if not record.identifier:
            record = self.store.add(record)
        elif not self.store.take(record):
            return record
        if not record.identifier:  # the store has said why
            return record
        self.ends.forget(record.identifier)
        self._given[record.identifier] = record.parameters
        self._waiting.append(record.identifier)
        self.waitingChanged.emit(self.waiting)
        self._next()
        return record

    def cancel(self, identifier: int) -> None:
        """Stop an order, whether it waits or runs."""
        if self.run is not None and self.run.record.identifier == identifier:
            self.run.cancel()
        elif identifier in self._waiting:
            self._waiting.remove(identifier)
            self._given.pop(identifier, None)
            self.waitingChanged.emit(self.waiting)
            record = self.store.order(identifier)
            if record is not None:
                self._end(record, status=Status.STOPPED)

    def shut(self) -> None:
        """Stop everything before the window goes; what waited or ran has stopped then and can be resumed."""
        for identifier in tuple(self._waiting):
            self.cancel(identifier)
        if self.run is not None:
            run, self.run = self.run, None
            run.ended.disconnect()
            run.cancel()
            if not run.task.waitForFinished(LONGEST_WAIT):
                _ENDING.append(run)
            self.ends.write(run.record.identifier, status=Status.STOPPED)
        self.ends.shut()

    def _next(self) -> None:
        while self.run is None and self._waiting:
            identifier = self._waiting.pop(0)
            self.waitingChanged.emit(self.waiting)
            record, given = self.store.order(identifier), self._given.pop(identifier, None)
            if record is not None:
                self._start(record.with_changes(parameters=record.parameters if given is None else given))

    def _start(self, record: OrderRecord) -> None:
        algorithm = algorithm_of(record.algorithm)
        problem = translate("S2GM", "There is no algorithm {name} in this QGIS.").format(name=record.algorithm)
        if algorithm is not None:
            problem = _folder_problem(record.folder)
            parameters = {**record.parameters, **destinations(algorithm, record)}
            context = QgsProcessingContext()
            context.setProject(QgsProject.instance())
            fine, said = (False, problem) if problem else algorithm.checkParameterValues(parameters, context)
            problem = "" if fine else said
        if algorithm is None or problem:
            self._end(record, status=Status.FAILED, message=problem)
            return
        record = record.with_changes(status=Status.RUNNING)
        self.store.change(record.identifier, status=Status.RUNNING)
        note_in_history(algorithm, without_secrets(parameters), context)
        self.run = Run(record, algorithm, parameters)
        self.run.progressed.connect(self.progressed)
        self.run.told.connect(self.told)
        self.run.ended.connect(self._take)
        self.started.emit(record)
        self.run.start()

    def _take(self, fine: bool, results: dict[str, Any]) -> None:
        run, self.run = self.run, None
        if run is None:
            return
        record = run.record
        changes: dict[str, Any] = {"size": files_size(record.folder)}
        if fine and results:  # also where the wish to stop came too late
            show_results(record, run.context, run.feedback)
            changes = {"status": Status.DONE, "message": _joined(run.feedback.warnings)}
            changes |= {"results": _plain_results(results), "size": files_size(record.folder)}
        elif run.was_cancelled or run.task.isCanceled():
            changes["status"] = Status.STOPPED
        else:
            unknown = translate("S2GM", "The run ended without a result; the log messages of QGIS say more.")
            changes |= {"status": Status.FAILED, "message": run.feedback.problem or unknown}
        self._end(record, **changes)
        self._next()

    def _end(self, record: OrderRecord, **changes: Any) -> None:
        """Store what the end has changed, and only that: the user may have changed the rest while it ran."""
        if not self.ends.write(record.identifier, **changes):
            self.unwritten.emit(record)
        self.ended.emit(record.with_changes(**changes))


def _joined(warnings: list[str]) -> str:
    return "\n".join(dict.fromkeys(warnings[:MOST_WARNINGS]))


def _plain_results(results: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in results.items() if isinstance(value, (str, int, float))}


def _folder_problem(folder: str) -> str:
    """Make the order's folder; what is wrong where that fails, else an empty text."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        text = translate("S2GM", "The folder {folder} cannot be made ({reason}). Choose another one.")
        return text.format(folder=folder, reason=problem.strerror)
    return ""
