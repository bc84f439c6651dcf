"""What the record says of a claim."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.findings import Reason


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the record says of a claim: that it is so, or not, by which passages and why.

    `later` is the record's newer number where the claim's was true on an earlier date; `covered`
    is the share of the claim's content words that the passages have, `whole` whether they leave
    none of its parties, numbers and dates over.
    """

    bears_out: bool
    reason: Reason
    told: str
    passages: tuple[str, ...]
    later: str | None = None
    covered: float = 0.0
    whole: bool = False
