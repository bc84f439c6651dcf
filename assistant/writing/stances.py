"""How a party stands to a topic by its own statements, where no brief records a stance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

from assistant.comparing import Known
from assistant.domain import Passage, Stance, Strength
from assistant.errors import ModelError
from assistant.ports import ChatModel
from assistant.prompts import Prompts
from assistant.writing.evidence import MORE, Item, neutral, sheet_of, tokens_in

STATEMENTS = 6  # of a party, at the most, that the model is given
_BINDS = frozenset({Strength.MUST})


class Stood(BaseModel):
    """What the model fills in."""

    stance: Literal["commits", "supports", "conditional", "opposes", "none"]
    ids: list[str] = Field(description="ids of the evidence that shows it; empty if none does")


@dataclass(frozen=True, slots=True)
class Assessed:
    """A stance that a model reads out of a party's statements, and the one that shows it."""

    stance: Stance
    passage: Passage
    model: str


class Assessor:
    """Asks a model; a stance without a statement that shows it is none."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts
        self._read: dict[tuple[str, ...], Assessed | None] = {}

    @property
    def name(self) -> str:
        """The model's."""
        return self._model.name

    def assess(
        self, party: str, topic: str, passages: Sequence[Passage], known: Known
    ) -> Assessed | None:
        """The stance, None where the statements do not show any; ModelError if the model fails.

        Nobody commits itself by less than a “must”: a weaker word only supports. What has been
        read is remembered as long as the statements are the same.
        """
        chosen = passages[:STATEMENTS]
        key = (party, topic, *(passage.text for passage in chosen))
        if key not in self._read:
            self._read[key] = self._assessed(party, topic, chosen, known)
        return self._read[key]

    def _assessed(
        self, party: str, topic: str, chosen: Sequence[Passage], known: Known
    ) -> Assessed | None:
        values = {"party": neutral(party), "topic": neutral(topic)}
        blank = (Item("", "", "", chosen[0]),)
        bare = self._prompts.prompt("assess_stance", evidence=blank, **values)
        room = self._model.reads - tokens_in(bare.rules) - tokens_in(bare.request)
        sheet = sheet_of(chosen, known, language="en", key=f"{party} {topic}", room=room)
        if not sheet.items:
            raise ModelError(f"{self.name} takes too little text for any statement; {MORE}")
        prompt = self._prompts.prompt("assess_stance", evidence=sheet.items, **values)
        stood = self._model.fill_in(prompt, Stood)
        named = [sheet.passage(name.strip(" []")) for name in stood.ids]
        shown = next((passage for passage in named if passage), None)
        if stood.stance == "none" or shown is None:
            return None
        stance = Stance(stood.stance)
        if stance is Stance.COMMITS and shown.strength not in _BINDS:
            stance = Stance.SUPPORTS
        return Assessed(stance, shown, self.name)
