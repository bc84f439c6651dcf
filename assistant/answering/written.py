"""An answer in a language model's words, with the sources' own statements to stand in for it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.showing import Showing
from assistant.answering.turn import MAX_SENTENCES, Composed, Parts, Turn
from assistant.citations import Draft
from assistant.domain import Outcome, Progress, Section, SentenceReady
from assistant.writing import LeftOut, Passed, Report, Task, Writer


def written(
    writer: Writer, parts: Parts, turn: Turn, composed: Composed, showing: Showing
) -> Iterator[Progress | SentenceReady]:
    """Sentences of the model that have passed every gate; what is missing then, as extracts.

    A false premise is corrected in the sources' words before the model begins.
    """
    drafts = composed.drafts[:MAX_SENTENCES]
    opening = drafts[:1] if composed.outcome is Outcome.FALSE_PREMISE else ()
    yield from showing.extracts(opening)
    passages = turn.sources(composed)
    yield Progress(turn.say("writing", model=writer.name, number=len(passages)))
    task = Task(
        question=turn.text,
        language=turn.language,
        passages=passages,
        known=parts.known(),
        key=f"{parts.snapshot.corpus} {turn.text}",
        said=" ".join(draft.text for draft in opening),
    )
    failure: str | None = None
    for event in writer.write(task):
        if isinstance(event, Passed):
            showing.model = writer.name
            yield showing.show(event.draft, event.support)
        elif isinstance(event, LeftOut):
            showing.leave_out(event.refusal)
        else:
            failure = _noted(event, showing)
    if failure:
        showing.early = ("broke_off" if showing.model else "stood_in", failure)
    rest = [d for d in drafts[len(opening) :] if failure or _ending(d, composed)]
    yield from showing.extracts([d for d in rest if not showing.cites(d)])


def _noted(report: Report, showing: Showing) -> str | None:
    showing.usage, showing.invented = report.usage, report.invented
    return report.failure


def _ending(draft: Draft, composed: Composed) -> bool:
    """Whether a draft, not the first, says that a text it rests on was revoked or superseded."""
    first = draft.passages[0]
    return (
        draft is not composed.drafts[0]
        and first.section is Section.FACT
        and first.id.endswith("#status")
    )
