"""The other places of the window but the list of orders, and the help."""

from __future__ import annotations

import os

from in_window import pause

from hub_tour.areas import COUNTRY
from hub_tour.studio import (
    SOURCE,
    START,
    Steps,
    hub,
    photograph,
    photograph_dialog,
    settle,
)

LARGE_COUNTRY, FINEST = "France", 10
"""A country and pixels in metres that the window asks about."""


def simple_places() -> Steps:
    """Time series and mosaics in natural colour."""
    for name in ("series", "brightearth"):
        hub().open_place(name)
        yield pause(0.2)
        photograph(name)


def predefined() -> Steps:
    """A country's order, its scenes in the archive, and the question before a large order."""
    hub().open_place("predefined")
    page = hub().predefined
    yield pause(0.2)
    photograph("predefined")
    _choose_country(COUNTRY)
    page.year.setValue(START.year)
    page.part.setCurrentIndex(page.part.findData((START.month + 2) // 3))
    # As its button does, with the archive in the place of the usual source, which needs a network.
    page.scenes_panel.show()
    page.scenes_panel.show_order({**page.parameters(), "SOURCE": SOURCE}, "s2gm:temporalmosaic")
    yield lambda: not page.scenes_panel.is_busy
    if not page.scenes_panel.rows:
        raise RuntimeError(f"predefined_scenes: no scene of {COUNTRY} is in the archive")
    settle()
    page.scroll.verticalScrollBar().setValue(page.scroll.verticalScrollBar().maximum())
    photograph("predefined_scenes")
    _choose_country(LARGE_COUNTRY)
    page.resolution.setCurrentIndex(page.resolution.findData(FINEST))
    settle()
    yield from photograph_dialog("predefined_large", page.make_button.click)


def _choose_country(name: str) -> None:
    """By its English name, whatever the language."""
    combo = hub().predefined.country
    combo.setCurrentIndex(next(row for row in range(combo.count()) if combo.itemData(row).name == name))


def read_help() -> Steps:
    """The help at the section of a place, and more of its pages where S2GM_PAGES names them."""
    hub().open_place("orders")
    hub()._open_help()
    yield pause(0.3)
    photograph("help", hub().help)
    for page in filter(None, os.environ.get("S2GM_PAGES", "").split(",")):
        hub().help.show_address(page)
        yield pause(0.3)
        photograph(f"help_{page.replace('#', '_').replace('.md', '')}", hub().help)
