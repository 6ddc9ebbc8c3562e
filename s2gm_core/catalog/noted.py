"""What a single item or product does wrong is noted, and the others are used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import CatalogueError, S2GMError

MAX_NAME_CHARACTERS = 120


@contextmanager
def noted(problems: list[str], name: object) -> Iterator[None]:
    """Ends the body where its item or product cannot be used, with an entry in ``problems`` that names it."""
    try:
        yield
    except CatalogueError as problem:
        problems.append(f"{_shown(name)}: {problem}")
    except (S2GMError, MemoryError):  # a cancel, or a machine that is full, is not the item's fault
        raise
    # Items and products are foreign documents. The readers expect much, but whatever else one of them provokes, in
    # our code or in the libraries below, it may cost its own scene and never the run.
    except Exception as problem:
        problems.append(f"{_shown(name)}: it cannot be used ({type(problem).__name__}).")


def _shown(name: object) -> str:
    """A name for messages; an item's may be anything that JSON can hold."""
    text = name if isinstance(name, (str, int, float, type(None))) else type(name).__name__
    return repr(str(text)[:MAX_NAME_CHARACTERS])
