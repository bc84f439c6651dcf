"""What a fake assistant has for the Check tab: a sentence on hotlines is refuted, thanks left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.citations import citation_of
from assistant.domain import Coverage, Document, Progress, Relation, Section
from assistant.errors import DraftError
from assistant.export import Report, findings_report
from assistant.findings import (
    CheckEvent,
    Evidence,
    Finding,
    FindingReady,
    Findings,
    FindingsReady,
    Part,
    Reason,
    Unchecked,
    Verdict,
)
from assistant.prompts import Wording

_WORDING = Wording(
    Path(__file__).parents[2] / "prompts", ("wording.yaml", "reports.yaml", "findings.yaml")
)
CORRECTION = "The first intergovernmental dialogue on AI took place."


class FakeChecker:
    """Judges sentence by sentence: “hotline” is refuted, “glad” left out, all else supported."""

    held: Mapping[str, Document]

    def check(self, draft: str, *, scope: str = "all") -> Iterator[CheckEvent]:
        """Progress, findings, the whole; DraftError for an empty draft."""
        if not draft.strip():
            raise DraftError("The draft is empty.")
        yield Progress("Reading the draft")
        spans = [(m.start(), m.end()) for m in re.finditer(r"[^.]+\.", draft)]
        spans = [(start + (draft[start] == " "), end) for start, end in spans]
        glad = [(s, e) for s, e in spans if "glad" in draft[s:e]]
        document = self.held["geneva-us"]
        passage = next(p for p in document.passages if p.section is Section.STATEMENT)
        citation = citation_of(passage, document, 1)
        findings = [_finding(draft, s, e) for s, e in spans if (s, e) not in glad]
        for done, finding in enumerate(findings, 1):
            new = (citation,) if done == 1 else ()
            yield FindingReady(finding, new, done, len(findings))
        yield FindingsReady(
            Findings(
                draft=draft,
                findings=tuple(findings),
                unchecked=tuple(Unchecked(draft[s:e], s, e, "a courtesy") for s, e in glad),
                citations=(citation,) if findings else (),
                coverage=Coverage(6, 20, "2024-09-16"),
                warnings=(f"only: {scope}",) if scope != "all" else (),
                corpus="sha256:0",
                verifier="fake",
                seconds=0.1,
            )
        )

    def report_of_findings(self, checked: Findings) -> Report:
        """The real report of what was found."""
        return findings_report(checked, _name, _WORDING, "en", "25 November 2026")


def _name(party: str, language: str = "en") -> str:
    return party


def _finding(draft: str, start: int, end: int) -> Finding:
    wrong = "hotline" in draft[start:end]
    evidence = (Evidence(1, Relation.REFUTES if wrong else Relation.SUPPORTS),)
    told = (
        Verdict.REFUTED if wrong else Verdict.SUPPORTED,
        0.9,
        Reason.MISREADING if wrong else Reason.NONE,
        "No text tells of it." if wrong else "The text says so.",
        CORRECTION if wrong else None,
    )
    part = Part(draft[start:end], start, end, *told, evidence)
    return Finding(draft[start:end], start, end, *told, (part,), evidence)
