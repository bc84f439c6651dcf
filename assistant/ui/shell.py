"""What stands on the page before anybody asks: header, filters, examples."""

from __future__ import annotations

from jinja2 import Environment

from assistant.ui.backend import Assistant, has_own
from assistant.ui.words import language_name

EXAMPLES = (
    ("Ask", "What came out of the Geneva meeting on AI in May 2024?"),
    ("Prepare", "Which texts did both China and the United States join since 2024?"),
    ("Check", "Did China sign the Seoul ministerial statement?"),
    ("提问", "威尼斯共识提出了哪三项建议？"),
)


def header(env: Environment, assistant: Assistant, model: str | None) -> str:
    """What the answers rest on, and the drawer of conversations."""
    return env.get_template("header.html").render(coverage=assistant.coverage(), model=model)


def _most_present_first(assistant: Assistant) -> list[tuple[str, str]]:
    """The parties, those with the most documents on top."""
    documents = assistant.coverage().by_party
    return sorted(assistant.party_choices, key=lambda choice: -documents.get(choice[1], 0))


def ask_tab(env: Environment, assistant: Assistant) -> str:
    """Filters, examples, the place for the conversation and the field for a question.

    Only what some document has can be chosen: a filter never leads nowhere.
    """
    documents = assistant.documents()
    languages = sorted({code for document in documents for code in document.languages})
    return env.get_template("ask.html").render(
        coverage=assistant.coverage(),
        examples=EXAMPLES,
        parties=_most_present_first(assistant),
        topics=assistant.topic_choices,
        kinds=[(kind, kind) for kind in sorted({str(document.kind) for document in documents})],
        states=[(s, s) for s in sorted({str(document.status.state) for document in documents})],
        languages=[(language_name(code), code) for code in languages],
        own=has_own(assistant),
    )
