"""A draft as it is read for checking, and what a reader has to know of what was left out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from assistant.errors import DraftError
from assistant.findings import Finding, Unchecked

MAX_DRAFT = 400_000  # characters: about 150 pages
MAX_CLAIMS = 400  # findings of one draft; what comes after is listed as unchecked
TOO_MANY = f"beyond the first {MAX_CLAIMS} claims; check the rest as a draft of its own"


def clean(draft: str) -> str:
    """The draft without control characters, offsets kept; DraftError if nothing can be read."""
    kept = "".join(
        c if c in "\n\t" or not unicodedata.category(c).startswith("C") else " " for c in draft
    )
    if not any(character.isalnum() for character in kept):
        raise DraftError("The text is empty. Paste a claim or a draft, or name a file with --file.")
    if len(kept) > MAX_DRAFT:
        raise DraftError(
            f"The draft has {len(kept):,} characters; at most {MAX_DRAFT:,} are read. "
            "Check it in parts."
        )
    return kept


def warnings_on(findings: Sequence[Finding], unchecked: Sequence[Unchecked]) -> Iterator[str]:
    """What was not checked, and why."""
    if not findings:
        yield "Nothing in this text is a claim that sources could bear out or refute."
    foreign = sum("language" in u.why for u in unchecked)
    if foreign:
        yield f"{foreign} sentences are neither English nor Chinese and were not checked."
    if any(u.why == TOO_MANY for u in unchecked):
        yield f"Only the first {MAX_CLAIMS} claims were checked."
