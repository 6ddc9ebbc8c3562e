"""Runs inside a real QGIS main window (``qgis --code``): closes it while an order runs, or resumes that order.

``S2GM_PARAMETERS`` holds ``do`` (close or resume) and the parameters of the order as JSON; what was seen goes as JSON
to the file named by ``S2GM_REPORT``. Blocks are small and slow, so that there is a middle to stop in.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from in_window import guarded, wait_for
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QMessageBox
from qgis.utils import iface, plugins

START_AFTER = 2500  # milliseconds
BLOCK, SECONDS_PER_BLOCK = 64, 0.5
SOME = 30.0  # percent of a run

report: dict[str, Any] = {}
given: dict[str, Any] = json.loads(os.environ["S2GM_PARAMETERS"])
seen: dict[str, Any] = {"percent": 0.0}


def open_hub() -> None:
    """Open the window; then do what is wanted."""
    iface.mainWindow().findChild(QAction, "s2gmHub").trigger()
    {"close": place, "resume": resume}[given["do"]]()


def make_slow() -> None:
    """Small blocks that take their time."""
    from s2gm.s2gm_core.engine import budget
    from s2gm.s2gm_core.products.block import BlockMaker

    budget.BLOCK_SIZES = (BLOCK,)
    make = BlockMaker.make

    def slowly(self: Any, *rest: Any, **named: Any) -> Any:
        time.sleep(SECONDS_PER_BLOCK)
        return make(self, *rest, **named)

    BlockMaker.make = slowly


def place() -> None:
    """Place an order, and close QGIS when some of it is done."""
    from s2gm.s2gm_plugin.hub.records import new_record

    make_slow()
    hub = plugins["s2gm"].hub
    hub.queue.progressed.connect(lambda percent: seen.update(percent=percent))
    seen["order"] = hub.desk.place(new_record("s2gm:temporalmosaic", "Closed", given["order"]))
    wait_for(lambda: seen["percent"] >= SOME, close)


def close() -> None:
    """As the user does: close the window and say yes to what QGIS asks."""
    report["was_running"] = plugins["s2gm"].hub.queue.run is not None
    report["folder"] = seen["order"].folder
    report["closed_at"] = time.time()
    QgsProject.instance().setDirty(False)
    QTimer.singleShot(300, guarded(answer))
    iface.mainWindow().close()  # QGIS asks whether the running tasks are to be cancelled, and stays open
    wait_for(lambda: QgsApplication.taskManager().countActiveTasks() == 0, close_again)


def answer() -> None:
    """Press Yes in what QGIS asks."""
    box = QApplication.activeModalWidget()
    report["asked"] = box.text()
    box.button(QMessageBox.StandardButton.Yes).click()


def close_again() -> None:
    """The tasks have ended: now the window goes, and QGIS with it."""
    report["seconds_to_stop"] = time.time() - report["closed_at"]
    Path(os.environ["S2GM_REPORT"]).write_text(json.dumps(report), encoding="utf-8")
    QgsProject.instance().setDirty(False)
    iface.mainWindow().close()


def resume() -> None:
    """After a restart: what the list says, and that the order goes on to its product."""
    make_slow()
    hub = plugins["s2gm"].hub
    hub.open_place("orders")
    (order,) = hub.store.orders()
    row = hub.orders_page.list.topLevelItem(0)
    report["status"], report["name"] = row.text(1), row.text(0)
    report["files"] = sorted(path.name for path in Path(order.folder).glob("*.tif"))
    hub.orders_page.choose(order.identifier)
    hub.queue.started.connect(lambda record: seen.update(run=hub.queue.run))
    hub.orders_page.actions_by_name["resume"].trigger()
    wait_for(lambda: hub.queue.run is None, finish)


def finish() -> None:
    """Write the report and leave."""
    (order,) = plugins["s2gm"].hub.store.orders()
    report["end"] = order.status.value
    report["said"] = seen["run"].feedback.textLog()
    report["layers"] = len(QgsProject.instance().mapLayers())
    Path(os.environ["S2GM_REPORT"]).write_text(json.dumps(report), encoding="utf-8")
    os._exit(0)


QTimer.singleShot(START_AFTER, guarded(open_hub))
