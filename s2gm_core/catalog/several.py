"""Several products of one file or folder: what is wrong with one of them hides none of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import CatalogueError
from .records import Scene


class SeveralProblems(CatalogueError):
    """What is wrong with some of several products, a line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def problems_of(problem: CatalogueError) -> tuple[str, ...]:
    """The lines that tell of an error."""
    return problem.problems if isinstance(problem, SeveralProblems) else (str(problem),)


def scenes_of_several(products: Iterable[tuple[str, Iterator[Scene]]]) -> Iterator[Scene]:
    """The scenes of products, each given with its name; afterwards `SeveralProblems` of those that cannot be used.

    A product that is alone raises its own error, without the name.
    """
    every = list(products)
    problems: list[str] = []
    for name, scenes in every:
        try:
            yield from scenes
        except CatalogueError as problem:
            if len(every) == 1:
                raise
            problems += [f"{name[:120]!r}: {line}" for line in problems_of(problem)]
    if problems:
        raise SeveralProblems(tuple(problems))
