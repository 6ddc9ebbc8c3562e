"""Tables on the terminal, in Markdown, so that they can be pasted into a page."""

from __future__ import annotations

from collections.abc import Iterable


def print_head(*names: str) -> None:
    """The head of a table: the first column is text, the others are numbers."""
    print_row(*names)
    print("|---" + "|---:" * (len(names) - 1) + "|", flush=True)


def print_row(*cells: object) -> None:
    """One row; floats are shown with as many digits as help."""
    print("| " + " | ".join(_text(cells)) + " |", flush=True)


def _text(cells: Iterable[object]) -> Iterable[str]:
    for cell in cells:
        if isinstance(cell, float):
            yield f"{cell:.3f}" if abs(cell) < 1 else f"{cell:.1f}" if abs(cell) < 100 else f"{cell:.0f}"
        else:
            yield str(cell)
