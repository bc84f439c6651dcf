"""How a reading process and the one that asked talk: JSON, so that an answer is only data."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from assistant import errors
from assistant.errors import FileError, FileStopped
from assistant.reading.model import Mark, ReadText, Span

_ERRORS: dict[str, type[FileError]] = {
    name: found
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, FileError)
}


def answer_of(found: ReadText) -> bytes:
    """A text as the answer to a request."""
    return json.dumps({"read": fields_of(found)}).encode()


def fields_of(found: ReadText) -> dict[str, Any]:
    """A text as plain JSON values."""
    spans = [[s.mark, s.start, s.end, s.value, s.level] for s in found.spans]
    fields = {f.name: getattr(found, f.name) for f in dataclasses.fields(found)}
    return fields | {"spans": spans, "warnings": list(found.warnings)}


def failure_of(error: FileError) -> bytes:
    """An error as the answer to a request."""
    return json.dumps({"error": type(error).__name__, "why": str(error)}).encode()


def understood(answer: bytes) -> ReadText:
    """The text that an answer gives; raises the FileError that it tells of."""
    try:
        found: dict[str, Any] = json.loads(answer)
        if "error" in found:
            raise _ERRORS[found["error"]](found["why"])
        return from_fields(found["read"])
    except (ValueError, KeyError, TypeError) as error:
        raise FileStopped("its reader gave no answer that can be understood") from error


def from_fields(fields: dict[str, Any]) -> ReadText:
    """A text from the fields that `fields_of` gave."""
    spans = tuple(
        Span(Mark(m), start, end, v, level) for m, start, end, v, level in fields["spans"]
    )
    return ReadText(**(fields | {"spans": spans, "warnings": tuple(fields["warnings"])}))
