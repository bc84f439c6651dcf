"""Files into text with locators. `read(path)` is all that most callers need.

A format has a file here: pdf, docx, html, markdown, text, captions (WebVTT, SRT), rows (JSON,
JSON Lines), epub. Each gives blocks; `building` makes of them one text with spans (page,
paragraph, heading, speaker, time), `speech` finds speakers and times in transcripts written as
paragraphs. A file is data: it is read in a process of its own, see `service` and `worker`.
"""

from __future__ import annotations

from assistant.reading.model import Mark, ReadText, Span
from assistant.reading.service import Limits, Reading, read, read_all

__all__ = ["Limits", "Mark", "ReadText", "Reading", "Span", "read", "read_all"]
