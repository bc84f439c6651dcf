"""The page's own routes: they stand before Gradio's and know whose conversation is whose."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse, StreamingResponse
from jinja2 import Environment
from pydantic import BaseModel, Field

from assistant.export import conversation_as_markdown
from assistant.history import History
from assistant.ui.backend import Assistant
from assistant.ui.chat import Asked, Chat
from assistant.ui.checking import add_checking, check_tab
from assistant.ui.documents import document_list, document_page
from assistant.ui.evidence import evidence, passage_panel
from assistant.ui.filter_reading import read_filters
from assistant.ui.frame import HERE, SCRIPTS, STYLES
from assistant.ui.library import library_routes
from assistant.ui.positions import add_positions, positions_tab
from assistant.ui.preparing import add_preparing, prepare_tab
from assistant.ui.requests import Visitor, attachment, streamed
from assistant.ui.shell import ask_tab, header
from assistant.ui.texts import add_texts
from assistant.ui.turnstile import Turnstile


class Question(BaseModel):
    """The body of POST /page/ask."""

    question: str = ""
    filters: dict[str, Any] = Field(default_factory=dict)
    conversation: str | None = None
    retry: str | None = None


class Title(BaseModel):
    """The body of PATCH /page/conversations/…"""

    title: str


def page_routes(
    env: Environment,
    assistant: Assistant,
    history: History,
    turnstile: Turnstile,
    model: str | None,
) -> APIRouter:
    """Every route under /page."""
    router = APIRouter(prefix="/page", include_in_schema=False)
    chat = Chat(env, assistant, history)
    _add_assets(router)
    _add_reading(router, env, assistant, history, model)
    _add_asking(router, assistant, chat, turnstile)
    _add_conversations(router, env, chat, assistant, history)
    add_checking(router, env, assistant, turnstile)
    add_preparing(router, env, assistant)
    add_positions(router, env, assistant)
    add_texts(router, env, assistant)
    router.include_router(library_routes(assistant))
    return router


def _add_assets(router: APIRouter) -> None:
    @router.get("/{name}.{ending}")
    def asset(name: str, ending: str) -> Response:
        file = f"{name}.{ending}"
        if file not in STYLES + SCRIPTS:
            return Response(status_code=404)
        kind = "text/css" if file in STYLES else "text/javascript"
        return FileResponse(HERE / file, media_type=kind, headers={"cache-control": "no-cache"})


def _add_reading(
    router: APIRouter, env: Environment, assistant: Assistant, history: History, model: str | None
) -> None:
    @router.get("/start")
    def start() -> dict[str, str]:
        return {
            "header": header(env, assistant, model),
            "ask": ask_tab(env, assistant),
            "check": check_tab(env, assistant),
            "prepare": prepare_tab(env, assistant),
            "positions": positions_tab(env, assistant),
        }

    @router.get("/documents")
    def documents() -> HTMLResponse:
        return HTMLResponse(document_list(env, assistant))

    @router.get("/documents/{document_id}")
    def document(document_id: str, panel: bool = False) -> HTMLResponse:
        return HTMLResponse(document_page(env, assistant, document_id, panel=panel))

    @router.get("/evidence/{turn}/{number}")
    def passage(turn: str, number: int, visitor: Visitor) -> HTMLResponse:
        return HTMLResponse(evidence(env, assistant, history.turn(visitor, turn), number))

    @router.get("/passages")
    def cited(id: str) -> HTMLResponse:
        return HTMLResponse(passage_panel(env, assistant, id))


def _add_asking(router: APIRouter, assistant: Assistant, chat: Chat, turnstile: Turnstile) -> None:
    @router.post("/ask")
    def ask(question: Question, visitor: Visitor) -> StreamingResponse:
        asked = Asked(
            visitor=visitor,
            question=question.question,
            filters=read_filters(question.filters, assistant),
            conversation=question.conversation or None,
            retry=question.retry or None,
        )
        lines = turnstile.through(chat.lines(asked))
        return streamed(lines)


def _add_conversations(
    router: APIRouter, env: Environment, chat: Chat, assistant: Assistant, history: History
) -> None:
    @router.get("/conversations")
    def conversations(visitor: Visitor, current: str = "") -> HTMLResponse:
        template = env.get_template("conversations.html")
        found = history.conversations(visitor)
        return HTMLResponse(template.render(conversations=found, current=current))

    @router.get("/conversations/{conversation}")
    def conversation(conversation: str, visitor: Visitor) -> dict[str, str]:
        title = history.conversation(visitor, conversation).title
        turns = history.turns(visitor, conversation)
        return {"title": title, "html": "".join(chat.turn(turn) for turn in turns)}

    @router.patch("/conversations/{conversation}")
    def rename(conversation: str, title: Title, visitor: Visitor) -> dict[str, str]:
        return {"title": history.rename(visitor, conversation, title.title).title}

    @router.delete("/conversations/{conversation}")
    def delete(conversation: str, visitor: Visitor) -> dict[str, str]:
        history.delete(visitor, conversation)
        return {"deleted": conversation}

    @router.post("/conversations/{conversation}/restore")
    def restore(conversation: str, visitor: Visitor) -> dict[str, str]:
        return {"title": history.restore(visitor, conversation).title}

    @router.get("/conversations/{conversation}/export.md")
    def export(conversation: str, visitor: Visitor) -> Response:
        found = history.conversation(visitor, conversation)
        text = conversation_as_markdown(
            found,
            history.turns(visitor, conversation),
            assistant.party_name,
            datetime.now(UTC).date().isoformat(),
        )
        return Response(
            text,
            media_type="text/markdown; charset=utf-8",
            headers={
                "content-disposition": attachment(
                    found.title,
                    "md",
                    plain="common-ground",
                    untitled="conversation",
                    longest=60,
                ),
                "cache-control": "no-store",
            },
        )
