"""The filter bar's values, checked: an unknown one is named together with the valid ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.contract import filters_from_json
from assistant.dates import first_day, is_date, last_day
from assistant.domain import Filters, Kind, State
from assistant.errors import FilterError
from assistant.ui.backend import Assistant

_LISTS = ("parties", "topics", "kinds", "states", "languages")


def read_filters(data: Mapping[str, Any], assistant: Assistant) -> Filters:
    """The filters a visitor chose; FilterError if a value is none that can be chosen."""
    for name in _LISTS:
        values = data.get(name) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise FilterError(f"The filter {name!r} has to be a list of words. Clear it.")
    if not data:
        return Filters()
    languages = {code for document in assistant.documents() for code in document.languages}
    _among("party", data.get("parties"), [value for _, value in assistant.party_choices])
    _among("topic", data.get("topics"), [value for _, value in assistant.topic_choices])
    _among("kind", data.get("kinds"), Kind)
    _among("status", data.get("states"), State)
    _among("source language", data.get("languages"), sorted(languages))
    _among("scope", [data.get("scope") or "all"], ("all", "corpus", "mine"))
    _dates(data.get("since"), data.get("until"))
    return filters_from_json(data)


def _among(what: str, words: list[str] | None, known: Iterable[str]) -> None:
    valid = [str(word) for word in known]
    for word in words or []:
        if word not in valid:
            raise FilterError(f"unknown {what} {word!r}; choose among: {', '.join(valid)}.")


def _dates(since: object, until: object) -> None:
    for name, value in (("From", since), ("To", until)):
        if value and not (isinstance(value, str) and is_date(value)):
            raise FilterError(
                f"{name}: {value!r} is no date. Write 2024, 2024-05 or 2024-05-21, or clear it."
            )
    if since and until and first_day(str(since)) > last_day(str(until)):
        raise FilterError(f"From {since} lies after To {until}. Swap them, or clear one.")
