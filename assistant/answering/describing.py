"""Which text a question describes without naming it: “the Seoul text on AI in the armed forces”.

Each text that search found gets a probability, from what its head, issuers, place, kind, topics
and statements share with the question. The weights are fitted by tests/gold/fit_describing.py on
questions written over the briefs, and are numbers in describing.json.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from assistant.answering.judging import Logistic, Rows
from assistant.answering.material import Material
from assistant.answering.relevance import Lexicon, Term
from assistant.answering.understanding import Understanding
from assistant.dates import within
from assistant.domain import JOINED, STAYED_OUT, Document, Hit, Kind
from assistant.naming import Sort

WEIGHTS = Path(__file__).parent / "describing.json"
SIGNALS = (
    "head", "told", "named", "words", "issued", "involved", "place", "kind", "other_kind", "spoken", "topics",
    "time", "stands", "dense", "score", "first", "typed_issued", "typed_stands",
)  # fmt: skip
_TEXT, _TALK = frozenset({Kind.DECLARATION, Kind.STATEMENT, Kind.RESOLUTION}), Kind.TRANSCRIPT
_KINDS: tuple[tuple[frozenset[Kind], re.Pattern[str]], ...] = tuple(
    (kinds, re.compile(pattern, re.IGNORECASE))
    for kinds, pattern in (
        (_TEXT, r"\b(?:declarations?|statements?|texts?|appeals?|communiqu\w+)\b|宣言|声明|文本|呼吁"),
        (frozenset({Kind.RESOLUTION}), r"\bresolutions?\b|\bAssembly text|决议"),
        (frozenset({Kind.COMMITMENT}), r"\b(?:pledges?|promises?|commitments?|codes?|accords?|vows?)\b|承诺|准则|协议"),
        (frozenset({Kind.LAW}), r"\b(?:laws?|acts?|treat(?:y|ies)|conventions?|statutes?|bills?|regulations?|measures|provisions|rules?)\b|法|条约|公约|条例|办法|规定"),
        (frozenset({Kind.POLICY, Kind.LAW}), r"\b(?:orders?|memorand\w+|frameworks?|plans?|guid\w+|strateg\w+|standards?|principles|recommendations?|polic\w+|norms)\b|框架|计划|指南|标准|命令|备忘录|政策|规范"),
        (frozenset({Kind.REPORT, Kind.ARTICLE}), r"\b(?:reports?|stud(?:y|ies)|papers?|articles?|letters?)\b|报告|文章|公开信"),
        (frozenset({_TALK}), r"\b(?:hearing|speech\w*|sessions?|sittings?|debates?|remarks|meeting|panel)\b|讲话|会议|听证"),
    )
)  # fmt: skip


def described(
    material: Material,
    lexicon: Lexicon,
    understood: Understanding,
    terms: Sequence[Term],
    hits: Sequence[Hit],
    typed: bool,
) -> list[tuple[Document, float]]:
    """The texts found with the probability that the question is about them, likeliest first."""
    documents, rows = signals(material, lexicon, understood, terms, hits, typed)
    if not documents:
        return []
    likely = _fitted().probabilities(rows)
    order = np.argsort(-likely, kind="stable")
    return [(documents[i], float(likely[i])) for i in order]


@cache
def _fitted() -> Logistic:
    return Logistic.of(json.loads(WEIGHTS.read_text(encoding="utf-8")))


def signals(
    material: Material,
    lexicon: Lexicon,
    understood: Understanding,
    terms: Sequence[Term],
    hits: Sequence[Hit],
    typed: bool,
) -> tuple[list[Document], Rows]:
    """The documents of the hits, and one row of SIGNALS for each."""
    best: dict[str, Hit] = {}
    near: dict[str, float] = {}
    for hit in hits:
        i = hit.passage.document_id
        if i in material.documents:
            best.setdefault(i, hit)
            near[i] = max(near.get(i, 0.0), hit.dense)
    documents = [material.documents[i] for i in best]
    asked = _Asked(material, lexicon, understood)
    closest, top = max(near.values(), default=0.0), max((h.score for h in best.values()), default=1)
    rows = [
        [
            *asked.row(lexicon, terms, d, typed),
            near[d.id] - closest,
            best[d.id].score / (top or 1.0),
            1 / (1 + place),
        ]
        for place, d in enumerate(documents)
    ]
    ordered = np.array(rows, np.float64).reshape(len(rows), -1)
    if len(rows):  # the two signals of typed questions stand last
        ordered = np.column_stack([ordered[:, :13], ordered[:, 15:], ordered[:, 13:15]])
    return documents, ordered


class _Asked:
    """What one question tells of the text that it means."""

    def __init__(self, material: Material, lexicon: Lexicon, understood: Understanding) -> None:
        parties = material.vocabulary.parties
        self._understood = understood
        named = understood.mentions.ids(Sort.PARTY, Sort.METONYM)
        self._parties = set(named)
        self._wider = self._parties | {i for p in named if (i := parties[p].of)}
        self._under = {i for i, p in parties.items() if p.of in self._parties}
        self._folded = understood.text.casefold()
        self._words = lexicon.every_word(understood.text)
        self._total = sum(term.weight for term in self._words) or 1.0
        self._kinds = [kinds for kinds, words in _KINDS if words.search(understood.text)]

    def row(
        self, lexicon: Lexicon, terms: Sequence[Term], document: Document, typed: bool
    ) -> list[float]:
        """The signals that need no search, then the two of typed questions."""
        understood, total = self._understood, sum(term.weight for term in terms) or 1.0
        head, told = lexicon.heads[document.id], lexicon.told[document.id]
        issuers = set(document.issuers)
        issued = bool(issuers & (self._parties | self._under))
        stands = any(
            e.party in self._parties and e.how in JOINED | STAYED_OUT
            for e in document.participation
        )
        involved = self._parties & (issuers | {e.party for e in document.participation})
        city = document.place.split(",")[0].split(" (")[0].casefold()
        dated = understood.since or understood.until
        return [
            sum(t.weight for t in terms if lexicon.has(t, head)) / total,
            sum(t.weight for t in terms if lexicon.has(t, told)) / total,
            sum(t.weight for t in self._words if t.word in head) / self._total,
            sum(t.weight for t in self._words if t.word in told) / self._total,
            issued,
            len(involved) / (len(self._parties) or 1),
            bool(city) and city in self._folded,
            any(document.kind in kinds for kinds in self._kinds),
            bool(self._kinds) and not any(document.kind in kinds for kinds in self._kinds),
            document.kind in (Kind.TRANSCRIPT, Kind.ARTICLE),
            len(set(document.topics) & set(understood.topics)) / (len(understood.topics) or 1),
            bool(dated) and within(document.date, understood.since, understood.until),
            stands,
            typed and issued,
            typed and stands,
        ]
