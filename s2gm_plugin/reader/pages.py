"""Which file of the documents a link means. Files outside of the documents' folder are none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ...processing_provider.documents import FOLDER

CONTENTS = "README.md"
"""The page with the list of the others."""

_NO_WORD = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Place:
    """A page, by its path below the documents' folder, and a section of it; empty for its beginning."""

    page: str
    section: str = ""

    @classmethod
    def of(cls, address: str) -> Place:
        """The place of an address such as ``hub.md#orders``."""
        page, _, section = address.partition("#")
        return cls(page, section)

    def linked(self, link: str) -> Place:
        """The place that a link on this page leads to, which need not be there; links are percent-encoded."""
        path, _, section = unquote(link).partition("#")
        if not path:
            return Place(self.page, section)
        return Place((Path(self.page).parent / path).as_posix(), section)


def document_file(page: str, folder: Path = FOLDER) -> Path | None:
    """The file of a page or picture below the folder; None where there is none, or where it lies outside."""
    file, folder = (folder / page).resolve(), folder.resolve()
    return file if folder in file.parents and file.is_file() else None


def section_name(title: str) -> str:
    """The name of a section in links: its title in small letters, hyphens for blanks, no other marks."""
    return _NO_WORD.sub("", title.strip().lower()).replace(" ", "-")
