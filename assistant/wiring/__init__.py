"""build_assistant(settings): the one place where parts are chosen and joined."""

from __future__ import annotations

from assistant.settings import Settings
from assistant.wiring.measuring import Measuring
from assistant.wiring.meetings import Meetings
from assistant.wiring.own_documents import OwnDocuments

__all__ = ["Assistant", "build_assistant"]


class Assistant(Meetings, OwnDocuments, Measuring):
    """Every job behind one object: command line, page and API call the same methods."""


def build_assistant(settings: Settings | None = None) -> Assistant:
    """The assistant that these settings describe; without any, those of the environment."""
    return Assistant(settings or Settings())
