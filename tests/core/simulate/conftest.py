"""Small simulated archives, made once for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2gm_core.progress import SilentProgress
from s2gm_core.simulate import Archive, SimulationSettings, simulate_archive
from s2gm_core.simulate.surface import World, world_of

SETTINGS = SimulationSettings(seed=3, size=180, dates=6, cloudiness=0.45)


@pytest.fixture(scope="session")
def world() -> World:
    return world_of(SETTINGS)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return simulate_archive(tmp_path_factory.mktemp("simulated") / "archive", SETTINGS, SilentProgress())


@pytest.fixture(scope="session")
def archive_folder(archive: Archive) -> Path:
    return archive.path
