"""The gates on a sentence that a language model wrote: what fails one is not shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.citations import Draft, Refusal, quote_stands, same_words
from assistant.comparing import Facet, Known, Mismatch, mismatches
from assistant.domain import Document, Entailment
from assistant.ports import Verifier
from assistant.writing.acting import misplaced_name, other_deed, other_sort
from assistant.writing.figures import strange_date, strange_number
from assistant.writing.force import strange_force, strange_negation, strange_state
from assistant.writing.ground import Ground
from assistant.writing.names import strange_name
from assistant.writing.shifts import (
    changed_places,
    dropped_hedge,
    joined_voice,
    other_body,
    other_multiple,
    other_quality,
    other_voice,
    swapped_party,
    turned_round,
    turned_word,
)

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」|『([^』]+)』|«([^»]+)»|‘([^’]{12,})’")
_OPEN_QUOTE = re.compile(r"[“\"「『«]")
_ADDRESS = re.compile(r"https?:|www\.|\b[\w.-]+@[\w-]+\.\w", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = frozenset(
    "the of to is was are were and that it for by with has had have not its said says will this or from in on at an as be been".split()
)
_RULES = (
    ("number", strange_number),
    ("date", strange_date),
    ("party", strange_name),
    ("party", misplaced_name),
    ("capacity", other_sort),
    ("participation", other_deed),
    ("strength", strange_force),
    ("negation", strange_negation),
    ("status", strange_state),
    ("party", swapped_party),
    ("party", other_body),
    ("number", other_multiple),
    ("capacity", other_voice),
    ("strength", dropped_hedge),
    ("strength", other_quality),
    ("negation", turned_word),
    ("participation", joined_voice),
    ("party", turned_round),
    ("party", changed_places),
)
_TWO_DEEDS = re.compile(r"\b(?:but|though|while|and did not|yet)\b|;|但|却|而|；", re.IGNORECASE)
_JOINS_EVENT = re.compile(
    r"\bjoin\w* (?:\w+ ){0,4}?(?:conference|meeting|session|talks|summit|call|panel|debate)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(r"将[^，。]{1,20}(?:看作|视为|视作|作为|列为|定为|称为|纳入|置于)")
_BINDS = re.compile(r"\bbind\w*|\bin law\b|\blegal\w*|约束", re.IGNORECASE)
_UNBOUND = re.compile(
    r"\b(?:not|non|no|nobody|without|nothing|nor|neither)\b[^.;,]{0,30}?\b(?:legal\w*|bind\w*|in law)(?: (?:in law|binding))?"
    r"|\bbind\w* (?:nobody|no one|none|no state)(?: in law)?|\b(?:morally|politically) binding|[不无]\S{0,6}约束",
    re.IGNORECASE,
)
WORD = 40  # characters that a word of strength has at the most
SHARED = 0.5  # of a sentence's content words: its passages have to have more
LEAST = 0.2  # probability of support below which a sentence is not shown
DENIED = 0.75  # probability of contradiction from which on it is not shown


class Gates:
    """Every gate, in order; a sentence passes all of them or is left out with the reason."""

    def __init__(self, known: Known, verifier: Verifier | None) -> None:
        self._known = known
        self._verifier = verifier

    def judge(self, draft: Draft, language: str) -> float | Refusal:
        """How far the cited passages carry the sentence, 0..1, or why it may not be shown."""
        if not draft.passages:
            return Refusal(draft, "it cites nothing", "citation")
        if not in_language(draft.text, language):
            return Refusal(draft, "it is not in the language of the question", "language")
        if address := _ADDRESS.search(draft.text):
            return Refusal(draft, f"it gives an address: {address.group()}", "address")
        if (quote := self._strange_quote(draft)) is not None:
            return Refusal(draft, f"“{quote}” is not quoted in the cited passage", "quote")
        ground = Ground(draft.passages, self._known)
        return self._unfaithful(draft, ground) or self._supported(draft, ground, language)

    def _unfaithful(self, draft: Draft, ground: Ground) -> Refusal | None:
        """The first rule that the sentence breaks."""
        for gate, rule in _RULES:
            if (strange := rule(draft.text, ground)) is not None:
                return Refusal(draft, f"“{strange}” is not what the cited passage says", gate)
        for found in mismatches(draft.text, draft.passages, self._known):
            if _counts(found, draft.text):
                told = f"; it says “{found.told}”" if found.told else ""
                reason = f"“{found.claimed}” is not in the cited passage{told}"
                return Refusal(draft, reason, str(found.facet))
        if ground.in_language_of(draft.text) and ground.share(draft.text) <= SHARED:
            return Refusal(draft, "most of it is not in the cited passage", "evidence")
        return None

    def _strange_quote(self, draft: Draft) -> str | None:
        """Quoted words that are not quoted by a passage, nor exact words of an added text."""
        sources = [self._quotable(passage.text, passage.document_id) for passage in draft.passages]
        sources += [
            self._quotable(passage.text_zh, passage.document_id)
            for passage in draft.passages
            if passage.text_zh
        ]
        for match in _QUOTED.finditer(draft.text):
            quote = next(part for part in match.groups() if part)
            if not any(quote_stands(quote, source) for source in sources):
                return quote
        left = _OPEN_QUOTE.search(_QUOTED.sub("", draft.text))
        return draft.text[left.start() :] if left else None

    def _quotable(self, text: str, document_id: str) -> str:
        """Of a brief its own quotations and its title, since the rest are our words."""
        document = self._known.documents.get(document_id)
        if document is None or document.origin != "corpus":
            return text
        quoted = (next(part for part in m.groups() if part) for m in _QUOTED.finditer(text))
        return " \n ".join((*quoted, *_titles(document)))

    def _supported(self, draft: Draft, ground: Ground, language: str) -> float | Refusal:
        """What the verifier says of the sentence and all its passages together."""
        text = " ".join(
            (p.text_zh if language == "zh" and p.text_zh else p.text) for p in draft.passages
        )
        if same_words(draft.text) in same_words(text):
            return 1.0
        if self._verifier is None or language not in self._verifier.languages:
            return ground.share(draft.text)
        evidence = evidence_of(draft, self._known.documents, language)
        (result,) = self._verifier.verify([(draft.text, evidence)])
        return verified(draft, result)


def evidence_of(draft: Draft, documents: Mapping[str, Document], language: str) -> str:
    """What a verifier reads beside a sentence: its passages after their documents' heads."""
    cited = (documents.get(passage.document_id) for passage in draft.passages)
    heads = dict.fromkeys(f"{document.title} ({document.date})." for document in cited if document)
    texts = (p.text_zh if language == "zh" and p.text_zh else p.text for p in draft.passages)
    return " ".join((*heads, *texts))


def verified(draft: Draft, result: Entailment) -> float | Refusal:
    """What a verifier makes of a sentence: how far it is supported, or that it is not."""
    if result.refutes >= DENIED:
        return Refusal(draft, "the cited passage says otherwise", "verifier")
    if result.supports < LEAST:
        return Refusal(draft, "the cited passage does not bear it out", "verifier")
    return round(result.supports, 2)


def _counts(found: Mismatch, text: str) -> bool:
    """Whether a difference that comparing finds stops a sentence; the rules here see the others."""
    if found.facet is Facet.STRENGTH and len(found.claimed) > WORD:
        return False  # no word of strength: see `dropped_hedge`
    if found.claimed == "将" and _TAKES.search(text):
        return False
    if found.facet is Facet.CAPACITY:
        return found.claimed == "governments"
    if found.facet is Facet.STATUS and "binding" in found.told:
        return bool(_BINDS.search(_UNBOUND.sub("", text)))
    if found.facet is Facet.STRENGTH and found.told.casefold().startswith("need"):
        return found.claimed.casefold() not in {"has to", "have to", "needs to", "need to"}
    if found.facet is Facet.PARTICIPATION:
        verb = found.claimed.rpartition(": ")[2]
        same = bool(verb) and verb in found.told
        return not (same or _TWO_DEEDS.search(text) or _JOINS_EVENT.search(text))
    return found.facet in (Facet.STATUS, Facet.STRENGTH)


def _titles(document: Document) -> tuple[str, ...]:
    return (document.title, document.title_zh or "")


def in_language(text: str, language: str) -> bool:
    """Whether a sentence is in English or Chinese, as asked; names in the other don't count."""
    letters = [c for c in text if c.isalpha()]
    han = len(_HAN.findall(text))
    if language == "zh":
        return han * 3 >= len(letters)
    strange = sum(not c.isascii() for c in letters)
    words = re.findall(r"[a-z]+", text.casefold())
    known = len(words) < 8 or any(word in _ENGLISH for word in words)
    return strange * 4 <= len(letters) and known
