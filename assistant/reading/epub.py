"""EPUB: the chapters in their order, read as HTML; nothing is unpacked or fetched."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from assistant.errors import FileUnreadable
from assistant.reading.archives import member, opened
from assistant.reading.building import Draft
from assistant.reading.dating import first_date
from assistant.reading.html import read_html

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
_CLASS = re.compile(r"\.([\w-]+)\s*\{[^}]*?font-size:\s*([\d.]+)pt")
_LARGE = 1.12  # times the usual size: type that is larger is a heading's
_PLAIN = 12.0  # points of type that no style sheet sizes
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
    sizes = _sizes(archive, folder, items)
    for place in package.iter("{*}itemref"):
        name = posixpath.normpath(
            posixpath.join(folder, unquote(items.get(place.get("idref"), "")))
        )
        chapter = member(archive, name)
        if chapter:
            draft.blocks += read_html(_with_headings(chapter, sizes)).blocks
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


def _sizes(archive: ZipFile, folder: str, items: Mapping[str | None, str]) -> dict[str, float]:
    """The size of type, in points, that the style sheets give to each class."""
    sizes: dict[str, float] = {}
    for name in items.values():
        if name.endswith(".css"):
            path = posixpath.normpath(posixpath.join(folder, unquote(name)))
            sheet = (member(archive, path) or b"").decode("utf-8", "replace")
            sizes |= {match[1]: float(match[2]) for match in _CLASS.finditer(sheet)}
    return sizes


def _with_headings(chapter: bytes, sizes: Mapping[str, float]) -> bytes:
    """A chapter in which paragraphs in larger type are headings, where it has none of its own.

    So do word processors write books: the look of a heading, and no mark that it is one.
    """
    root = etree.fromstring(chapter, _PARSER) if sizes else None
    if (
        root is None
        or next(root.iter(*(f"{{*}}h{level}" for level in range(1, 7))), None) is not None
    ):
        return chapter
    looks = {p: _look(p, sizes) for p in root.iter("{*}p")}
    told: Counter[float] = Counter()
    for paragraph, size in looks.items():
        told[size or _PLAIN] += len("".join(map(str, paragraph.itertext())))
    usual = told.most_common(1)[0][0] if told else _PLAIN
    large = sorted({size for size in looks.values() if size > _LARGE * usual}, reverse=True)
    for paragraph, size in looks.items():
        if size in large:
            space = etree.QName(paragraph).namespace
            tag = f"h{min(large.index(size) + 1, 6)}"
            paragraph.tag = f"{{{space}}}{tag}" if space else tag
    return etree.tostring(root, encoding="utf-8")


def _look(paragraph: etree._Element, sizes: Mapping[str, float]) -> float:
    """The size of a paragraph's type if all of it has one, else 0."""
    if (paragraph.text or "").strip() or any((e.tail or "").strip() for e in paragraph):
        return sizes.get(paragraph.get("class", ""), 0.0)
    found = {sizes.get(e.get("class", ""), 0.0) for e in paragraph}
    return found.pop() if len(found) == 1 else 0.0
