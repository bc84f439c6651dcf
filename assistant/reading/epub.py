"""EPUB: the chapters in their order, read as HTML; nothing is unpacked or fetched."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from lxml import etree

from assistant.errors import FileUnreadable
from assistant.reading.archives import member, opened
from assistant.reading.building import Draft
from assistant.reading.dating import first_date
from assistant.reading.html import read_html

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_epub(data: bytes) -> Draft:
    """All chapters of the book's spine; FileUnreadable if it has none."""
    archive = opened(data)
    container = _xml(member(archive, "META-INF/container.xml"))
    roots = [e.get("full-path") for e in container.iter("{*}rootfile")]
    if not roots or not roots[0]:
        raise FileUnreadable("it names no table of its parts")
    package = _xml(member(archive, roots[0]))
    folder = posixpath.dirname(roots[0])
    items = {item.get("id"): item.get("href") or "" for item in package.iter("{*}item")}
    draft = Draft(
        title=_fact(package, "title"),
        author=_fact(package, "creator"),
        date=first_date(_fact(package, "date")),
        language=(_fact(package, "language") or "")[:2] or None,
    )
    for place in package.iter("{*}itemref"):
        name = posixpath.normpath(
            posixpath.join(folder, unquote(items.get(place.get("idref"), "")))
        )
        chapter = member(archive, name)
        if chapter:
            draft.blocks += read_html(chapter).blocks
    return draft


def _xml(content: bytes | None) -> etree._Element:
    if content is None:
        raise FileUnreadable("a part that every EPUB has is missing")
    try:
        root = etree.fromstring(content, _PARSER)
    except (etree.LxmlError, ValueError) as error:
        raise FileUnreadable(f"its table of parts cannot be read ({error})") from error
    if root is None:
        raise FileUnreadable("its table of parts is empty")
    return root


def _fact(package: etree._Element, name: str) -> str | None:
    return next((e.text for e in package.iter(f"{_DC}{name}") if e.text), None)
