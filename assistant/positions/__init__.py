"""Topic × party: who stands where, on what text, how firmly, and what that leaves in common."""

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
from assistant.positions.comparison import Difference, Pair, side_by_side, versions
from assistant.positions.entries import (
    COMPANIES,
    GROUPS,
    SCIENTISTS,
    Entry,
    Standings,
    Subject,
)
from assistant.positions.ground import COMMON, Ground, Shared, common_ground
from assistant.positions.ladder import RUNGS, VOTES, Rung, holds

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
    "Difference",
    "Entry",
    "Ground",
    "Narrowing",
    "OwnRow",
    "Pair",
    "Row",
    "Rung",
    "Shared",
    "Standings",
    "Subject",
    "Table",
    "cell",
    "common_ground",
    "holds",
    "side_by_side",
    "table",
    "usual_parties",
    "versions",
]
