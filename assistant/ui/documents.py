"""The Documents tab: the list, and one document's page."""

from __future__ import annotations

from jinja2 import Environment

from assistant.domain import Document
from assistant.ui.backend import Assistant
from assistant.ui.whole_text import outline, whole_text


def document_list(env: Environment, assistant: Assistant) -> str:
    """Every document, the latest first, with the words it can be found by."""
    newest = sorted(assistant.documents(), key=lambda document: document.date, reverse=True)
    return env.get_template("documents.html").render(documents=newest)


def document_page(
    env: Environment, assistant: Assistant, document_id: str, *, panel: bool = False
) -> str:
    """One document, as a page or in the evidence panel; NotFound if there is none."""
    document = assistant.document(document_id)
    return env.get_template("document.html").render(
        document=document,
        panel=panel,
        siblings=_siblings(assistant, document),
        summary=[part.strip() for part in document.body.split("\n\n") if part.strip()],
        whole_text=whole_text(document),
        own=document.origin != "corpus",
        outline=outline(document)[:200],
    )


def _siblings(assistant: Assistant, document: Document) -> list[Document]:
    same = (other for other in assistant.documents() if other.event == document.event)
    return sorted((other for other in same if other.id != document.id), key=lambda d: d.date)
