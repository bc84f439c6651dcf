"""A language model as a Verifier: what it makes of a claim and its evidence, with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from pydantic import BaseModel, Field

from assistant.domain import Entailment
from assistant.ports import ChatModel, Prompt, Verifier
from assistant.prompts import Prompts
from assistant.writing.evidence import SHAPE_OF_ID, neutral, opaque, tokens_in
from assistant.writing.ground import is_chinese

SAID = 0.9  # what a model's word is worth where it names the evidence
UNSAID = 0.05
_Pair = tuple[str, str]


class Opinion(BaseModel):
    """What the model fills in."""

    supports: list[str] = Field(description="ids of the evidence that says all of the claim")
    refutes: list[str] = Field(description="ids of the evidence that says otherwise")
    reason: str = Field(description="one sentence")


class ModelVerifier(Verifier):
    """A Verifier that asks a chat model; one call for a claim with all its evidence.

    `Entailment.reason` is the model's sentence, on each piece of evidence that it decides by.
    Evidence may begin with a line that tells whose it is and when.
    """

    languages: Collection[str] = frozenset({"en", "zh"})

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts

    @property
    def identity(self) -> str:
        """The model's name."""
        return self._model.name

    def verify(self, pairs: Sequence[_Pair]) -> list[Entailment]:
        """The model's word on each (claim, evidence); ModelError if it fails."""
        results: list[Entailment] = []
        for claim, group in groupby(pairs, key=lambda pair: pair[0]):
            results.extend(self._of_claim(claim, [evidence for _, evidence in group]))
        return results

    def _of_claim(self, claim: str, evidence: Sequence[str]) -> Iterator[Entailment]:
        names: list[str] = []
        for place, text in enumerate(evidence):
            names.append(opaque(claim, f"{place} {text}", set(names)))
        opinion = self._model.fill_in(self._asked(claim, names, evidence), Opinion)
        reason = SHAPE_OF_ID.sub("", neutral(opinion.reason))
        for name in names:
            for_it, against = (name in _ids(side) for side in (opinion.supports, opinion.refutes))
            if for_it == against:  # not named, or on both sides: nothing said
                yield Entailment(UNSAID, UNSAID)
            else:
                yield Entailment(*((SAID, UNSAID) if for_it else (UNSAID, SAID)), reason or None)

    def _asked(self, claim: str, names: Sequence[str], evidence: Sequence[str]) -> Prompt:
        """The prompt, with as much of the evidence, in order, as the model takes."""
        items: list[dict[str, str]] = []
        for name, text in zip(names, evidence, strict=True):
            head, _, told = text.rpartition("\n")
            items.append({"id": name, "head": neutral(head), "text": neutral(told)})
        while True:
            prompt = self._prompts.prompt(
                "judge_claim",
                claim=neutral(claim),
                language="zh" if is_chinese(claim) else "en",
                evidence=items,
            )
            whole = tokens_in(prompt.rules) + tokens_in(prompt.request)
            if len(items) == 1 or whole <= self._model.reads:
                return prompt
            items.pop()


def _ids(written: Sequence[str]) -> set[str]:
    return {name.strip(" []").casefold() for name in written}
