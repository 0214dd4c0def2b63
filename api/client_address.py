"""Where a request comes from. X-Forwarded-For is believed as far as trusted proxies wrote it."""

import re
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Address = IPv4Address | IPv6Address

UNIX_SOCKET = "unix"  # what stands for the address of a peer that has none

# The headers by which proxies tell that they pass a request on.
_FORWARDED = re.compile(
    r"HTTP_(X_FORWARDED(_\w+)?|X_ORIGINAL_\w+|FORWARDED|VIA|X_REAL_IP|CLIENT_IP|X_(CLUSTER_)?CLIENT_IP"
    r"|X_ENVOY_\w+|TRUE_CLIENT_IP|CF_CONNECTING_IP|FASTLY_CLIENT_IP)"
)

# What settings.SECURE_PROXY_SSL_HEADER names: no client can write it, its name is no header's.
TRUSTED_SCHEME = "TRUSTED_X_FORWARDED_PROTO"


def client_address(request: HttpRequest) -> str:
    """The address of the peer or, if that is a trusted proxy, the last one in X-Forwarded-For
    that is not. `unix` for the peer of a Unix socket."""
    client = _believed(request)[0] if _is_from_trusted_proxy(request) else _peer(request)
    return str(client or UNIX_SOCKET)


def certain_address(request: HttpRequest) -> Address | None:
    """The client's address; None where it is not certain.

    It is certain if nobody passed the request on, or if only trusted proxies did and each wrote
    down whom it has it from. A peer on this machine may be a proxy for the whole world.
    """
    if not any(map(_FORWARDED.fullmatch, request.META)):
        return _peer(request)
    client, is_certain = _believed(request)
    return client if is_certain and _is_from_trusted_proxy(request) else None


def believe_scheme_of_trusted_proxies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: X-Forwarded-Proto tells of HTTPS if a trusted proxy wrote it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _is_from_trusted_proxy(request):
            request.META[TRUSTED_SCHEME] = request.META.get("HTTP_X_FORWARDED_PROTO", "")
        return get_response(request)

    return middleware


def _believed(request: HttpRequest) -> tuple[Address | None, bool]:
    """The farthest address that is believed if the peer is, and whether it is the client's."""
    client = _peer(request)
    for written in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _parsed(written)
        if address is None:  # nobody knows who wrote what stands before it
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
    """None for the peer of a Unix socket."""
    return _parsed(request.META.get("REMOTE_ADDR", ""))


def _parsed(written: str) -> Address | None:
    """The address, without the port or zone that some proxies add."""
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
