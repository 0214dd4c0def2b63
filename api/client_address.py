"""Where a request comes from. X-Forwarded-For is believed as far as trusted proxies wrote it."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address

UNIX_SOCKET = "unix"  # what stands for the address of a peer that has none


def client_address(request: HttpRequest) -> str:
    """The address of the peer or, if that is a trusted proxy, the last one in X-Forwarded-For
    that is not. `unix` for the peer of a Unix socket."""
    nearest = request.META.get("REMOTE_ADDR", "")
    peer = _parsed(nearest)
    if not (_is_trusted(peer) if peer else settings.TRUST_UNIX_SOCKETS and not nearest):
        return str(peer or UNIX_SOCKET)
    client = peer
    for written in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _parsed(written)
        if address is None:  # nobody knows who wrote what stands before it
            break
        client = address
        if not _is_trusted(address):
            break
    return str(client or UNIX_SOCKET)


def _is_trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


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
