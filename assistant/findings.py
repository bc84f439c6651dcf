"""The nouns of checking: claims, verdicts, findings. Standard library only.

Offsets are characters of the draft as it was read: `draft[start:end]` is the claim's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain import Citation, Coverage, Progress, Relation


class Verdict(StrEnum):
    """How the sources stand to a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


class Reason(StrEnum):
    """What is the matter with a claim, or with a part of it."""

    NONE = "none"
    ATTRIBUTED_ONLY = "attributed_only"
    OUTDATED = "outdated"
    OVERSTATED = "overstated"
    WRONG_PARTY = "wrong_party"
    WRONG_DATE = "wrong_date"
    WRONG_COUNT = "wrong_count"
    CAPACITY = "capacity"
    PROPOSAL = "proposal"
    NEGATION = "negation"
    STATUS = "status"
    PARTICIPATION = "participation"
    VOTE = "vote"
    MISREADING = "misreading"


@dataclass(frozen=True, slots=True)
class Claim:
    """A span of a draft that can be checked.

    `text` stands alone: what “it” or “the declaration” means has been put in; `parts` are its
    clauses, likewise, in their order (a simple claim is its own only part).
    """

    text: str
    start: int
    end: int
    parts: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A span of a draft that is left out, and why, in words."""

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cited passage and how it stands to the claim; `citation` is a display number."""

    citation: int
    relation: Relation


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of a claim, judged by itself."""

    claim: str
    start: int
    end: int
    verdict: Verdict
    confidence: float
    reason: Reason
    explanation: str
    correction: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim with its verdict; the worst of its `parts` decides.

    `claim` is the draft's own text; `confidence` is in 0..1; `correction` is a wording that the
    cited evidence bears out, for a claim that is refuted, overstated or outdated.
    """

    claim: str
    start: int
    end: int
    verdict: Verdict
    confidence: float
    reason: Reason
    explanation: str
    correction: str | None
    parts: tuple[Part, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The one object of a check that page, command line, API and export share."""

    draft: str
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    citations: tuple[Citation, ...]
    coverage: Coverage
    warnings: tuple[str, ...]
    corpus: str
    verifier: str | None
    seconds: float

    @property
    def all_supported(self) -> bool:
        """Whether there is a finding, and none but supported ones."""
        return bool(self.findings) and all(
            finding.verdict is Verdict.SUPPORTED for finding in self.findings
        )


@dataclass(frozen=True, slots=True)
class FindingReady:
    """An event: a claim has been judged; `done` of `total`, with the citations new with it."""

    finding: Finding
    citations: tuple[Citation, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FindingsReady:
    """The last event, exactly once: the whole check."""

    findings: Findings


CheckEvent = Progress | FindingReady | FindingsReady
