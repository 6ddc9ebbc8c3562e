"""Kills a run at random moments, lets it go on, and compares the product with that of a run that nobody stopped.

With ``--full`` some runs find no room for their files from a random size on, as on a full disk, before they may go on.

PYTHONPATH=. .venv/bin/python benchmarks/bench_kill.py [--kills N]
"""

from __future__ import annotations

import argparse
import functools
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archive import BenchArchive, add_archive_options, bench_archive
from s2gm_core.disk import JOURNAL_SUFFIX, PARTIAL_SUFFIX
from s2gm_core.products.checksums import RUN_RECORD

UNFINISHED = (JOURNAL_SUFFIX, PARTIAL_SUFFIX, ".lock")


def command(archive: BenchArchive, out: Path, options: argparse.Namespace) -> list[str]:
    """The run as a command line."""
    bounds = ",".join(f"{value:.6f}" for value in archive.area.bounds)
    given = {"source": archive.catalogue, "area": bounds, "start": archive.start, "end": archive.end, "out": str(out)}
    given |= {"period": "custom", "method": options.method, "format": options.format, "memory": options.memory}
    return [sys.executable, "-m", "s2gm_core", "mosaic", *(f"--{name}={value}" for name, value in given.items())]


def contents(out: Path) -> dict[str, bytes]:
    """Every file of the product but what a run cost."""
    files = {path.relative_to(out): path for path in out.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in files.items() if path.name != RUN_RECORD}


@dataclass(frozen=True)
class Survived:
    """A product that was made in spite of kills."""

    kills: int
    noted: int  # kills that found finished blocks in the journal
    went_on: bool  # the run that finished it began with blocks of an earlier one


def make_with_kills(start: list[str], out: Path, delays: Iterator[float]) -> Survived:
    """Run a command again and again, killed after each of some delays in seconds, until it has finished."""
    kills = noted = 0
    while True:
        process = subprocess.Popen(start, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            _, said = process.communicate(timeout=next(delays, None))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
            noted += any(path.read_bytes().count(b"\n") > 1 for path in out.glob(f"*{JOURNAL_SUFFIX}/*/*.jsonl"))
            continue
        if process.returncode != 0:
            raise RuntimeError(f"The run failed: {said.decode()}")
        return Survived(kills, noted, b"Going on" in said)


def main() -> None:
    """Print how many products were identical."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_archive_options(parser, size=660, dates=12)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--full", type=int, default=5, help="runs that find the disk full (5)")
    parser.add_argument("--method", default="medoid")
    parser.add_argument("--format", default="gtiff")
    parser.add_argument("--memory", default="420MiB", help="small, so that there are many blocks (420MiB)")
    options = parser.parse_args()
    archive, chance = bench_archive(options), random.Random(1)
    folder = Path(tempfile.mkdtemp(prefix="s2gm-bench-"))
    started = time.perf_counter()
    subprocess.run(command(archive, folder / "whole", options), check=True, capture_output=True)
    seconds, expected = time.perf_counter() - started, contents(folder / "whole")
    print(f"A run takes {seconds:.1f} s; {len(expected)} files.")
    kills = noted = products = went_on = identical = 0
    while kills < options.kills:
        out = folder / "killed"
        delays = (chance.uniform(0.2, 1.0) * seconds for _ in range(options.kills - kills))
        survived = make_with_kills(command(archive, out, options), out, delays)
        kills, noted = kills + survived.kills, noted + survived.noted
        products, went_on = products + 1, went_on + survived.went_on
        identical += contents(out) == expected
        print(f"{kills} kills, {products} products, {went_on} went on, {identical} identical", flush=True)
        shutil.rmtree(out)
    largest = max(len(content) for content in expected.values())
    full = 0
    for _ in range(options.full):
        out, most = folder / "full", int(chance.uniform(0.05, 0.95) * largest)
        limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
        stopped = subprocess.run(command(archive, out, options), check=False, capture_output=True, preexec_fn=limit)
        left = [path.name for path in out.glob("*") if path.suffix not in UNFINISHED]
        subprocess.run(command(archive, out, options), check=True, capture_output=True)
        full += stopped.returncode == 1 and not left and contents(out) == expected
        shutil.rmtree(out)
    shutil.rmtree(folder)
    print(f"{options.full} times no room: {full} told it, left nothing finished and went on to the same product.")
    print(
        f"{kills} kills, {noted} of them with finished blocks noted; {went_on} of {products} products went on from "
        f"these; {identical} identical."
    )


if __name__ == "__main__":
    main()
