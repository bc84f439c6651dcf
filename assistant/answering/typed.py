"""Which typed fields answer a question: participation, votes, counts, status, dates, places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering import facts, relations
from assistant.answering.material import Material
from assistant.answering.seeking import Sought
from assistant.answering.understanding import Intent, Understanding
from assistant.citations import Draft
from assistant.domain import Document, State

_AND_WHO = re.compile(
    r"\band (?:who|which (?:countries|states|parties))\b|谁|哪些国家", re.IGNORECASE
)
_OF_PARTIES = frozenset({Intent.RELATION, Intent.VOTE, Intent.WHO})


def typed(material: Material, understood: Understanding, sought: Sought) -> list[Draft]:
    """The answer from typed fields, where the question asks for one."""
    documents = sought.documents
    counted = understood.intent is Intent.COUNT and sought.described
    if not documents or (counted and sought.better_elsewhere()):
        return []
    if understood.asks_reason and understood.intent in _OF_PARTIES and not understood.yes_no:
        return []  # that a party did so is no reason why
    match understood.intent:
        case Intent.RELATION:
            return relations.relation(material, understood, documents)
        case Intent.OPEN if (
            understood.yes_no and understood.parties and (understood.verb or not sought.terms)
        ) or (understood.asks_standing and sought.only_describes):
            return relations.standing(material, understood, documents)
        case Intent.WHO:
            return relations.who(material, understood, documents)
        case Intent.VOTE:
            return relations.votes(material, understood, documents)
        case Intent.COUNT:
            told = facts.counts(material, understood, documents)
            return [draft for draft in told if sought.wanted.told_by(draft.passages[0])]
        case Intent.STATUS:
            return facts.status(material, understood, documents) + _also_who(
                material, understood, documents
            )
        case Intent.WHEN if facts.asks_force(understood.text) and not any(
            d.status.state in (State.IN_FORCE, State.ON_RECORD) for d in documents
        ):
            return facts.status(material, understood, documents)
        case Intent.WHEN if days := _days_of_force(material, understood, sought):
            return days
        case Intent.WHEN if relations.asks_when_joined(understood, sought.voices):
            return relations.relation(material, understood, documents)
        case Intent.WHEN if not sought.terms or facts.asks_date_of_text(understood.text):
            return facts.dates(material, understood, documents)
        case Intent.WHERE if not sought.terms:
            return facts.places(material, understood, documents)
    return []


def _also_who(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """Who has done so, where that is asked beside the status: “… yet, and who has ratified?”"""
    asked = _AND_WHO.search(understood.text) and understood.verb
    return relations.who(material, understood, documents) if asked else []


def _days_of_force(material: Material, understood: Understanding, sought: Sought) -> list[Draft]:
    """The statements that tell from which day a text applies, the nearest to the question first."""
    if not facts.asks_since_when(understood.text):
        return []
    told = facts.days_of_force(material, sought.documents)
    near = sorted(told, key=lambda p: -sought.shared(p))[:1]
    return [Draft(material.text(passage), (passage,)) for passage in near]
