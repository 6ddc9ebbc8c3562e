"""The family of errors that the core raises.

Every message says what was wrong, with which values, and what to do about it. The doors (command line, QGIS
Processing, windows) show the message as it is; ``exit_code`` is what the command line returns.
"""

from __future__ import annotations


class S2GMError(Exception):
    """Base of all errors of this package; catching it catches every expected failure."""

    exit_code = 1


class OrderError(S2GMError):
    """The order itself is wrong (period, area, bands, options); nothing was read."""

    exit_code = 2


class CatalogueError(S2GMError):
    """The source cannot be opened, is not what it claims to be, or points where it must not."""


class NoScenesError(S2GMError):
    """The catalogue holds no scene for this area and period."""


class MissingBandsError(S2GMError):
    """The scenes lack bands that the method or the order needs."""


class ReadError(S2GMError):
    """One asset of a scene could not be read; the run records it and goes on with the others."""


class OutputError(S2GMError):
    """The product cannot be written: folder, permissions, disk space."""


class MemoryBudgetError(S2GMError):
    """The job does not fit into the memory that the user allows."""


class Cancelled(S2GMError):
    """The user stopped the run; nothing was left behind."""

    exit_code = 130
