"""What several tests of products read; none of them changes it."""

from __future__ import annotations

import pytest

from tests.core.products.varied_archive import Varied, write_varied


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Varied:
    """The varied archive, written once."""
    return write_varied(tmp_path_factory.mktemp("varied"))
