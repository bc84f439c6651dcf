"""A check as a report: the draft with numbered marks, the findings, what was left out, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assistant.export.notes import Names, notes_of
from assistant.export.report import Block, Bullets, Heading, Line, Paragraph, Report
from assistant.findings import Finding, Findings, Part, Reason, Verdict
from assistant.prompts import Wording

SIGNS = {
    Verdict.SUPPORTED: "✓",
    Verdict.REFUTED: "✕",
    Verdict.CONFLICTING: "⇄",
    Verdict.NOT_ENOUGH_EVIDENCE: "?",
}


def findings_report(
    checked: Findings, names: Names, wording: Wording, language: str, today: str
) -> Report:
    """The report of a check; `today` is the date in words."""

    def say(key: str, **values: object) -> str:
        return wording.say(key, language, **values)

    by = say("by_verifier", name=checked.verifier) if checked.verifier else say("by_rules")
    coverage = checked.coverage
    reach = say("report_reach", documents=coverage.documents, latest=coverage.latest, verifier=by)
    return Report(
        title=say("report_heading"),
        subtitle=_tally(checked, wording, language),
        language=language,
        header=f"Common Ground · {reach}",
        footer=today,
        blocks=tuple(_blocks(checked, wording, language)),
        notes=notes_of(checked.citations, names, wording, language),
    )


def _tally(checked: Findings, wording: Wording, language: str) -> str:
    verdicts = Counter(finding.verdict for finding in checked.findings)
    return wording.say(
        "report_tally",
        language,
        findings=len(checked.findings),
        supported=verdicts[Verdict.SUPPORTED],
        refuted=verdicts[Verdict.REFUTED],
        conflicting=verdicts[Verdict.CONFLICTING],
        unknown=verdicts[Verdict.NOT_ENOUGH_EVIDENCE],
        unchecked=len(checked.unchecked),
    )


def _blocks(checked: Findings, wording: Wording, language: str) -> Iterator[Block]:
    for warning in checked.warnings:
        yield Paragraph(Line(warning), small=True)
    yield Heading(wording.say("report_draft", language))
    for paragraph in _marked(checked):
        yield Paragraph(Line(paragraph))
    yield Heading(wording.say("report_findings", language))
    for number, finding in enumerate(checked.findings, 1):
        yield from _finding(number, finding, wording, language)
    if checked.unchecked:
        yield Heading(wording.say("report_unchecked", language))
        yield Bullets(tuple(Line(u.text, tag=u.why) for u in checked.unchecked))


def _marked(checked: Findings) -> list[str]:
    """The paragraphs of the draft, each claim closed by its sign and number."""
    text, at = "", 0
    for number, finding in enumerate(checked.findings, 1):
        text += checked.draft[at : finding.end] + f" [{SIGNS[finding.verdict]} {number}]"
        at = finding.end
    text += checked.draft[at:]
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]


def _finding(number: int, finding: Finding, wording: Wording, language: str) -> Iterator[Block]:
    verdict = wording.say(f"verdict_{finding.verdict}", language)
    yield Heading(f"{number}. {SIGNS[finding.verdict]} {verdict}", 2)
    yield Paragraph(Line(finding.claim))
    reason = finding.reason
    tag = wording.say(f"reason_{reason}", language) if reason is not Reason.NONE else None
    notes = tuple(e.citation for e in finding.evidence)
    lines = [Line(finding.explanation, notes, tag=tag)]
    if finding.correction:
        lead = wording.say("report_suggestion", language)
        lines.append(Line(finding.correction, notes, lead=lead))
    lines += [_part(part, wording, language) for part in finding.parts]
    yield Bullets(tuple(lines))


def _part(part: Part, wording: Wording, language: str) -> Line:
    verdict = wording.say(f"verdict_{part.verdict}", language)
    notes = tuple(e.citation for e in part.evidence)
    return Line(f"{part.claim} {part.explanation}", notes, lead=f"{SIGNS[part.verdict]} {verdict}")
