"""How far a passage speaks to the words of a question, across the two languages.

A question's content words are weighed by rarity (inverse document frequency over passages). A
word counts as covered by a passage that has its stem, or that has another wording of the same
term: a synonym of the topic vocabulary or the other side of a glossary row.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.answering.material import Material, Tokenise
from assistant.answering.understanding import without_dates
from assistant.corpus import Party, Vocabulary
from assistant.domain import Document, Passage, Section
from assistant.naming import plain

WORDED = 0.9  # how far a word has to be covered to count as said
_TELLING = frozenset({Section.STATEMENT, Section.MISREADING, Section.BODY, Section.COUNT})
_HAN = re.compile(r"[\u3400-\u9fff]")
_STOP_HAN = set(
    "的了是在什么哪些吗和与对有为何谁几多少如请问于提出过呢这那它其他们我你及或就都被把从到以上下中又也还不吧里说讲谈做怎样"
)
_GENERIC = Path(__file__).parent / "generic_words.txt"


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question: its weight, and other wordings that cover it too."""

    word: str
    weight: float
    other: tuple[frozenset[str], ...] = ()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sense:
    """Wordings of one meaning, in both languages: (plain text, its tokens); topics it is."""

    wordings: tuple[tuple[str, frozenset[str]], ...]
    topics: frozenset[str]

    def words_said(self, folded: str) -> frozenset[str]:
        """The tokens of those wordings that stand in a plain text."""
        said = [tokens for wording, tokens in self.wordings if _stands(wording, folded)]
        return frozenset[str]().union(*said)


class Lexicon:
    """Word statistics of one generation; build once, use for every question."""

    def __init__(
        self, documents: Mapping[str, Document], vocabulary: Vocabulary, tokenise: Tokenise
    ) -> None:
        self._tokenise = tokenise
        self._vocabulary = vocabulary
        self.words: dict[str, frozenset[str]] = {}
        self.heads: dict[str, frozenset[str]] = {}
        self.told: dict[str, frozenset[str]] = {}
        frequency: Counter[str] = Counter()
        for document in documents.values():
            head = (
                f"{document.title} {document.title_zh or ''} {document.place} {document.date[:4]}"
            )
            self.heads[document.id] = frozenset(tokenise(head))
            for passage in document.passages:
                if passage.section in _TELLING:
                    told = f"{passage.text} {passage.text_zh or ''} {passage.speaker or ''} {passage.role or ''}"
                    self.words[passage.id] = frozenset(tokenise(told))
                    frequency.update(self.words[passage.id])
            words = (self.words.get(p.id, frozenset()) for p in document.passages)
            self.told[document.id] = self.heads[document.id].union(*words)
        self._frequency = frequency
        self.generic = frozenset(
            word
            for line in _GENERIC.read_text(encoding="utf-8").splitlines()
            if not line.startswith("#")
            for word in tokenise(line)
        )

    def tokens(self, text: str) -> list[str]:
        """The words of a text as they are counted."""
        return self._tokenise(text)

    def rarity(self, word: str) -> float:
        """Inverse document frequency in 0..1; a word the corpus lacks gets 1."""
        total = max(len(self.words), 2)
        return math.log((total + 1) / (self._frequency[word] + 1)) / math.log(total + 1)

    @cached_property
    def _senses(self) -> list[Sense]:
        """What has several wordings: the topics and the rows of the glossary."""
        senses = []
        for topic in self._vocabulary.topics.values():
            words = (topic.name, topic.name_zh, *topic.synonyms, *topic.synonyms_zh)
            senses.append(self._sense(words, topic.id))
        for term in self._vocabulary.glossary:
            chinese = re.split(r"[/／;；]", term.zh)
            english = re.split(r"[/;]", re.sub(r"\(.*?\)", "", term.en))
            senses.append(self._sense((*chinese, *english, *term.also)))
        return senses

    def _sense(self, words: Sequence[str], topic: str | None = None) -> Sense:
        wordings = [(plain(w.strip()), frozenset(self._tokenise(w))) for w in words if w.strip()]
        return Sense(tuple(wordings), frozenset({topic} if topic else ()))

    def terms(self, material: Material, text: str) -> list[Term]:
        """The content words of a question, with their weights and other wordings."""
        words = [
            word
            for word in dict.fromkeys(material.content(without_dates(text)))
            if word not in self.generic and not self._idle(word)
        ]
        folded = plain(text)
        said = [(sense, sense.words_said(folded)) for sense in self._senses]
        return [self._term(word, [pair for pair in said if word in pair[1]]) for word in words]

    def _idle(self, word: str) -> bool:
        if _HAN.search(word):
            return len(word) != 2 or any(letter in _STOP_HAN for letter in word)
        return len(word) < 2 and not word.isdigit()

    def _term(self, word: str, said: Sequence[tuple[Sense, frozenset[str]]]) -> Term:
        other = {tokens for sense, _ in said for _, tokens in sense.wordings}
        topics = {topic for sense, _ in said for topic in sense.topics}
        weight = max(self.rarity(word), 0.05)
        if _HAN.search(word) and not self._frequency[word] and not other:
            weight *= 0.3  # most such pairs straddle two words
        return Term(word, weight, tuple(other - {frozenset()}), frozenset(topics))

    def party_term(self, party: Party) -> Term:
        """A party that the question is about rather than one whose voice is asked for."""
        names = (party.name, party.name_zh or "", *party.aliases)
        wordings = tuple(frozenset(self._tokenise(name)) for name in names if name)
        return Term(party.id, 0.6, tuple(w for w in wordings if w))

    def unknown(self, term: Term) -> bool:
        """Whether the whole corpus lacks the word and any other wording of it."""
        return not self._frequency[term.word] and not term.other

    def covered(self, term: Term, passage: Passage) -> float:
        """1 for the word itself, 0.9 for another wording, 0.5 for the topic alone, else 0."""
        words = self.words.get(passage.id) or frozenset()
        if term.word in words:
            return 1.0
        if any(wording <= words for wording in term.other):
            return 0.9
        if term.word in self.heads[passage.document_id]:
            return 0.8
        return 0.5 if passage.topic in term.topics else 0.0

    def coverage(self, terms: Sequence[Term], passages: Iterable[Passage]) -> float:
        """The weighted share of `terms` that the passages cover together, 0..1; 1 for no terms."""
        told = list(passages)
        total = sum(term.weight for term in terms)
        if not total:
            return 1.0
        return (
            sum(
                term.weight * max((self.covered(term, p) for p in told), default=0.0)
                for term in terms
            )
            / total
        )

    @staticmethod
    def has(term: Term, words: frozenset[str]) -> bool:
        """Whether the words have the term's own or those of another wording."""
        return _said_in(term, words)

    def worded(self, terms: Sequence[Term], passage: Passage) -> float:
        """The weighted share of `terms` that the passage has in words, 0..1; 0 for no terms."""
        total = sum(term.weight for term in terms) or 1.0
        return sum(t.weight for t in terms if self.covered(t, passage) >= WORDED) / total

    def said_topics(self, passage: Passage) -> frozenset[str]:
        """The topics of which a passage has the name or a synonym in its words."""
        words = self.words.get(passage.id) or frozenset()
        return frozenset().union(
            *(s.topics for s in self._senses if any(t and t <= words for _, t in s.wordings))
        )

    def every_word(self, text: str) -> list[Term]:
        """All words of a text that are not idle, names among them, with their weights."""
        words = [word for word in dict.fromkeys(self._tokenise(text)) if not self._idle(word)]
        return [Term(word, max(self.rarity(word), 0.05)) for word in words]

    def told_by(self, terms: Sequence[Term], text: str) -> float:
        """The weighted share of `terms` that any text has in words, 0..1; 0 for no terms."""
        words = frozenset(self._tokenise(text))
        total = sum(term.weight for term in terms) or 1.0
        return sum(t.weight for t in terms if _said_in(t, words)) / total

    def overlap(self, first: Passage, second: Passage) -> float:
        """How much two passages say the same: shared words over the shorter one's, 0..1."""
        a = self.words.get(first.id) or frozenset()
        b = self.words.get(second.id) or frozenset()
        return len(a & b) / (min(len(a), len(b)) or 1)


def _said_in(term: Term, words: frozenset[str]) -> bool:
    return term.word in words or any(wording <= words for wording in term.other)


def _stands(wording: str, folded: str) -> bool:
    """Whether a plain wording stands in a plain text, as whole words where it is Latin."""
    if wording not in folded:
        return False
    if _HAN.search(wording):
        return True
    return re.search(rf"(?<!\w){re.escape(wording)}(?:s|es)?(?!\w)", folded) is not None
