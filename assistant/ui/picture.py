"""Common ground over time: one mark a text, drawn as SVG, each mark a link to its document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from assistant.dates import first_day
from assistant.positions import Ground, Shared
from assistant.ui.backend import Assistant

WIDTH, LEFT, RIGHT, TOP, LANE = 760, 150, 20, 14, 34
LANES = (
    (Shared.JOINT_TEXT, "joint texts", "disc"),
    (Shared.SAME_VOTE, "same votes", "square"),
    (Shared.MATCHING_ACCOUNTS, "two accounts", "half"),
    (Shared.TEXT_OF_ONE, "one side only", "ring"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One text: where it is drawn, by what sign, and what it says when it is pointed at."""

    x: float
    y: float
    shape: str
    document_id: str
    label: str


def picture(
    env: Environment, assistant: Assistant, found: Sequence[Ground], parties: tuple[str, str]
) -> str:
    """The drawing, and the same as a list for those who do not see it."""
    texts = {(g.kind, g.document.id): g for g in found if g.kind in {k for k, *_ in LANES}}
    grounds = sorted(texts.values(), key=lambda g: g.date)
    years = [int(g.date[:4]) for g in grounds]
    first, last = (min(years), max(years) + 1) if years else (2023, 2027)
    names = [assistant.party_name(party) for party in parties]
    return env.get_template("picture.html").render(
        names=names,
        width=WIDTH,
        height=TOP + LANE * len(LANES) + 24,
        left=LEFT,
        right=WIDTH - RIGHT,
        lanes=[(TOP + LANE * i + LANE / 2, label) for i, (_, label, _) in enumerate(LANES)],
        ticks=[(_x(f"{year}-01-01", first, last), year) for year in range(first, last + 1)],
        marks=_marks(assistant, grounds, first, last),
        bottom=TOP + LANE * len(LANES),
    )


def _marks(assistant: Assistant, grounds: Sequence[Ground], first: int, last: int) -> list[Mark]:
    """Marks that would cover each other are moved apart, down their lane."""
    marks: list[Mark] = []
    for lane, (kind, _, shape) in enumerate(LANES):
        ends = [-99.0, -99.0, -99.0]  # where the last mark of each of three rows ends
        for ground in (g for g in grounds if g.kind is kind):
            x = _x(first_day(ground.date), first, last)
            row = next((i for i, end in enumerate(ends) if x - end > 11), 0)
            ends[row] = x
            y = TOP + LANE * lane + LANE / 2 + (0, -10, 10)[row]
            marks.append(Mark(round(x, 1), y, shape, ground.document.id, _label(assistant, ground)))
    return marks


def _label(assistant: Assistant, ground: Ground) -> str:
    deeds = "; ".join(
        f"{assistant.party_name(p.parties[0])} {p.how}" for p in ground.deeds if p.parties
    )
    return f"{ground.document.title} ({ground.date})" + (f": {deeds}" if deeds else "")


def _x(date: str, first: int, last: int) -> float:
    year, month, day = (int(part) for part in date.split("-"))
    years = year - first + (month - 1) / 12 + (day - 1) / 365
    return LEFT + 12 + years / max(1, last - first) * (WIDTH - LEFT - RIGHT - 24)
