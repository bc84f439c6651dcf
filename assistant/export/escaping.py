"""Text and addresses from sources, made harmless for the form that they are written in."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_LIST_START = re.compile(r"^(\d*)([-+.)])(?=\s|$)")


def in_markdown(text: str) -> str:
    """Text that Markdown shows as it is: one line, every active character escaped."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_START.sub(r"\1\\\2", line)


def web_address(address: str | None) -> str | None:
    """The address if it leads to the web, with nothing in it that could end a link."""
    if not address or urlsplit(address).scheme not in ("http", "https"):
        return None
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~._-")


def site_of(address: str) -> str:
    """The site of a web address, as a link is called where there is no room for the address."""
    return (urlsplit(address).hostname or address).removeprefix("www.")
