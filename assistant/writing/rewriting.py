"""A follow-up question put by a language model so that it stands alone, held to what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, Field

from assistant.comparing.words import stem
from assistant.errors import ModelError
from assistant.naming import Names, Sort
from assistant.ports import ChatModel
from assistant.prompts import Prompts
from assistant.writing.evidence import neutral
from assistant.writing.ground import NUMBER, is_chinese

EARLIER = 4  # questions before, that the model sees
LONGEST = 600  # characters of a rewritten question
_CAPITAL = re.compile(r"(?<![\w'’])[A-Z][\w]*")
_SORTS = (Sort.DOCUMENT, Sort.SPEAKER, Sort.PARTY, Sort.METONYM)


class Rewritten(BaseModel):
    """What the model fills in."""

    question: str = Field(description="the last question, so that it can be understood alone")


class Rewriter:
    """Asks the model what a follow-up means; what it adds of its own is refused."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts

    @property
    def name(self) -> str:
        """The model's."""
        return self._model.name

    def rewrite(self, question: str, earlier: Sequence[str], names: Names) -> str:
        """The question as it stands alone; `earlier` are the questions before, oldest first.

        ModelError if the model fails, or says what neither question nor conversation said.
        """
        before = [neutral(text) for text in earlier[-EARLIER:]]
        asked = neutral(question)
        prompt = self._prompts.prompt("rewrite_follow_up", question=asked, earlier=before)
        reply = neutral(self._model.fill_in(prompt, Rewritten).question)
        fault = _fault(reply, asked, " ".join((asked, *before)), names)
        if fault:
            raise ModelError(f"{self.name} {fault}")
        return reply


def _fault(reply: str, asked: str, said: str, names: Names) -> str | None:
    """Why a rewritten question cannot be used."""
    if not any(character.isalnum() for character in reply):
        return "left the question empty"
    if len(reply) > max(LONGEST, 2 * len(asked)):
        return f"made {len(reply):,} characters of the question"
    if is_chinese(reply) != is_chinese(asked):
        return "put the question into another language"
    if brought := _brought(reply, said, names):
        return f"brought “{brought}” into the question, which nobody had named"
    kept = set(names.find(reply).ids(*_SORTS))
    lost = next((m for m in names.find(asked).of(*_SORTS) if kept.isdisjoint(m.means)), None)
    return f"dropped “{lost.text}” from the question" if lost else None


def _brought(reply: str, said: str, names: Names) -> str | None:
    """A name or number of the reply that was not said."""
    there = set(names.find(said).ids(*_SORTS))
    for mention in names.find(reply).of(*_SORTS):
        if there.isdisjoint(mention.means) and mention.text.casefold() not in said.casefold():
            return mention.text
    numbers = set(NUMBER.findall(said))
    strange = next((n for n in NUMBER.findall(reply) if n not in numbers), None)
    words = {stem(word.casefold()) for word in re.findall(r"[^\W_]+", said)}
    capitals = (m.group() for m in _CAPITAL.finditer(reply) if m.start())
    return strange or next((w for w in capitals if stem(w.casefold()) not in words), None)
