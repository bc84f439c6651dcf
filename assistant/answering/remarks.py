"""What is said beside an answer: how far the corpus reaches, who is silent, what has ended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering import facts
from assistant.answering.material import Material
from assistant.answering.understanding import Intent, Understanding
from assistant.citations import Draft
from assistant.domain import Filters

_HAN = re.compile(r"[\u3400-\u9fff]")
_MOST_FLAGS = 2


def warnings_on(
    material: Material,
    understood: Understanding,
    drafts: Sequence[Draft],
    *,
    voices: Sequence[str],
    filters: Filters,
    latest: str,
) -> list[str]:
    """What a reader has to know about these drafts; `latest` is the corpus's last date."""
    warnings = []
    if understood.about_now:
        warnings.append(material.say("reach", latest=material.date(latest)))
    if filters:
        warnings.append(material.say("filtered", number=len(material.documents)))
    if material.language == "zh" and not all(_HAN.search(draft.text) for draft in drafts):
        warnings.append(material.say("untranslated"))
    if understood.intent is Intent.OPEN and len(voices) > 1:
        silent = [party for party in voices if not _heard(material, party, drafts)]
        warnings += [material.say("silent", party=material.party(party)) for party in silent]
    return warnings


def _heard(material: Material, party: str, drafts: Sequence[Draft]) -> bool:
    return any(
        party in passage.parties or party in material.documents[passage.document_id].issuers
        for draft in drafts
        for passage in draft.passages
    )


def endings(material: Material, understood: Understanding, drafts: Sequence[Draft]) -> list[Draft]:
    """That a text these drafts rest on is revoked or superseded, where that isn't the answer."""
    if understood.intent in (Intent.STATUS, Intent.SET):
        return []
    cited = dict.fromkeys(p.document_id for draft in drafts for p in draft.passages)
    documents = [material.documents[i] for i in cited]
    return [draft for d in documents for draft in facts.ending_of(material, d)][:_MOST_FLAGS]
