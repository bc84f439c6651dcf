"""Talking points as a report: the document that is handed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from assistant.dates import spoken
from assistant.domain import Outcome
from assistant.export import Block, Box, Bullets, Heading, Line, Paragraph, Report, Table, notes_of
from assistant.prompts import Wording
from assistant.talking_points.model import Key, Length, NoteSection, Point, TalkingPoints

_HAN = re.compile(r"[\u3400-\u9fff]")
Names = Callable[[str, str], str]  # (party id, language) -> name


def report_of(note: TalkingPoints, names: Names, wording: Wording) -> Report:
    """The note with title, sections, endnotes, and the corpus's state in the footer."""
    language = note.request.language
    page = note.request.length is Length.PAGE

    def word(key: str, **values: object) -> str:
        return wording.say(key, language, **values)

    blocks: list[Block] = []
    for section in note.sections:
        blocks += _section(section, word)
    if note.outcome is Outcome.NOT_COVERED:
        blocks.append(Paragraph(Line(note.note or "")))
        near = [Line(f"{n.title} ({spoken(n.date, language)})") for n in note.nearest]
        blocks.append(Bullets(tuple(near)))
    blocks += [Paragraph(Line(warning), small=True) for warning in note.warnings]
    return Report(
        title=note.title,
        subtitle=word("note_kind"),
        language=language,
        header=word("note_running", title=note.title),
        footer=word(
            "note_footer",
            today=spoken(note.drafted, language),
            documents=note.coverage.documents,
            latest=spoken(note.coverage.latest, language),
            corpus=note.corpus[:19],
        ),
        blocks=tuple(blocks),
        notes=notes_of(note.citations, names, wording, language, short=page),
        compact=page,
        notes_heading=word("section_sources"),
    )


def _section(section: NoteSection, word: Callable[..., str]) -> list[Block]:
    if not section.points:
        return []
    blocks: list[Block] = []
    if section.key is Key.HEADER:
        for point in section.points:
            blocks.append(
                Paragraph(_line(point, word), small=not point.citations and not point.lead)
            )
        return blocks
    blocks.append(Heading(section.heading))
    if section.key is Key.POSITIONS:
        return [*blocks, *_positions(section, word)]
    if section.key is Key.OWN_DOCUMENTS:
        return [*blocks, *_grouped(_groups(section, word))]
    for own, points in groupby(section.points, key=lambda point: point.own_proposal):
        lines = tuple(_line(point, word) for point in points)
        proposes = section.key in (Key.OBJECTIVE, Key.FALLBACK)
        blocks.append(Box(word("own_label"), lines) if own and proposes else Bullets(lines))
    return blocks


def _positions(section: NoteSection, word: Callable[..., str]) -> list[Block]:
    """Side by side where both have lines: one column for each."""
    groups = _groups(section, word)
    if len(groups) != 2:
        return _grouped(groups)
    columns = tuple(name for name, _ in groups)
    return [Table(columns, (tuple(tuple(lines) for _, lines in groups),))]


def _groups(section: NoteSection, word: Callable[..., str]) -> list[tuple[str, list[Line]]]:
    """The lines under the heading that each group opens with."""
    groups: list[tuple[str, list[Line]]] = []
    for point in section.points:
        if point.group or not groups:
            groups.append((point.group or "", []))
        groups[-1][1].append(_line(point, word))
    return groups


def _grouped(groups: Sequence[tuple[str, list[Line]]]) -> list[Block]:
    return [b for name, lines in groups for b in (Heading(name, 2), Bullets(tuple(lines)))]


def _line(point: Point, word: Callable[..., str]) -> Line:
    colon = "：" if _HAN.search(point.lead or "") else ":"
    lead = f"{point.lead}{colon}" if point.lead else None
    tags = [point.tag] if point.tag else []
    if point.problem:
        tags.append(word("tag_not_borne_out", problem=point.problem))
    elif point.edited:
        tags.append(word("tag_edited"))
    return Line(point.text, point.citations, lead, "; ".join(tags) or None)
