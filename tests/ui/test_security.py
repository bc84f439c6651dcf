"""What stands around every response."""

from __future__ import annotations

import re
import socket

import pytest

from assistant.errors import UsageError
from assistant.ui.server import serve
from tests.ui.conftest import Page


def test_the_page_names_no_outside_host(page: Page) -> None:
    """No og: or twitter: tags, no footer of Gradio's, no address but our own."""
    html = page.client.get("/").text
    assert not re.search(r"(og|twitter):", html)
    assert not re.findall(r"https?://(?!testserver)[\w.]+", html)


def test_only_scripts_with_the_page_s_nonce_run(page: Page) -> None:
    """A fresh nonce for each page; no eval; no other host; no frame around us."""
    first, second = page.client.get("/"), page.client.get("/")
    policy = first.headers["content-security-policy"]
    (nonce,) = re.findall(r"'nonce-([^']+)'", policy)
    assert nonce not in second.headers["content-security-policy"]
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce}"')
    assert "unsafe-eval" not in policy and "frame-ancestors 'none'" in policy
    assert first.headers["x-content-type-options"] == "nosniff"


def test_a_compressing_browser_gets_the_policy_too(page: Page) -> None:
    """A page is never sent compressed past our rewriting."""
    answer = page.client.get("/", headers={"accept-encoding": "br, gzip"})
    assert "nonce=" in answer.text and "content-encoding" not in answer.headers


def test_the_session_cookie_is_random_and_out_of_scripts_reach(page: Page) -> None:
    """HttpOnly, SameSite=Lax, new for each browser, kept by the browser that has one."""
    cookie = page.client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    assert "set-cookie" not in page.client.get("/").headers
    other = page.another().client
    assert other.get("/").headers["set-cookie"] != cookie
    forged = page.another().client
    forged.cookies.set("common_ground_session", "guess")
    assert "set-cookie" in forged.get("/page/conversations").headers


def test_another_site_cannot_write(page: Page) -> None:
    """A form on another site that posts to us is refused."""
    answer = page.client.post(
        "/page/ask", json={"question": "Geneva?"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403 and page.assistant.asked == []
    own = page.client.post(
        "/page/ask", json={"question": "Geneva?"}, headers={"origin": "http://testserver"}
    )
    assert own.status_code == 200


def test_unreadable_requests_get_a_sentence(page: Page) -> None:
    """Neither a traceback nor the framework's JSON."""
    answer = page.client.post("/page/ask", content=b"{not json")
    assert answer.status_code == 400
    assert answer.json() == {"error": "The request could not be read. Reload the page."}


def test_only_our_two_assets_are_served(page: Page) -> None:
    """The route can't be talked into another file."""
    assert page.client.get("/page/style.css").headers["content-type"].startswith("text/css")
    for name in ("server.py", "..%2fserver.py", "icon.svg", "templates.html"):
        assert page.client.get(f"/page/{name}").status_code == 404


def test_a_port_that_is_taken_is_said(page: Page) -> None:
    """With the way out, and without a traceback."""
    said = pytest.raises(UsageError, match="Choose another with COMMON_GROUND_PORT")
    with socket.create_server(("127.0.0.1", 0)) as taken, said:
        serve(page.client.app, port=taken.getsockname()[1])  # type: ignore[arg-type]


def test_nothing_can_be_written_but_through_our_own_routes(page: Page) -> None:
    """Gradio's upload is closed: no part of the page uses it."""
    answer = page.client.post("/gradio_api/upload", files={"files": ("x.html", b"<script>")})
    assert answer.status_code == 403


def test_a_huge_request_is_refused(page: Page) -> None:
    """Before it is read."""
    answer = page.client.post("/page/ask", json={"question": "x" * 2_000_000})
    assert answer.status_code == 413
    assert "too large" in answer.json()["error"]
