"""What scripts share that run inside a QGIS main window (``qgis --code``); its folder stands in PYTHONPATH."""

from __future__ import annotations

import os
import subprocess
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QTimer

LOOK_EVERY, PATIENCE = 200, 400  # milliseconds, looks


def wait_for(happened: Callable[[], bool], then: Callable[[], None], looks: int = PATIENCE) -> None:
    """Look again and again, with QGIS running on in between."""
    if happened():
        then()
    elif looks:
        QTimer.singleShot(LOOK_EVERY, guarded(lambda: wait_for(happened, then, looks - 1)))
    else:
        raise TimeoutError(f"waited too long before {then.__name__}")


def walk(steps: Iterator[Callable[[], bool]], then: Callable[[], None]) -> None:
    """Run a generator that says at each ``yield`` what it waits for; QGIS runs on meanwhile."""
    happened = next(steps, None)
    if happened is None:
        then()
        return

    def go_on() -> None:
        QTimer.singleShot(0, guarded(lambda: walk(steps, then)))

    go_on.__name__ = str(steps)
    wait_for(happened, go_on)


def pause(seconds: float) -> Callable[[], bool]:
    """For ``walk``: true when so much time has gone by."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def guarded(step: Callable[[], Any]) -> Callable[[], None]:
    """A step that ends QGIS with an error instead of leaving its window open."""

    def run() -> None:
        try:
            step()
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    return run


def photograph_screen(path: str) -> None:
    """A picture of the whole screen, by `import` of ImageMagick."""
    QCoreApplication.processEvents()
    subprocess.run(["import", "-window", "root", path], check=True)
