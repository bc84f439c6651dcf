"""A topic and two sides → talking points to hand over, every line cited or marked as our own."""

from assistant.talking_points.editing import Edit, Editor
from assistant.talking_points.model import (
    Key,
    Language,
    Length,
    NoteSection,
    Point,
    Request,
    TalkingPoints,
    to_json,
)
from assistant.talking_points.own import own_passages
from assistant.talking_points.phrasing import NotePhraser
from assistant.talking_points.preparing import Preparer

__all__ = [
    "Edit",
    "Editor",
    "Key",
    "Language",
    "Length",
    "NotePhraser",
    "NoteSection",
    "Point",
    "Preparer",
    "Request",
    "TalkingPoints",
    "own_passages",
    "to_json",
]
