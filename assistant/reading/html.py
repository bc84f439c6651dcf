"""HTML: the main text of a page, with its title, author and date; nothing is fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml import html as lxml_html

from assistant.errors import FileUnreadable
from assistant.reading.building import Block, Draft, joined_lines, plain_block
from assistant.reading.dating import first_date
from assistant.reading.speech import with_turns
from assistant.reading.text import decoded

Element = etree._Element


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DROPPED = _set(
    "script style noscript template svg math iframe object embed form button input select textarea "
    "nav header footer aside dialog head link meta video audio canvas figure map"
)
_KEPT_IN_MAIN = frozenset({"header", "figure", "form", "math"})
_BLOCKS = _set(
    "p div section article main li ul ol dl dt dd table tr td th thead tbody tfoot caption "
    "blockquote pre h1 h2 h3 h4 h5 h6 hr address figcaption details summary center body "
    "header figure form fieldset legend"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav(?:igation|bar)?|menu|breadcrumbs?|cookies?(?:-banner)?|share|sharing|social|"
    r"sidebar|footer|related|skip-link|feedback|pagination|contents-list|print-link|"
    r"subscribe|newsletter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dcterms.issued",
    "dc.date.issued", "dcterms.date", "citation_publication_date", "pubdate", "publishdate",
    "govuk:public-updated-at", "govuk:updated-at", "article:modified_time",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
_MOST = 0.6  # of all text of paragraphs, which the main part has to hold
_SITE = re.compile(r"\s+(?:[|–—]|-)\s+[^|–—]{2,60}$")
MAX_DEPTH = 400


def read_html(data: bytes) -> Draft:
    """The main text of a page; FileUnreadable if it is no HTML at all."""
    root = _parsed(data)
    main = _main(root)
    blocks = _headed([block for block in _blocks(main) if block.text.strip()])
    draft = Draft(
        title=_title(root, main),
        author=_meta(root, _AUTHORS),
        date=_date(root),
        language=_language(root),
        url=_address(root),
    )
    draft.blocks = with_turns(blocks)
    if draft.date is None:
        draft.date = first_date(" ".join(block.text for block in draft.blocks[:8])[:800])
    return draft


def _parsed(data: bytes) -> Element:
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _markup(data))
    try:
        root = lxml_html.document_fromstring(text or "<html/>", parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise FileUnreadable(f"it is not HTML that can be read ({error})") from error
    return root


def _markup(data: bytes) -> str:
    """The page's characters, in the encoding that it declares if it can be decoded so."""
    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.I)
    if declared:
        name = declared[1].decode("ascii", "replace").casefold()
        name = "gb18030" if name in ("gb2312", "gbk", "x-gbk") else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass  # declared wrongly: told by its bytes
    return decoded(data)


def _main(root: Element) -> Element:
    """The element that holds the text: `main` or `article`, else where most paragraphs are."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = _found(root, path)
        if len(found) == 1 and len(_words(found[0])) > 200:
            return found[0]
    body = root.find("body")
    body = root if body is None else body
    paragraphs = [
        p for p in body.iter("p", "td", "li", "pre", "blockquote") if not _in_chrome(p, body)
    ]
    weights: dict[Element, int] = {}
    total = 0
    for paragraph in paragraphs:
        size = len(_words(paragraph)) if paragraph.tag in ("p", "pre") else 0
        total += size
        for above in paragraph.iterancestors():
            weights[above] = weights.get(above, 0) + size
    best = body
    while total:
        inner = [e for e in best if weights.get(e, 0) >= _MOST * total]
        if not inner or inner[0].tag in ("table", "tbody", "tr", "ul", "ol"):
            break
        best = inner[0]
    return best


def _found(root: Element, path: str) -> list[Element]:
    return cast("list[Element]", root.xpath(path))


def _words(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _in_chrome(element: Element, top: Element) -> bool:
    for above in element.iterancestors():
        if above is top:
            return False
        if _dropped(above, main=False):
            return True
    return False


def _dropped(element: Element, *, main: bool) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return True
    if tag in _DROPPED and not (main and tag in _KEPT_IN_MAIN):
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or "") or element.get("role") in (
        "navigation",
        "search",
    ):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return tag in ("div", "section", "ul", "ol", "a", "p", "span") and bool(_CHROME.search(names))


def _blocks(main: Element) -> Iterator[Block]:
    """The blocks under an element, in order; text between blocks is a block of its own."""
    pending: list[str] = []

    def flush() -> Iterator[Block]:
        text = _tidied("".join(pending))
        pending.clear()
        if text:
            yield plain_block(text)

    def walk(element: Element, depth: int) -> Iterator[Block]:
        if depth > MAX_DEPTH:
            return
        pending.append(element.text or "")
        for child in element:
            if not isinstance(child.tag, str) or _dropped(child, main=True):
                pending.append(child.tail or "")
                continue
            tag = child.tag
            if tag == "br":
                pending.append("\n")
            elif tag == "img":
                pass
            elif tag in _BLOCKS:
                yield from flush()
                if re.fullmatch(r"h[1-6]", tag):
                    if words := _words(child):
                        yield plain_block(words, int(tag[1]))
                elif tag == "tr":
                    cells = [c for c in child if c.tag in ("td", "th")]
                    if any(
                        c.find(".//p") is not None or c.find(".//table") is not None for c in cells
                    ):
                        yield from walk(child, depth + 1)
                        yield from flush()
                    elif row := " | ".join(w for c in cells if (w := _words(c))):
                        yield plain_block(row)
                elif tag == "pre":
                    yield plain_block("".join(map(str, child.itertext())))
                else:
                    yield from walk(child, depth + 1)
                    yield from flush()
            else:
                yield from walk(child, depth + 1)
            pending.append(child.tail or "")

    yield from walk(main, 0)
    yield from flush()


def _tidied(text: str) -> str:
    """Space as a browser shows it: lines only where there is a break."""
    marked = re.sub(r"[ \t\r\f]*\n[ \t\r\f]*", "\n", text)
    # a line end in the markup is a space; `walk` writes breaks as lone "\n" between texts,
    # which cannot be told from it, so breaks inside a paragraph are spaces as well
    return joined_lines(marked.split("\n"))


def _headed(blocks: list[Block]) -> list[Block]:
    """Without headings that nothing follows before the page ends."""
    while blocks and blocks[-1].level:
        blocks.pop()
    return blocks


def _title(root: Element, main: Element) -> str | None:
    for heading in [*main.iter("h1"), *root.iter("h1")]:
        if words := _words(heading):
            return words
    if title := _meta(root, ("og:title", "dc.title", "citation_title")):
        return title
    title = root.findtext(".//title")
    return _SITE.sub("", " ".join(title.split())) or None if title else None


def _meta(root: Element, names: tuple[str, ...]) -> str | None:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").casefold()
        content = " ".join((meta.get("content") or "").split())
        if name in names and content:
            found.setdefault(name, content)
    return next((found[name] for name in names if name in found), None)


def _date(root: Element) -> str | None:
    for script in _found(root, "//script[@type='application/ld+json']"):
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        match = re.search(r'"datePublished":\s*"([^"]{4,40})"', json.dumps(content))
        if match and (date := first_date(match[1])):
            return date
    if date := first_date(_meta(root, _DATES)):
        return date
    for time in root.iter("time"):
        if date := first_date(time.get("datetime") or _words(time)):
            return date
    return None


def _language(root: Element) -> str | None:
    code = (root.get("lang") or "").split("-")[0].casefold()
    return code if re.fullmatch("[a-z]{2}", code) else None


def _address(root: Element) -> str | None:
    for link in _found(root, "//link[@rel='canonical']"):
        if (link.get("href") or "").startswith(("http://", "https://")):
            return link.get("href")
    return _meta(root, ("og:url",))
