"""The memory budget: large jobs fit into little memory, and what cannot fit is said."""

from __future__ import annotations

import pytest

from s2gm_core.engine.budget import BLOCK_SIZES, Workload, parse_memory, plan_budget
from s2gm_core.errors import MemoryBudgetError, OrderError

GIB = 2**30


@pytest.mark.parametrize("bands", [7, 8])
@pytest.mark.parametrize("workers", [1, 2, 4, 8])
def test_a_month_of_a_whole_tile_fits_into_two_gibibytes(bands: int, workers: int):
    budget = plan_budget(Workload(30, bands, 35, 1.0), 2 * GIB, workers, 10980, 10980)
    # The stacks alone, counted by hand: reflectance int16 per band, class, validity and granule index.
    stacks = budget.workers * budget.block_size**2 * 30 * (2 * bands + 2)
    assert stacks < budget.expected_bytes <= 2 * GIB
    assert budget.in_flight >= budget.workers >= 1
    assert budget.workers * budget.threads >= workers
    assert budget.block_size == 1024


def test_the_program_itself_is_counted():
    assert plan_budget(Workload(1, 1, 1, 1.0), GIB, 1, 10, 10).expected_bytes > 200 * 2**20


def test_blocks_shrink_as_overpasses_grow():
    sizes = [plan_budget(Workload(n, 8, 35, 1.0), GIB, 2, 10980, 10980).block_size for n in (1, 20, 60, 150)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_memory_does_not_depend_on_the_area():
    small, large = (plan_budget(Workload(30, 8, 35, 1.0), 2 * GIB, 2, side, side) for side in (10_980, 200_000))
    assert small == large


@pytest.mark.parametrize("side", [1, 100, 3000])
@pytest.mark.parametrize("overpasses", [1, 300])
def test_what_the_error_says_is_needed_is_enough(side: int, overpasses: int):
    work = Workload(overpasses, 8, 35, 1.0)
    with pytest.raises(MemoryBudgetError, match="at least") as caught:
        plan_budget(work, 2**20, 4, side, side)
    needed = int(str(caught.value).split("at least ")[1].split()[0]) + 1
    budget = plan_budget(work, needed * 2**20, 4, side, side)
    assert (budget.block_size, budget.workers) == (BLOCK_SIZES[-1], 1)


@pytest.mark.parametrize(("text", "size"), [("2GiB", 2 * GIB), ("800 MB", 8 * 10**8), ("1048576", 2**20)])
def test_sizes_are_read_with_their_units(text: str, size: int):
    assert parse_memory(text) == size


@pytest.mark.parametrize("text", ["", "much", "nan", "inf", "-2GiB", "0", "12", "GiB", "1.5g", "1e400"])
def test_what_is_no_size_is_refused_with_an_example(text: str):
    with pytest.raises(OrderError, match="2GiB"):
        parse_memory(text)


def test_threads_share_blocks_before_blocks_become_small():
    quarter = Workload(overpasses=30, method_bands=4, output_bytes=10, largest_source_ratio=1.0)
    budget = plan_budget(quarter, GIB, 2, 5490, 5490)
    assert (budget.block_size, budget.workers, budget.threads) == (1024, 1, 2)
    many = plan_budget(quarter, 16 * GIB, 8, 10980, 10980)
    assert (many.block_size, many.workers, many.threads) == (1024, 8, 1)


def test_a_product_of_one_block_is_worked_on_by_all_threads():
    budget = plan_budget(Workload(12, 4, 10, 1.0), 8 * GIB, 4, 500, 800)
    assert (budget.block_size, budget.workers, budget.threads) == (1024, 1, 4)
