"""“What did Xi say in Peru?”: a country that the corpus knows for one occasion means that one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from assistant.domain import Document
from assistant.naming import Names, Sort

_IN = re.compile(r"\bin\s+(?:the\s+)?$", re.IGNORECASE)
_OCCASION = re.compile(
    r"\b(?:met|meets?|meetings?|talks|summits?|conferences?|sessions?|gather\w*|sat?|sit|told|tell|says?|said|speak|spoke|visit\w*|trip|launch\w*|unveil\w*)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?P<city>[^,(]+), (?P<country>[A-Z]{2})")


def cities_of(documents: Mapping[str, Document]) -> dict[str, str]:
    """The city by country (ISO code), for countries all of whose occasions were in one city."""
    seen: dict[str, set[str]] = defaultdict(set)
    for document in documents.values():
        if match := _PLACE.fullmatch(document.place or ""):
            seen[match["country"]].add(match["city"])
    return {country: next(iter(cities)) for country, cities in seen.items() if len(cities) == 1}


def located(text: str, names: Names, cities: Mapping[str, str]) -> str:
    """The text with the city in place of such a country, where it asks about an occasion.

    Only a city that is the name of a document or event takes the place of its country.
    """
    mentions = names.find(text)
    if mentions.of(Sort.DOCUMENT) or not _OCCASION.search(text):
        return text
    for mention in mentions.of(Sort.PARTY):
        city = next((cities[i] for i in mention.means if i in cities), "")
        if city and _IN.search(text[: mention.start]) and names.find(city).of(Sort.DOCUMENT):
            return text[: mention.start] + city + text[mention.end :]
    return text
