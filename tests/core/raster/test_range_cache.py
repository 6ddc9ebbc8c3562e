"""Parts of remote rasters between runs: never of another file, never a secret, and never a reason to fail."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.errors import OrderError
from s2gm_core.network.client import HttpClient
from s2gm_core.raster.cache_folder import TAG
from s2gm_core.raster.range_cache import CacheSettings, RangeCache, open_cache
from s2gm_core.raster.remote import HEAD_BYTES, RemoteParts
from tests.servers.loopback import Handler, Server, serving

SIZE = 400_000
SMALL, TILE, LAST = (70_000, 70_010), (100_000, 180_000), (SIZE - 5, SIZE)
READS = (SMALL, TILE, LAST)


class _File(Handler):
    """One file under every path: ranges, an ETag, and what was asked for."""

    def do_GET(self) -> None:
        site: Site = self.server  # type: ignore[assignment]
        first, last = (int(one) for one in self.headers["Range"][6:].split("-"))
        site.asked.append((first, last + 1))
        body = site.content(self.path)
        part = body[first : last + 1]
        self.answer(206, part, Content_Range=f"bytes {first}-{first + len(part) - 1}/{len(body)}", **site.version)


class Site(Server):
    def __init__(self) -> None:
        super().__init__(_File)
        self.asked: list[tuple[int, int]] = []
        self.version = {"ETag": '"one"'}
        self.content: Callable[[str], bytes] = lambda path: numbers(1)


def numbers(seed: int) -> bytes:
    return np.random.default_rng(seed).bytes(SIZE)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as server:
        yield server


@dataclass
class Run:
    """One run: its cache, its warnings, and what it reads of a file."""

    folder: Path
    limit: int = 2**24
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cache = open_cache(CacheSettings(self.folder, self.limit), self.warnings.append)

    @property
    def open(self) -> RangeCache:
        assert self.cache is not None
        return self.cache

    def read(self, url: str, reads: tuple[tuple[int, int], ...] = READS) -> list[bytes]:
        parts = RemoteParts(url, HttpClient(signers=()), self.cache)
        return [parts.read(start, end) for start, end in reads]


def parts_of(content: bytes, reads: tuple[tuple[int, int], ...] = READS) -> list[bytes]:
    return [content[start:end] for start, end in reads]


def test_a_second_run_asks_for_the_first_bytes_only(site: Site, tmp_path: Path) -> None:
    first, second = Run(tmp_path / "c"), Run(tmp_path / "c")
    assert first.read(f"{site.url}/a.tif") == parts_of(numbers(1))
    assert len(site.asked) == 4
    assert first.open.statistics.hits == 0
    assert first.open.statistics.misses == 3
    site.asked.clear()
    assert second.read(f"{site.url}/a.tif") == parts_of(numbers(1))
    assert site.asked == [(0, HEAD_BYTES)]
    seen = second.open.statistics
    assert (seen.hits, seen.misses, seen.bytes_stored) == (3, 0, 0)
    assert seen.bytes_from_cache == first.open.statistics.bytes_stored


def test_small_reads_fetch_whole_blocks_and_each_once(site: Site) -> None:
    parts = RemoteParts(f"{site.url}/a.tif", HttpClient(signers=()))
    for start, end in ((65_600, 65_700), (65_536, 81_920), (98_300, 98_310), (114_000, 114_688), (SIZE - 9, SIZE)):
        assert parts.read(start, end) == numbers(1)[start:end]
    # The second read is as long as a block, and so one of a tile.
    expected = [(0, HEAD_BYTES), (65_536, 81_920), (65_536, 81_920), (81_920, 114_688), (393_216, SIZE)]
    assert [(first, min(end, SIZE)) for first, end in site.asked] == expected


def test_the_order_of_small_reads_does_not_matter(site: Site, tmp_path: Path) -> None:
    """Whatever a run read, in whatever order, another one reads from the cache in any other order."""
    reads = ((69_000, 69_100), (65_000, 66_000), (81_900, 82_000), (70_000, 82_500), (98_304, 98_305), (90_000, 98_310))
    for number, order in enumerate(itertools.islice(itertools.permutations(reads), 0, 720, 90)):
        run = Run(tmp_path / str(number))
        assert run.read(f"{site.url}/a.tif", order) == parts_of(numbers(1), order)
        for other in (reads, reads[::-1], order[::-1]):
            site.asked.clear()
            assert Run(tmp_path / str(number)).read(f"{site.url}/a.tif", other) == parts_of(numbers(1), other)
            assert site.asked == [(0, HEAD_BYTES)]


@pytest.mark.parametrize("name", ["ETag", "Last-Modified"])
def test_a_file_that_was_replaced_is_read_anew(name: str, site: Site, tmp_path: Path) -> None:
    site.version = {name: "Sat, 05 Aug 2023 10:00:00 GMT"}
    Run(tmp_path / "c").read(f"{site.url}/a.tif")
    site.version = {name: "Sun, 06 Aug 2023 10:00:00 GMT"}
    site.content = lambda path: numbers(1)[:HEAD_BYTES] + numbers(2)[HEAD_BYTES:]
    assert Run(tmp_path / "c").read(f"{site.url}/a.tif") == parts_of(numbers(2))


def test_a_replaced_file_of_the_same_version_and_size_differs_in_its_first_bytes(site: Site, tmp_path: Path) -> None:
    Run(tmp_path / "c").read(f"{site.url}/a.tif")
    site.content = lambda path: numbers(2)
    assert Run(tmp_path / "c").read(f"{site.url}/a.tif") == parts_of(numbers(2))


def test_files_that_only_their_query_tells_apart_are_not_mixed(site: Site, tmp_path: Path) -> None:
    site.content = lambda path: numbers(int(path[-1]))
    for _ in range(2):
        run = Run(tmp_path / "c")
        assert run.read(f"{site.url}/download?file=1") == parts_of(numbers(1))
        assert run.read(f"{site.url}/download?file=2") == parts_of(numbers(2))
    assert run.open.statistics.misses == 0


def test_without_a_version_nothing_is_cached(site: Site, tmp_path: Path) -> None:
    site.version = {}
    for _ in range(2):
        run = Run(tmp_path / "c")
        assert run.read(f"{site.url}/a.tif") == parts_of(numbers(1))
        assert (run.open.statistics.hits, run.open.statistics.misses) == (0, 0)
    assert [path.name for path in (tmp_path / "c").iterdir()] == [TAG]


def test_two_signatures_share_entries_and_neither_is_on_the_disk(site: Site, tmp_path: Path) -> None:
    host = site.url.partition("//")[2]
    Run(tmp_path / "c").read(f"http://user:PASSWORD@{host}/secret-place.tif?sig=SIGNATURE&X-Amz-Credential=KEY1")
    second = Run(tmp_path / "c")
    second.read(f"{site.url}/secret-place.tif?sig=ANOTHER&token=TOKEN")
    assert (second.open.statistics.hits, second.open.statistics.misses) == (3, 0)
    files = [path for path in (tmp_path / "c").rglob("*") if path.is_file()]
    disk = b"\n".join(str(path).encode() + path.read_bytes() for path in files)
    assert len(files) == 4
    assert re.findall(rb"PASSWORD|SIGNATURE|KEY1|ANOTHER|TOKEN|user|secret-place|127\.0\.0\.1", disk) == []


def test_a_damaged_entry_is_fetched_again(site: Site, tmp_path: Path) -> None:
    Run(tmp_path / "c").read(f"{site.url}/a.tif")
    largest = max((tmp_path / "c").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    body = bytearray(largest.read_bytes())
    body[5000] ^= 255
    largest.write_bytes(body)
    site.asked.clear()
    assert Run(tmp_path / "c").read(f"{site.url}/a.tif") == parts_of(numbers(1))
    assert site.asked == [(0, HEAD_BYTES), TILE]


def test_a_cache_that_cannot_be_written_is_one_warning(site: Site, tmp_path: Path) -> None:
    run = Run(tmp_path / "c")
    for number in range(256):  # where folders should be; works for the superuser, too
        (tmp_path / "c" / f"{number:02x}").write_text("")
    assert run.read(f"{site.url}/a.tif") == parts_of(numbers(1))
    assert run.read(f"{site.url}/b.tif") == parts_of(numbers(1))
    assert len(run.warnings) == 1
    assert run.warnings[0].startswith("Nothing more is stored in the cache")
    assert run.open.statistics.bytes_stored == 0


def test_a_cache_that_disappears_is_missing_and_no_failure(site: Site, tmp_path: Path) -> None:
    run = Run(tmp_path / "c")
    run.read(f"{site.url}/a.tif")
    shutil.rmtree(tmp_path / "c")
    assert run.read(f"{site.url}/a.tif") == parts_of(numbers(1))


def test_a_cache_that_cannot_be_made_is_one_warning(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = Run(tmp_path / "file" / "c")
    assert (run.cache, len(run.warnings)) == (None, 1)
    assert "goes without its cache" in run.warnings[0]
    assert run.read(f"{site.url}/a.tif") == parts_of(numbers(1))


def test_a_limit_below_a_mebibyte_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OrderError, match="too small"):
        CacheSettings(tmp_path, 2**20 - 1)
