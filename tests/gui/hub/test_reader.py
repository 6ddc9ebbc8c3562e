"""The help: its links, its pictures, its way back, and nothing from outside of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qgis.core")

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def reader(qgis_app: Any) -> Iterator[Any]:
    from s2gm.s2gm_plugin.reader.window import HelpWindow

    reader = HelpWindow()
    reader.resize(700, 500)
    yield reader
    reader.close()
    reader.deleteLater()


def sections(page: str) -> list[str]:
    """Names of a page's sections, found without Qt."""
    text = re.sub(r"^```.*?^```", "", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = [line.lstrip("#").strip() for line in text.splitlines() if re.match("#+ ", line)]
    return [re.sub(r"[^a-z0-9_ -]", "", title.lower()).replace(" ", "-") for title in titles]


def links() -> list[tuple[str, str]]:
    """Page and target of every link and picture of the documents that leads to no other site."""
    return [
        (path.name, link)
        for path in sorted(DOCS.glob("*.md"))
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if not link.startswith("http")
    ]


def test_every_link_of_the_documents_leads_somewhere() -> None:
    broken = []
    for page, link in links():
        path, _, section = link.partition("#")
        target = (DOCS / path).resolve() if path else DOCS / page
        is_document = target.parent == DOCS and target.suffix == ".md"
        if not target.is_file() or (section and is_document and section not in sections(target.name)):
            broken.append(f"{page}: {link}")
    assert len(links()) > 50
    assert broken == []


def test_the_contents_name_every_page() -> None:
    named = set(LINK.findall((DOCS / "README.md").read_text(encoding="utf-8")))
    assert {path.name for path in DOCS.glob("*.md")} - named == {"README.md"}


@pytest.mark.parametrize("page", ["hub.md", "methods_reference.md"])
def test_sections_have_the_names_that_links_use(reader: Any, page: str) -> None:
    reader.show_address(page)
    assert [name for name in sections(page) if not reader.browser.has_section(name)] == []


def test_the_help_of_every_algorithm_is_a_section_that_is_there(qgis_app: Any) -> None:
    from qgis.PyQt.QtCore import QUrl

    from s2gm.processing_provider.documents import ALGORITHM_PAGES

    algorithms = qgis_app.processingRegistry().providerById("s2gm").algorithms()
    assert {one.name() for one in algorithms} == set(ALGORITHM_PAGES)
    for one in algorithms:
        url = QUrl(one.helpUrl())
        file = Path(url.toLocalFile())
        assert file.resolve().parent == DOCS
        assert url.fragment() in sections(file.name), one.name()


def test_links_lead_to_pages_and_sections_and_back(reader: Any, qgis_app: Any) -> None:
    from qgis.PyQt.QtCore import QUrl

    def step() -> tuple[str, str, int]:
        qgis_app.processEvents()
        here = reader.trail.here
        return here.page, here.section, reader.browser.verticalScrollBar().value()

    reader.show_address("hub.md")
    assert step() == ("hub.md", "", 0)
    assert not reader.back.isEnabled()
    reader.follow(QUrl("#orders"))
    _, section, scrolled = step()
    assert section == "orders" and scrolled > 0
    reader.follow(QUrl("qgis.md#quicklook"))
    assert step()[:2] == ("qgis.md", "quicklook")
    assert reader.notice.text == ""
    reader.back.trigger()
    assert step() == ("hub.md", "orders", scrolled)
    reader.back.trigger()
    assert step() == ("hub.md", "", 0)
    assert not reader.back.isEnabled()
    reader.forward.trigger()
    reader.contents.trigger()
    assert step()[0] == "README.md"
    assert not reader.forward.isEnabled()


@pytest.mark.parametrize(
    "link",
    ["../metadata.txt", "../s2gm_core/../metadata.txt", "%2e%2e/metadata.txt", "nowhere.md", "file:///etc/hosts", "."],
)
def test_what_is_no_document_is_a_sentence(reader: Any, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from qgis.PyQt.QtCore import QUrl

    from s2gm.s2gm_plugin.reader import window

    opened: list[str] = []
    monkeypatch.setattr(window.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    reader.show_address("hub.md")
    reader.follow(QUrl(link))
    assert "There is no page" in reader.notice.text
    assert (reader.trail.here.page, opened) == ("hub.md", [])
    reader.follow(QUrl("https://example.org/page"))
    assert opened == ["https://example.org/page"]


def test_pictures_fit_and_come_from_the_documents_only(reader: Any, qgis_app: Any) -> None:
    from qgis.PyQt.QtCore import QUrl
    from qgis.PyQt.QtGui import QTextDocument

    reader.show_address("hub.md")
    for width in (700, 420):
        reader.resize(width, 500)
        qgis_app.processEvents()
        reader.browser._draw()
        sizes = reader.browser._sizes
        assert all(0 < size.width() <= reader.browser.viewport().width() for size in sizes.values())
        halves = [sizes[f"images/hub_{look}_welcome.png"].width() for look in ("light", "dark")]
        assert halves[0] == halves[1] < reader.browser.viewport().width() / 2
    kind = QTextDocument.ResourceType.ImageResource
    assert (
        reader.browser.loadResource(kind, QUrl("images/hub_light_scenes.png")).width()
        == sizes["images/hub_light_scenes.png"].width()
    )
    for name in ("../resources/icons/s2gm.svg", "http://127.0.0.1:9/x.png", "file:///etc/hosts", "images/none.png"):
        assert reader.browser.loadResource(kind, QUrl(name)) is None


def test_links_are_readable_in_dark_themes(reader: Any) -> None:
    from qgis.PyQt.QtGui import QColor, QPalette

    from s2gm.s2gm_plugin.reader.layout import _fragments

    def lightness() -> int:
        looks = [look for _, _, look in _fragments(reader.browser.document()) if look.anchorHref() == "qgis.md"]
        return int(looks[0].foreground().color().lightness())

    reader.show_address("hub.md")
    bright = lightness()
    palette = QPalette(reader.palette())
    palette.setColor(QPalette.ColorRole.Text, QColor("white"))
    palette.setColor(QPalette.ColorRole.Base, QColor("black"))
    reader.browser.setPalette(palette)
    reader.browser._draw()
    assert lightness() > max(bright, 140)


def test_help_of_the_window_opens_at_the_place(hub: Any) -> None:
    for place in hub.buttons:
        hub.open_place(place)
        hub._open_help()
        assert hub.help.trail.here.page == "hub.md"
        assert hub.help.browser.has_section(hub.help.trail.here.section)
    hub.open_place("welcome")
    hub.welcome.help_button.click()
    assert hub.help.trail.here.section == ""
    assert not hub.help.isModal()
