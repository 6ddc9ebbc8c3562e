"""Set-up of all tests: where the packages are found, another time zone, test data, QGIS."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent

pytest_plugins = ["tests.servers.fixtures"]


def _register_plugin_package() -> ModuleType:
    """Make the repository root importable as the package ``s2gm``, whatever its folder is called."""
    if "s2gm" in sys.modules:
        return sys.modules["s2gm"]
    spec = importlib.util.spec_from_file_location("s2gm", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{ROOT / '__init__.py'} cannot be imported as the package s2gm.")
    package = importlib.util.module_from_spec(spec)
    sys.modules["s2gm"] = package
    spec.loader.exec_module(package)
    return package


def _leave_utc() -> None:
    """Run the tests 14 hours ahead of UTC: code that confuses local time with UTC then gets another day."""
    os.environ.setdefault("TZ", "Pacific/Kiritimati")
    if hasattr(time, "tzset"):
        time.tzset()


if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
_register_plugin_package()
_leave_utc()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data: ``$S2GM_SHARED_DATA``, else ``../shared/data`` beside the repository."""
    folder = Path(os.environ.get("S2GM_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real data: {folder} is not there; set S2GM_SHARED_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def qgis_app() -> Iterator[Any]:
    """A running QgsApplication with a profile of its own, Processing, and the provider ``s2gm`` registered."""
    pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not installed")
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="s2gm-profile-") as profile:
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
        app = _start_qgis()
        provider = _register_provider(app)
        gc.disable()
        yield app
        app.processingRegistry().removeProvider(provider)


def _start_qgis() -> Any:
    from qgis.core import QgsApplication

    app = QgsApplication([], True)
    app.initQgis()
    sys.path.append(str(Path(app.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    return app


def _register_provider(app: Any) -> Any:
    from s2gm.processing_provider.provider import S2GMProvider

    provider = S2GMProvider()
    if not app.processingRegistry().addProvider(provider):
        raise RuntimeError("QGIS refused the Processing provider s2gm; see its message above.")
    return provider


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Throw away what a test with QGIS left in cycles, here on the main thread.

    Left to itself the collector runs on any thread that allocates, such as one of QGIS's tasks, and destroys the
    windows of ended tests there, which crashes now and then.
    """
    if "qgis_app" in getattr(item, "fixturenames", ()):
        gc.collect()


_ended_with: list[int] = []


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(exitstatus: int) -> None:
    """Keep the result of the tests for the end of the process."""
    _ended_with.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End the process with the tests' result, where QGIS ran in it.

    The interpreter would throw away windows of Qt after the application they belong to, in any order, and might crash
    with all tests passed.
    """
    if _ended_with and "qgis.core" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_ended_with[-1])
