"""The Check tab: a draft in, findings as they come, the draft with its claims marked, reports."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from jinja2 import Environment
from pydantic import BaseModel

from assistant.domain import Citation, Progress
from assistant.errors import CommonGroundError, NotFound
from assistant.export import FORMS, SIGNS, report_as
from assistant.findings import Finding, FindingReady, Findings, FindingsReady
from assistant.reading import Reading
from assistant.ui.backend import Assistant, has_own
from assistant.ui.requests import Visitor, body_of, plain_name, streamed
from assistant.ui.turnstile import Turnstile

logger = logging.getLogger(__name__)
KEPT = 200  # checks that are kept for their reports, the oldest goes first
Line = dict[str, Any]


class Draft(BaseModel):
    """The body of POST /page/check."""

    text: str = ""
    scope: str = "all"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the draft: plain, or the claim of the finding of this number, from 1."""

    text: str
    number: int = 0
    finding: Finding | None = None


class Desk:
    """Checks drafts for visitors and keeps what was found while the page is served."""

    def __init__(self, env: Environment, assistant: Assistant) -> None:
        self._env = env
        self._assistant = assistant
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Findings] = OrderedDict()

    def lines(self, visitor: str, draft: Draft) -> Iterator[str]:
        """One JSON object a line: progress and findings, then the whole or an error."""
        return (
            json.dumps(line, ensure_ascii=False) + "\n" for line in self._events(visitor, draft)
        )

    def kept(self, visitor: str, key: str) -> Findings:
        """A check of this visitor's; NotFound after KEPT others or a restart."""
        with self._lock:
            found = self._kept.get((visitor, key))
        if found is None:
            raise NotFound("This check is no longer kept. Check the draft again.")
        return found

    def _events(self, visitor: str, draft: Draft) -> Iterator[Line]:
        known: dict[int, Citation] = {}
        number = 0
        try:
            for event in self._assistant.check(draft.text, scope=draft.scope):
                if isinstance(event, Progress):
                    yield {"type": "progress", "message": event.message}
                elif isinstance(event, FindingReady):
                    number += 1
                    known |= {citation.number: citation for citation in event.citations}
                    yield self._finding(event, number, known)
                else:
                    yield self._whole(visitor, event)
        except CommonGroundError as error:
            logger.info("not checked: %s", error)
            yield {"type": "refused", "message": str(error)}

    def _finding(self, event: FindingReady, number: int, cited: dict[int, Citation]) -> Line:
        html = self._env.get_template("finding.html").render(
            finding=event.finding, number=number, cited=cited, signs=SIGNS
        )
        return {"type": "finding", "html": html, "done": event.done, "total": event.total}

    def _whole(self, visitor: str, event: FindingsReady) -> Line:
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[visitor, key] = event.findings
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        html = self._env.get_template("checked.html").render(
            key=key, checked=event.findings, pieces=pieces(event.findings), signs=SIGNS
        )
        return {"type": "checked", "html": html, "key": key, "draft": event.findings.draft}


def pieces(checked: Findings) -> list[Piece]:
    """The draft from end to end, its claims apart from what stands between them."""
    found: list[Piece] = []
    at = 0
    for number, finding in enumerate(checked.findings, 1):
        if finding.start < at:
            continue  # a claim within one that is marked already
        found.append(Piece(checked.draft[at : finding.start]))
        found.append(Piece(checked.draft[finding.start : finding.end], number, finding))
        at = finding.end
    return [*found, Piece(checked.draft[at:])]


def check_tab(env: Environment, assistant: Assistant) -> str:
    """The field for a draft, and the places for what is found."""
    return env.get_template("check.html").render(
        coverage=assistant.coverage(), own=has_own(assistant)
    )


def add_checking(
    router: APIRouter, env: Environment, assistant: Assistant, turnstile: Turnstile
) -> None:
    """The routes under /page/check."""
    desk = Desk(env, assistant)

    @router.post("/check")
    def check(draft: Draft, visitor: Visitor) -> StreamingResponse:
        lines = turnstile.through(desk.lines(visitor, draft))
        return streamed(lines)

    @router.post("/drafts")
    async def read_draft(request: Request, name: str) -> dict[str, str]:
        content = await body_of(request, name)
        return {"text": await run_in_threadpool(_text_of, plain_name(name), content)}

    @router.get("/check/{key}/report.{form}")
    def report(key: str, form: str, visitor: Visitor) -> Response:
        if form not in FORMS:
            raise NotFound(f"A report is written as {', '.join(FORMS)}.")
        made = assistant.report_of_findings(desk.kept(visitor, key))
        headers = {"cache-control": "no-store"}
        if form != "html":
            headers["content-disposition"] = f'attachment; filename="findings.{form}"'
        return Response(report_as(form, made), media_type=FORMS[form], headers=headers)


def _text_of(name: str, content: bytes) -> str:
    """What a draft says; FileError names what is wrong with it."""
    with Reading() as reading:
        return reading.read_bytes(name, content).text
