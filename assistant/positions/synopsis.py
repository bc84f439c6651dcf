"""Texts side by side as JSON, CSV and a report: the same pairs and citations in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.contract import citation_to_json
from assistant.dates import spoken
from assistant.domain import Document, Passage
from assistant.export import Block, Heading, Line, Paragraph, Report, notes_of
from assistant.export import Table as ReportTable
from assistant.positions.comparison import Comparison, Difference, Pair, Similar, side_by_side
from assistant.positions.entries import Standings
from assistant.positions.telling import Notes, harmless
from assistant.positions.texts import Texts
from assistant.prompts import Wording

SHARED_BY_BOTH = "What both speak of"
SIGNS = {
    Difference.BOTH: "=",
    Difference.WORDING: "≈",
    Difference.STRENGTH: "↕",
    Difference.STANCE: "⇄",
    Difference.FIRST_ONLY: "◧",
    Difference.SECOND_ONLY: "◨",
}
ONLY = (Difference.FIRST_ONLY, Difference.SECOND_ONLY)
CAUTION = (
    "Compared are the statements of our own summaries. Before you say that a text is silent on "
    "a point, open the official text."
)
_COLUMNS = (
    "texts difference first_text second_text first_passage first second_passage second "
    "first_stance second_stance first_strength second_strength likeness"
)


@dataclass(frozen=True, slots=True)
class Synopsis:
    """Texts that belong together, each of the chosen ones beside the next."""

    texts: Texts
    comparisons: tuple[Comparison, ...]


def synopsis(texts: Texts, similar: Similar) -> Synopsis:
    """The chosen texts, each beside the next."""
    pairs = pairwise(texts.chosen)
    return Synopsis(texts, tuple(side_by_side(a, b, similar) for a, b in pairs))


def parts_of(comparison: Comparison) -> list[tuple[str, list[Pair]]]:
    """What both speak of, what only the first, what only the second; parts with pairs."""
    parts = [
        (SHARED_BY_BOTH, [p for p in comparison.pairs if p.difference not in ONLY]),
        *(
            (str(only).capitalize(), [p for p in comparison.pairs if p.difference is only])
            for only in ONLY
        ),
    ]
    return [(heading, pairs) for heading, pairs in parts if pairs]


def told(pair: Pair) -> str:
    """How the two differ, with the strengths or stances: “different strength: should / must”."""
    first, second = pair.first, pair.second
    if first is None or second is None:
        return str(pair.difference)
    values = {
        Difference.STRENGTH: (first.strength, second.strength),
        Difference.STANCE: (first.stance, second.stance),
    }.get(pair.difference)
    return f"{pair.difference}: {values[0]} / {values[1]}" if values else str(pair.difference)


def synopsis_to_json(made: Synopsis, standings: Standings) -> dict[str, Any]:
    """The comparison as plain JSON values; statements by the number of their citation."""
    notes = Notes(standings)
    return {
        "versions" if made.texts.versions else "event": made.texts.key,
        "title": made.texts.title,
        "texts": [_text(document) for document in made.texts.documents],
        "comparisons": [
            {
                "first": c.first.id,
                "second": c.second.id,
                "counts": {str(kind): c.counts.get(kind, 0) for kind in Difference},
                "pairs": [_pair_to_json(pair, notes) for pair in c.pairs],
            }
            for c in made.comparisons
        ],
        "citations": [citation_to_json(citation) for citation in notes.citations],
        "caution": CAUTION,
    }


def _text(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "issuers": list(document.issuers),
        "status": str(document.status),
    }


def _pair_to_json(pair: Pair, notes: Notes) -> dict[str, Any]:
    def of(passage: Passage | None) -> dict[str, Any] | None:
        if passage is None:
            return None
        return {
            "statement": notes.number(passage),
            "stance": str(passage.stance) if passage.stance else None,
            "strength": str(passage.strength) if passage.strength else None,
        }

    return {
        "difference": str(pair.difference),
        "likeness": pair.likeness,
        "first": of(pair.first),
        "second": of(pair.second),
    }


def synopsis_to_csv(made: Synopsis) -> str:
    """One row a pair, so that a spreadsheet can filter."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS.split())
    for comparison in made.comparisons:
        for pair in comparison.pairs:
            sides = (pair.first, pair.second)
            row = [
                made.texts.key,
                str(pair.difference),
                comparison.first.id,
                comparison.second.id,
                *(value for p in sides for value in ((p.id, p.text) if p else ("", ""))),
                *(str(p.stance or "") if p else "" for p in sides),
                *(str(p.strength or "") if p else "" for p in sides),
                str(pair.likeness),
            ]
            writer.writerow([harmless(value) for value in row])
    return stream.getvalue()


def synopsis_as_report(
    made: Synopsis,
    standings: Standings,
    wording: Wording,
    *,
    header: str,
    footer: str,
    names: Callable[[str, str], str],
) -> Report:
    """The comparison as a document: a table for each pair of texts, the sources as notes."""
    notes = Notes(standings)
    blocks: list[Block] = []
    for comparison in made.comparisons:
        first, second = comparison.first, comparison.second
        blocks.append(Heading(f"{first.title} – {second.title}"))
        columns = ("", *(f"{d.title}, {spoken(d.date)}" for d in (first, second)))
        rows = tuple(_row(pair, notes) for _, pairs in parts_of(comparison) for pair in pairs)
        blocks.append(ReportTable(columns, rows, widths=(0.16, 0.42, 0.42)))
    blocks.append(Paragraph(Line(CAUTION), small=True))
    return Report(
        title=f"Side by side: {made.texts.title}",
        language="en",
        header=header,
        footer=footer,
        blocks=tuple(blocks),
        notes=notes_of(notes.citations, names, wording, "en"),
    )


def _row(pair: Pair, notes: Notes) -> tuple[tuple[Line, ...], ...]:
    def cell(passage: Passage | None) -> tuple[Line, ...]:
        return (Line(passage.text, (notes.number(passage),)) if passage else Line("–"),)

    sign = SIGNS[pair.difference]
    return ((Line(f"{sign} {told(pair)}"),), cell(pair.first), cell(pair.second))
