"""What has been shown of an answer so far: sentences, their numbers, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.turn import Turn
from assistant.citations import Draft, Numbering, Refusal, support_of
from assistant.domain import Document, Sentence, SentenceReady, Usage
from assistant.ports import Verifier
from assistant.writing import evidence_of, verified


class Showing:
    """Collects an answer while its sentences are shown one by one."""

    def __init__(
        self, documents: Mapping[str, Document], verifier: Verifier | None, language: str
    ) -> None:
        """`verifier` reads what is composed from typed fields, if it knows the `language`."""
        self._documents = documents
        self._verifier = verifier if verifier and language in verifier.languages else None
        self._language = language
        self._refused: Counter[str] = Counter()
        self.numbering = Numbering(documents)
        self.sentences: list[Sentence] = []
        self.model: str | None = None
        self.usage: Usage | None = None
        self.invented = 0
        self.early: tuple[str, str] | None = None  # a wording and the reason

    @property
    def removed(self) -> int:
        """How many sentences a gate left out."""
        return self._refused.total()

    def show(self, draft: Draft, support: float) -> SentenceReady:
        """A sentence that has passed its gates, with the citations that are new with it."""
        sentence, new = self.numbering.sentence(draft, support)
        self.sentences.append(sentence)
        return SentenceReady(sentence, new)

    def leave_out(self, refusal: Refusal) -> None:
        """Count a sentence that has not."""
        self._refused[refusal.gate or "evidence"] += 1

    def extracts(self, drafts: Sequence[Draft]) -> Iterator[SentenceReady]:
        """The sources' own statements and what typed fields tell, through the gates for them."""
        for draft, support in zip(drafts, self._supports(drafts), strict=True):
            if isinstance(support, Refusal):
                self.leave_out(support)
            else:
                yield self.show(draft, support)

    def _supports(self, drafts: Sequence[Draft]) -> list[float | Refusal]:
        """How far each is carried. The verifier reads, at once, those that are no statement."""
        found = [support_of(draft, self._documents) for draft in drafts]
        open_ = [
            place
            for place, draft in enumerate(drafts)
            if not isinstance(found[place], Refusal) and not _is_statement(draft)
        ]
        if self._verifier is None or not open_:
            return found
        pairs = [
            (drafts[i].text, evidence_of(drafts[i], self._documents, self._language)) for i in open_
        ]
        for place, result in zip(open_, self._verifier.verify(pairs), strict=True):
            found[place] = verified(drafts[place], result)
        return found

    def cites(self, draft: Draft) -> bool:
        """Whether all that a draft rests on has been cited already."""
        cited = {citation.passage_id for citation in self.numbering.citations}
        return {passage.id for passage in draft.passages} <= cited

    def warnings(self, turn: Turn) -> list[str]:
        """What a reader has to know about how the answer came to be."""
        told = [turn.say(self.early[0], reason=self.early[1].rstrip("."))] if self.early else []
        if self.removed:
            reasons = ", ".join(f"{gate} {n}" for gate, n in self._refused.most_common())
            told.append(turn.say("left_out", number=self.removed, reason=reasons))
        if self.invented:
            told.append(turn.say("invented", number=self.invented))
        return told

    def fitting(self, warnings: Sequence[str], turn: Turn) -> list[str]:
        """The warnings on the statements found that hold for what a model wrote as well."""
        untranslated = turn.say("untranslated")
        return [w for w in warnings if self.model is None or w != untranslated]


def _is_statement(draft: Draft) -> bool:
    """Whether a draft is what a passage says, in its very words."""
    return any(draft.text in p.text or draft.text == p.text_zh for p in draft.passages)
