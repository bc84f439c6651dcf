"""Whose record a claim is held against, and how much of the claim what it says takes up."""

from __future__ import annotations

from assistant.answering.material import Material
from assistant.answering.turn import Parts
from assistant.checking.records import counted_in
from assistant.checking.ruling import Ruling
from assistant.checking.weighing import Weighing
from assistant.comparing import Facet, Said, compare
from assistant.domain import Document

FOCUS = 3  # documents whose record is read for a claim that names none


def told_by(ruling: Ruling, weighing: Weighing, parts: Parts) -> float:
    """The share of a claim's content words in the passages of a ruling and their titles."""
    if not weighing.terms:
        return 1.0
    passages = [parts.snapshot.passages[i] for i in ruling.passages]
    titles = {parts.snapshot.documents[p.document_id].title for p in passages}
    told = " ".join([*(f"{p.text} {p.text_zh or ''}" for p in passages), *titles])
    return parts.lexicon.told_by(weighing.terms, told)


def told_whole(ruling: Ruling, said: Said, parts: Parts) -> bool:
    """Whether the passages of a ruling leave no party, number or date of the claim over."""
    told = compare(said, [parts.snapshot.passages[i] for i in ruling.passages])
    return not any(m.facet in {Facet.PARTY, Facet.NUMBER, Facet.DATE} for m in told)


def focus(weighing: Weighing, material: Material) -> list[Document]:
    """The documents whose record a claim is held against."""
    best = weighing.best
    own = [d for d in weighing.texts if best and d.id == best.passage.document_id]
    if weighing.texts:
        return own or list(weighing.texts[:FOCUS])
    counting = counted_in(weighing.said, material.documents.values())
    if len(counting) == 1:
        return counting
    if best is None or best.covered < 0.4:
        return []
    return [material.documents[best.passage.document_id]]
