"""Lines of a note in a language model's words, each through the gates against what it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field

from assistant.citations import Draft, Refusal, same_words
from assistant.comparing import Known
from assistant.errors import ModelError
from assistant.ports import ChatModel, Prompt, Verifier
from assistant.prompts import Prompts
from assistant.writing.evidence import MORE, Item, Sheet, head_of, neutral, opaque, tokens_in
from assistant.writing.gates import Gates
from assistant.writing.ground import NUMBER
from assistant.writing.marks import resolve

LONGEST = 400  # characters of a line, or one and a half times the line as it was


class OneLine(BaseModel):
    """One line as the model puts it."""

    id: str = Field(description="the id of the evidence whose line it is")
    text: str = Field(description="the line in your words")


class Lines(BaseModel):
    """What the model fills in for one section."""

    lines: list[OneLine]


@dataclass(frozen=True, slots=True)
class Section:
    """What is to be put in words: the lines of one section with the passages they cite."""

    heading: str
    topic: str
    party: str
    counterpart: str
    language: str
    lines: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class Phrased:
    """A line's new words, which have passed their gates, and their support."""

    text: str
    support: float


class Phraser:
    """Puts lines in a model's words. A line that fails its gates stays as it was."""

    def __init__(self, model: ChatModel, prompts: Prompts, verifier: Verifier | None) -> None:
        self._model = model
        self._prompts = prompts
        self._verifier = verifier

    @property
    def name(self) -> str:
        """The model's, shown beside what it wrote."""
        return self._model.name

    def phrase(self, section: Section, known: Known) -> list[Phrased | Refusal | None]:
        """For each line its new words, why they may not be shown, or None if the model gave none.

        ModelError if the model fails.
        """
        sheet = self._sheet(section, known)
        replies = self._model.fill_in(self._asked(section, sheet), Lines).lines
        worded: dict[str, str] = {}
        for reply in replies:
            worded.setdefault(reply.id.strip(" []").casefold(), reply.text)
        gates = Gates(known, self._verifier)
        results: list[Phrased | Refusal | None] = []
        for item, draft in zip(sheet.items, section.lines, strict=False):
            text = worded.get(item.id)
            results.append(_judged(text, draft, gates, sheet, section.language) if text else None)
        return results + [None] * (len(section.lines) - len(results))

    def _sheet(self, section: Section, known: Known) -> Sheet:
        """The lines as they are, under opaque ids, as many as the model takes."""
        items: list[Item] = []
        for draft in section.lines:
            name = opaque(section.topic, draft.text, {item.id for item in items})
            head = neutral(head_of(draft.passages[0], known, section.language))
            items.append(Item(name, head, neutral(draft.text), draft.passages[0]))
            asked = self._asked(section, Sheet(tuple(items)))
            # what comes back is as long as the lines themselves
            if tokens_in(asked.rules) + tokens_in(asked.request) > self._model.reads:
                items.pop()
                break
        if not items:
            raise ModelError(f"{self.name} takes too little text for a line; {MORE}")
        return Sheet(tuple(items))

    def _asked(self, section: Section, sheet: Sheet) -> Prompt:
        return self._prompts.prompt(
            "talking_points",
            topic=neutral(section.topic),
            party=section.party,
            counterpart=section.counterpart,
            heading=section.heading,
            language=section.language,
            evidence=sheet.items,
        )


def _judged(
    text: str, draft: Draft, gates: Gates, sheet: Sheet, language: str
) -> Phrased | Refusal | None:
    """The new words if they pass, with the numbers of the old line in them."""
    plain = resolve(neutral(text), sheet).text
    if same_words(plain) == same_words(draft.text) or not plain:
        return None
    new = Draft(plain, draft.passages)
    if len(plain) > max(LONGEST, 1.5 * len(draft.text)):
        return Refusal(new, "it is too long to be spoken", "length")
    if lost := set(NUMBER.findall(draft.text)) - set(NUMBER.findall(plain)):
        return Refusal(new, f"it drops “{sorted(lost)[0]}”", "number")
    support = gates.judge(new, language)
    return support if isinstance(support, Refusal) else Phrased(plain, support)
