"""The corpus in figures: how much there is of what, and how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from assistant.corpus.loading import BriefFile, read_briefs
from assistant.domain import Grade
from assistant.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the whole corpus.

    `by_grade` counts statements. `by_kind`, `by_group` and `by_topic` count documents; a
    document has a topic that it declares or that one of its statements is filed under.
    `parties` are those that issue, take part in or stand behind something.
    """

    documents: int
    statements: int
    parties: int
    events: int
    with_chinese: int
    by_grade: dict[str, int]
    by_kind: dict[str, int]
    by_group: dict[str, int]
    by_topic: dict[str, int]

    @property
    def sourced(self) -> float:
        """The share of statements that are official or reported, in 0..1."""
        return 1 - self.by_grade.get(Grade.UNCONFIRMED, 0) / self.statements


def corpus_figures(folder: Path) -> Figures:
    """Count the briefs under `folder`; CorpusError if one is faulty or there is none."""
    files, faults = read_briefs(folder)
    if faults:
        raise CorpusError(tuple(faults))
    if not files:
        raise CorpusError((f"{folder}: no briefs found as <group>/<id>.md",))
    statements = [statement for file in files for statement in file.brief.statements]
    return Figures(
        documents=len(files),
        statements=len(statements),
        parties=len(set(chain.from_iterable(_parties(file) for file in files))),
        events=len({file.brief.event for file in files}),
        with_chinese=sum(statement.text_zh is not None for statement in statements),
        by_grade=_ranked(str(statement.grade) for statement in statements),
        by_kind=_ranked(str(file.brief.kind) for file in files),
        by_group=_ranked(file.brief.group for file in files),
        by_topic=_ranked(chain.from_iterable(_topics(file) for file in files)),
    )


def _ranked(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))


def _topics(file: BriefFile) -> set[str]:
    return {*file.brief.topics, *(statement.topic for statement in file.brief.statements)}


def _parties(file: BriefFile) -> set[str]:
    brief = file.brief
    behind = chain.from_iterable(statement.parties for statement in brief.statements)
    return {*brief.issuers, *(entry.party for entry in brief.participation), *behind}
