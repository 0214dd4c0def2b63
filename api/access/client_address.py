"""The address of the client.

X-Forwarded-For counts only if a trusted proxy wrote it. Each entry is written by the proxy after it
in the chain, so we read from the end, up to the first entry that is no trusted proxy.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Address = IPv4Address | IPv6Address

UNIX_SOCKET = "unix"  # stands for the address of a peer on a Unix socket

# Headers that proxies add to a request which they forward.
_FORWARDED = re.compile(
    r"HTTP_(X_FORWARDED(_\w+)?|X_ORIGINAL_\w+|FORWARDED|VIA|X_REAL_IP|CLIENT_IP|X_(CLUSTER_)?CLIENT_IP"
    r"|X_ENVOY_\w+|TRUE_CLIENT_IP|CF_CONNECTING_IP|FASTLY_CLIENT_IP)"
)

# settings.SECURE_PROXY_SSL_HEADER names this. Headers of clients begin with HTTP_, so no client can
# set it.
TRUSTED_SCHEME = "TRUSTED_X_FORWARDED_PROTO"


def client_address(request: HttpRequest) -> str:
    """The address of the peer. If the peer is a trusted proxy, the last address in X-Forwarded-For
    that is no trusted proxy. `unix` for a peer on a Unix socket."""
    client = _believed(request)[0] if _is_from_trusted_proxy(request) else _peer(request)
    return str(client or UNIX_SOCKET)


def certain_address(request: HttpRequest) -> Address | None:
    """The client's address. None if it is not certain.

    It is certain if no proxy forwarded the request, or if only trusted proxies did and each wrote
    down the address before it. (A peer on this machine may be a proxy for anyone.)
    """
    if not any(map(_FORWARDED.fullmatch, request.META)):
        return _peer(request)
    client, is_certain = _believed(request)
    return client if is_certain and _is_from_trusted_proxy(request) else None


def believe_scheme_of_trusted_proxies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: X-Forwarded-Proto counts only if a trusted proxy wrote it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _is_from_trusted_proxy(request):
            request.META[TRUSTED_SCHEME] = request.META.get("HTTP_X_FORWARDED_PROTO", "")
        return get_response(request)

    return middleware


def _believed(request: HttpRequest) -> tuple[Address | None, bool]:
    """The client's address by X-Forwarded-For, for a trusted peer; and whether it is certain.

    It is not certain if the header is malformed. Then it is the last well-formed address."""
    client = _peer(request)
    for written in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _parsed(written)
        if address is None:  # the entries before this one may be forged
            return client, False
        client = address
        if not _is_trusted(address):
            break
    return client, True


def _is_from_trusted_proxy(request: HttpRequest) -> bool:
    peer = _peer(request)
    if peer is None:
        return settings.TRUST_UNIX_SOCKETS and not request.META.get("REMOTE_ADDR")
    return _is_trusted(peer)


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def _peer(request: HttpRequest) -> Address | None:
    """None for a peer on a Unix socket."""
    return _parsed(request.META.get("REMOTE_ADDR", ""))


@lru_cache(1000)
def _parsed(written: str) -> Address | None:
    """The address without port and zone, which some proxies add. None if it is malformed."""
    host = written.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
