"""How far a claim's words are told by a passage, by nearness in meaning and not by letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.relevance import Lexicon
from assistant.comparing import Said
from assistant.domain import Document, Passage
from assistant.ports import Kinship

_STRANGE, _KIN = 0.12, 0.5  # nearness up to which a word is not told, and from which it is
_TOLD_TOGETHER = 3  # passages of one document


@dataclass(frozen=True, slots=True)
class Alike:
    """The weighted share of a claim's words that are told; the weights of the two least told."""

    share: float = 0.0
    gap: float = 0.0
    second: float = 0.0


class Alikeness:
    """Reads claims beside passages."""

    def __init__(self, lexicon: Lexicon, kinship: Kinship | None) -> None:
        """`kinship` of None knows no word but the same."""
        self._lexicon, self._kinship = lexicon, kinship

    def of(self, said: Said, passages: Sequence[Passage]) -> Alike:
        """The claim beside these passages, taken together with their titles and speakers."""
        if not passages:
            return Alike()
        text = _without_times(said)
        told = " ".join(_texts(said, passages))
        near = self._kinship.nearest(text, told) if self._kinship else self._same(text, told)
        weighed = [(self._weight(word), _told(nearness)) for word, nearness in near]
        total = sum(weight for weight, _ in weighed)
        if not total:
            return Alike(1.0)
        gaps = sorted((weight * (1 - share) for weight, share in weighed), reverse=True)
        return Alike(1 - sum(gaps) / total, gaps[0], gaps[1] if len(gaps) > 1 else 0.0)

    def _weight(self, word: str) -> float:
        """How rare a word is, 0 to 1; of a longer Chinese one, on average."""
        cut = self._lexicon.tokens(word)
        return sum(self._lexicon.rarity(one) for one in cut) / len(cut) if cut else 0.05

    def _same(self, text: str, told: str) -> Iterable[tuple[str, float]]:
        there = set(self._lexicon.tokens(told))
        return [(word, float(word in there)) for word in dict.fromkeys(self._lexicon.tokens(text))]


def _told(nearness: float) -> float:
    return min(1.0, max(0.0, (nearness - _STRANGE) / (_KIN - _STRANGE)))


def _without_times(said: Said) -> str:
    """The claim without its times, which are compared as such."""
    text = said.text
    for period in sorted(said.periods, key=lambda p: -p.start):
        text = f"{text[: period.start]} {text[period.end :]}"
    return text


def _texts(said: Said, passages: Sequence[Passage]) -> Iterable[str]:
    known = said.known
    language = "zh" if said.chinese else "en"
    for passage in passages:
        yield said.of(passage)
        yield f"{passage.speaker or ''} {passage.role or ''}"
        yield " ".join(known.party(party, language) for party in passage.parties)
        if document := known.documents.get(passage.document_id):
            yield _title(document, language)


def _title(document: Document, language: str) -> str:
    title = document.title_zh if language == "zh" and document.title_zh else document.title
    return f"{title} {document.place} {document.date[:4]}"


def together(passages: Sequence[Passage]) -> list[Passage]:
    """The first passage with the next best of its document."""
    own = [p for p in passages if p.document_id == passages[0].document_id] if passages else []
    return own[:_TOLD_TOGETHER]
