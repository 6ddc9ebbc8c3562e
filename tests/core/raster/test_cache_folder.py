"""The folder of cached entries: whole or missing, bounded, oldest first out, and never somebody else's."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from s2gm_core.disk import DiskNeed
from s2gm_core.errors import OutputError
from s2gm_core.raster.cache_folder import OUR_LINE, TAG, CacheFolder, CacheUsage, clear, usage_of

LIMIT = 2**20
LARGE = 40_000
"""Bytes of an entry in tests of the limit: 26 fit."""

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a bit turned": lambda entry: entry[:100] + bytes([entry[100] ^ 1]) + entry[101:],
    "a header's bit turned": lambda entry: entry[:6] + bytes([entry[6] ^ 1]) + entry[7:],
    "cut short": lambda entry: entry[:-1],
    "longer": lambda entry: entry + b"\0",
    "empty": lambda entry: b"",
    "zeros": lambda entry: bytes(len(entry)),
}


def key(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def content(number: int, size: int = LARGE) -> bytes:
    return np.random.default_rng(number).bytes(size)


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != TAG)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in entries(folder))


def age(folder: Path, number: int, seconds: float) -> None:
    name = key(number).hex()
    moment = time.time() - seconds
    os.utime(folder / name[:2] / name[2:], (moment, moment))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "above" / "cache"


def test_what_was_put_is_there_for_everybody(folder: Path) -> None:
    one = CacheFolder(folder, LIMIT)
    assert one.get(key(1)) is None
    assert one.put(key(1), b"data")
    assert one.put(key(2), b"")
    assert CacheFolder(folder, LIMIT).get(key(1)) == b"data"
    assert one.get(key(2)) == b""
    assert one.get(key(3)) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_folder_is_tagged_and_ones_own(folder: Path) -> None:
    CacheFolder(folder, LIMIT)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    # Cache Directory Tagging Specification: the file begins with this very line.
    assert (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_missing_and_can_be_put_again(damage: Callable[[bytes], bytes], folder: Path) -> None:
    cache = CacheFolder(folder, LIMIT)
    cache.put(key(1), content(1, 1000))
    (path,) = entries(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert cache.get(key(1)) is None
    assert entries(folder) == []
    cache.put(key(1), content(1, 1000))
    assert cache.get(key(1)) == content(1, 1000)


def test_an_entry_under_another_ones_name_is_missing(folder: Path) -> None:
    cache = CacheFolder(folder, LIMIT)
    cache.put(key(1), b"data")
    (path,) = entries(folder)
    other = key(2).hex()
    (folder / other[:2]).mkdir(exist_ok=True)
    path.rename(folder / other[:2] / other[2:])
    assert cache.get(key(2)) is None


def test_the_least_recently_used_make_way_and_the_limit_holds(folder: Path) -> None:
    cache = CacheFolder(folder, LIMIT)
    for number in range(26):
        cache.put(key(number), content(number))
        age(folder, number, 10_000 - number)
        assert size_of(folder) <= LIMIT
    assert all(cache.get(key(number)) == content(number) for number in (0, 2))  # used again
    cache.put(key(26), content(26))
    assert 0.8 * LIMIT < size_of(folder) <= 0.9 * LIMIT
    left = [number for number in range(27) if cache.get(key(number)) is not None]
    assert left == [0, 2, *range(6, 27)]  # 1, 3, 4 and 5 were the oldest


def test_the_limit_holds_between_two_walks(folder: Path) -> None:
    first = CacheFolder(folder, LIMIT)
    for number in range(25):  # 95 percent
        first.put(key(number), content(number))
    second = CacheFolder(folder, LIMIT)
    for number in range(100, 120):
        second.put(key(number), content(number, 5000))
        assert size_of(folder) <= LIMIT


def test_hits_renew_an_entry_once_a_minute_only(folder: Path) -> None:
    cache = CacheFolder(folder, LIMIT)
    cache.put(key(1), b"data")
    (path,) = entries(folder)
    for seconds, renewed in ((30, False), (90, True), (-90, True)):  # the last: a clock was ahead
        age(folder, 1, seconds)
        before = path.stat().st_mtime
        cache.get(key(1))
        assert (path.stat().st_mtime != before) == renewed


def test_others_writing_is_noticed(folder: Path) -> None:
    caches = [CacheFolder(folder, LIMIT) for _ in range(3)]
    for number in range(120):
        caches[number % 3].put(key(number), content(number))
        assert size_of(folder) <= LIMIT * (1 + 3 / 20)
    assert size_of(folder) > LIMIT / 2


def test_what_is_too_large_is_not_kept(folder: Path) -> None:
    cache = CacheFolder(folder, LIMIT)
    assert not cache.put(key(1), bytes(LIMIT // 20))
    assert entries(folder) == []


def test_what_a_killed_process_left_goes_after_a_while(folder: Path) -> None:
    CacheFolder(folder, LIMIT).put(key(1), b"data")
    (path,) = entries(folder)
    old, new = path.with_name(".s2gm-old"), path.with_name(".s2gm-new")
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (1, 1))
    CacheFolder(folder, LIMIT).put(key(2), b"data")
    assert (old.exists(), new.exists()) == (False, True)


def test_no_room_is_taken_that_others_need(folder: Path, tmp_path: Path) -> None:
    cache = CacheFolder(folder, LIMIT, [DiskNeed(tmp_path, 2**60)])
    with pytest.raises(OSError, match="no room"):
        cache.put(key(1), b"data")
    assert entries(folder) == []


@pytest.mark.parametrize("name", ["thesis.odt", ".config", TAG, "ab"])
def test_a_folder_with_other_content_is_refused_and_left_alone(name: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / name).write_text("Signature: 8a477f597d28d172789f06886806bc55\n# of another program\n")
    for use in (lambda: CacheFolder(folder, LIMIT), lambda: clear(folder), lambda: usage_of(folder)):
        with pytest.raises(OutputError):
            use()
    assert [path.name for path in folder.iterdir()] == [name]


def test_clearing_removes_entries_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    cache = CacheFolder(folder, LIMIT)
    for number in range(5):
        cache.put(key(number), bytes(100))
    name = key(0).hex()
    foreign = [folder / "notes.txt", folder / name[:2] / "notes.txt", folder / "abc" / name[2:]]
    (folder / "abc").mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / name[2:]).write_text("mine")
    link = next(f"{n:02x}" for n in range(256) if not (folder / f"{n:02x}").exists())
    (folder / link).symlink_to(elsewhere, target_is_directory=True)
    for path in foreign:
        path.write_text("mine")
    assert usage_of(folder).entries == 5
    assert clear(folder) == CacheUsage(5, 5 * 108)
    assert (usage_of(folder).entries, cache.get(key(1))) == (0, None)
    assert all(path.read_text() == "mine" for path in (*foreign, elsewhere / name[2:]))
    assert OUR_LINE in (folder / TAG).read_text()
    assert cache.put(key(1), b"data")  # a run that goes on
    assert cache.get(key(1)) == b"data"


def _write_and_read(folder: Path, seed: int) -> int:
    """Wrong answers of a cache that this process and others fill beyond its limit."""
    cache = CacheFolder(folder, LIMIT)
    wrong = 0
    for number in np.random.default_rng(seed).integers(0, 60, 400):
        data = cache.get(key(number))
        if data is None:
            cache.put(key(number), content(number))
        else:
            wrong += data != content(number)
    return wrong


def test_processes_that_write_and_evict_at_once_read_whole_entries_only(folder: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as processes:
        assert processes.starmap(_write_and_read, [(folder, seed) for seed in range(3)]) == [0, 0, 0]
    assert LIMIT / 2 < size_of(folder) <= LIMIT * (1 + 3 / 20)
    assert [path for path in entries(folder) if path.name.startswith(".")] == []
