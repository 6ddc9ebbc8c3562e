"""Fixtures that start servers; all are stopped at the end of the session, or of the test where a test starts them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from . import faulty_proxy, nginx, small_stac_api, stac_api
from .catalogue import items_of

StartNginx = Callable[[Mapping[str, Path]], nginx.Nginx]
StartStacApi = Callable[[Sequence[dict[str, Any]]], str]


@dataclass(frozen=True)
class Served:
    """A static catalogue as files, as web pages and through a STAC API."""

    catalogue: Path
    name: str  # of its folder on the web
    nginx: nginx.Nginx
    items: tuple[dict[str, Any], ...]  # with hrefs below url
    api_url: str

    @property
    def url(self) -> str:
        """The folder on the web."""
        return self.nginx.folder_url(self.name)

    @property
    def catalogue_url(self) -> str:
        return f"{self.url}/{self.catalogue.name}"

    def items_below(self, base_url: str) -> list[dict[str, Any]]:
        """The items with their data below another address, such as a proxy's ``url`` + "/" + ``name``."""
        return items_of(self.catalogue, base_url)


@pytest.fixture(scope="session")
def start_nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartNginx]:
    """Call with folders by name: an nginx that serves them."""
    with ExitStack() as stack:
        yield lambda folders: stack.enter_context(nginx.serve(folders, tmp_path_factory.mktemp("nginx")))


@pytest.fixture(scope="session")
def start_stac_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartStacApi]:
    """Call with items: the URL of a STAC API (rustac) that serves them."""
    with ExitStack() as stack:
        yield lambda items: stack.enter_context(stac_api.serve(items, tmp_path_factory.mktemp("stac-api")))


@pytest.fixture
def start_small_stac_api() -> Iterator[Callable[..., small_stac_api.SmallStacApi]]:
    """Call with items and Manners: a STAC API that pages and misbehaves as told."""
    with ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(small_stac_api.serve(*arguments))


@pytest.fixture
def start_faulty_proxy() -> Iterator[Callable[..., faulty_proxy.FaultyProxy]]:
    """Call with a server's URL and Faults: a proxy in front of it."""
    with ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(faulty_proxy.serve(*arguments))


@pytest.fixture(scope="session")
def serve_catalogue(start_nginx: StartNginx, start_stac_api: StartStacApi) -> Callable[[Path], Served]:
    """Call with a catalog.json: its folder on nginx and its items in a STAC API."""

    def serve(catalogue: Path) -> Served:
        name = "archive"
        site = start_nginx({name: catalogue.parent})
        items = items_of(catalogue, site.folder_url(name))
        return Served(catalogue, name, site, tuple(items), start_stac_api(items))

    return serve


@pytest.fixture(scope="session")
def served_croatia(shared_data: Path, serve_catalogue: Callable[[Path], Served]) -> Served:
    """The real scenes of Croatia: 10 items, cut to 256 x 256 pixels."""
    return serve_catalogue(shared_data / "croatia_33T_2023" / "catalog_crop256.json")


@dataclass(frozen=True)
class ServedArchive(Served):
    """A simulated archive, served."""

    bbox: tuple[float, float, float, float]  # west, south, east, north in degrees


@pytest.fixture(scope="session")
def served_archive(
    tmp_path_factory: pytest.TempPathFactory, serve_catalogue: Callable[[Path], Served]
) -> ServedArchive:
    """One simulated tile of 2.4 x 2.4 km with four overpasses from July 2025 on."""
    from s2gm_core import SilentProgress
    from s2gm_core.simulate import SimulationSettings, simulate_archive

    folder = tmp_path_factory.mktemp("simulated")
    simulate_archive(folder, SimulationSettings(size=240, dates=4, tiles=1, cloudiness=0.4), SilentProgress())
    bbox = tuple(json.loads((folder / "archive.json").read_text(encoding="utf-8"))["bbox"])
    served = serve_catalogue(folder / "catalog.json")
    return ServedArchive(served.catalogue, served.name, served.nginx, served.items, served.api_url, bbox)
