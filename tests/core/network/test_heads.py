"""The folder of headers: what is kept, what is asked again, and what is forgotten."""

from __future__ import annotations

from pathlib import Path

from s2gm_core.network.client import RangeAnswer
from s2gm_core.network.heads import KEPT_BYTES, CachedHeads

URL = "https://example.com/a.tif?token=secret"


class _Server:
    """Stands for a client; remembers what it was asked."""

    def __init__(self, version: str = '"1"', size: int = 100_000) -> None:
        self.version, self.size = version, size
        self.asked: list[tuple[int, int]] = []

    def read_range(self, url: str, start: int, length: int) -> RangeAnswer:
        self.asked.append((start, length))
        return RangeAnswer(bytes(range(256)) * (length // 256), self.size, self.version)


def test_a_beginning_is_fetched_once_whatever_the_token(tmp_path: Path):
    server = _Server()
    first = CachedHeads(server, tmp_path).read_range(URL, 0, 2**15)
    again = CachedHeads(server, tmp_path).read_range("https://example.com/a.tif?token=other", 0, 2**15)
    assert server.asked == [(0, 2**15)]
    assert again == RangeAnswer(first.data[:KEPT_BYTES], first.file_size, first.version)
    assert not any(b"secret" in path.read_bytes() or "secret" in path.name for path in tmp_path.iterdir())


def test_what_has_no_version_is_not_kept(tmp_path: Path):
    server = _Server(version="")
    for _ in range(2):
        CachedHeads(server, tmp_path).read_range(URL, 0, 2**15)
    assert len(server.asked) == 2 and list(tmp_path.iterdir()) == []


def test_a_file_that_changed_is_forgotten(tmp_path: Path):
    CachedHeads(_Server(), tmp_path).read_range(URL, 0, 2**15)
    changed = _Server(version='"2"')
    reader = CachedHeads(changed, tmp_path)
    assert reader.read_range(URL, 0, 2**15).version == '"1"'
    assert reader.read_range(URL, 4096, 256).version == '"2"'  # the caller sees that it differs
    assert CachedHeads(changed, tmp_path).read_range(URL, 0, 2**15).version == '"2"'


def test_the_folder_stays_small(tmp_path: Path):
    for number in range(6):
        CachedHeads(_Server(), tmp_path).read_range(f"https://example.com/{number}.tif", 0, 2**15)
    CachedHeads(_Server(), tmp_path, most_bytes=3 * (KEPT_BYTES + 100))
    assert len(list(tmp_path.iterdir())) == 3


def test_an_entry_that_was_cut_short_is_fetched_again(tmp_path: Path):
    server = _Server()
    CachedHeads(server, tmp_path).read_range(URL, 0, 2**15)
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(entry.read_bytes()[:100])
    assert len(CachedHeads(server, tmp_path).read_range(URL, 0, 2**15).data) == 2**15
    assert len(server.asked) == 2
