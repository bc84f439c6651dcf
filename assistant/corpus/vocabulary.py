"""The vocabularies beside the briefs: parties, topics, glossary, and names people use."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.corpus.yaml_lines import faults_of, line_of, read_yaml
from assistant.errors import CorpusError, FilterError

Text = Annotated[str, Field(min_length=1)]
Row = TypeVar("Row", bound=BaseModel)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Party(_Entry):
    """A state, bloc, organisation, company, institution or person.

    `aliases` are whole words that mean the party in running text, in any language;
    `metonyms` do so only where they are not part of a document's name or a place
    ("Beijing", "Washington"). `of` is the state that a company or institution belongs to.
    """

    id: Text
    name: Text
    name_zh: Text | None = None
    type: Annotated[str, Field(pattern="^(state|bloc|organisation|company|institution|person)$")]
    of: Text | None = None
    aliases: list[Text] = []
    metonyms: list[Text] = []


class Topic(_Entry):
    """One of the topics a statement is filed under, with its synonyms in both languages."""

    id: Text
    name: Text
    name_zh: Text
    synonyms: list[Text] = []
    synonyms_zh: list[Text] = []


class Term(_Entry):
    """A row of the zh–en glossary; the cautions tell what goes wrong in translation."""

    zh: Text
    en: Text
    also: list[Text] = []
    caution: Text | None = None
    caution_zh: Text | None = None


class Name(_Entry):
    """What people call a document or an event: “Lima”, “the Biden order”, 布莱切利宣言.

    `means` lists document ids or event ids; several where the name is ambiguous.
    """

    name: Text
    also: list[Text] = []
    means: list[Text] = Field(min_length=1)


class UngradedSite(_Entry):
    """A site whose pages have no author or editor, or are written by machines."""

    site: Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
    why: Text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All four vocabularies; look-ups by id."""

    parties: Mapping[str, Party]
    topics: Mapping[str, Topic]
    glossary: tuple[Term, ...]
    names: tuple[Name, ...]

    def party(self, text: str) -> str:
        """The id of the party that `text` names, by id, name or alias; FilterError if none."""
        wanted = text.strip().casefold()
        for party in self.parties.values():
            known = (party.id, party.name, party.name_zh or "", *party.aliases, *party.metonyms)
            if wanted in {word.casefold() for word in known}:
                return party.id
        names = {
            word: p.id
            for p in self.parties.values()
            for word in (p.id, p.name, p.name_zh or "", *p.aliases, *p.metonyms)
        }
        raise FilterError(_unknown("party", text, names))

    def topic(self, text: str) -> str:
        """The id of the topic that `text` names; FilterError if none."""
        wanted = text.strip().casefold()
        for topic in self.topics.values():
            if wanted in {w.casefold() for w in (topic.id, topic.name, topic.name_zh)}:
                return topic.id
        names = {
            word: t.id
            for t in self.topics.values()
            for word in (t.id, t.name, *t.synonyms, *t.synonyms_zh)
        }
        raise FilterError(_unknown("topic", text, names))

    def party_name(self, party: str, language: str = "en") -> str:
        """The name of a party for a reader; the id itself where the vocabulary lacks it."""
        entry = self.parties.get(party)
        if entry is None:
            return party
        return entry.name_zh or entry.name if language == "zh" else entry.name

    def topic_name(self, topic: str, language: str = "en") -> str:
        """The name of a topic for a reader."""
        entry = self.topics.get(topic)
        return topic if entry is None else entry.name_zh if language == "zh" else entry.name


def _unknown(what: str, text: str, names: Mapping[str, str]) -> str:
    """What is unknown, and what is spelt like it or else all there is; `names` gives name → id."""
    plain = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(text.strip().casefold(), plain, n=3, cutoff=0.78)
    if near:
        meant = dict.fromkeys(f"{plain[word]} ({names[plain[word]]})" for word in near)
        return f"unknown {what} {text!r}; did you mean {', '.join(meant)}?"
    return f"unknown {what} {text!r}; the corpus knows: {', '.join(sorted(set(names.values())))}"


def _load(path: Path, row: type[Row], key: str) -> list[Row]:
    """The rows of one vocabulary; no two have the same `key`, whatever its capitals."""
    data, lines = read_yaml(path.read_text(encoding="utf-8"), path)
    try:
        rows = TypeAdapter(list[row]).validate_python(data or [])  # type: ignore[valid-type]
    except ValidationError as error:
        raise CorpusError(faults_of(error, lines, path)) from error
    words = [str(getattr(entry, key)) for entry in rows]
    times = Counter(word.casefold() for word in words)
    repeated = tuple(
        f"{path}:{line_of(lines, (number, key))}: {key}: {word!r} stands twice"
        for number, word in enumerate(words)
        if times[word.casefold()] > 1
    )
    if repeated:
        raise CorpusError(repeated)
    return rows


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read parties.yaml, topics.yaml, glossary.yaml and names.yaml in `folder`.

    Raises CorpusError, naming file, line and field, if one is missing or malformed.
    """
    missing = [
        n for n in ("parties", "topics", "glossary", "names") if not _file(folder, n).exists()
    ]
    if missing:
        raise CorpusError(tuple(f"{_file(folder, n)}: this vocabulary is missing" for n in missing))
    return Vocabulary(
        parties={row.id: row for row in _load(_file(folder, "parties"), Party, "id")},
        topics={row.id: row for row in _load(_file(folder, "topics"), Topic, "id")},
        glossary=tuple(_load(_file(folder, "glossary"), Term, "zh")),
        names=tuple(_load(_file(folder, "names"), Name, "name")),
    )


def load_ungraded_sites(folder: Path) -> frozenset[str]:
    """The sites of ungraded_sites.yaml, on which no grade may rest; CorpusError if malformed."""
    path = _file(folder, "ungraded_sites")
    if not path.exists():
        raise CorpusError((f"{path}: this vocabulary is missing",))
    return frozenset(row.site for row in _load(path, UngradedSite, "site"))


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.yaml"
