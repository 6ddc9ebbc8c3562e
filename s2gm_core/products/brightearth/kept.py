"""A solution on the disk: blocks of a run that was stopped and those of the run that goes on from it have the same one.

The large planes are opened as maps of their files, so that they count as the system's cache and not as the run's.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np

from ...disk import full_disk_text
from ...errors import OutputError
from ...seamless.gains import Balance
from ...seamless.solve import Solution

FOLDER, FACTS = "solution", "solution.json"
_PLANES = ("labels", "low", "coarse")


def keep(solution: Solution, notes: Path) -> Solution:
    """Store a solution below the folder that outlives a stopped run, whole or not at all; returns it as it is kept."""
    final, fresh = notes / FOLDER, notes / f"{FOLDER}.new"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        for name in _PLANES:
            np.save(fresh / f"{name}.npy", getattr(solution, name))
        (fresh / FACTS).write_text(json.dumps(_facts(solution)), encoding="utf-8")
        shutil.rmtree(final, ignore_errors=True)
        os.replace(fresh, final)
    except OSError as problem:
        text = f"{final.name} cannot be written ({problem.strerror}). Check the disk's room and rights."
        raise OutputError(full_disk_text(notes) or text) from None
    kept = find(notes)
    if kept is None:
        raise OutputError(f"{final} cannot be read back. Check the disk.")
    return kept


def find(notes: Path) -> Solution | None:
    """The solution that an earlier run has kept; None where there is none."""
    folder = notes / FOLDER
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        planes = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _PLANES}
    except (OSError, ValueError):
        return None
    balance = Balance(np.array(facts["gain"]), np.array(facts["offset"]))
    return Solution(
        **planes,
        balance=balance,
        order=tuple(facts["order"]),
        residual_before=facts["residual_before"],
        residual_after=facts["residual_after"],
        overlaps=facts["overlaps"],
    )


def _facts(solution: Solution) -> dict[str, object]:
    return {
        "gain": solution.balance.gain.tolist(),
        "offset": solution.balance.offset.tolist(),
        "order": list(solution.order),
        "overlaps": solution.overlaps,
        "residual_before": solution.residual_before,
        "residual_after": solution.residual_after,
    }
