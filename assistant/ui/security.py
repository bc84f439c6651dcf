"""What stands around every response: the visitor's key, a strict policy, no outside names.

Written as plain ASGI, so that a streamed answer is never buffered.
"""

from __future__ import annotations

import re
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "common_ground_session"
_YEAR = 365 * 24 * 3600
_KEY = re.compile(r"[A-Za-z0-9_-]{43}\Z")
_OUTSIDE_METAS = re.compile(rb"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>\s*", re.DOTALL)
_SCRIPT = re.compile(rb"<script(?=[\s>])")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_LARGEST = 1_000_000
FILES = "/page/library/files"  # where a document is added, and
DRAFTS = "/page/drafts"  # where one is read to be checked: the two routes that take more
LARGEST_FILE = 100_000_000
_NOT_PAGES = ("/assets/", "/static/", "/gradio_api/", "/page/")


def policy(nonce: str) -> str:
    """The content security policy: this host only, and no evaluated code."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self' data:",
            "base-uri 'self'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        )
    )


class Guard:
    """Gives each browser a random key of its own and each page its policy.

    `head` is put into each page's head, since Gradio adds its own only once it runs.
    """

    def __init__(self, app: ASGIApp, head: str = "") -> None:
        self._app = app
        self._head = head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the visitor's key in `scope["state"]["visitor"]`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = None if scope["method"] in _READING else _refusal(scope["path"], headers)
        if refusal:
            await refusal(scope, receive, send)
            return
        if not scope["path"].startswith(_NOT_PAGES):
            scope["headers"] = [h for h in scope["headers"] if h[0] != b"accept-encoding"]
        known = _visitor(headers)
        visitor = known or secrets.token_urlsafe(32)
        scope.setdefault("state", {})["visitor"] = visitor
        outgoing = _Outgoing(send, self._head, None if known else _cookie(visitor, scope["scheme"]))
        await self._app(scope, receive, outgoing)


class _Outgoing:
    """Adds headers to each response; rewrites HTML pages whole, streams all else."""

    def __init__(self, send: Send, head: bytes, cookie: str | None) -> None:
        self._send = send
        self._head = head
        self._cookie = cookie
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._page = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            self._secure(headers)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        elif message["type"] == "http.response.body" and self._start is not None:
            self._page += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page(self._start)
            return
        await self._send(message)

    def _secure(self, headers: MutableHeaders) -> None:
        headers["content-security-policy"] = policy(self._nonce)
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "no-referrer"
        headers["cross-origin-opener-policy"] = "same-origin"
        if self._cookie:
            headers.append("set-cookie", self._cookie)

    async def _send_page(self, start: Message) -> None:
        page = _OUTSIDE_METAS.sub(b"", bytes(self._page))
        page = page.replace(b"</head>", self._head + b"</head>", 1)
        page = _SCRIPT.sub(b'<script nonce="%s"' % self._nonce.encode(), page)
        headers = MutableHeaders(raw=start["headers"])
        if page:  # the answer to HEAD has none, and keeps its length
            headers["content-length"] = str(len(page))
        headers["cache-control"] = "no-store"
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})


def _visitor(headers: Headers) -> str | None:
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        return None
    morsel = cookies.get(COOKIE)
    return morsel.value if morsel and _KEY.match(morsel.value) else None


def _cookie(visitor: str, scheme: str) -> str:
    secure = "; Secure" if scheme == "https" else ""
    return f"{COOKIE}={visitor}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax{secure}"


def _refusal(path: str, headers: Headers) -> JSONResponse | None:
    """Why a request may not write: from another site's page, past our routes, or too large."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return JSONResponse({"error": "Requests from other sites are refused."}, 403)
    if not path.startswith("/page/"):
        return JSONResponse({"error": "Nothing can be written here."}, 403)
    length = headers.get("content-length", "0")
    if "transfer-encoding" in headers:
        return JSONResponse({"error": "The request does not tell its length."}, 411)
    largest = LARGEST_FILE if path in (FILES, DRAFTS) else _LARGEST
    if not length.isdigit() or int(length) > largest:
        return JSONResponse({"error": "The request is too large. Shorten it."}, 413)
    return None
