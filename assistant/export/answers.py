"""An answer or a conversation as text a person can hand over: Markdown, plain text, HTML.

Citations keep their numbers and their sources in every form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from assistant.dates import spoken
from assistant.domain import Answer, Citation, Grade, Outcome, Sentence
from assistant.export.escaping import in_markdown, web_address
from assistant.history import Conversation, Turn

Names = Callable[[str], str]
PREMISE = "The question rests on something the sources show otherwise."


def conversation_as_markdown(
    conversation: Conversation, turns: Sequence[Turn], names: Names, exported: str
) -> str:
    """A whole conversation: title, date, each question with its answer and numbered sources."""
    lines = [f"# {in_markdown(conversation.title)}", "", f"*Common Ground, {spoken(exported)}*", ""]
    for turn in turns:
        lines += [f"## {in_markdown(turn.question)}", ""]
        if turn.answer:
            lines += [answer_as_markdown(turn.answer, names), ""]
        else:
            lines += [
                f"*No answer: {in_markdown(turn.failure or 'stopped before it was complete')}*",
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def answer_as_markdown(answer: Answer, names: Names) -> str:
    """One answer with a numbered list of its sources."""
    lines: list[str] = []
    if answer.understood:
        lines += [f"*Understood as: {in_markdown(answer.understood)}*", ""]
    if answer.outcome is Outcome.FALSE_PREMISE:
        lines += [f"**{PREMISE}**", ""]
    if answer.note:
        lines += [in_markdown(answer.note), ""]
    for lead, sentences in groups(answer.sentences):
        opening = f"**{in_markdown(lead)}**{_colon(answer)}" if lead else ""
        lines += [
            opening + " ".join(f"{in_markdown(one.text)} {_marks(one)}" for one in sentences),
            "",
        ]
    if answer.citations:
        lines += ["### Sources", ""]
        lines += [f"{c.number}. {_source_md(c, names)}" for c in answer.citations]
        lines.append("")
    if answer.nearest:
        lines += ["Nearest documents:", ""]
        lines += [f"- {in_markdown(near.title)} ({spoken(near.date)})" for near in answer.nearest]
        lines.append("")
    lines += [f"> {in_markdown(warning)}\n" for warning in answer.warnings]
    lines.append(f"*{_reach(answer)}*")
    return "\n".join(lines)


def answer_as_text(answer: Answer, names: Names) -> str:
    """One answer as plain text: sentences with their numbers, then the sources."""
    blocks = [answer.note] if answer.note else []
    if answer.outcome is Outcome.FALSE_PREMISE:
        blocks.insert(0, PREMISE)
    for lead, sentences in groups(answer.sentences):
        opening = f"{lead}{_colon(answer)}" if lead else ""
        blocks.append(opening + " ".join(_with_marks(one) for one in sentences))
    if answer.citations:
        rows = [f"[{c.number}] {_source(c, names)}" for c in answer.citations]
        blocks.append("\n".join(["Sources", *rows]))
    if answer.nearest:
        rows = [f"- {near.title} ({spoken(near.date)})" for near in answer.nearest]
        blocks.append("\n".join(["Nearest documents", *rows]))
    return "\n\n".join([*blocks, *answer.warnings, _reach(answer)])


def answer_as_html(answer: Answer, names: Names) -> str:
    """One answer as escaped HTML for a clipboard: it pastes into a letter with its sources."""
    parts = [f"<p><b>{PREMISE}</b></p>"] if answer.outcome is Outcome.FALSE_PREMISE else []
    if answer.note:
        parts.append(f"<p>{escape(answer.note)}</p>")
    for lead, sentences in groups(answer.sentences):
        opening = f"<b>{escape(lead)}</b>{_colon(answer)}" if lead else ""
        parts.append(f"<p>{opening}{' '.join(escape(_with_marks(one)) for one in sentences)}</p>")
    if answer.citations:
        rows = "".join(f"<br>[{c.number}] {_source_html(c, names)}" for c in answer.citations)
        parts.append(f"<p><b>Sources</b>{rows}</p>")
    for near in answer.nearest:
        parts.append(f"<p>{escape(near.title)} ({spoken(near.date)})</p>")
    parts += [f"<p><i>{escape(line)}</i></p>" for line in (*answer.warnings, _reach(answer))]
    return "".join(parts)


def groups(sentences: Iterable[Sentence]) -> list[tuple[str | None, list[Sentence]]]:
    """Sentences under their leads: a lead opens a group, None continues the one before."""
    found: list[tuple[str | None, list[Sentence]]] = []
    for sentence in sentences:
        if not found or (sentence.lead is not None and sentence.lead != found[-1][0]):
            found.append((sentence.lead, []))
        found[-1][1].append(sentence)
    return found


def _marks(sentence: Sentence) -> str:
    return "".join(f"[{number}]" for number in sentence.citations)


def _with_marks(sentence: Sentence) -> str:
    return f"{sentence.text} {_marks(sentence)}"


def _facts(citation: Citation, names: Names) -> str:
    """Kind, date, issuers, status, speaker, place and grade of a citation, in one line."""
    parts = [str(citation.kind), spoken(citation.date)] if citation.date else [str(citation.kind)]
    if citation.issuers:
        parts.append("issued by " + ", ".join(map(names, citation.issuers)))
    parts.append(citation.status)
    parts += [part for part in (citation.speaker, citation.locator) if part]
    parts += [citation.handling] if citation.handling != "public" else []
    parts.append(f"grade: {citation.grade}" + _weak(citation.grade))
    return "; ".join(parts)


def _words(citation: Citation) -> str:
    """Whose words are cited: the source's own, in quotation marks, or those of our summary."""
    return f"Exact words: “{citation.text}”" if citation.exact else f"Our summary: {citation.text}"


def _weak(grade: Grade) -> str:
    return "" if grade is Grade.OFFICIAL else ", not read in the official text"


def _source(citation: Citation, names: Names) -> str:
    address = web_address(citation.source) or web_address(citation.url)
    tail = f" {address}" if address else ""
    return f"{citation.title} ({_facts(citation, names)}). {_words(citation)}{tail}"


def _source_md(citation: Citation, names: Names) -> str:
    address = web_address(citation.source) or web_address(citation.url)
    tail = f" <{address}>" if address else ""
    return (
        f"**{in_markdown(citation.title)}** ({in_markdown(_facts(citation, names))}). "
        f"{in_markdown(_words(citation))}{tail}"
    )


def _source_html(citation: Citation, names: Names) -> str:
    address = web_address(citation.source) or web_address(citation.url)
    tail = f' <a href="{escape(address)}">{escape(address)}</a>' if address else ""
    return (
        f"<b>{escape(citation.title)}</b> ({escape(_facts(citation, names))}). "
        f"{escape(_words(citation))}{tail}"
    )


def _colon(answer: Answer) -> str:
    return "：" if answer.language == "zh" else ": "


def _reach(answer: Answer) -> str:
    coverage = answer.coverage
    reach = f", to {spoken(coverage.latest)}" if coverage.latest else ""
    model = f"; written with {answer.model}" if answer.model else ""
    return f"Rests on {coverage.documents} documents{reach}{model}."
