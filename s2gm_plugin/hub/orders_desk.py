"""Carries out what a user wants with an order of the list. Each method returns an answer to show."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QCheckBox, QFileDialog, QMessageBox, QWidget

from ...processing_provider.translation import translate
from ..algorithms import algorithm_of
from ..core_words import refusal, said
from .commands import PRODUCTS, as_json, as_python, as_qgis_process, as_s2gm, from_json
from .cost import cost_of, is_wanted
from .order_texts import size_text
from .outputs import files_size, mosaics_folder, order_name, own_folder
from .periods import next_parameters, period_text, service_text
from .queue import OrderQueue
from .records import OrderRecord, now
from .results import load_again, remove_layers

JSON_FILES = "JSON (*.json)"

LARGEST_IMPORT = 20_000_000
"""Bytes of a file with an order: areas of a million corners are smaller."""


@dataclass(frozen=True)
class Answer:
    """A sentence to show; an empty one says nothing."""

    text: str = ""
    is_failure: bool = False


class OrdersDesk:
    """Between the list and the queue; ``window`` is the parent of what asks."""

    def __init__(self, queue: OrderQueue, window: QWidget) -> None:
        self.queue, self.window = queue, window

    def place(self, record: OrderRecord) -> OrderRecord:
        """Give a new order a folder and queue it."""
        taken = {one.folder for one in self.queue.store.orders()}
        folder = own_folder(record.name, mosaics_folder(), taken)
        return self.queue.add(record.with_changes(folder=str(folder), created=now(), identifier=0, is_elsewhere=False))

    def load(self, order: OrderRecord) -> Answer:
        """Show the layers again."""
        if load_again(order):
            return Answer()
        return Answer(translate("S2GM", "QGIS cannot open the files of this order."), is_failure=True)

    def folder(self, order: OrderRecord) -> Answer:
        """Open the folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(order.folder))
        return Answer(order.folder)

    def resume(self, order: OrderRecord) -> Answer:
        """Queue a stopped order again, into its own folder, where the journal of the run is."""
        self.queue.add(order)
        return Answer()

    def stop(self, order: OrderRecord) -> Answer:
        """Stop an order that waits or runs."""
        self.queue.cancel(order.identifier)
        return Answer()

    def again(self, order: OrderRecord) -> Answer:
        """Place the same order once more; a large one after asking."""
        if self._is_wanted(order):
            self.place(order.with_changes(results={}, size=0, repeats=False))
        return Answer()

    def next(self, order: OrderRecord) -> Answer:
        """Place the order of the next period, which takes over the offering of later ones."""
        following = next_parameters(order.parameters)
        if following is None:
            return Answer()
        parameters = following[0]
        texts = [(tell(order.parameters), tell(parameters)) for tell in (service_text, period_text)]
        name = _of_next(order.name, texts) or f"{order.name} {period_text(parameters)}"
        if "NAME" in parameters:  # that of a country is English, its order's is not
            parameters["NAME"] = order_name(_of_next(parameters["NAME"], texts) or name)
        following_order = order.with_changes(name=name, parameters=parameters, results={}, size=0)
        if not self._is_wanted(following_order):
            return Answer()
        if order.repeats:
            self.queue.store.change(order.identifier, repeats=False)
        self.place(following_order)
        return Answer()

    def _is_wanted(self, order: OrderRecord) -> bool:
        """Whether an order is to be made, of which a large one is asked for."""
        return is_wanted(self.window, order.name, cost_of(algorithm_of(order.algorithm), order.parameters))

    def delete(self, order: OrderRecord) -> Answer:
        """Forget an order after asking, with its files where that is wanted."""
        with_files = self._ask_delete(order)
        if with_files is None:
            return Answer()
        if with_files:
            try:
                remove_files(order)
            except OSError as problem:
                text = translate("S2GM", "{folder} was not deleted ({reason}). Is a file of it open?")
                return Answer(text.format(folder=order.folder, reason=problem.strerror), is_failure=True)
        self.queue.store.remove(order.identifier)
        return Answer()

    def copy_qgis_process(self, order: OrderRecord) -> Answer:
        """Put the line for ``qgis_process`` on the clipboard."""
        return _copied(as_qgis_process(order))

    def copy_python(self, order: OrderRecord) -> Answer:
        """Put the Python call on the clipboard."""
        return _copied(as_python(order))

    def copy_s2gm(self, order: OrderRecord) -> Answer:
        """Put the line for ``s2gm`` on the clipboard."""
        algorithm = algorithm_of(order.algorithm)
        try:
            return _copied(as_s2gm(order, algorithm)) if algorithm is not None else Answer()
        except QgsProcessingException as problem:
            return Answer(refusal(str(problem), algorithm), is_failure=True)

    def export(self, order: OrderRecord) -> Answer:
        """Save an order as JSON."""
        title, suggested = translate("S2GM", "Export the order"), f"{order_name(order.name)}.json"
        path, _ = QFileDialog.getSaveFileName(self.window, title, str(mosaics_folder() / suggested), JSON_FILES)
        return self.export_to(order, Path(path).with_suffix(".json")) if path else Answer()

    def export_to(self, order: OrderRecord, path: Path) -> Answer:
        """Save an order as JSON in a file."""
        algorithm = algorithm_of(order.algorithm)
        try:
            text = as_json(order, algorithm) if algorithm is not None else ""
            path.write_text(text, encoding="utf-8")
        except (OSError, QgsProcessingException) as problem:
            failed = translate("S2GM", "The order was not exported: {reason}")
            return Answer(failed.format(reason=refusal(str(problem), algorithm)), is_failure=True)
        return Answer(translate("S2GM", "Exported to {path}. It also runs with: s2gm run").format(path=path))

    def ask_import(self) -> tuple[OrderRecord | None, str]:
        """An order from a JSON file that the user chooses; or nothing and why not."""
        path, _ = QFileDialog.getOpenFileName(self.window, translate("S2GM", "Import an order"), "", JSON_FILES)
        return self.import_from(Path(path)) if path else (None, "")

    def import_from(self, path: Path) -> tuple[OrderRecord | None, str]:
        """An order from a JSON file, not placed yet; or nothing and why not."""
        from ...s2gm_core.errors import S2GMError

        known = {name: algorithm for name in PRODUCTS.values() if (algorithm := algorithm_of(name)) is not None}
        try:
            if path.stat().st_size > LARGEST_IMPORT:
                raise ValueError(translate("S2GM", "It is larger than any order."))
            return from_json(path.read_text(encoding="utf-8"), known), ""
        except (OSError, ValueError, S2GMError) as problem:
            text = translate("S2GM", "{file} was not imported: {reason}")
            return None, text.format(file=path.name, reason=said(str(problem)))

    def _ask_delete(self, order: OrderRecord) -> bool | None:
        """Whether the files are to go too; None where nothing is."""
        size = files_size(order.folder)
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(translate("S2GM", "Delete the order?"))
        box.setText(translate("S2GM", "Delete the order {name}?").format(name=order.name))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        files = QCheckBox(
            translate("S2GM", "and its files in {folder} ({size})").format(folder=order.folder, size=size_text(size))
        )
        if size:
            box.setCheckBox(files)
        if box.exec() != QMessageBox.StandardButton.Yes:
            return None
        return bool(size) and files.isChecked()


def _of_next(name: str, texts: list[tuple[str, str]]) -> str:
    """A name with the next period in the place of its own, which is told in one of these texts; empty for others."""
    return next((name.replace(was, text) for was, text in texts if was and was in name), "")


def remove_files(order: OrderRecord) -> None:
    """Remove the folder of an order, after its layers have let go of it. Raises `OSError`."""
    remove_layers(order)
    folder = Path(order.folder)
    if order.folder and folder.is_dir():
        shutil.rmtree(folder)


def _copied(text: str) -> Answer:
    QApplication.clipboard().setText(text)
    return Answer(translate("S2GM", "Copied."))
