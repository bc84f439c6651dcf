"""Evidence as a language model sees it: under opaque ids, fenced, within its budget."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.comparing import Known
from assistant.dates import spoken
from assistant.domain import Passage

MORE = "COMMON_GROUND_MODEL_READS sets how many tokens it is given, its reply included"
_LETTERS = "bcdfghjkmnpqrstvwxz"
_DIGITS = "23456789"
SHAPE = r"[bcdfghjkmnpqrstvwxz]{2}[2-9][bcdfghjkmnpqrstvwxz]{2}[2-9]"
SHAPE_OF_ID = re.compile(
    rf"\s*[\[【(（]?(?<![A-Za-z0-9]){SHAPE}(?![A-Za-z0-9])[\]】)）]?", re.IGNORECASE
)
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_FENCE = re.compile(r"<{2,}|>{2,}")
_TURN = re.compile(r"<(?=[|/a-zA-Z])|\[(?=/?(?:INST|SYS))")  # marks of chat templates and thoughts


@dataclass(frozen=True, slots=True)
class Item:
    """One passage as it is shown to the model."""

    id: str
    head: str
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Sheet:
    """All the evidence of one answer; look-up by opaque id."""

    items: tuple[Item, ...]

    def passage(self, name: str) -> Passage | None:
        """The passage that an id stands for; None for an invented one."""
        wanted = name.casefold()
        return next((item.passage for item in self.items if item.id == wanted), None)


def sheet_of(
    passages: Sequence[Passage], known: Known, *, language: str, key: str, room: int
) -> Sheet:
    """As many of the passages, best first, as fit into `room` tokens.

    Ids look random and are the same whenever `key` is, so that a stored answer can be retraced.
    """
    items: list[Item] = []
    for passage in dict.fromkeys(passages):
        name = opaque(key, passage.id, {item.id for item in items})
        head = head_of(passage, known, language)
        text = passage.text_zh if language == "zh" and passage.text_zh else passage.text
        item = Item(name, neutral(head), neutral(text), passage)
        room -= tokens_in(item.head) + tokens_in(item.text) + 24  # its fence
        if room < 0:
            break
        items.append(item)
    return Sheet(tuple(items))


def opaque(key: str, passage_id: str, taken: set[str]) -> str:
    """An id such as “kf3qx7”: never a number, so that it cannot be taken for a footnote."""
    for attempt in range(1000):
        digest = hashlib.sha256(f"{key}\n{passage_id}\n{attempt}".encode()).digest()
        pools = (_LETTERS, _LETTERS, _DIGITS) * 2
        name = "".join(pool[byte % len(pool)] for pool, byte in zip(pools, digest, strict=False))
        if name not in taken:
            return name
    raise AssertionError("a thousand collisions in a row")


def neutral(text: str) -> str:
    """Text that can neither close its fence nor pass for a turn of the conversation."""
    kept = "".join(c if not unicodedata.category(c).startswith("C") else " " for c in text)
    one_line = " ".join(kept.split())
    fenced = _FENCE.sub(lambda m: ("‹" if m.group()[0] == "<" else "›") * len(m.group()), one_line)
    return _TURN.sub(lambda m: "‹" if m.group() == "<" else "(", fenced)


def tokens_in(text: str) -> int:
    """How many tokens a text may have, rather too many than too few; no tokeniser is loaded."""
    han = len(_HAN.findall(text))
    return int(han * 1.2 + (len(text) - han) / 3.2) + 1


def head_of(passage: Passage, known: Known, language: str) -> str:
    """What is known of a passage beside its text: whose it is, when, in what capacity."""
    document = known.documents[passage.document_id]
    title = document.title_zh if language == "zh" and document.title_zh else document.title
    issuers = ", ".join(known.party(party, language) for party in document.issuers[:6])
    speaker = ", ".join(part for part in (passage.speaker, passage.role) if part)
    rows = (
        f"text: {title}",
        f"dated: {spoken(document.date, language)}",
        f"by: {issuers}",
        f"speaker: {speaker}" if speaker else "",
        f"capacity: {passage.capacity}" if passage.capacity else "",
        f"strength: {passage.strength}" if passage.strength else "",
        f"status: {document.status.state}",
        f"grade: {passage.grade}",
    )
    return " | ".join(row for row in rows if row)
