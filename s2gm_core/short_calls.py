"""A lock for kernels that consist of very many short calls of numpy, so that one thread at a time is in them.

numpy gives up the interpreter's lock in every call. Two threads whose calls last some microseconds hand it to and fro
and together get less done than one alone (`benchmarks/bench_kernel_peers.py`). While one thread is here the others
decode, which needs no interpreter.

Threads that work on a block each hold it for the whole block: were it handed over after every strip, two threads that
met here would finish together, decode together and meet here again.
"""

from __future__ import annotations

import threading

SHORT_CALLS = threading.RLock()
"""Held for a strip of pixels or a block; nothing that waits for another thread is done with it."""
