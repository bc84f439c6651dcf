"""How briefs hang together: readouts of one meeting, events, texts that end one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from assistant.corpus.loading import BriefFile, fault
from assistant.domain import State

SIDES = (("-us", "-cn"), ("-cn", "-us"))  # the ids of two readouts of one meeting
ENDED = (State.REVOKED, State.SUPERSEDED)


def link_faults(files: list[BriefFile]) -> Iterator[str]:
    """Links that lead nowhere, or that only one of the two briefs knows of."""
    briefs = {file.brief.id: file for file in files}
    shared = Counter(file.brief.event for file in files)
    for file in files:
        yield from _event_faults(file, briefs, shared)
        yield from _status_faults(file, briefs)
        yield from _ends_faults(file, briefs)


def _event_faults(
    file: BriefFile, briefs: Mapping[str, BriefFile], shared: Mapping[str, int]
) -> Iterator[str]:
    brief = file.brief
    if brief.event != brief.id and shared[brief.event] == 1:
        yield fault(file, ("event",), f"no other brief has {brief.event!r}; write {brief.id!r}")
    for own, other in SIDES:
        if not brief.id.endswith(own):
            continue
        partner = briefs.get(brief.id.removesuffix(own) + other)
        if partner is None or partner.brief.event != brief.event:
            expected = brief.id.removesuffix(own) + other
            yield fault(file, ("event",), f"the other readout, {expected!r}, is not of this event")


def _status_faults(file: BriefFile, briefs: Mapping[str, BriefFile]) -> Iterator[str]:
    status = file.brief.status
    if status.state in ENDED and status.by is None:
        yield fault(file, ("status",), f"{status.state} needs “by ID”")
    if status.by is None:
        return
    if status.by == file.brief.id:
        yield fault(file, ("status",), "a text cannot end itself")
        return
    successor = briefs.get(status.by)
    if successor is None:
        yield fault(file, ("status",), f"names {status.by!r}, which has no brief")
        return
    if file.brief.id not in successor.brief.ends:
        yield fault(successor, ("ends",), f"should list {file.brief.id!r}, which names this text")
    if successor.brief.date < file.brief.date:
        yield fault(file, ("status",), f"ended by {status.by!r}, which is older")


def _ends_faults(file: BriefFile, briefs: Mapping[str, BriefFile]) -> Iterator[str]:
    for number, ended in enumerate(file.brief.ends):
        predecessor = briefs.get(ended)
        if predecessor is None:
            yield fault(file, ("ends", number), f"names {ended!r}, which has no brief")
        elif predecessor.brief.status.by != file.brief.id:
            what = f"the status of {ended!r} does not name this text"
            yield fault(file, ("ends", number), what)
