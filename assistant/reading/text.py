"""Plain text: paragraphs apart by empty lines, in whatever encoding."""

from __future__ import annotations

import re
from statistics import median

from charset_normalizer import from_bytes

from assistant.errors import FileUnreadable
from assistant.reading.building import Draft, joined_lines, plain_block
from assistant.reading.dating import first_date
from assistant.reading.speech import with_turns

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHINESE = ("gb18030", "big5")
_HAN = re.compile("[\u4e00-\u9fff]")
_WRAPPED = 45  # characters: where most lines have as many, line ends inside a paragraph are wraps
_TURN = re.compile(
    r"^\s*[\[(]?\d{1,2}:\d\d|^[^\W\d_][^:：\n?!;]{0,60}(?::\s+[\[(]?\d{1,2}:\d\d|：)"
    r"|^[A-Z][A-Z.'’ ]{2,40}:\s"
)
_HEAD = 600  # characters in which a date is looked for


def read_text(data: bytes) -> Draft:
    """Paragraphs of plain text, with speakers and times where it is a transcript."""
    return from_plain(decoded(data))


def from_plain(text: str) -> Draft:
    """Paragraphs of a text that is decoded already."""
    text = re.sub("\r\n?", "\n", text)
    parts = [part for part in re.split(r"\n[ \t\u3000]*\n", text) if part.strip()]
    if len(parts) <= 2 and (text.count("\n") > 5 or _turns(text)):
        parts = [line for line in text.split("\n") if line.strip()]  # a line is a paragraph
    lines = [line for part in parts for line in part.split("\n")[:-1]]
    wrapped = bool(lines) and median(map(len, lines)) >= _WRAPPED
    told = [joined_lines(part.split("\n")) if wrapped else _kept(part) for part in parts]
    first = told[0] if told else ""
    title = first if 0 < len(first) <= 150 and "\n" not in first and len(told) > 1 else None
    if title and re.match(r"^[\[(]?\d+:\d\d|^.{1,40}[:：]\s", title):
        title = None
    blocks = with_turns([plain_block(part) for part in told])
    return Draft(blocks, title=title, date=first_date(text[:_HEAD]))


def _turns(text: str) -> bool:
    """Whether most lines begin with a time or a speaker, so that each is a paragraph."""
    lines = [line for line in text.split("\n") if line.strip()]
    headed = sum(bool(_TURN.match(line)) for line in lines)
    return headed >= max(2, 0.6 * len(lines))


def _kept(part: str) -> str:
    return "\n".join(line.strip(" \t\u3000") for line in part.split("\n")).strip()


def decoded(data: bytes) -> str:
    """Bytes as text: by their mark, as UTF-8, else by what they most look like.

    Raises FileUnreadable for what is no text in any encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4:
            return data.decode("utf-8", "replace")  # cut in the middle of its last letter
    if b"\x00" in data[:4096]:
        raise FileUnreadable("it is not text")
    for encoding in _CHINESE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_HAN.findall(text)) > 0.2 * len(text):
            return text
    if best := from_bytes(data).best():
        return str(best)
    try:
        return data.decode(_CHINESE[0])
    except UnicodeDecodeError as error:
        raise FileUnreadable("its encoding cannot be told") from error
