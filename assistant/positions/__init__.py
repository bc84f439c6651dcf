"""Topic × party: who stands where, on what text, how firmly, and what that leaves in common."""

from assistant.positions.assessing import assessed
from assistant.positions.cells import (
    NO_STANCE,
    NOTHING,
    Cell,
    Change,
    Narrowing,
    OwnRow,
    Row,
    Table,
    cell,
    table,
    usual_parties,
)
from assistant.positions.comparison import Comparison, Difference, Pair, Similar, side_by_side
from assistant.positions.entries import (
    COMPANIES,
    GROUPS,
    SCIENTISTS,
    Entry,
    Standings,
)
from assistant.positions.ground import COMMON, Ground, Shared, common_ground
from assistant.positions.ladder import RUNGS, VOTES, Rung, holds
from assistant.positions.likeness import Likeness
from assistant.positions.subject import Subject
from assistant.positions.texts import (
    Texts,
    events,
    histories,
    texts_of_event,
    texts_of_history,
    versions,
)

__all__ = [
    "COMMON",
    "COMPANIES",
    "GROUPS",
    "NOTHING",
    "NO_STANCE",
    "RUNGS",
    "SCIENTISTS",
    "VOTES",
    "Cell",
    "Change",
    "Comparison",
    "Difference",
    "Entry",
    "Ground",
    "Likeness",
    "Narrowing",
    "OwnRow",
    "Pair",
    "Row",
    "Rung",
    "Shared",
    "Similar",
    "Standings",
    "Subject",
    "Table",
    "Texts",
    "assessed",
    "cell",
    "common_ground",
    "events",
    "histories",
    "holds",
    "side_by_side",
    "table",
    "texts_of_event",
    "texts_of_history",
    "usual_parties",
    "versions",
]
