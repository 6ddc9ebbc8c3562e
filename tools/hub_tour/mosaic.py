"""The page of mosaics: before and after, running, every option, a refusal."""

from __future__ import annotations

from in_window import pause
from qgis.utils import iface

from hub_tour.studio import (
    SOURCE,
    START,
    Steps,
    hub,
    inner_area,
    mosaic_page,
    photograph,
    photograph_qgis,
    photograph_tip,
    scroll_to,
    settle,
)


def basic() -> Steps:
    """Area and month, the scenes, the quicklook, the mosaic."""
    page = mosaic_page()
    page.form.set_value("SOURCE", SOURCE)
    page.month.set_month(START)
    hub().area_panel.choose(inner_area())
    iface.mapCanvas().setExtent(inner_area().boundingBox().buffered(0.01))
    photograph("basic")
    page.scenes_button.click()
    yield lambda: not hub().scenes_panel.is_busy
    settle()
    bar = page.scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    photograph("scenes")
    bar.setValue(0)
    page.look_button.click()
    yield lambda: hub().queue.run is None
    iface.messageBar().clearWidgets()
    iface.mapCanvas().zoomByFactor(2.5)  # a smaller picture in the picture
    iface.mapCanvas().waitWhileRendering()
    photograph_qgis("quicklook")
    page.make_button.click()
    yield pause(0.4)
    photograph("running")
    yield lambda: hub().queue.run is None


def advanced() -> Steps:
    """Every option, what is grey with its reason, and a refusal."""
    page = mosaic_page()
    form = page.form
    iface.messageBar().clearWidgets()
    page.mode.set_advanced(True)
    settle()
    page.scroll.verticalScrollBar().setValue(0)
    photograph("advanced")
    form.set_value("METHOD", "mean")
    scroll_to(page.scroll, form.widgets["PRESET"])
    yield pause(0.3)
    yield from photograph_tip("advanced_method", form.widgets["REGULARISE"])
    scroll_to(page.scroll, form.widgets["SOURCE"])
    yield pause(0.3)
    yield from photograph_tip("advanced_source", form.labels["AUTH"])
    page.scroll.verticalScrollBar().setValue(0)
    form.set_value("METHOD", "percentile")
    form.set_value("OPTIONS", "colour=red")
    page.make_button.click()
    photograph("error")
    form.reset()
    page.mode.set_advanced(False)
    settle()
