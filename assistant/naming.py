"""Which documents, events, parties, topics and speakers a text names, and where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.corpus import Vocabulary
from assistant.domain import Document

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | {"’": "'", "‘": "'", "“": '"', "”": '"'})
_CJK = re.compile(r"[\u3400-\u9fff]")
_PAIR_ZH = re.compile(
    r"[中美英法欧印日韩俄]{2,3}(?=[^\u3400-\u9fff]|[人工智能政府间对话元首两双三国关系会晤声明都在是])"
)
_NO_NAME = re.compile(r"[,;]|\(not named\)")  # a speaker told by office, or a paper
_OFFICE = re.compile(
    r"(?:US )?(?P<office>National Security Advisor|Secretary of (?:the )?\w+|Trade Representative)"
)
_US = re.compile(r"(?<![\w])(?:US|U\.S\.(?:A\.)?)(?![\w])")
_PAIR_LETTERS = {
    "中": "CN",
    "美": "US",
    "英": "GB",
    "法": "FR",
    "欧": "EU",
    "印": "IN",
    "日": "JP",
    "韩": "KR",
    "俄": "RU",
}


class Sort(StrEnum):
    """What a mention points at; in order of precedence where two readings are equally long."""

    DOCUMENT = "document"
    SPEAKER = "speaker"
    PARTY = "party"
    METONYM = "metonym"
    TOPIC = "topic"


_PRECEDENCE = {sort: rank for rank, sort in enumerate(Sort)}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text and what it means: ids of documents, of one party or one topic."""

    start: int
    end: int
    text: str
    sort: Sort
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions in one text, in order; look-ups by sort."""

    text: str
    all: tuple[Mention, ...]

    def of(self, *sorts: Sort) -> tuple[Mention, ...]:
        """The mentions of these sorts, in order."""
        return tuple(mention for mention in self.all if mention.sort in sorts)

    def ids(self, *sorts: Sort) -> tuple[str, ...]:
        """What they mean, each id once, in order."""
        return tuple(dict.fromkeys(i for m in self.of(*sorts) for i in m.means))

    def without(self, *sorts: Sort) -> str:
        """The text with the mentions of these sorts blanked out."""
        characters = list(self.text)
        for mention in self.of(*sorts):
            characters[mention.start : mention.end] = " " * (mention.end - mention.start)
        return "".join(characters)


def plain(text: str) -> str:
    """Case-folded text of the same length class: NFKC, plain dashes and quotation marks."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()


@dataclass(slots=True)
class Names:
    """Every name the corpus knows, ready for matching. Build once per generation."""

    entries: dict[str, tuple[Sort, tuple[str, ...]]] = field(default_factory=dict)
    _starts: dict[str, list[str]] = field(default_factory=dict)
    _patterns: dict[str, list[tuple[re.Pattern[str], str]]] = field(default_factory=dict)
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, sort: Sort, means: Iterable[str]) -> None:
        """Let `name` mean these ids; a document's name wins over other sorts."""
        key = " ".join(plain(name).split())
        if not key or (len(key) < 2 and not key.isdigit()):
            return
        known = self.entries.get(key)
        if known and _PRECEDENCE[known[0]] < _PRECEDENCE[sort]:
            return
        old = known[1] if known and known[0] is sort else ()
        self.entries[key] = (sort, tuple(dict.fromkeys((*old, *means))))
        self._starts, self._patterns = {}, {}

    def words(self, name: str, tokenise: Callable[[str], list[str]]) -> tuple[str, ...]:
        """The tokens of one of the names, worked out once."""
        if name not in self._words:
            self._words[name] = tuple(tokenise(name))
        return self._words[name]

    def find(self, text: str) -> Mentions:
        """The mentions in `text`: the longest name wins, none overlap."""
        folded = plain(text)
        if len(folded) != len(text):  # a ligature or a full-width form changed the length
            text = folded
        found: list[Mention] = []
        at = 0
        while at < len(folded):
            end, key = self._longest(folded, at)
            if key:
                found.append(Mention(at, end, text[at:end], *self.entries[key]))
            at = max(end, at + 1)
        found += _chinese_pairs(text, found)
        found += _capital_us(text, found)
        return Mentions(text, tuple(sorted(found, key=lambda mention: mention.start)))

    def _longest(self, folded: str, at: int) -> tuple[int, str]:
        """The end and the name of the longest name that stands at a place; (at, "") if none."""
        for pattern, key in self._bucket(folded[at : at + 2]):
            match = pattern.match(folded, at)
            if match:
                return match.end(), key
        return at, ""

    def _bucket(self, start: str) -> list[tuple[re.Pattern[str], str]]:
        """The names that begin with these two characters, longest first, compiled at first use."""
        if not self._starts:
            for name in sorted(self.entries, key=len, reverse=True):
                self._starts.setdefault(name[:2], []).append(name)
        if start not in self._patterns:
            names = self._starts.get(start, [])
            self._patterns[start] = [(re.compile(_form(name)), name) for name in names]
        return self._patterns[start]


def _form(name: str) -> str:
    pattern = r"\s+".join(re.escape(word) for word in name.split())
    if _CJK.search(name):
        return pattern
    before = r"(?<![\w/])" if name[0].isalnum() else ""
    plural = r"(?:'?s)?" if name[-1].isalpha() else ""
    return before + pattern + plural + (r"(?![\w]|/\d)" if name[-1].isalnum() else "")


def _chinese_pairs(text: str, taken: Sequence[Mention]) -> list[Mention]:
    """中美, 中英 and the like, which no list of names holds."""
    pairs = []
    for match in _PAIR_ZH.finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in taken):
            continue
        means = tuple(dict.fromkeys(_PAIR_LETTERS[letter] for letter in match.group()))
        if len(means) > 1:
            pairs.append(Mention(match.start(), match.end(), match.group(), Sort.PARTY, means))
    return pairs


def _capital_us(text: str, taken: Sequence[Mention]) -> list[Mention]:
    """US in capitals, which folds to the pronoun."""
    return [
        Mention(m.start(), m.end(), m.group(), Sort.PARTY, ("US",))
        for m in _US.finditer(text)
        if not any(t.start < m.end() and m.start() < t.end for t in taken)
    ]


def names_of(documents: Mapping[str, Document], vocabulary: Vocabulary) -> Names:
    """The names of all documents, events, parties, topics and speakers."""
    names = Names()
    events: dict[str, list[str]] = {}
    for document in documents.values():
        events.setdefault(document.event, []).append(document.id)
    for topic in vocabulary.topics.values():
        for word in (topic.name, topic.name_zh, *topic.synonyms, *topic.synonyms_zh):
            names.add(word, Sort.TOPIC, [topic.id])
    for party in vocabulary.parties.values():
        for word in (party.name, party.name_zh or "", *party.aliases):
            _add_party(names, word, Sort.PARTY, party.id)
        for word in party.metonyms:
            _add_party(names, word, Sort.METONYM, party.id)
    for document in documents.values():
        _add_document(names, document)
    _add_offices(names, documents.values())
    for entry in vocabulary.names:
        means = [
            i
            for target in entry.means
            for i in ([target] if target in documents else events.get(target, []))
        ]
        if means:
            for word in (entry.name, *entry.also):
                names.add(word, Sort.DOCUMENT, means)
    return names


def _add_party(names: Names, word: str, sort: Sort, party: str) -> None:
    if len(word) == 1 or word in {"US", "IT"}:  # 美, 中; “US” and “us” fold alike
        return
    names.add(word, sort, [party])
    if not _CJK.search(word) and not word.endswith("s"):
        names.add(f"{word}'s", sort, [party])


def _add_offices(names: Names, documents: Iterable[Document]) -> None:
    """“The US Treasury Secretary”, where all statements know one person in that office."""
    holders: dict[str, set[str]] = {}
    for document in documents:
        for passage in document.passages:
            if passage.speaker and passage.role and not _NO_NAME.search(passage.speaker):
                for form in _offices(passage.role):
                    holders.setdefault(form, set()).add(passage.speaker)
    for form, people in holders.items():
        if len(people) == 1:
            names.add(form, Sort.SPEAKER, people)


def _offices(role: str) -> list[str]:
    """The forms of an office of state: “Secretary of the Treasury”, “Treasury Secretary”."""
    match = _OFFICE.fullmatch(role)
    if match is None:
        return []
    office = match["office"]
    forms = [office, office.replace("Advisor", "Adviser")]
    if of := re.fullmatch(r"(Secretary) of (?:the )?(\w+)", office):
        forms += [f"{of[2]} {of[1]}", f"{of[2]} chief"]
    return forms


def _add_document(names: Names, document: Document) -> None:
    names.add(document.title, Sort.DOCUMENT, [document.id])
    if document.title_zh:
        names.add(document.title_zh, Sort.DOCUMENT, [document.id])
    for symbol in re.findall(r"\b[AS]/RES/(\d+/\d+)", document.title):
        for form in (f"A/RES/{symbol}", symbol, f"resolution {symbol}", f"{symbol}号决议"):
            names.add(form, Sort.DOCUMENT, [document.id])
    for number in re.findall(r"Executive Order (\d{5})", document.title[:24]):
        for form in (f"Executive Order {number}", f"EO {number}", f"E.O. {number}", number):
            names.add(form, Sort.DOCUMENT, [document.id])
    for passage in document.passages:
        if passage.speaker and not _NO_NAME.search(passage.speaker):
            names.add(passage.speaker, Sort.SPEAKER, [passage.speaker])
            surname = passage.speaker.split()[-1]
            if len(surname) > 3:
                names.add(surname, Sort.SPEAKER, [passage.speaker])
