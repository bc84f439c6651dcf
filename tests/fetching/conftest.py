"""A web server on this machine that plays the sites that a fetcher meets."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = b"<html><title>A readout</title><body><p>Both sides agreed to meet.</p></body></html>"


@dataclass
class Site:
    """The server: what it answers to a path, and what it was asked for."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    robots: tuple[int, bytes] = (404, b"")
    stop: threading.Event = field(default_factory=threading.Event)


def _answer(site: Site, handler: BaseHTTPRequestHandler) -> None:
    path = handler.path
    if path == "/robots.txt":
        _send(handler, site.robots[0], site.robots[1], "text/plain")
    elif path.startswith("/to?"):
        _send(handler, 302, b"", location=path[4:])
    elif path == "/loop":
        _send(handler, 302, b"", location="/loop")
    elif path == "/gone":
        _send(handler, 404, b"")
    elif path == "/large":
        _send(handler, 200, b"x" * 300_000)
    elif path == "/bomb":
        _send(handler, 200, gzip.compress(b"\0" * 30_000_000), encoding="gzip")
    elif path == "/zipped":
        _send(handler, 200, gzip.compress(PAGE), encoding="gzip")
    elif path == "/drip":
        handler.send_response(200)
        handler.end_headers()
        while not site.stop.is_set():
            handler.wfile.write(b".")
            handler.wfile.flush()
            time.sleep(0.05)
    elif path == "/cut":
        handler.send_response(200)
        handler.send_header("content-length", "500")
        handler.end_headers()
        handler.wfile.write(PAGE)
    else:
        _send(handler, 200, PAGE)


def _send(
    handler: BaseHTTPRequestHandler,
    status: int,
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    location: str | None = None,
    encoding: str | None = None,
) -> None:
    handler.send_response(status)
    handler.send_header("content-type", kind)
    handler.send_header("content-length", str(len(body)))
    if location is not None:
        handler.send_header("location", location)
    if encoding is not None:
        handler.send_header("content-encoding", encoding)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that is up for one test."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            try:
                _answer(made, self)
            except OSError:
                return  # the other side has gone

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.stop.set()
    server.shutdown()
    server.server_close()
