"""Stances that no brief records, read out of a party's own statements by a language model."""

from __future__ import annotations

from dataclasses import replace

from assistant.comparing import Known
from assistant.errors import ModelError
from assistant.positions.cells import NO_STANCE, Cell, Table
from assistant.writing import Assessor


def assessed(table: Table, assessor: Assessor, known: Known) -> Table:
    """The table with the cells filled that have statements and no stance; each says by whom.

    Where the model fails the rest stays as it is, and a warning tells why.
    """
    wanting = [cell for row in table.rows for cell in row.cells if cell.stance == NO_STANCE]
    failure: str | None = None
    read = found = 0
    rows = []
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell.stance == NO_STANCE and failure is None:
                try:
                    cell = _assessed(cell, row.topic, assessor, known)
                    read, found = read + 1, found + (cell.assessed is not None)
                except ModelError as error:
                    failure = str(error)
            cells.append(cell)
        rows.append(replace(row, cells=tuple(cells)))
    warnings = [*table.warnings]
    if read:
        warnings.append(
            f"{assessor.name} read the statements of {read} cells without a recorded stance and "
            f"found one in {found}; those are its reading, not the briefs'."
        )
    if failure:
        left = len(wanting) - read
        warnings.append(f"{left} cells were left without a stance. {failure}")
    return replace(table, rows=tuple(rows), warnings=tuple(warnings))


def _assessed(cell: Cell, topic: str, assessor: Assessor, known: Known) -> Cell:
    """The cell with the model's reading of its statements, those that hold first."""
    told = [e for e in cell.entries if not e.is_deed and e.document.origin == "corpus"]
    own = sorted(told, key=lambda entry: not entry.holds)
    if not own:
        return cell
    party = known.vocabulary.parties.get(cell.party)
    name = known.party(cell.party) if party else cell.party.title()
    passages = [entry.passage for entry in own]
    topics = known.vocabulary.topics
    words = known.vocabulary.topic_name(topic, "en") if topic in topics else topic
    return replace(cell, assessed=assessor.assess(name, words, passages, known))
