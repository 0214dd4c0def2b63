"""The address of the client, and who can forge it."""

import os
import subprocess
from ipaddress import ip_network

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from api.access.client_address import certain_address, client_address
from launch.paths import PYTHON, ROOT

PROXY = "10.0.0.2"  # in one of the trusted networks


@pytest.fixture(autouse=True)
def trusted(settings: Settings) -> None:
    networks = ("10.0.0.0/8", "192.168.1.7", "2001:db8:1::/48")
    settings.TRUSTED_PROXIES = [ip_network(network) for network in networks]
    settings.TRUST_UNIX_SOCKETS = False


def address(peer: str, forwarded_for: str | None = None) -> str:
    headers = {} if forwarded_for is None else {"X-Forwarded-For": forwarded_for}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))


def test_the_header_of_a_peer_that_is_no_trusted_proxy_is_ignored() -> None:
    assert address("203.0.113.9", "198.51.100.1") == "203.0.113.9"
    assert address("192.168.1.8", "198.51.100.1") == "192.168.1.8"


def test_entries_that_a_client_wrote_before_the_proxy_are_ignored() -> None:
    assert address(PROXY, "198.51.100.1") == "198.51.100.1"
    assert address(PROXY, "1.1.1.1, 198.51.100.1") == "198.51.100.1"
    assert address(PROXY, "10.9.9.9,198.51.100.1") == "198.51.100.1"


def test_a_chain_of_trusted_proxies_is_followed_to_the_first_that_is_not() -> None:
    chain = "1.1.1.1, 198.51.100.1, 192.168.1.7, 10.0.0.3"

    assert address(PROXY, chain) == "198.51.100.1"
    assert address(PROXY, "10.0.0.9, 10.0.0.3") == "10.0.0.9"
    assert address(PROXY) == PROXY


@pytest.mark.parametrize(
    "written", ["", ",", "unknown", "_hidden", "1.2.3", "[", "::1]:", "%", "\0"]
)
def test_entries_before_a_malformed_one_are_ignored(written: str) -> None:
    assert address(PROXY, written) == PROXY
    assert address(PROXY, f"198.51.100.1, {written}, 10.0.0.3") == "10.0.0.3"
    assert address(PROXY, f"{written}, 198.51.100.1") == "198.51.100.1"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("198.51.100.1:4711", "198.51.100.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:0DB8:0:0::0001", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        (" 198.51.100.1 ", "198.51.100.1"),
    ],
)
def test_ports_zones_and_spellings_do_not_make_another_address(written: str, meant: str) -> None:
    assert address(PROXY, written) == meant


def test_a_proxy_is_known_by_ipv6_and_by_an_ipv4_address_in_ipv6() -> None:
    assert address("2001:db8:1::5", "198.51.100.1") == "198.51.100.1"
    assert address(f"::ffff:{PROXY}", "198.51.100.1") == "198.51.100.1"
    assert address("2001:db8:2::5", "198.51.100.1") == "2001:db8:2::5"


def test_the_peer_of_a_unix_socket_is_trusted_only_if_the_setting_says_so(
    settings: Settings,
) -> None:
    assert address("", "198.51.100.1") == "unix"

    settings.TRUST_UNIX_SOCKETS = True

    assert address("", "198.51.100.1") == "198.51.100.1"
    assert address("", "nonsense") == "unix"
    assert address("not an address", "198.51.100.1") == "unix"


FORWARDED = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via",
             "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"]  # fmt: skip


def certain(peer: str, **headers: str) -> str | None:
    found = certain_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))
    return None if found is None else str(found)


def test_the_address_of_a_peer_that_forwards_nothing_is_certain() -> None:
    assert certain("127.0.0.1") == "127.0.0.1"
    assert certain(PROXY) == PROXY
    assert certain("") is None


@pytest.mark.parametrize("name", FORWARDED)
@pytest.mark.parametrize("value", ["127.0.0.1", ""])
def test_behind_a_proxy_that_is_not_trusted_no_address_is_certain(name: str, value: str) -> None:
    assert certain("127.0.0.1", **{name: value}) is None


def test_behind_a_trusted_proxy_the_client_is_certain_if_the_proxy_wrote_its_address() -> None:
    chains = {
        "198.51.100.1": "198.51.100.1",
        "127.0.0.1, 198.51.100.1": "198.51.100.1",
        "127.0.0.1": "127.0.0.1",
        "10.0.0.9": "10.0.0.9",
        "unknown": None,
        "127.0.0.1, unknown, 10.0.0.3": None,
        "": None,
    }

    assert {chain: certain(PROXY, **{"X-Forwarded-For": chain}) for chain in chains} == chains
    assert certain(PROXY, Via="1.1 proxy") is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("10.0.0.1/8", "TRUSTED_PROXIES: 10.0.0.1/8 has host bits set."),
        ("proxy.example.com", "TRUSTED_PROXIES: 'proxy.example.com' does not appear to be"),
        ("*", "TRUSTED_PROXIES: '*' does not appear to be"),
    ],
)
def test_a_malformed_setting_stops_the_process_and_says_how_to_fix_it(
    value: str, said: str
) -> None:
    started = subprocess.run(
        [PYTHON, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "TRUSTED_PROXIES": value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 1
    assert said in started.stderr
    assert "for example 10.0.0.0/8,192.168.1.7, and the word unix" in started.stderr
