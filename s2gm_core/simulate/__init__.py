"""A simulated Sentinel-2 archive with known truth: see docs/simulator.md."""

from __future__ import annotations

from .archive import Archive, simulate_archive
from .settings import SimulationSettings, add_arguments, settings_from_arguments
from .truth import SimulatedTruth

__all__ = [
    "Archive",
    "SimulatedTruth",
    "SimulationSettings",
    "add_arguments",
    "settings_from_arguments",
    "simulate_archive",
]
