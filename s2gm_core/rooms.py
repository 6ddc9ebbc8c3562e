"""Memory that threads use again from block to block.

Fresh memory comes from the system page by page, zeroed, at each first touch: for a stack of a hundred megabytes that
takes longer than all arithmetic on it.
"""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np


class Rooms:
    """Arrays by name, one of each name per thread, made anew only where a larger one is asked for."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def array(self, name: str, shape: tuple[int, ...], dtype: Any, least: int = 0) -> np.ndarray:
        """An array of a shape such as (time, band, y, x), with whatever it held before.

        ``least``: how many numbers there is room for at least, where sizes differ: a room that grows is made anew.
        It is the caller's until this thread asks for the same name again: nothing that outlives a block, such as what
        is handed on to be written, may lie in it.
        """
        rooms: dict[str, np.ndarray] = self._of_thread.__dict__.setdefault("rooms", {})
        size = math.prod(shape)
        flat = rooms.get(name)
        if flat is None or flat.size < size or flat.dtype != dtype:
            flat = rooms[name] = np.empty(max(size, least), dtype=dtype)
        return flat[:size].reshape(shape)
