"""What is fetched, what is refused, and what is told when it goes wrong."""

from __future__ import annotations

import socket

import pytest

from assistant.errors import AddressRefused, FetchFailed
from assistant.fetching import Fetcher, FetchLimits
from assistant.fetching.connecting import connection_to, is_public, target_of
from tests.fetching.conftest import PAGE, Site


def _fetcher(**limits: float) -> Fetcher:
    return Fetcher(allow_private=True, limits=FetchLimits(apart=0.0, **limits))  # type: ignore[arg-type]


def test_a_page_is_fetched_with_a_name_that_tells_its_form(site: Site) -> None:
    found = _fetcher().fetch(f"{site.address}/news/readout?id=1")
    assert (found.content, found.name, found.moved) == (PAGE, "readout.html", False)
    assert site.asked == ["/robots.txt", "/news/readout?id=1"]


def test_a_redirect_is_followed_and_told(site: Site) -> None:
    found = _fetcher().fetch(f"{site.address}/to?/news/new")
    assert found.moved and found.url == f"{site.address}/news/new"


def test_packed_content_is_unpacked(site: Site) -> None:
    assert _fetcher().fetch(f"{site.address}/zipped").content == PAGE


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/gone", "404. The page is gone"),
        ("/loop", "without end"),
        ("/large", "larger than 200,000 bytes"),
        ("/bomb", "larger than 200,000 bytes"),
        ("/cut", "broke off"),
    ],
)
def test_failures_are_told(site: Site, path: str, told: str) -> None:
    with pytest.raises(FetchFailed, match=told):
        _fetcher(size=200_000).fetch(site.address + path)


def test_a_site_that_drips_is_left_in_time(site: Site) -> None:
    with pytest.raises(FetchFailed, match="takes too long"):
        _fetcher(seconds=0.5).fetch(f"{site.address}/drip")


def test_robots_are_heeded(site: Site) -> None:
    """Its rules are asked for once, and the page is not asked for at all."""
    site.robots = (200, b"User-agent: *\nDisallow: /private/")
    fetcher = _fetcher()
    with pytest.raises(AddressRefused, match=r"robots\.txt.*Save the page in a browser"):
        fetcher.fetch(f"{site.address}/private/a")
    assert fetcher.fetch(f"{site.address}/public/a").content == PAGE
    assert site.asked == ["/robots.txt", "/public/a"]


def test_a_host_is_asked_at_intervals(site: Site) -> None:
    slept: list[float] = []
    fetcher = Fetcher(
        allow_private=True, limits=FetchLimits(apart=5.0), clock=lambda: 100.0, sleep=slept.append
    )
    fetcher.fetch(f"{site.address}/a")
    fetcher.fetch(f"{site.address}/b")
    assert slept == [5.0]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost:8080/", "http://[::1]/", "http://10.0.0.1/",
        "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://2130706433/",
        "http://0x7f.1/", "http://[fe80::1]/", "http://[fd00::1]/", "http://100.64.0.1/",
        "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused_in_every_form(url: str) -> None:
    with pytest.raises(AddressRefused, match="inside this machine or network"):
        Fetcher().fetch(url)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://example.org/a", "no address of the web"),
        ("https://user:secret@example.org/", "carries a password"),
        ("http://[broken", "is no address"),
        ("https://", "no address of the web"),
    ],
)
def test_what_is_no_address_is_refused(url: str, told: str) -> None:
    with pytest.raises(AddressRefused, match=told):
        Fetcher().fetch(url)


def test_a_redirect_to_a_private_address_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host is public by its number, the second is not; it is never connected to."""
    port = int(site.address.rsplit(":", 1)[1])
    plain = socket.create_connection
    monkeypatch.setattr(socket, "getaddrinfo", _resolver({"public.example": "8.8.8.8"}))
    monkeypatch.setattr(
        socket, "create_connection", lambda _address, timeout: plain(("127.0.0.1", port), timeout)
    )
    with pytest.raises(AddressRefused, match="inside this machine"):
        Fetcher().fetch(f"http://public.example:{port}/to?http://127.0.0.1:{port}/secret")
    assert "/secret" not in site.asked


def test_a_name_is_resolved_once_and_its_checked_number_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that gives a private number the second time it is asked (rebinding) gains nothing."""
    numbers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])
    connected: list[str] = []

    def resolve(_host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(numbers), port))]

    def connect(address: tuple[str, int], _timeout: float) -> socket.socket:
        connected.append(address[0])
        raise OSError("no route")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    target = target_of("http://rebind.example/", allow_private=False)
    with pytest.raises(FetchFailed, match="does not answer"):
        connection_to(target, 1.0)
    assert connected == ["8.8.8.8"]


def test_one_private_number_among_several_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _resolver({"mixed.example": "8.8.8.8 10.0.0.1"}))
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1"):
        target_of("https://mixed.example/", allow_private=False)


def _resolver(known: dict[str, str]) -> object:
    plain = socket.getaddrinfo

    def resolve(host: str, port: int, *rest: int, **named: int) -> list[object]:
        if host not in known:
            return list(plain(host, port, *rest, **named))  # type: ignore[arg-type]
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))
            for number in known[host].split()
        ]

    return resolve


@pytest.mark.parametrize(
    ("number", "public"), [("8.8.8.8", True), ("2606:4700::1", True), ("::", False)]
)
def test_public_numbers(number: str, public: bool) -> None:
    assert is_public(number) is public
