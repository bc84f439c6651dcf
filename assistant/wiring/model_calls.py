"""What a chat model is asked for: each call a part of its own, made only if it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from assistant.checking import Second
from assistant.ports import ChatModel, Verifier
from assistant.prompts import Prompts
from assistant.settings import Settings
from assistant.writing import Assessor, Extractor, ModelVerifier, Phraser, Rewriter, Writer

Made = TypeVar("Made")


class ModelCalls:
    """The parts that ask the chat model; each is None where it is not to be asked."""

    def __init__(self, settings: Settings, verifier: Verifier) -> None:
        """`verifier` stands in the gates on what the model writes."""
        self._settings = settings
        self._verifier = verifier
        self._chat = _chat(settings)
        self._prompts = Prompts(settings.prompts_dir) if self._chat else None

    @property
    def name(self) -> str | None:
        """The model's; None if none is set."""
        return self._chat.name if self._chat else None

    def writer(self) -> Writer | None:
        """Writes answers."""
        return self._made("answers", lambda chat, prompts: Writer(chat, prompts, self._verifier))

    def rewriter(self) -> Rewriter | None:
        """Says what a follow-up means."""
        return self._made("follow-ups", Rewriter)

    def second(self) -> Second | None:
        """Stands beside the rules in a check."""
        extractor = self._made("claims", Extractor)
        verifier = self._made("verdicts", ModelVerifier)
        if self.name is None or (extractor is None and verifier is None):
            return None
        return Second(self.name, extractor, verifier)

    def assessor(self) -> Assessor | None:
        """Reads stances that no brief records."""
        return self._made("stances", Assessor)

    def phraser(self) -> Phraser | None:
        """Words the lines of a note."""
        return self._made(
            "talking-points", lambda chat, prompts: Phraser(chat, prompts, self._verifier)
        )

    def _made(self, call: str, make: Callable[[ChatModel, Prompts], Made]) -> Made | None:
        if self._chat is None or self._prompts is None or not self._settings.asks_model(call):
            return None
        return make(self._chat, self._prompts)


def _chat(settings: Settings) -> ChatModel | None:
    """The chat model that is set, if any; its libraries are loaded for nobody else."""
    if settings.model is None:
        return None
    from assistant.adapters.chat import LangChainChat

    return LangChainChat(settings, settings.model)
