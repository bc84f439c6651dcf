"""One file from an address: redirects checked, robots.txt heeded, size and time bound."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from assistant.errors import AddressRefused, FetchFailed
from assistant.fetching.connecting import Target, connection_to, target_of

AGENT = "common-ground"
_HEADERS = {
    "User-Agent": f"{AGENT}/0.1",
    "Accept": "text/html, application/pdf, text/plain, */*;q=0.5",
    "Accept-Encoding": "gzip, identity;q=0.5",
}
_MOVED = frozenset((301, 302, 303, 307, 308))
_ENDINGS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf",
    "text/plain": ".txt", "text/markdown": ".md", "text/vtt": ".vtt", "application/json": ".json",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one file may cost."""

    size: int = 50_000_000  # bytes, unpacked
    seconds: float = 60.0  # in all, redirects included
    redirects: int = 5
    apart: float = 1.0  # seconds between two requests to one host


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file: `url` is where it was found, which is not where it was asked for if it `moved`."""

    url: str
    name: str
    content: bytes
    moved: bool = False


class Fetcher:
    """Gets files; one thread at a time. Robots files are kept as long as the fetcher is."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limits: FetchLimits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Nothing is connected to yet."""
        self._allow_private = allow_private
        self._limits = limits or FetchLimits()
        self._clock, self._sleep = clock, sleep
        self._robots: dict[tuple[str, str, int], RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str) -> Fetched:
        """The file at an address. Raises AddressRefused or FetchFailed, naming the address."""
        deadline = self._clock() + self._limits.seconds
        asked, at = url, url
        for _ in range(self._limits.redirects + 1):
            target = target_of(at, allow_private=self._allow_private)
            self._heed_robots(target, deadline)
            status, headers, content = self._get(target, deadline)
            if status in _MOVED and headers.get("location"):
                following = urljoin(at, headers["location"])
                if at.startswith("https:") and not following.startswith("https:"):
                    raise AddressRefused(
                        f"{at} leads to an address that is not secure ({following})."
                    )
                at = following
                continue
            if status != 200:
                raise FetchFailed(f"{at} answers with {status}. {_advice(status)}")
            return Fetched(at, _name(at, headers.get("content-type", "")), content, at != asked)
        raise FetchFailed(f"{asked} leads from one address to the next without end.")

    def _heed_robots(self, target: Target, deadline: float) -> None:
        """AddressRefused if the site asks programs to stay away from this address."""
        key = (target.parts.scheme, target.host, target.port)
        if key not in self._robots:
            self._robots[key] = self._rules(target, deadline)
        if not self._robots[key].can_fetch(AGENT, target.url):
            raise AddressRefused(
                f"{target.host} asks programs not to fetch {target.url} (robots.txt). "
                "Save the page in a browser and add the file."
            )

    def _rules(self, target: Target, deadline: float) -> RobotFileParser:
        rules = RobotFileParser()
        port = f":{target.parts.port}" if target.parts.port else ""
        host = f"[{target.host}]" if ":" in target.host else target.host
        place = target_of(
            f"{target.parts.scheme}://{host}{port}/robots.txt", allow_private=self._allow_private
        )
        status, _, content = self._get(place, deadline, size=500_000, wait=False)
        if status == 200:
            rules.parse(content.decode("utf-8", "replace").splitlines())
        elif status >= 500:
            raise FetchFailed(f"{target.host} answers with {status}. Try again later.")
        else:
            rules.parse([])
        return rules

    def _get(
        self, target: Target, deadline: float, size: int | None = None, wait: bool = True
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body of one request."""
        if wait:
            self._be_polite(target.host)
        left = deadline - self._clock()
        if left <= 0:
            raise _late(target)
        connection = connection_to(target, left)
        try:
            with _ended_after(connection, left) as late:
                try:
                    return self._exchange(connection, target, size or self._limits.size, deadline)
                except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                    if late.is_set() or isinstance(error, TimeoutError):
                        raise _late(target) from error
                    raise FetchFailed(f"{target.url} broke off ({error}). Try again.") from error
        finally:
            connection.close()

    def _exchange(
        self, connection: http.client.HTTPConnection, target: Target, size: int, deadline: float
    ) -> tuple[int, dict[str, str], bytes]:
        path = target.parts.path or "/"
        query = f"?{target.parts.query}" if target.parts.query else ""
        connection.request("GET", _quoted(path + query), headers=_HEADERS)
        response = connection.getresponse()
        headers = {name.casefold(): value for name, value in response.getheaders()}
        if response.status != 200:
            return response.status, headers, b""
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > size:
            raise _large(target, size)
        unpack = zlib.decompressobj(31) if headers.get("content-encoding") == "gzip" else None
        content = bytearray()
        while part := response.read(65_536):
            if self._clock() > deadline:
                raise _late(target)
            content += unpack.decompress(part, size + 1) if unpack else part
            if len(content) > size or (unpack and unpack.unconsumed_tail):
                raise _large(target, size)
        if length.isdigit() and not unpack and len(content) < int(length):
            raise http.client.IncompleteRead(bytes(content))
        return response.status, headers, bytes(content)

    def _be_polite(self, host: str) -> None:
        wait = self._last.get(host, -1e9) + self._limits.apart - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._last[host] = self._clock()


@contextmanager
def _ended_after(
    connection: http.client.HTTPConnection, seconds: float
) -> Iterator[threading.Event]:
    """Shut the connection when the time is over, however slowly the other side drips."""
    late = threading.Event()
    sock: socket.socket = connection.sock

    def end() -> None:
        late.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _quoted(path: str) -> str:
    """A path as it may stand in a request: no spaces or control characters, ASCII."""
    return re.sub(
        r"[^\x21-\x7e]", lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), path
    )


def _name(url: str, media_type: str) -> str:
    """A file name for what was fetched, with an ending that tells its form."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    last = re.sub(r"[^\w.,()\- ]", "_", last)[-100:] or parts.hostname or "page"
    ending = _ENDINGS.get(media_type.split(";")[0].strip().casefold(), "")
    return last if not ending or last.casefold().endswith(ending) else last + ending


def _advice(status: int) -> str:
    if status in (404, 410):
        return "The page is gone; search for its new address."
    if status in (401, 403, 429):
        return "The site refuses programs; save the page in a browser and add the file."
    return "Try again later."


def _late(target: Target) -> FetchFailed:
    return FetchFailed(f"{target.url} takes too long. Try again later, or add a saved copy.")


def _large(target: Target, size: int) -> FetchFailed:
    return FetchFailed(f"{target.url} is larger than {size:,} bytes, which is the limit.")
