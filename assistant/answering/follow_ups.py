"""A follow-up question rewritten to stand alone, from the questions and answers before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.answering.material import Material
from assistant.answering.understanding import language_of
from assistant.domain import Answer, Document
from assistant.naming import Mention, Mentions, Names, Sort

SHORT, SHORT_ZH = 40, 14  # characters of a question that names nothing and so leans on the last
_OPENER = re.compile(
    r"^\W*(?:(?:and|but|so|or|then|also|ok(?:ay)?|what about|how about|and what about)\b[,\s]*)+"
    r"|^(?:那么?|还有|而|另外|那)[，,]?",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"^\W*(?:and|but|so|or|then|also|what about|how about|what else|who else|which of (?:them|these|those))\b"
    r"|^(?:那么?|还有|另外|而)|呢[？?]?\s*$",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:that|it|its|this|these|those|they|them|their|there|then|he|she|him|her|his|"
    r"the (?:text|document|declaration|statement|meeting|resolution|order|agreement|framework|report|talks|"
    r"summit|vote|commitments|list|panel|document's|readout|organisation|organization|former|latter|same))\b"
    r"|它|该文件|该声明|该宣言|该决议|这份|这个|这次|那次|此事|其中|上述|他们|它们",
    re.IGNORECASE,
)
_AND_WHEN = re.compile(r",?\s+and (?:when|how|where)$", re.IGNORECASE)
_SELECTS = re.compile(r"\bboth\b|\b20\d\d\b|双方|两国|20\d\d年", re.IGNORECASE)
_SIDE = re.compile(r"\b(?:side|delegation|team)(?:'s)?\b|代表团|方代表|一方", re.IGNORECASE)
_BARE_POINTER = re.compile(r"\b(?:it|they|them)\b(?!\s+(?:be|true)\b)|它们?", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she)\b|他|她", re.IGNORECASE)
_PREDICATE = re.compile(
    r"\b(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|what|who|when|where|why|how|which)\b"
    r"|什么|谁|何时|为何|为什么|如何|怎么|多少|哪|是否|吗",
    re.IGNORECASE,
)


def stand_alone(
    question: str,
    earlier: Sequence[Answer],
    names: Names,
    material: Material,
    is_bare: Callable[[str], bool],
) -> str:
    """The question as it stands alone; the question itself where it already does.

    `is_bare` tells whether a text has no content words of its own ("When was it adopted?").
    """
    if not earlier:
        return question
    last = earlier[-1]
    before = last.understood or last.question
    mentions = names.find(question)
    if not _leans(question, mentions, is_bare(question)):
        return question
    fragment = _AND_WHEN.sub("", _OPENER.sub("", question).strip(" ?？呢。."))
    if fragment and not _PREDICATE.search(fragment):
        fragment = _sibling(fragment, mentions, before, names, material) or fragment
        return _exchange(before, fragment, names) or f"{before.rstrip(' ?？')}, {fragment}?"
    question = _with_speaker(_OPENER.sub("", question).strip() or question, before, names)
    return _with_focus(question, mentions, last, names, material.documents)


def _sibling(
    fragment: str, mentions: Mentions, before: str, names: Names, material: Material
) -> str | None:
    """“The ministers' one”: the text of the same occasion whose title the fragment hints at."""
    if mentions.of(Sort.DOCUMENT):
        return None
    documents = material.documents
    named = [documents[i] for i in names.find(before).ids(Sort.DOCUMENT) if i in documents]
    events = {document.event for document in named}
    hints = {word[:5] for word in material.content(fragment) if len(word) >= 5}
    for document in documents.values():
        if document.event in events and document not in named:
            title = {word[:5] for word in material.tokenise(document.title)}
            known = {word[:5] for d in named for word in material.tokenise(d.title)}
            if hints & title - known:
                return material.title(document)
    return None


def _with_speaker(question: str, before: str, names: Names) -> str:
    """“Did he expect …”: the person of the question before."""
    people = names.find(before).of(Sort.SPEAKER)
    return _PERSON.sub(people[0].text, question, count=1) if people else question


def _leans(question: str, mentions: Mentions, bare: bool) -> bool:
    """Whether the question needs what came before: it points, or opens with “and …”, or names nothing."""
    named = mentions.of(Sort.DOCUMENT)
    if _CONNECTIVE.search(question) and len(question) < 90:
        return True
    if named:
        return False
    if _POINTING.search(question):
        return True
    if _SIDE.search(question) and mentions.of(Sort.PARTY, Sort.METONYM) and len(question) < 60:
        return True
    longest = SHORT_ZH if language_of(question) == "zh" else SHORT
    if not mentions.all and len(question) <= longest and not _SELECTS.search(question):
        return True
    return bare and not mentions.of(Sort.TOPIC, Sort.SPEAKER)


def _exchange(before: str, fragment: str, names: Names) -> str | None:
    """“And China?”: the question before, with the new party, text or topic in place of the old."""
    new = names.find(fragment)
    old = names.find(before)
    for sorts in ((Sort.DOCUMENT,), (Sort.PARTY, Sort.METONYM), (Sort.SPEAKER,), (Sort.TOPIC,)):
        fresh, replaced = new.of(*sorts), old.of(*sorts)
        if fresh and replaced:
            text = _replace(before, replaced, fragment)
            return text if text[:1].isupper() else text[:1].upper() + text[1:]
    return None


def _replace(text: str, old: Sequence[Mention], new: str) -> str:
    """`new` in place of the first of `old`; the others go, with the “and” between them."""
    start, end = old[0].start, old[0].end
    for mention in old[1:]:
        if re.fullmatch(
            r"[\s,]*(?:and|or|和|与|、)?\s*(?:the\s+)?", text[end : mention.start], re.I
        ):
            end = mention.end
    head = text[:start]
    if re.search(r"\bthe\s*$", head, re.IGNORECASE) and new.casefold().startswith("the "):
        head = re.sub(r"\bthe\s*$", "", head, flags=re.IGNORECASE)
    return head + new + text[end:]


def _with_focus(
    question: str, mentions: Mentions, last: Answer, names: Names, documents: Mapping[str, Document]
) -> str:
    """The question with what the conversation was about put in place of “that”, or added."""
    focus = _other_side(mentions, last, names, documents) or _focus(last, names, documents)
    if not focus or mentions.of(Sort.DOCUMENT):
        return question
    if _BARE_POINTER.search(question):
        return _capital(_BARE_POINTER.sub(lambda _: focus, question, count=1))
    body = question.rstrip(" ?？")
    if language_of(question) == "zh":
        return f"{focus}：{body}？"
    return _capital(f"{body}? ({focus})")


def _other_side(
    mentions: Mentions, last: Answer, names: Names, documents: Mapping[str, Document]
) -> str:
    """The other side's own text of the same occasion, where the question names that side."""
    sides = set(mentions.ids(Sort.PARTY, Sort.METONYM))
    before = names.find(last.understood or last.question).ids(Sort.DOCUMENT)
    spoken_of = [documents[i] for i in before if i in documents]
    if not sides or any(sides & set(document.issuers) for document in spoken_of):
        return ""
    events = {document.event for document in spoken_of}
    own = [d for d in documents.values() if d.event in events and sides & set(d.issuers)]
    return own[0].title if own else ""


def _focus(last: Answer, names: Names, documents: Mapping[str, Document]) -> str:
    """What the last question named; else the document that its answer cited first."""
    before = last.understood or last.question
    named = names.find(before).of(Sort.DOCUMENT)
    if named:
        return named[0].text
    cited = [c.document_id for c in last.citations if c.document_id in documents]
    if not cited:
        return ""
    document = documents[cited[0]]
    return document.title_zh or document.title if last.language == "zh" else document.title


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
