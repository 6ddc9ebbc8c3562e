"""Errors that nobody foresaw: one sentence for the user, the traceback for the log."""

from __future__ import annotations

import traceback

from qgis.core import Qgis, QgsMessageLog, QgsProcessingException, QgsProcessingFeedback

from .translation import translate


def as_sentence(problem: Exception, feedback: QgsProcessingFeedback | None = None) -> QgsProcessingException:
    """The exception to raise instead of an unforeseen one; its traceback goes to QGIS's log and to ``feedback``."""
    trace = "".join(traceback.format_exception(type(problem), problem, problem.__traceback__))
    QgsMessageLog.logMessage(trace, "S2GM", Qgis.MessageLevel.Critical)
    if feedback is not None:
        feedback.pushDebugInfo(trace)
    what = ": ".join(text for text in (type(problem).__name__, str(problem)) if text)
    text = translate("S2GM", "An unforeseen problem stopped the run ({what}); the log has the details.")
    return QgsProcessingException(text.format(what=what))
