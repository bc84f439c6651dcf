"""A brief's facts laid out as one readable text, cut into passages with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.dates import spoken
from assistant.domain import Document, Grade, How, Passage, Section, Vote

Names = Callable[[str, str], str]  # (party id, language) -> name

HEADINGS = {
    Section.STATEMENT: "What it says",
    Section.PARTICIPATION: "Who stands where",
    Section.VOTE: "Votes",
    Section.COUNT: "Numbers",
    Section.FACT: "The document",
    Section.MISREADING: "What people get wrong",
    Section.BODY: "Background",
    Section.TEXT: "Text",
}
HOW_ZH = {
    How.SIGNED: "签署",
    How.RATIFIED: "批准",
    How.ENDORSED: "支持（联署）",
    How.ADOPTED: "通过",
    How.JOINED_CONSENSUS: "加入协商一致",
    How.LEAD_SPONSOR: "主提案国",
    How.CO_SPONSORED: "共同提案",
    How.VOTED_FOR: "投赞成票",
    How.VOTED_AGAINST: "投反对票",
    How.ABSTAINED: "弃权",
    How.DID_NOT_VOTE: "未投票",
    How.OBJECTED_LATER: "事后表示反对",
    How.ATTENDED_NOT_SIGNED: "出席但未签署",
    How.ATTENDED: "出席",
    How.NOT_SIGNED: "未签署",
    How.NOT_ENDORSED: "未支持（未联署）",
    How.NOT_A_PARTY: "不是参与方",
    How.MEMBER: "成员",
    How.NOT_A_MEMBER: "不是成员",
    How.ISSUER: "发布方",
    How.HOST: "主办方",
    How.OWN_READOUT: "自行发表通报",
    How.DESCRIBED_BY_OTHER: "仅由对方表述",
    How.NOMINATED_EXPERTS: "提名专家",
    How.DECLINED_TO_ENDORSE: "拒绝支持",
    How.COMPANIES_ONLY: "仅企业参与",
    How.INDIVIDUALS_ONLY: "仅个人参与",
    How.MENTIONED: "被提及",
}
STAGE_ZH = {"committee": "委员会", "plenary": "大会全体会议", "council": "安全理事会"}
_ORDER = (
    Section.FACT,
    Section.STATEMENT,
    Section.PARTICIPATION,
    Section.VOTE,
    Section.COUNT,
    Section.MISREADING,
    Section.BODY,
)
_RANK = {Grade.OFFICIAL: 0, Grade.REPORTED: 1, Grade.UNCONFIRMED: 2}


def best_grade(document: Document) -> Grade:
    """The strongest grade that any entry of the document has earned."""
    grades = [s.grade for s in document.statements] + [p.grade for p in document.participation]
    return min(grades, key=_RANK.__getitem__, default=Grade.UNCONFIRMED)


def vote_words(vote: Vote, language: str = "en") -> str:
    """A vote in words, with stage and date."""
    if language == "zh":
        return (
            f"{spoken(vote.date, 'zh')}{STAGE_ZH[vote.stage]}表决：{vote.in_favour}票赞成、"
            f"{vote.against}票反对、{vote.abstained}票弃权。"
        )
    return (
        f"Vote in {'the ' if vote.stage != 'committee' else ''}{vote.stage} on "
        f"{spoken(vote.date)}: {vote.in_favour} in favour, {vote.against} against, "
        f"{vote.abstained} abstaining."
    )


def lay_out(document: Document, names: Names) -> Document:
    """The document with its `text` and `passages` filled in from its typed fields and body."""
    text = document.title + "\n"
    passages: list[Passage] = []
    drafts = list(_drafts(document, names))
    for section in _ORDER:
        members = [draft for draft in drafts if draft.section is section]
        if not members:
            continue
        text += f"\n{HEADINGS[section]}\n"
        for draft in members:
            passages.append(replace(draft, start=len(text), end=len(text) + len(draft.text)))
            text += draft.text + "\n"
    return replace(document, text=text, passages=tuple(passages))


def _drafts(document: Document, names: Names) -> Iterator[Passage]:
    yield from _facts(document, names)
    yield from _statements(document)
    yield from _participation(document, names)
    yield from _numbers(document)
    yield from _misreadings(document)
    paragraphs = [part.strip() for part in document.body.split("\n\n") if part.strip()]
    for number, paragraph in enumerate(paragraphs, 1):
        yield _passage(
            document, f"b{number}", Section.BODY, " ".join(paragraph.split()), best_grade(document)
        )


def _passage(
    document: Document, tail: str, section: Section, text: str, grade: Grade, zh: str | None = None
) -> Passage:
    return Passage(
        id=f"{document.id}#{tail}",
        document_id=document.id,
        section=section,
        text=text,
        start=0,
        end=0,
        grade=grade,
        text_zh=zh,
        parties=document.issuers,
    )


def _facts(document: Document, names: Names) -> Iterator[Passage]:
    grade = best_grade(document)
    issuers = ", ".join(names(party, "en") for party in document.issuers)
    issuers_zh = "、".join(names(party, "zh") for party in document.issuers)
    yield _passage(
        document,
        "about",
        Section.FACT,
        f"Date: {spoken(document.date)}; place: {document.place}; kind: {document.kind}; "
        f"issued by: {issuers}.",
        grade,
        f"日期：{spoken(document.date, 'zh')}；发布方：{issuers_zh}。",
    )
    yield _passage(document, "status", Section.FACT, f"Status: {document.status}.", grade)


def _statements(document: Document) -> Iterator[Passage]:
    for number, entry in enumerate(document.statements, 1):
        draft = _passage(
            document, str(number), Section.STATEMENT, entry.text, entry.grade, entry.text_zh
        )
        yield replace(
            draft,
            parties=entry.parties,
            topic=entry.topic,
            source=entry.source,
            speaker=entry.speaker,
            role=entry.role,
            capacity=entry.capacity,
            stance=entry.stance,
            strength=entry.strength,
            locator=entry.locator,
        )


def _participation(document: Document, names: Names) -> Iterator[Passage]:
    yield from _rolls(document, names)
    for number, entry in enumerate(document.participation, 1):
        when = f", {spoken(entry.date)}" if entry.date else ""
        draft = _passage(
            document,
            f"p{number}",
            Section.PARTICIPATION,
            f"{names(entry.party, 'en')}: {entry.how}{when}.",
            entry.grade,
            f"{names(entry.party, 'zh')}：{HOW_ZH[entry.how]}。",
        )
        yield replace(
            draft,
            parties=(entry.party,),
            how=entry.how,
            source=entry.source,
            locator=entry.locator,
        )


def _rolls(document: Document, names: Names) -> Iterator[Passage]:
    """One passage for all that stand to the document in the same way, to be cited as a list."""
    for how in dict.fromkeys(entry.how for entry in document.participation):
        entries = [entry for entry in document.participation if entry.how is how]
        if len(entries) < 2:
            continue
        weakest = max(entries, key=lambda entry: _RANK[entry.grade])
        listed = ", ".join(names(entry.party, "en") for entry in entries)
        listed_zh = "、".join(names(entry.party, "zh") for entry in entries)
        draft = _passage(
            document,
            "roll-" + re.sub(r"\W+", "-", how),
            Section.PARTICIPATION,
            f"{how[0].upper()}{how[1:]}: {listed}.",
            weakest.grade,
            f"{HOW_ZH[how]}：{listed_zh}。",
        )
        parties = tuple(entry.party for entry in entries)
        yield replace(draft, parties=parties, how=how, source=weakest.source)


def _numbers(document: Document) -> Iterator[Passage]:
    for number, vote in enumerate(document.votes, 1):
        draft = _passage(
            document,
            f"v{number}",
            Section.VOTE,
            vote_words(vote),
            vote.grade,
            vote_words(vote, "zh"),
        )
        yield replace(draft, source=vote.source)
    for number, count in enumerate(document.counts, 1):
        what = count.what[0].upper() + count.what[1:]
        draft = _passage(
            document,
            f"c{number}",
            Section.COUNT,
            f"{what}: {count.number:,} on {spoken(count.as_of)}.",
            count.grade,
            f"{count.what_zh or count.what}：{count.number}（{spoken(count.as_of, 'zh')}）。",
        )
        yield replace(draft, source=count.source)


def _misreadings(document: Document) -> Iterator[Passage]:
    for number, entry in enumerate(document.misreadings, 1):
        draft = _passage(
            document,
            f"m{number}",
            Section.MISREADING,
            f"Wrong: {entry.wrong} True: {entry.truth}",
            entry.grade,
            entry.truth_zh,
        )
        yield replace(draft, source=entry.source)
