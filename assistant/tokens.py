"""Text into lexical tokens, before any stemming: the same for documents and for queries.

Latin, Cyrillic … words and numbers become tokens; names written with inner marks stay whole
and give their parts as well, so that "78/265" finds "A/RES/78/265" and "GPT" finds "GPT-4".
Runs of Chinese characters are left for a segmenter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{_HAN}]"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    rf"|(?P<initials>(?<!\w)(?:{_LETTER}\.){{2,}}(?!\w))"
    rf"|(?P<number>(?<!\w)\d+(?:[.,:]\d+)+(?![\w]))"
    rf"|(?P<word>{_LETTER}+(?:['\u2019\-/.]{_LETTER}+)*)"
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_MARK = re.compile(r"([-/.])")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")

_STOP_WORDS = """
a about above after again all also am an and any are as at be because been before being
below between both but by can could did do does doing down during each few for from further
had has have having he her here hers him his how i if in into is it its just me more most my
no nor not of off on once only or other our ours out over own same she should so some such
than that the their theirs them then there these they this those through to too under until
up very was we were what when where which while who whom why will with would you your yours
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())  # without "us", which is a country here as well


def normalise(text: str) -> str:
    """Unicode NFKC with all dashes made hyphens, then case folding."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()


def words(text: str) -> Iterator[tuple[str, bool]]:
    """(token, is_han) pairs in order; a Chinese run is one token, not yet segmented."""
    for match in _TOKEN.finditer(normalise(text)):
        token = match.group()
        if match.lastgroup == "han":
            yield token, True
        elif match.lastgroup == "initials":
            yield token.replace(".", ""), False
        elif match.lastgroup == "number":
            yield (token.replace(",", "") if _THOUSANDS.fullmatch(token) else token), False
        else:
            for part in _forms(token):
                yield part, False


def _forms(word: str) -> Iterator[str]:
    """The word; for one with inner marks also its parts and those endings with a number."""
    word = re.sub(r"['\u2019](?:s\b)?", "", word)
    pieces = _MARK.split(word)
    yield word
    if len(pieces) == 1:
        return
    yield from pieces[::2]
    for at in range(2, len(pieces) - 2, 2):
        ending = "".join(pieces[at:])
        if any(letter.isdigit() for letter in ending):
            yield ending


def bigrams(run: str) -> list[str]:
    """Every pair of neighbouring characters; of a single character, itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def is_chinese(text: str) -> bool:
    """Whether most of what the text says is in Chinese; names in Latin letters do not change it."""
    han = sum(len(run) for run in re.findall(f"[{_HAN}]+", text))
    return han * 3 > len(re.findall(_LETTER, text))
