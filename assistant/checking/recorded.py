"""What the record says, as sentences: deeds, votes, counts and status in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering import facts, relations
from assistant.answering.material import Material
from assistant.domain import Document, Passage, Section


def in_sentences(material: Material, passages: Sequence[Passage]) -> str | None:
    """The record's facts in the language of the material; None if they are of no such kind."""
    told = [text for passage in passages for text in _told(material, passage)]
    return " ".join(dict.fromkeys(told)) or None


def _told(material: Material, passage: Passage) -> Iterator[str]:
    document = material.documents[passage.document_id]
    match passage.section:
        case Section.PARTICIPATION if (number := _number(passage)) is not None:
            entry = document.participation[number]
            text = relations.deeds(material, document, entry.party, [entry])
            yield text[:1].upper() + text[1:]
        case Section.PARTICIPATION if passage.how is not None:
            yield material.say(
                "who_joined",
                deed=material.deed(passage.how),
                title=material.title(document),
                parties=[
                    material.vocabulary.party_name(party, material.language)
                    for party in passage.parties
                ],
            )
        case Section.VOTE:
            drafts = relations.tally(material, document)
            yield from (draft.text for draft in drafts if draft.passages[0].id == passage.id)
        case Section.COUNT:
            yield _count(material, document, passage)
        case Section.FACT if passage.id.endswith("#about"):
            title, date = material.title(document), material.date(document.date)
            yield material.say("date", title=title, date=date, place=document.place)
        case Section.FACT if passage.id.endswith("#status"):
            ended = facts.ending_of(material, document) or facts.never_ended(material, [document])
            yield from (draft.text for draft in ended[:1])


def _count(material: Material, document: Document, passage: Passage) -> str:
    count = document.counts[material.numbered(document, Section.COUNT).index(passage)]
    what = count.what_zh or count.what if material.language == "zh" else count.what
    return material.say(
        "count",
        title=material.title(document),
        number=f"{count.number:,}",
        what=what,
        when=material.when(count.as_of),
    )


def _number(passage: Passage) -> int | None:
    """The place of a participation entry; None for a list of parties."""
    tail = passage.id.rpartition("#p")[2]
    return int(tail) - 1 if tail.isdigit() else None
