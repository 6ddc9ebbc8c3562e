"""The command line ``s2gm``: one module per family of commands; `main` runs one."""

from __future__ import annotations

from .entry import main

__all__ = ["main"]
