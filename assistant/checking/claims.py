"""The claims of a draft: sentences that stand alone, and the clauses that they are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checking.kinds import why_unchecked
from assistant.checking.sentences import sentences
from assistant.findings import Claim, Unchecked
from assistant.naming import Mention, Names, Sort

_KINDS = (
    "declaration|statement|resolution|order|agreement|law|act|framework|text|document|memorandum|commitments?|report|"
    "initiative|plan|convention|compact|code|treaty|consensus|communiqu[eé]|accord|measures|network|summit|talks|meeting|"
    "dialogue|conference|proposal|guide|principles|strategy|letter|paper|article"
)
_THE_TEXT = re.compile(
    rf"\b(?:the|this|that|these|those)\s+(?:same\s+)?({_KINDS})\b(?!\s+(?:of|on|that|signed|adopted|between)\b)",
    re.IGNORECASE,
)
_THE_TEXT_ZH = re.compile(
    r"(?:该|这一|这项|这份|此)(宣言|声明|决议|协定|法律|框架|文件|倡议|报告|承诺|对话|会议|办法|行政令|组织)|(?<!其)其(?=成员|签署|目的|内容)"
)
_IT = re.compile(r"^(?:but |and |so |yet |moreover,? |there,? )?(it|they|he|she)\b", re.IGNORECASE)
_ITS = re.compile(r"^(?:but |and |so |yet )?(its|their|his|her)\b", re.IGNORECASE)
_OBJECT_IT = re.compile(
    r"\b(?:(?:replac|revok|repeal|supersed|rescind|sign|endors|join|adopt|ratif|reject|oppos|support|implement|back|welcom|co-?sponsor|sponsor)\w*|among|behind|against|outside|away from|part of|party to|parties to|member of|members of|bound by|votes? for|voted for) (it|them)\b",
    re.IGNORECASE,
)
_DID_SO = re.compile(
    r"(?P<who>[\w .’'-]{2,60}?) (?:did|does|do|has done|have done) (?:so|the same|likewise)(?: too| as well)?\b"
)
_IT_ZH = re.compile(r"^(?:而且|并且|但|但是|此外，?)?(它|他|她|它们|他们)")
_RELATIVE = re.compile(
    r"^(?P<head>[^,;]{3,120}?), (?P<which>which|who|whom) (?P<relative>[^,;]+(?:,(?! (?:and|but)\b)[^,;]{1,40})?), (?P<rest>[^,].+)$",
    re.DOTALL,
)
_TAIL_RELATIVE = re.compile(
    r"^(?P<main>.{20,}?), (?P<which>which|who) (?P<relative>.{12,})$", re.DOTALL
)
_JOINT = re.compile(
    r"(?:;|, (?:and|but|while|whereas|although|yet|so)|,? (?:while|whereas|although|even though))\s+(?=(?:[A-Z“\"]|the |it |its |they |he |she |both |neither |in |on |by |did |had |was |were |has |is |are |took |signed |joined |voted |agreed |called |set |not )\S*)"
    r"| (?:and|but) (?=(?:it|they|he|she|the|its|did|had|was|were|has|is|took|agreed|called|set|signed|joined|voted|will|also|later|then|currently)\b)"
)
_LEAD = re.compile(
    r"(?:Under|In|At|On|By|According to|After|Before|Since|For|From|With|During|Until)\b[^,;]{3,80}, "
)
_JOINT_ZH = re.compile(
    r"[；]|，(?:而且|并且|但是|但|而|同时|并|却|也|又|还|有(?=[\d一二三四五六七八九十两])|(?=这一|该|其中|它|草案|决议))"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|shall|should|may|might|can|could|does|do|did|said|says|met|held|took|made|gave|led|put|set|came|became|began|left|kept|spoke|wrote|chose|runs?|remains?)\b|\b(?!United\b)\w{3,}ed\b|\b(?:signs?|joins?|votes?|bans?|requires?|calls?|names?|binds?|says?|asks?|sets?|lets?|covers?|contains?|founds?|consists?|applies|carries|counts?)\b",
    re.IGNORECASE,
)
_ANY_KIND = frozenset({"", "text", "document", "文件"})
_ELLIPSIS = re.compile(
    r"(?P<who>(?:[Nn]either )?[\w .’'-]{2,60}?) (?:did|does|has|had|was|were|is|are|do|have)(?P<not> not|n't|n’t)?$"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(slots=True)
class _Before:
    """What the sentences so far have been about; `deed` is what the last subject did."""

    texts: tuple[Mention, ...] = ()
    subject: str | None = None
    deed: str | None = None


def split(draft: str, names: Names) -> tuple[list[Claim], list[Unchecked]]:
    """Claims and what is left out, both in the draft's order, with offsets into the draft."""
    claims: list[Claim] = []
    unchecked: list[Unchecked] = []
    before = _Before()
    for start, end in sentences(draft):
        text = draft[start:end]
        standing = _resolved(text, names, before)
        why = why_unchecked(standing, names.find(standing))
        if why:
            unchecked.append(Unchecked(text, start, end, why))
        else:
            claims.append(_claim(text, start, names, before))
        _remember(text, names, before)
    return claims, unchecked


def whole(text: str, names: Names) -> Claim:
    """A single claim as it is given, with its parts."""
    return _claim(text, 0, names, _Before())


def _claim(text: str, start: int, names: Names, before: _Before) -> Claim:
    resolved = _resolved(text, names, before)
    within = replace(before)
    parts: list[Claim] = []
    for piece, first, last in _clauses(text, names):
        standing = _resolved(piece, names, within, same_sentence=bool(parts))
        parts.append(Claim(standing, start + first, start + last))
        _remember(standing, names, within)
    if len(parts) < 2:
        parts = [Claim(resolved, start, start + len(text))]
    return Claim(resolved, start, start + len(text), tuple(parts))


def _clauses(text: str, names: Names) -> list[tuple[str, int, int]]:
    """(text that stands alone, start, end) of each clause of a sentence."""
    stripped = text.rstrip(" .。")
    if _HAN.search(text):
        return _joined_zh(stripped, names)
    if match := _RELATIVE.match(stripped):
        head, rest = match["head"], match["rest"]
        if _FINITE.search(rest) and not _FINITE.search(head):
            main = f"{head} {rest}"
            inner = _relative(head, match["which"], match["relative"])
            return [
                (inner + ".", match.start("relative"), match.end("relative")),
                (main + ".", match.start("rest"), match.end("rest")),
            ]
    return _joined(stripped)


def _relative(head: str, which: str, relative: str) -> str:
    """A relative clause as a sentence: “which China helped found” of the network."""
    first = relative.split()[0] if relative.split() else ""
    subject_inside = (
        which != "who"
        and bool(re.match(r"[A-Z]|the\b|its\b|their\b", first))
        and _FINITE.search(relative)
    )
    if subject_inside:
        verb_end = _after_object_slot(relative)
        return f"{relative[:verb_end]} {head[0].lower() + head[1:] if head.startswith('The ') else head}{relative[verb_end:]}"
    return f"{head} {relative}"


def _after_object_slot(relative: str) -> int:
    """Where the thing that a relative clause is about would stand: before its “in 2024”."""
    match = re.search(r" (?:in|on|at|by|since|for|with|to|as|last|during)\b", relative)
    return match.start() if match else len(relative)


def _joined(text: str) -> list[tuple[str, int, int]]:
    cuts = [0]
    ends = []
    for match in _JOINT.finditer(text):
        left, right = text[cuts[-1] : match.start()], text[match.end() :]
        enough = (
            len(right.split()) >= 5 or _ELLIPSIS.match(right) or any(c.isdigit() for c in right)
        )
        if (
            enough
            and _complete(left)
            and _complete(right)
            and not _inside_quotes(text, match.start())
        ):
            ends.append(match.start())
            cuts.append(match.end())
    ends.append(len(text))
    if len(cuts) == 1:
        return []
    subject = _subject(text[: ends[0]])
    done = text[: ends[0]][len(subject) :].strip(" ,")
    return [
        (_standing(_spelt_out(text[first:last], done), subject if place else ""), first, last)
        for place, (first, last) in enumerate(zip(cuts, ends, strict=True))
    ]


def _spelt_out(clause: str, done: str) -> str:
    """“the United States did not” with what it did not do."""
    match = _ELLIPSIS.match(clause.strip())
    if match is None:
        return clause
    return f"{match['who']} {'never ' if match['not'] else ''}{done}"


def _joined_zh(text: str, names: Names) -> list[tuple[str, int, int]]:
    cuts, ends = [0], []
    for match in _JOINT_ZH.finditer(text):
        if match.start() - cuts[-1] >= 8 and len(text) - match.end() >= 6:
            ends.append(match.start())
            cuts.append(match.end())
    ends.append(len(text))
    if len(cuts) == 1:
        return []
    sorts = (Sort.PARTY, Sort.METONYM, Sort.DOCUMENT, Sort.SPEAKER)
    first = next(iter(names.find(text[: ends[0]]).of(*sorts)), None)
    subject = first.text if first and first.start <= 2 else ""
    pieces = []
    for place, (a, b) in enumerate(zip(cuts, ends, strict=True)):
        own = any(m.start <= 2 for m in names.find(text[a:b]).of(*sorts))
        pieces.append(((subject if place and not own else "") + text[a:b] + "。", a, b))
    return pieces


def _complete(clause: str) -> bool:
    return bool(_FINITE.search(clause)) and len(clause.split()) >= 3


def _inside_quotes(text: str, at: int) -> bool:
    return text[:at].count("“") > text[:at].count("”") or text[:at].count('"') % 2 == 1


def _subject(clause: str) -> str:
    """What stands before the first finite verb, or that of the main clause behind “Under …,”."""
    lead = _LEAD.match(clause)
    begin = lead.end() if lead and _FINITE.search(clause, lead.end()) else 0
    match = _FINITE.search(clause, begin)
    return clause[: match.start()].strip(" ,") if match else ""


def _standing(clause: str, subject: str) -> str:
    """A later clause with the subject of the first where it has none of its own."""
    clause = clause.strip(" ,")
    own = _FINITE.match(clause) or re.match(r"(?:also|later|then|currently|never|not)\b", clause)
    pronoun = _IT.match(clause)
    if own and subject:
        clause = f"{subject} {clause}"
    elif pronoun and subject:
        clause = subject + clause[pronoun.end(1) :]
    return clause[:1].upper() + clause[1:] + "."


def _resolved(text: str, names: Names, before: _Before, *, same_sentence: bool = False) -> str:
    """The sentence with what “it” and “the declaration” stand for.

    In the `same_sentence` the one text just named is meant, whatever it is called.
    """
    named = names.find(text).of(Sort.DOCUMENT)
    match = _THE_TEXT.search(text) or _THE_TEXT_ZH.search(text)
    fitting = _fitting(before.texts, (match[1] or "") if match else "")
    if match and not fitting and same_sentence and len(before.texts) == 1:
        fitting = before.texts[0]
    if match and fitting and not named:
        put = fitting.text
        if not _HAN.search(put) and not re.match(r"the\b", put, re.IGNORECASE):
            put = f"the {put}"
        if match.start() == 0:
            put = put[:1].upper() + put[1:]
        return text[: match.start()] + put + text[match.end() :]
    if before.deed and (match := _DID_SO.match(text)):
        text = f"{match['who']} {before.deed}{text[match.end() :]}"
    match = _OBJECT_IT.search(text)
    if before.texts and match and not any(m.start < match.start() for m in named):
        text = text[: match.start(1)] + before.texts[0].text + text[match.end(1) :]
    if before.subject:
        for pattern in (_IT, _IT_ZH):
            if (match := pattern.match(text)) and not re.match(
                r"it (?:is|was) (?:\w+ )?(?:that|in|on|time|clear|true)\b", text, re.IGNORECASE
            ):
                return before.subject + text[match.end(1) :]
        if match := _ITS.match(text):
            return f"{before.subject}'s" + text[match.end(1) :]
    return text


def _fitting(texts: Sequence[Mention], kind: str) -> Mention | None:
    """The text that “the declaration” can mean: one of that kind, or any for “the text”."""
    kind = kind.casefold()
    if kind in _ANY_KIND:
        return texts[0] if texts else None
    if kind in {"resolution", "order", "决议", "行政令"}:
        numbered = [m for m in texts if any(c.isdigit() for c in m.text)]
        return numbered[-1] if numbered else None
    return next((m for m in reversed(texts) if kind in m.text.casefold()), None)


def _remember(text: str, names: Names, before: _Before) -> None:
    found = names.find(text)
    texts = found.of(Sort.DOCUMENT)
    if texts:
        before.texts = texts
    before.deed = _deed(text)
    subjects = _subjects(found.of(Sort.DOCUMENT, Sort.PARTY, Sort.METONYM, Sort.SPEAKER))
    if subjects and subjects[0].start < 25:
        first = subjects[0]
        lead = text[: first.start]
        before.subject = (
            lead if re.fullmatch(r"(?:The|President|Minister|Secretary) ", lead) else ""
        ) + first.text


def _deed(text: str) -> str | None:
    """What stands from the first finite verb on, without a second clause."""
    match = _FINITE.search(text)
    return re.split(r"[;,]|\.$", text[match.start() :])[0].strip() if match else None


def _subjects(mentions: Sequence[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda mention: mention.start)
