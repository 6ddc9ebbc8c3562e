"""Memory that is used again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from s2gm_core.rooms import Rooms


def test_a_room_is_used_again_and_grows_where_it_must():
    rooms = Rooms()
    first = rooms.array("stack", (4, 5), np.int16)
    smaller = rooms.array("stack", (2, 3), np.int16)
    assert smaller.shape == (2, 3)
    assert np.shares_memory(first, smaller)
    assert not np.shares_memory(first, rooms.array("other", (2, 3), np.int16))
    larger = rooms.array("stack", (10, 10), np.int16)
    assert larger.shape == (10, 10)
    assert not np.shares_memory(first, larger)


def test_threads_have_rooms_of_their_own():
    rooms = Rooms()
    mine = rooms.array("stack", (100,), np.int16)
    with ThreadPoolExecutor(1) as pool:
        theirs = pool.submit(rooms.array, "stack", (100,), np.int16).result()
    assert not np.shares_memory(mine, theirs)
