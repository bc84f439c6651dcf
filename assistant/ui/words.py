"""The page's fixed words: what a grade means, what is known of an address, signs, dates."""

from __future__ import annotations

from urllib.parse import urlsplit

from assistant.dates import MONTHS
from assistant.domain import Filters, Grade, Stance, State

GRADE_MEANS = {
    Grade.OFFICIAL: "read in the issuer’s, author’s or organiser’s own text",
    Grade.REPORTED: "a published secondary source says so; the official text was not read",
    Grade.UNCONFIRMED: "from research notes; no address confirms it yet",
}
STATE_MEANS = {
    State.IN_FORCE: "The text holds today, as far as the corpus knows.",
    State.REVOKED: "The text has been withdrawn and no longer holds.",
    State.SUPERSEDED: "A later text has taken its place.",
    State.EXPIRED: "The text has run out.",
    State.PROPOSED: "A proposal; nobody has adopted it.",
    State.NOT_IN_FORCE: "Adopted, but it does not bind yet.",
    State.ON_RECORD: "A statement or report: it was said, and nothing enters into force.",
}
ADDRESS = {
    "address_seen": ("Official text", "The address was seen in use."),
    "standard_address_from_memory": (
        "Official text",
        "The address has the usual official form; it has not been opened.",
    ),
    "recalled_check_before_use": (
        "Official text",
        "The address was recalled and has not been opened: check it before use.",
    ),
    "secondary_address_official_not_found": (
        "Secondary source",
        "No official address was found; this leads to a secondary source.",
    ),
    "exact_address_unknown": (
        "Issuer’s site",
        "The exact address is not known; this leads near it.",
    ),
}
_UNKNOWN_ADDRESS = ("Source", "Nothing is known of the state of this address.")
STANCE_SIGN = {
    Stance.COMMITS: "●",
    Stance.SUPPORTS: "◕",
    Stance.CONDITIONAL: "◐",
    Stance.OPPOSES: "✕",
}
LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pt": "Portuguese", "ru": "Russian", "zh": "Chinese",
}  # fmt: skip


def address(url_status: str) -> tuple[str, str]:
    """(what the link may be called, what is known of the address)."""
    return ADDRESS.get(url_status, _UNKNOWN_ADDRESS)


def short_date(date: str) -> str:
    """The date as a label shows it: "29 Sep 2026", "May 2024", "2024"."""
    year, *rest = date.split("-")
    if not rest or not all(part.isdigit() for part in rest):
        return date
    month = MONTHS[int(rest[0])][:3]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def web_address(url: str | None) -> str | None:
    """The address if it leads to the web, else None: a source can't smuggle in a script."""
    if not url:
        return None
    parts = urlsplit(url.strip())
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def host(url: str) -> str:
    """The name of the site that an address leads to."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def language_name(code: str) -> str:
    """The name of a language for a reader."""
    return LANGUAGES.get(code, code)


def counted(number: int, noun: str) -> str:
    """The number with its noun: 1 statement, 1,402 passages."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def filters_read(filters: Filters, names: dict[str, str]) -> str:
    """The filters as a person reads them; `names` holds the labels of party and topic ids."""
    parts = [names.get(word, word) for word in (*filters.parties, *filters.topics)]
    parts += [str(word) for word in (*filters.kinds, *filters.states)]
    parts += [f"in {language_name(code)}" for code in filters.languages]
    if filters.since:
        parts.append(f"from {short_date(filters.since)}")
    if filters.until:
        parts.append(f"to {short_date(filters.until)}")
    if filters.scope != "all":
        parts.append({"corpus": "corpus only", "mine": "own documents only"}[filters.scope])
    return " · ".join(parts)
