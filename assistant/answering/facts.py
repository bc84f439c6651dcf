"""How many, when, where and whether still in force: read from typed fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.material import Material, by_date
from assistant.answering.understanding import Understanding
from assistant.citations import Draft
from assistant.dates import MONTHS
from assistant.domain import Document, Passage, Section, State

CLOSELY, LOOSELY = 0.7, 0.2  # of the best share of words, what another count has to reach
_RATIFIED = re.compile(r"ratif|批准", re.IGNORECASE)
_ENDED = (State.REVOKED, State.SUPERSEDED)
_ENDING = re.compile(
    r"scrap|undo|undid|overturn|\b(?:took|takes?|taken) (?:its|their|over its) place\b|succeeded it|successor|revok|rescind|rescission|repeal|supersed|replac|withdrawn|废除|撤销|废止|取代",
    re.IGNORECASE,
)
_ISSUING = re.compile(
    r"\b(?:adopt|sign|publish|issu|releas|agree|conclud|announc|dated?\b|held|take place|took place|"
    r"happen|come out|came out|meet|met\b|written|launch|present|unveil)|通过|签署|发布|举行|公布|会晤|召开|是什么时候|日期",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\bby (?:when|what date|which date|what year|which year)\b|\bdeadline|\bhow soon\b|期限|在何时之前",
    re.IGNORECASE,
)
_FORCE = re.compile(r"\b(?:into force|in force|take effect|into effect)\b|生效", re.IGNORECASE)
_SINCE_WHEN = re.compile(
    r"\b(?:since|from) (?:when|(?:what|which) (?:day|date|year|month))\b|\bstart\w* to (?:bite|apply|bind|count|run)\b|\b(?:bite|apply|applied|take effect|took effect)\b"
    r"|施行|实施|起算|(?:从|自)(?:哪|什么时候|何时)|生效",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"\b(?:in|into) force\b|\b(?:takes?|took|taking) effect\b|\beffective (?:from|on|since)\b|\bappl(?:y|ies|ied)\b[^.]*\b(?:from|since|as of|on)\b"
    r"|\b(?:from|since|as of)\b[^.]*\bappl(?:y|ies|ied)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b20\d\d\b")
_HELD = re.compile(
    r"\b(?:held|take place|took place|happen|meet|met)\b|举行|会晤|召开", re.IGNORECASE
)
_LATEST = re.compile(
    r"\b(?:latest|newest|current|most recent) (?:version|edition|one)\b"
    r"|\b(?:version|edition)\b.*\b(?:latest|newest|current|most recent)\b|最新|现行",
    re.IGNORECASE,
)
_COUNTRIES = re.compile(r"\b(?:countries|states|governments|nations)\b|国家|国", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"\bhow many\s+(?:(?:more|other|different|of the)\s+)*(?P<noun>(?:[\w-]+\s+){0,2}?[\w-]+?)(?=\s+(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|of|in|on|at|for|from|to|by|that|which|who|stood|stand|signed|sign|endorsed|joined|backed|voted|took|came|attended|met|participated)\b|\s*[?,]|$)",
    re.IGNORECASE,
)
_SAME_COUNTED = (
    "countries states nations governments endorsers signatories members parties co-sponsors sponsors names signatures endorsed signed joined backers supporters votes",
    "experts people scientists authors contributors participants researchers persons individuals",
    "companies firms developers labs enterprises",
)
_BY_MONTH = re.compile(
    rf"\b(?:by|until|as of|at the end of)\s+(?:early |late |mid-|the end of |the beginning of )?(?P<month>{'|'.join(MONTHS[1:])})\b(?!,? 20\d\d)",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(
    r"\b(?:originally|at first|initially|at the start|to begin with|on the (?:first )?day|when it was (?:released|published|opened|adopted|launched))\b|最初|起初|当天|发布时",
    re.IGNORECASE,
)
_PARTIES = re.compile(r"endors|signator|sponsor|member|\bstates|countr|parties", re.IGNORECASE)
_DAY = re.compile(
    r"\b\d{1,2}(?:[–-]\d{1,2})? (?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b"
)


def counts(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """The counts that the question's words name, oldest first; all of them where none is named."""
    found: list[tuple[float, str, Draft]] = []
    wanted = set(material.content(understood.text)) | set(material.tokenise(understood.text))
    counted = counted_in(material, understood.text)
    for document in by_date(documents):
        passages = material.numbered(document, Section.COUNT)
        for count, passage in zip(document.counts, passages, strict=True):
            words = set(material.tokenise(f"{count.what} {count.what_zh or ''}"))
            if counted and not counted & words:
                continue
            if understood.verb == "ratify" and not _RATIFIED.search(
                f"{count.what} {count.what_zh}"
            ):
                continue  # how many signed is no answer to how many ratified
            draft = Draft(
                material.say(
                    "count",
                    title=material.title(document),
                    number=count.number,
                    what=count.what_zh or count.what if material.language == "zh" else count.what,
                    when=material.when(count.as_of),
                ),
                (passage,),
            )
            found.append((len(words & wanted) / (len(words) or 1), count.as_of, draft))
    best = max((share for share, _, _ in found), default=0.0)
    if best == 0.0 and not (_COUNTRIES.search(understood.text) and _all_parties(documents)):
        return []
    timed = understood.until or _BY_MONTH.search(understood.text)
    least = LOOSELY if timed else CLOSELY  # a time asked about tells counts of a kind apart
    kept = [
        row[1:]
        for row in sorted(found, key=lambda r: (r[1], r[0] if timed else 0))
        if row[0] >= best * least
    ]
    return [draft for _, draft in _at_the_time(understood, kept)]


def counted_in(material: Material, text: str) -> set[str]:
    """The words that may name what is counted: “endorsers” or another word for parties of a text.

    Empty where the question has no noun behind “how many”, so that nothing is ruled out.
    """
    match = _HOW_MANY.search(text)
    if match is None or not match["noun"]:
        return set()
    words = set(material.tokenise(match["noun"]))
    for group in _SAME_COUNTED:
        same = set(material.tokenise(group))
        if words & same:
            return words | same
    return words


def _at_the_time(
    understood: Understanding, rows: list[tuple[str, Draft]]
) -> list[tuple[str, Draft]]:
    """The counts of the day asked about: the last until then, the first, the latest; else all."""
    if month := _BY_MONTH.search(understood.text):
        number = f"{MONTHS.index(month['month'].capitalize()):02d}"
        known = [row for row in rows if row[0][5:7] <= number]
        return known[-1:] or rows
    if understood.until and len(rows) > 1:
        known = [row for row in rows if row[0][: len(understood.until)] <= understood.until]
        return known[-1:] or rows[:1]
    if _AT_FIRST.search(understood.text):
        return rows[:1]
    return rows


def _all_parties(documents: Sequence[Document]) -> bool:
    """Whether all that these documents count is parties of some kind."""
    counted = [count.what for document in documents for count in document.counts]
    return bool(counted) and all(_PARTIES.search(what) for what in counted)


def status(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """Whether each text still holds, what ended it, and what it ended itself."""
    drafts: list[Draft] = []
    if _LATEST.search(understood.text):
        documents = _latest_of(material, documents)
    for document in by_date(documents):
        drafts += ending_of(material, document)
        if _ENDING.search(understood.text) and document.status.state not in _ENDED:
            drafts += [_ended(material, document, old) for old in _ended_by(material, document)]
        if document.status.state not in _ENDED:
            drafts.append(_holds(material, document))
    return drafts


def ending_of(material: Material, document: Document) -> list[Draft]:
    """For a revoked or superseded text: by what and when."""
    ender = material.documents.get(document.status.by or "")
    if document.status.state not in _ENDED:
        return []
    if ender is None:
        return [_holds(material, document)]
    text = material.say(
        "status_ended",
        title=material.title(document),
        date=material.date(document.date),
        state=material.state(document.status.state),
        ender=material.title(ender),
        ender_date=material.date(ender.date),
        ended=material.wording.say(f"ended_{document.status.state}", material.language),
    )
    return [Draft(text, (material.status(document), material.about(ender)))]


def _ended_by(material: Material, document: Document) -> list[Document]:
    return [old for old in material.documents.values() if old.status.by == document.id]


def _ended(material: Material, document: Document, old: Document) -> Draft:
    text = material.say(
        "status_ends",
        title=material.title(document),
        date=material.date(document.date),
        ended=material.wording.say(f"ended_{old.status.state}", material.language),
        old=material.title(old),
    )
    return Draft(text, (material.status(old), material.about(document)))


def _holds(material: Material, document: Document) -> Draft:
    text = material.say(
        "status_holds",
        title=material.title(document),
        date=material.date(document.date),
        state=material.state(document.status.state),
    )
    return Draft(text, (material.status(document),))


def _latest_of(material: Material, documents: Sequence[Document]) -> list[Document]:
    """What has taken the place of these texts, followed to the end."""
    last: dict[str, Document] = {}
    for document in documents:
        while newer := material.documents.get(document.status.by or ""):
            document = newer
        last[document.id] = document
    return list(last.values())


def never_ended(material: Material, documents: Sequence[Document]) -> list[Draft]:
    """That these texts still hold, where none of them ended or was ended by another."""
    if any(d.status.state in _ENDED or _ended_by(material, d) for d in documents):
        return []
    return [_holds(material, document) for document in documents[:2]]


def asks_what_ended(text: str) -> bool:
    """Whether a question is about one text ending another."""
    return bool(_ENDING.search(text))


def asks_force(text: str) -> bool:
    """Whether a question is about a text's entry into force."""
    return bool(_FORCE.search(text))


def asks_since_when(text: str) -> bool:
    """Whether a when-question asks from which day a text applies."""
    return bool(_SINCE_WHEN.search(text)) and not _DEADLINE.search(text)


def days_of_force(material: Material, documents: Sequence[Document]) -> list[Passage]:
    """The statements that tell from which day the texts, or a part of them, apply."""
    told = [p for d in documents for p in material.numbered(d, Section.STATEMENT)]
    return [p for p in told if _APPLIES.search(p.text) and _YEAR.search(p.text)]


def asks_date_of_text(text: str) -> bool:
    """Whether a when-question is about the document as such and not about something in it."""
    return bool(_ISSUING.search(text)) and not _DEADLINE.search(text)


def dates(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """When the texts are from; for an occasion, the statements that tell its days."""
    if _ENDING.search(understood.text):
        ended = [d for document in by_date(documents) for d in ending_of(material, document)]
        if ended:
            return ended
    drafts = []
    for document in by_date(documents):
        told = _days_of_occasion(material, document) if _HELD.search(understood.text) else None
        drafts.append(Draft(material.text(told), (told,)) if told else _dated(material, document))
    return drafts


def _dated(material: Material, document: Document) -> Draft:
    text = material.say(
        "date",
        title=material.title(document),
        date=material.date(document.date),
        place=document.place,
    )
    return Draft(text, (material.about(document),))


def _days_of_occasion(material: Material, document: Document) -> Passage | None:
    """The first statement that says when the meeting was."""
    for passage in material.numbered(document, Section.STATEMENT):
        if _DAY.search(passage.text) and re.search(
            r"\b(?:held|met|meeting|took place|talks)\b", passage.text
        ):
            return passage
    return None


def places(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """Where the texts are from."""
    return [_dated(material, document) for document in by_date(documents)]
