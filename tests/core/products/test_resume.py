"""A run that was stopped goes on from its finished blocks, and nobody can tell that from the product."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from s2gm_core.cli.entry import main
from s2gm_core.disk import JOURNAL_SUFFIX, PARTIAL_SUFFIX
from s2gm_core.errors import Cancelled, OutputError, S2GMError
from s2gm_core.grid import Grid, Window
from s2gm_core.lock import only_run_in
from s2gm_core.order import Order
from s2gm_core.products import part_folder
from s2gm_core.products.journal import JOURNAL, BlockEntry, Journal, JournalHeader, read_journal
from s2gm_core.products.scratch import ScratchLayer
from s2gm_core.products.temporal_mosaic import RunSettings, run, run_series
from s2gm_core.progress import SilentProgress
from tests.core.archive import TinyScene, write_archive
from tests.core.products.orders import files_below, tiny_order

SMALL_BLOCKS = RunSettings(workers=1, memory_bytes=400 * 2**20)
RESOLUTION = 2.0  # 600 pixels a side: some blocks of 128 to 512


class StopAfter(SilentProgress):
    """Cancels when some blocks are finished; counts those that are made."""

    def __init__(self, blocks: int = 10**6) -> None:
        self.blocks, self.made, self.first = blocks, 0, ""

    def step(self, done: int, total: int, message: str) -> None:
        self.made += message.startswith("Block ")

    def info(self, message: str) -> None:
        self.first = message if message.startswith("Going on") else self.first

    def is_cancelled(self) -> bool:
        return self.made >= self.blocks


@pytest.fixture(autouse=True)
def note_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_folder, "SYNC_SECONDS", 0.0)
    monkeypatch.setattr("s2gm_core.engine.budget.BLOCK_SIZES", (128,))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    rng = np.random.default_rng(4)
    scenes = [
        TinyScene(
            f"s{day}", f"2023-08-{day:02}T10:00:00Z", day, reflectance={"B04": rng.integers(200, 900, (120, 120))}
        )
        for day in (3, 8, 13, 18)
    ]
    return write_archive(tmp_path / "archive", scenes)


def _order(catalogue: Path, **changes: Any) -> Order:
    return tiny_order(catalogue, resolution=RESOLUTION, bands="B02,B04", layers="valid_obs,source_index", **changes)


def _product_files(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in files_below(folder).items() if not name.endswith("run.json")}


def _stopped(order: Order, out: Path, blocks: int = 7) -> Path:
    """A run that was cancelled; its journal."""
    with pytest.raises(Cancelled):
        run(order, out, SMALL_BLOCKS, StopAfter(blocks))
    (folder,) = out.iterdir()
    assert folder.name.endswith(JOURNAL_SUFFIX)
    (journal,) = folder.rglob(JOURNAL)
    return journal


def test_a_stopped_run_goes_on_and_gives_the_same_product(catalogue: Path, tmp_path: Path):
    order, out = _order(catalogue), tmp_path / "out"
    whole = run(order, tmp_path / "whole", SMALL_BLOCKS, every := StopAfter())
    finished = len(read_journal(_stopped(order, out))[1])
    assert 0 < finished < every.made
    second = run(order, out, SMALL_BLOCKS, rest := StopAfter())
    assert rest.made == every.made - finished
    assert f"{finished} of {every.made}" in rest.first
    assert _product_files(second.path) == _product_files(whole.path)
    assert second.valid_fraction == whole.valid_fraction
    assert [path.name for path in out.iterdir()] == [second.name]


def test_a_run_can_be_stopped_again_and_again(catalogue: Path, tmp_path: Path):
    order, out = _order(catalogue), tmp_path / "out"
    for _ in range(3):
        _stopped(order, out, 5)
    product = run(order, out, SMALL_BLOCKS, last := StopAfter())
    assert last.made <= 25 - 3 * 4
    assert _product_files(product.path) == _product_files(run(order, tmp_path / "whole", SMALL_BLOCKS).path)


def test_other_threads_and_memory_go_on_with_the_blocks_that_are_there(
    catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    order, out = _order(catalogue), tmp_path / "out"
    _stopped(order, out)
    monkeypatch.setattr("s2gm_core.engine.budget.BLOCK_SIZES", (512, 256))
    product = run(order, out, RunSettings(workers=3), StopAfter())
    assert json.loads((product.path / "run.json").read_text())["block_size"] == 128


def _flip_a_byte(journal: Path) -> None:
    path = next(journal.parent.glob("B04.scratch"))
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)


def _tear_the_last_line(journal: Path) -> None:
    journal.write_text(journal.read_text()[:-40])


def _garbage(journal: Path) -> None:
    journal.write_bytes(b"\xff\x00 nonsense\n" * 20)


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a block that is not what the journal says": _flip_a_byte,
    "a torn last line": _tear_the_last_line,
    "a scratch file that is cut": lambda journal: os.truncate(journal.parent / "B02.scratch", 1000),
    "a scratch file that is gone": lambda journal: (journal.parent / "valid_obs.scratch").unlink(),
    "a journal of something else": _garbage,
    "an empty journal": lambda journal: os.truncate(journal, 0),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_is_made_again(catalogue: Path, tmp_path: Path, damage: Callable[[Path], None]):
    order, out = _order(catalogue), tmp_path / "out"
    journal = _stopped(order, out)
    finished = len(read_journal(journal)[1])
    damage(journal)
    product = run(order, out, SMALL_BLOCKS, again := StopAfter())
    assert again.made > 25 - finished
    assert _product_files(product.path) == _product_files(run(order, tmp_path / "whole", SMALL_BLOCKS).path)


def test_changed_input_is_noticed(catalogue: Path, tmp_path: Path):
    order, out = _order(catalogue), tmp_path / "out"
    _stopped(order, out)
    scene = next(catalogue.parent.rglob("s3_B04.tif"))
    os.utime(scene, (1, 1))
    run(order, out, SMALL_BLOCKS, again := StopAfter())
    assert (again.made, again.first) == (25, "")


def test_another_order_has_another_product(catalogue: Path, tmp_path: Path):
    out = tmp_path / "out"
    _stopped(_order(catalogue), out)
    run(_order(catalogue, method="medoid"), out, SMALL_BLOCKS, other := StopAfter())
    assert (other.made, len(list(out.iterdir()))) == (25, 2)


def test_blocks_with_something_unreadable_are_not_noted(catalogue: Path, tmp_path: Path):
    band = next(catalogue.parent.rglob("s3_B04.tif"))
    band.write_bytes(b"not a raster")
    with pytest.raises(Cancelled):
        run(_order(catalogue), tmp_path / "out", SMALL_BLOCKS, StopAfter(20))
    assert not (tmp_path / "out").exists()


def test_a_second_run_of_an_order_into_the_same_folder_is_refused(catalogue: Path, tmp_path: Path):
    order, out = _order(catalogue), tmp_path / "out"
    journal = _stopped(order, out)
    with only_run_in(journal.parents[1]), pytest.raises(OutputError, match="Another run"):
        run(order, out, SMALL_BLOCKS)
    assert read_journal(journal)[1]


def test_a_run_that_fails_before_a_block_is_finished_leaves_nothing(catalogue: Path, tmp_path: Path):
    with pytest.raises(S2GMError):
        run(_order(catalogue), tmp_path / "out", SMALL_BLOCKS, StopAfter(0))
    assert not (tmp_path / "out").exists()


def test_the_command_goes_on_with_what_was_stopped(catalogue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    order, out = _order(catalogue), tmp_path / "out"
    journal = _stopped(order, out)
    name = journal.parents[1].name[: -len(JOURNAL_SUFFIX)]
    assert main(["resume", str(out), "--workers=1", "--memory=400MiB"]) == 0
    assert capsys.readouterr().out.strip() == str(out / name)
    assert not list(out.glob(f"*{PARTIAL_SUFFIX}"))


def test_a_series_goes_on_without_making_finished_products_again(catalogue: Path, tmp_path: Path):
    order, out = _order(catalogue, period="ten_days", end="2023-08-20"), tmp_path / "out"
    with pytest.raises(Cancelled):
        run_series(order, out, SMALL_BLOCKS, StopAfter(30))
    (first,) = (path for path in out.iterdir() if not path.name.endswith(JOURNAL_SUFFIX))
    stamp = (first / "run.json").stat().st_mtime_ns
    assert main(["resume", str(out)]) == 0
    assert (first / "run.json").stat().st_mtime_ns == stamp
    assert len(list(out.iterdir())) == 2


def test_without_a_stopped_run_there_is_nothing_to_go_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["resume", str(tmp_path)]) == 2
    assert "holds no run" in capsys.readouterr().err


def test_scratch_blocks_come_back_as_they_were(tmp_path: Path):
    grid = Grid("EPSG:32633", 0.0, 0.0, 1.0, 1.0, 37, 29)
    windows = tuple(grid.blocks(16))
    layer = ScratchLayer(tmp_path / "x.scratch", "int16", windows)
    rng = np.random.default_rng(1)
    planes = {window: rng.integers(-999, 999, (window.height, window.width), np.int16) for window in windows}
    sums = {window: layer.write(planes[window], window) for window in reversed(windows)}
    layer.close()
    for window, plane in planes.items():
        np.testing.assert_array_equal(layer.read(window), plane)
        assert layer.checksum(window) == sums[window]


def test_a_full_disk_under_the_journal_leaves_the_product_free_for_another_run(
    catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(self: Journal, lines: Sequence[str]) -> None:
        self._file.writelines(line + "\n" for line in lines)  # stays in the buffer: closing will try once more
        raise OutputError("The disk is full.")

    order = tiny_order(catalogue)
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", lambda self, entries: full(self, [entry.line() for entry in entries]))
        patch.setattr("s2gm_core.products.part_folder.SYNC_SECONDS", 0.0)
        with pytest.raises(OutputError, match="full"):
            run(order, tmp_path / "out")
    assert not list((tmp_path / "out").glob("*.partial"))
    assert run(order, tmp_path / "out").path.is_dir()


def test_a_new_journal_takes_over_the_blocks_of_the_old_one_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    header = JournalHeader({}, "1", 16, "")
    entries = [BlockEntry(Window(row, 0, 16, 16), 1, 1, 0, {}, {"B02": 7}) for row in (0, 16)]
    Journal.begin(tmp_path / JOURNAL, header, entries).close()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("s2gm_core.products.journal.os.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        Journal.begin(tmp_path / JOURNAL, header, entries[:1])
    assert read_journal(tmp_path / JOURNAL)[1] == entries
