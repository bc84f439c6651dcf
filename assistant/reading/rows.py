"""JSON and JSON Lines, for people who have texts in a pipeline of their own.

JSON: one object, the document. JSON Lines: one object a line; the first may be the document's
head (without "text"), every other one is a paragraph.

    document   title, author, date (2024-05-21), language, url, and either `text` (plain text) or
               `paragraphs`, a list of paragraphs or strings
    paragraph  text; and, where there are any, page (number or label), speaker,
               time ("00:41:07" or seconds), level (1 to 6: it is a heading)
"""

from __future__ import annotations

import json
import math
from typing import Any

from assistant.dates import is_date
from assistant.errors import FileUnreadable
from assistant.reading.building import Block, Draft, Piece
from assistant.reading.dating import first_date
from assistant.reading.speech import seconds_of
from assistant.reading.text import decoded, from_plain

SCHEMA = "its form is described in the README under “Your own documents”"


def read_json(data: bytes) -> Draft:
    """One document; FileUnreadable names the field that is wrong."""
    return _document(_parsed(decoded(data), "it"))


def read_jsonl(data: bytes) -> Draft:
    """One document, a paragraph a line; FileUnreadable names the line that is wrong."""
    rows = []
    for number, line in enumerate(decoded(data).split("\n"), 1):
        if line.strip():
            row = _parsed(line, f"line {number}")
            if not isinstance(row, dict):
                raise FileUnreadable(f"line {number} is no object; {SCHEMA}")
            rows.append(row)
    head = rows.pop(0) if rows and "text" not in rows[0] else {}
    return _document(head | {"paragraphs": rows})


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileUnreadable(f"{where} is not JSON ({error})") from error


def _document(found: Any) -> Draft:
    if isinstance(found, list):
        found = {"paragraphs": found}
    if not isinstance(found, dict):
        raise FileUnreadable(f"it is no object; {SCHEMA}")
    rows = found.get("paragraphs")
    if isinstance(found.get("text"), str) and rows is None:
        draft = from_plain(found["text"])
    elif isinstance(rows, list):
        draft = Draft([_block(row, number) for number, row in enumerate(rows, 1)])
    else:
        raise FileUnreadable(f"it has neither text nor paragraphs; {SCHEMA}")
    for name in ("title", "author", "language", "url"):
        value = found.get(name)
        if value is not None and not isinstance(value, str):
            raise FileUnreadable(f"{name} is no text; {SCHEMA}")
        setattr(draft, name, value or getattr(draft, name))
    draft.date = first_date(str(found.get("date") or "")) or _partial(found.get("date"))
    return draft


def _partial(date: object) -> str | None:
    return str(date) if date is not None and is_date(str(date)) else None


def _block(row: Any, number: int) -> Block:
    if isinstance(row, str):
        return Block([Piece(row)])
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise FileUnreadable(f"paragraph {number} has no text; {SCHEMA}")
    page, level, speaker = row.get("page"), row.get("level") or 0, row.get("speaker")
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= 6:
        raise FileUnreadable(f"paragraph {number}: level is no number from 1 to 6; {SCHEMA}")
    if speaker is not None and not isinstance(speaker, str):
        raise FileUnreadable(f"paragraph {number}: speaker is no text; {SCHEMA}")
    seconds = _seconds(row.get("time"), number)
    label = None if page is None else str(page)[:40]
    return Block([Piece(row["text"], label, seconds)], level, speaker=speaker or None)


def _seconds(value: Any, number: int) -> float | None:
    if value is None or value == "":
        return None
    try:
        found = seconds_of(value) if isinstance(value, str) else float(value)
    except (TypeError, ValueError) as error:
        raise FileUnreadable(f"paragraph {number}: time {value!r} is none; {SCHEMA}") from error
    if not (math.isfinite(found) and 0 <= found < 1_000_000):
        raise FileUnreadable(f"paragraph {number}: time {value!r} is none; {SCHEMA}")
    return found
