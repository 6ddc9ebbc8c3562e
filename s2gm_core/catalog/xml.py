"""Reading XML that others wrote: nothing in it may expand or point elsewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

from ..errors import CatalogueError

_EXPANDS = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def parse_xml(document: bytes, what: str) -> ElementTree.Element:
    """The root element of a UTF-8 document; ``what`` names it in messages ("granule metadata").

    Documents with a DOCTYPE or an entity, or that are not UTF-8, are refused before parsing. Raises `CatalogueError`.
    """
    try:
        # As text, so that the parser sees the very characters that were searched, whatever encoding is declared.
        text = document.decode("utf-8-sig")
        if _EXPANDS.search(text):
            raise CatalogueError(f"The {what} declare a DOCTYPE or entities; they were not parsed.")
        return ElementTree.fromstring(text)  # noqa: S314 - refused above whatever could expand
    except (ElementTree.ParseError, ValueError) as problem:
        raise CatalogueError(f"The {what} are no XML document that can be read ({problem}).") from None
