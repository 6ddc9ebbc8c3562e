"""What a validation says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MAX_SHOWN_CHARACTERS = 160


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it should be."""

    where: str  # file, layer or key
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}, expected {self.expected}"


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one check."""

    name: str  # key of the table of checks
    summary: str  # what was checked, in words
    problems: tuple[Problem, ...]  # none = ok

    @property
    def lines(self) -> tuple[str, ...]:
        """One line, or one for each problem."""
        if not self.problems:
            return (f"ok       {self.name}: {self.summary}",)
        return tuple(f"problem  {self.name}: {problem}" for problem in self.problems)


@dataclass(frozen=True)
class ProductReport:
    """The outcome of all checks of one product."""

    folder: str
    results: tuple[CheckResult, ...]

    @property
    def is_ok(self) -> bool:
        """Whether no check found a problem."""
        return not any(result.problems for result in self.results)

    @property
    def text(self) -> str:
        """All lines, and one that sums them up."""
        found = sum(len(result.problems) for result in self.results)
        lines = [line for result in self.results for line in result.lines]
        verdict = "The product follows the specification." if self.is_ok else f"{found} problems."
        return "\n".join([*lines, f"{self.folder}: {len(self.results)} checks. {verdict}"])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data."""
        checks = [
            {"name": one.name, "ok": not one.problems, "problems": [asdict(problem) for problem in one.problems]}
            for one in self.results
        ]
        return {"folder": self.folder, "ok": self.is_ok, "checks": checks}


def shown(value: object) -> str:
    """A value of a foreign document, short and printable."""
    text = repr(value)
    return text if len(text) <= MAX_SHOWN_CHARACTERS else f"{text[:MAX_SHOWN_CHARACTERS]}..."


def difference(where: str, found: object, expected: object) -> list[Problem]:
    """A problem where two values differ, else none."""
    return [] if found == expected else [Problem(where, shown(found), shown(expected))]
