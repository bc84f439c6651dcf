"""Speakers and time codes in transcripts that are written as plain paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.reading.building import Block, Piece

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_BRACKETED = re.compile(rf"^\s*(?:\[({_TIME})\]|\(({_TIME})\))\s*[-–—:]?\s*")
_BARE = re.compile(rf"^\s*({_TIME})(?=\s|$)\s*[-–—]?\s*")
_LABEL = re.compile(
    r"^(?P<name>[^\W\d_][^:：\n?!;“”\"]{0,80}?)"
    rf"(?:\s*[\[(]\s*(?P<time>{_TIME})\s*[\])])?\s*(?P<colon>[:：])(?P<space>\s*)"
)
_NAME_AND_TIME = re.compile(rf"^(?P<name>[^\W\d_][^:：\n]{{1,60}}?)\s+\(?(?P<time>{_TIME})\)?\s*$")
_QUESTION = re.compile(r"^Q[ \t\u00a0]{1,}(?=\S)")
_CAPITALS = re.compile(
    r"^(?:[A-Z][A-Z.'’\-]*|AND|OF|DR\.|MR\.|MS\.|MRS\.|[A-Z]\.)(?:[ ,]+[A-Z(][A-Z.'’\-)]*)*$"
)
_MC_NAMES = re.compile(r"(?<=\b)Mc(?=[A-Z])|(?<=\b)Mac(?=[A-Z])")
_TITLE = re.compile(
    r"^(?:(?:Opening|Closing) (?:Statement|Remarks)|Statement|Testimony|Remarks)\s*"
    r"(?:[-–—:]|of|by)\s*"
)
_OFFICE = re.compile(
    r"\b(?:Senator|Chair(?:man|woman|person)?|Ranking Member|Representative|Minister|President|"
    r"Ambassador|Secretary|Dr\.|Mr\.|Ms\.|Mrs\.|Prof\.|Professor|CEO|Director|Founder)(?!\w)"
)
_NOT_NAMES = frozenset(
    word
    for line in (Path(__file__).parent / "not_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_SMALL = frozenset(
    ("de", "da", "di", "du", "van", "von", "der", "den", "of", "the", "and", "al", "la", "le")
)
_AFTERWARDS = re.compile(r"^\s*(?:END\b|###|\* ?\* ?\*|\d{1,2}:\d\d [AP]\.M\.)")
_ANSWERING = frozenset(("Q", "A", "问", "答"))
_ADDRESSED = re.compile(
    r"(?:THE |VICE |ACTING |PRIME |SENIOR |FIRST )*"
    r"(?:MRS?|MS|DR|PRESIDENT|MINISTER|SENATOR|GOVERNOR|SECRETARY|AMBASSADOR|CHAIR\w*|REPRESENTATIVE|MAYOR|LADY|MODERATOR|Q$|A$|问|答)\b"
)
_MOSTLY = 0.6
_LEAST = 3  # turns that make a text a transcript, where labels are not in capitals


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    rest: int  # where in the block the words begin
    seconds: float | None = None
    sure: bool = False
    coded: bool = False  # "Zhou Wei: [00:41:07]" or "[00:41:07] Zhou Wei:"


def seconds_of(code: str) -> float:
    """A time code in seconds: "41:07", "00:41:07.250"."""
    total = 0.0
    for part in code.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def with_turns(blocks: Sequence[Block], *, spoken: bool = False) -> list[Block]:
    """The blocks with speakers and times taken out of their text, if they are a transcript.

    A block without a label goes on with the speaker before it, up to the next heading. Where
    nothing shows that this is a transcript, the blocks are returned as they are. `spoken`: it is
    one by its form, so that a single name in capitals is a speaker's.
    """
    blocks = [_timed(block) for block in blocks]
    labels = [_label(block) for block in blocks]
    counts = Counter(label.name for label in labels if label)
    accepted = _accepted(blocks, labels, counts)
    if not spoken and not _is_transcript(blocks, labels, accepted):
        return blocks
    known = set(counts)
    codes = [b.pieces[0].seconds if b.pieces else None for b in blocks]
    codes += [label.seconds for label in labels if label]
    timed = sum(code is not None for code in codes) >= _LEAST
    told: list[Block] = []
    speaker: str | None = None
    for block, label in zip(blocks, labels, strict=True):
        if label and label.name in accepted:
            speaker = _shown(label.name)
            block = _cut(block, label)
        elif _AFTERWARDS.match(block.text):
            speaker = None
        elif block.level:
            speaker = _of_heading(block.text, known) if timed else None
        if not block.level:
            block.speaker = block.speaker or speaker
        told.append(block)
    return [block for block in told if block.text.strip()]


def _timed(block: Block) -> Block:
    """The block with a time code at its head made an attribute."""
    text = block.text
    match = _BRACKETED.match(text)
    if not match or block.pieces[0].seconds is not None:
        return block
    code = match[1] or match[2]
    return replace(block, pieces=_without_head(block.pieces, match.end(), seconds_of(code)))


def _without_head(pieces: Sequence[Piece], length: int, seconds: float | None) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        cut = min(length, len(piece.text))
        length -= cut
        if piece.text[cut:] or not kept:
            kept.append(replace(piece, text=piece.text[cut:]))
    kept = [piece for piece in kept if piece.text] or kept[:1]
    if kept and seconds is not None:
        kept[0] = replace(kept[0], seconds=seconds)
    return kept


def _label(block: Block) -> _Label | None:
    """The speaker's label at the head of a block, if there is something like one."""
    text = block.text.replace("\u00a0", " ")
    if block.level:
        ends = text.rstrip().endswith((":", "："))
        name = text.strip().rstrip(":：").strip()
        return _Label(name, len(text)) if ends and _like_name(name) else None
    if match := _QUESTION.match(text):
        return _Label("Q", match.end(), sure=True)
    first = text.split("\n", 1)[0]
    if (match := _NAME_AND_TIME.match(first)) and _like_name(match["name"]):
        rest = min(len(text), len(first) + 1)
        return _Label(match["name"].strip(), rest, seconds_of(match["time"]), sure=True)
    match = _LABEL.match(text)
    if not match or not _like_name(match["name"]):
        return None
    if match["colon"] == ":" and not match["space"] and match.end() < len(text):
        return None  # a colon within a word, as in an address
    name = match["name"].strip()
    seconds = seconds_of(match["time"]) if match["time"] else None
    rest = match.end()
    if seconds is None and (time := _BRACKETED.match(text[rest:])):
        seconds, rest = seconds_of(time[1] or time[2]), rest + time.end()
    timed = seconds is not None or block.pieces[0].seconds is not None
    return _Label(name, rest, seconds, sure=timed or _in_capitals(name), coded=timed)


def _in_capitals(name: str) -> bool:
    bare = _MC_NAMES.sub("MC", re.sub(r"\(.*?\)", "", name).strip())
    return bool(_CAPITALS.match(bare)) and (len(bare) > 3 or bare in _ANSWERING)


def _like_name(name: str) -> bool:
    """Whether a label may be somebody's: few words, capitals, none of the usual headings."""
    name = name.strip()
    first = re.split(r"[\s,(（]", name, maxsplit=1)[0].rstrip(".").casefold()
    if not name or first in _NOT_NAMES or name.casefold() in _NOT_NAMES:
        return False
    if re.search("[\u3400-\u9fff]", name):
        return len(name) <= 16 and not re.search("[，。、；]", name)
    words = re.findall(r"[^\W\d_][\w.'’\-]*", re.sub(r"[(（,，].*", "", name))
    big = [word for word in words if word not in _SMALL]
    return 0 < len(words) <= 7 and all(word[0].isupper() for word in big) and bool(big)


def _counts(label: _Label, counts: Counter[str]) -> bool:
    return label.sure or counts[label.name] >= 2


def _accepted(
    blocks: Sequence[Block], labels: Sequence[_Label | None], counts: Counter[str]
) -> set[str]:
    """The labels that are speakers. Where most blocks have one, a name that comes once is one too:
    else its words would be taken for those of the speaker before."""
    alike = [label for label in labels if label]
    if sum(label.sure for label in alike) >= _MOSTLY * len(alike):
        return {label.name for label in alike if _counts(label, counts)}
    pairs = zip(blocks, labels, strict=True)
    headed = [label for block, label in pairs if label and block.level]
    if len(headed) >= max(_LEAST, 0.5 * len(alike)):
        return {label.name for label in headed}
    bodies = sum(1 for block in blocks if not block.level) or 1
    if len(alike) - len(headed) >= 0.5 * bodies:
        return {label.name for label in alike}
    return {label.name for label in alike if _counts(label, counts)}


def _is_transcript(
    blocks: Sequence[Block], labels: Sequence[_Label | None], accepted: Collection[str]
) -> bool:
    turns = [label for label in labels if label and label.name in accepted]
    names = Counter(turn.name for turn in turns)
    capitals = [label for label in turns if label.sure]
    if any(_ADDRESSED.match(label.name) or names[label.name] > 1 for label in capitals) and (
        len(capitals) >= _LEAST or _opens(labels)
    ):
        return True
    body = sum(1 for block in blocks if not block.level) or 1
    if sum(label.coded for label in turns) >= max(2, _MOSTLY * body):
        return True  # a name with a time code before most paragraphs, be there only two of them
    enough = len(turns) >= _LEAST and len(turns) >= 0.2 * body
    return enough and len(names) >= 2 and names.most_common(1)[0][1] >= 2


def _opens(labels: Sequence[_Label | None]) -> bool:
    """Whether the first label in capitals stands near the head: remarks of one speaker."""
    return any(label and label.sure and len(label.name.split()) > 1 for label in labels[:8])


def _cut(block: Block, label: _Label) -> Block:
    if block.level:
        return replace(block, pieces=[Piece("")])
    return replace(block, pieces=_without_head(block.pieces, label.rest, label.seconds))


def _shown(name: str) -> str:
    """A speaker's name for a reader: "MS. JEAN-PIERRE" stays as the source writes it."""
    return {"Q": "Question", "问": "问", "答": "答"}.get(name, " ".join(name.split()))


def _of_heading(heading: str, known: set[str]) -> str | None:
    """Who speaks under a heading, if it names a person; None otherwise."""
    name = _TITLE.sub("", " ".join(heading.split()))
    if name != heading or _OFFICE.search(name) or name.split(",")[0] in known:
        return name if _like_name(name) else None
    return None
