"""My Orders: empty, finished, failed, stopped, waiting, a new period, and the question before deleting."""

from __future__ import annotations

from typing import Any

from in_window import pause
from qgis.utils import iface

from hub_tour.studio import Steps, hub, photograph, photograph_dialog, settle


def no_order() -> Steps:
    """Before the first order."""
    hub().open_place("orders")
    yield pause(0.2)
    photograph("orders_empty")


def orders() -> Steps:
    """Every state that an order can have."""
    hub().open_place("orders")
    page, done = hub().orders_page, hub().store.orders()[0]
    page.choose(done.identifier)
    photograph("orders")
    hub().desk.next(done)  # for a month without scenes: it fails
    yield lambda: hub().queue.run is None
    page.choose(hub().store.orders()[0].identifier)
    photograph("orders_failed")
    _running, stopped, _waiting = (_again(done) for _ in range(3))
    hub().desk.stop(stopped)
    yield pause(0.4)
    page.choose(stopped.identifier)
    photograph("orders_open")
    for order in hub().store.orders():
        if order.status.is_open:
            hub().desk.stop(order)
    yield lambda: hub().queue.run is None
    iface.messageBar().clearWidgets()
    hub().store.change(done.identifier, repeats=True)
    page.choose(done.identifier)
    settle()
    photograph("orders_offer")
    yield from photograph_dialog("orders_delete", lambda: page.do("delete"))


def _again(order: Any) -> Any:
    """The same order once more, queued."""
    return hub().desk.place(order.with_changes(results={}, size=0, message=""))
