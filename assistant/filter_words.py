"""Words for a filter turned into Filters; an unknown one is named with the valid ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from assistant.corpus import Vocabulary
from assistant.dates import first_day, is_date, last_day
from assistant.domain import SCOPES, Filters, Kind, State
from assistant.errors import FilterError

LANGUAGES = ("en", "zh", "fr", "es", "ru", "ar", "ja", "ko", "pt", "de")
Choice = TypeVar("Choice", bound=StrEnum)


def filters_from(
    vocabulary: Vocabulary,
    *,
    parties: Sequence[str] = (),
    kinds: Sequence[str] = (),
    topics: Sequence[str] = (),
    states: Sequence[str] = (),
    languages: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    scope: str = "all",
) -> Filters:
    """The filters these words mean; parties and topics by id, name or alias; FilterError."""
    check_dates(since, until)
    _among("scope", [scope], SCOPES)
    _among("source language", languages, LANGUAGES)
    return Filters(
        parties=tuple(vocabulary.party(word) for word in parties),
        kinds=tuple(_choice("kind", word, Kind) for word in kinds),
        topics=tuple(vocabulary.topic(word) for word in topics),
        states=tuple(_choice("status", word, State) for word in states),
        languages=tuple(languages),
        since=since,
        until=until,
        scope=scope,
    )


def check_dates(since: str | None, until: str | None) -> None:
    """FilterError if one is no date, or they are the wrong way round."""
    for name, date in (("--since", since), ("--until", until)):
        if date and not is_date(date):
            raise FilterError(f"{name}: {date!r} is no date; write 2024, 2024-05 or 2024-05-21")
    if since and until and first_day(since) > last_day(until):
        raise FilterError(f"--since {since} lies after --until {until}; swap them")


def one_of(what: str, word: str, choices: type[Choice]) -> Choice:
    """The choice that a word names; FilterError lists the valid ones."""
    return _choice(what, word, choices)


def _choice(what: str, word: str, choices: type[Choice]) -> Choice:
    _among(what, [word], list(choices))
    return choices(word)


def _among(what: str, words: Iterable[str], known: Sequence[str]) -> None:
    for word in words:
        if word not in known:
            raise FilterError(f"unknown {what} {word!r}; choose among: {', '.join(known)}")
