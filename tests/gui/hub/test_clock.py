"""The window is open for days: what is complete and what can be chosen follows the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

import pytest

pytest.importorskip("qgis.core")


@pytest.fixture
def set_clock(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``set_clock(2025, 9, 30, 23)``: what the window's clock says, in UTC."""
    from s2gm.s2gm_plugin.hub import periods

    return lambda *moment: monkeypatch.setattr(periods, "utc_now", lambda: datetime(*moment, tzinfo=timezone.utc))


def subscribe(hub: Any) -> Any:
    from s2gm.s2gm_plugin.hub.records import Status, new_record

    given = {"PERIOD": "month", "START": "2025-08-01"}
    order = hub.store.add(new_record("s2gm:temporalmosaic", "Hills August 2025", given))
    hub.store.change(order.identifier, repeats=True, status=Status.DONE)
    return order


def test_a_period_that_becomes_complete_is_offered_within_an_hour(
    set_clock: Callable[..., None], make_hub: Callable[[], Any]
) -> None:
    set_clock(2025, 9, 30, 23)
    hub = make_hub()
    order = subscribe(hub)
    hub.orders_page.choose(order.identifier)
    button, next_action = hub.buttons["orders"], hub.orders_page.actions_by_name["next"]
    assert 0 < hub.watch.timer.interval() <= 3_600_000 and hub.watch.timer.isActive()
    hub.watch.timer.timeout.emit()
    assert ("(1)" in button.text(), next_action.isEnabled()) == (False, False)
    set_clock(2025, 10, 1, 0)
    assert "(1)" not in button.text()
    hub.watch.timer.timeout.emit()
    assert ("(1)" in button.text(), next_action.isEnabled()) == (True, True)
    assert "complete" in hub.orders_page.notice.text


def test_showing_the_window_looks_at_the_clock(set_clock: Callable[..., None], make_hub: Callable[[], Any]) -> None:
    set_clock(2025, 9, 30, 23)
    hub = make_hub()
    subscribe(hub)
    hub.hide()
    set_clock(2025, 10, 5)
    hub.show()
    assert "(1)" in hub.buttons["orders"].text()


def test_months_and_years_that_have_begun_can_be_chosen(
    set_clock: Callable[..., None], make_hub: Callable[[], Any]
) -> None:
    set_clock(2025, 12, 31, 23)
    hub = make_hub()
    picker = hub.order_pages["s2gm:temporalmosaic"].month
    assert (picker.month, picker.later.isEnabled()) == (date(2025, 11, 1), False)
    hub.open_place("predefined")
    hub.predefined.year.setValue(2025)
    assert "ends on" in hub.predefined.notice.text
    set_clock(2026, 1, 1)
    hub.watch.timer.timeout.emit()
    assert (picker.month, picker.later.isEnabled()) == (date(2025, 11, 1), True)
    picker.set_month(date(2026, 3, 1))
    assert picker.month == date(2026, 1, 1)
    assert not picker.buttons[1].isEnabled()
    assert (hub.predefined.year.maximum(), hub.predefined.notice.text) == (2026, "")
