"""Connections to addresses that are allowed: names are resolved once, checked, and used as found.

A name that resolves to a private address is refused, however often and whenever it is asked for:
the connection is made to the address that was checked, never to the name again.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from assistant.errors import AddressRefused, FetchFailed

_HIDING = tuple(  # forms of IPv6 that carry an IPv4 address inside
    ipaddress.ip_network(network) for network in ("64:ff9b::/32", "2002::/16", "2001::/32", "::/96")
)
CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the name it is meant for and the numbers it is sent to."""

    url: str
    parts: SplitResult
    host: str
    port: int
    numbers: tuple[str, ...]


def target_of(url: str, *, allow_private: bool) -> Target:
    """The address, checked; AddressRefused if it may not be used, FetchFailed if it is unknown."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused(f"{url!r} is no address ({error}).") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefused(
            f"{url!r} is no address of the web. Give one with https:// or http://."
        )
    if parts.username or parts.password:
        raise AddressRefused(f"The address of {host} carries a password. Give it without one.")
    port = port or (443 if parts.scheme == "https" else 80)
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(
            f"{host} cannot be found ({error}). Check the address and the connection."
        ) from error
    numbers = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for number in numbers:
            if not is_public(number):
                raise AddressRefused(
                    f"{host} is an address inside this machine or network ({number}). "
                    "COMMON_GROUND_ALLOW_PRIVATE_ADDRESSES=true allows it."
                )
    return Target(url, parts, name, port, numbers)


def is_public(number: str) -> bool:
    """Whether an IP address belongs to the open internet."""
    address = ipaddress.ip_address(number.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in _HIDING):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def connection_to(target: Target, seconds: float) -> http.client.HTTPConnection:
    """A connection to one of the target's numbers; FetchFailed if none answers."""
    failure: Exception | None = None
    for number in target.numbers:
        try:
            plain = socket.create_connection((number, target.port), min(seconds, CONNECT_SECONDS))
        except OSError as error:
            failure = error
            continue
        try:
            return _over(target, plain)
        except (ssl.SSLError, OSError) as error:
            plain.close()
            failure = error
    raise FetchFailed(f"{target.host} does not answer ({failure}). Try again later.") from failure


def _over(target: Target, plain: socket.socket) -> http.client.HTTPConnection:
    """HTTP over a socket that is connected; for https the certificate has to be the name's."""
    if target.parts.scheme == "http":
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = plain
        return connection
    context = ssl.create_default_context()
    secure = http.client.HTTPSConnection(target.host, target.port, context=context)
    secure.sock = context.wrap_socket(plain, server_hostname=target.host)
    return secure
