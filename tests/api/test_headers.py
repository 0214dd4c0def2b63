"""Headers of every answer, and HTTPS if the settings say so."""

import os
import subprocess
from ipaddress import ip_network
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from launch.paths import PYTHON, ROOT

pytestmark = pytest.mark.usefixtures("database")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}
ADDRESSES = ["/", "/nothing/here", "/v1/session", "/v1/nothing", "/admin/login/", "/livez"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers(address: str) -> None:
    response = APIClient().get(address)

    assert {name: response[name] for name in HEADERS} == HEADERS
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_refusal_has_the_headers_too(settings: Settings) -> None:
    settings.RATE_LIMIT_PER_MINUTE = 1
    refused = [APIClient().get("/v1/session", REMOTE_ADDR="192.0.2.1") for _ in range(2)][1]

    assert refused.status_code == 429
    assert "Content-Security-Policy" in refused.headers


@pytest.fixture
def https_alone(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.1")]
    settings.ALLOWED_HOSTS = ["rollups.example"]


def get(address: str, peer: str, scheme: str | None = None) -> Any:
    headers = {"Host": "rollups.example", **({"X-Forwarded-Proto": scheme} if scheme else {})}
    return Client().get(address, headers=headers, REMOTE_ADDR=peer)


@pytest.mark.usefixtures("https_alone")
def test_plain_http_is_redirected_to_https() -> None:
    for answer in (get("/login", "10.0.0.1", "http"), get("/login", "10.0.0.1")):
        assert (answer.status_code, answer["Location"]) == (301, "https://rollups.example/login")


@pytest.mark.usefixtures("https_alone")
def test_only_a_trusted_proxy_can_say_that_a_request_is_https() -> None:
    trusted, forged = get("/v1/session", "10.0.0.1", "https"), get("/", "10.0.0.2", "https")

    assert (trusted.status_code, trusted["Strict-Transport-Security"]) == (204, "max-age=3600")
    assert forged.status_code == 301


@pytest.mark.usefixtures("https_alone")
def test_probes_and_scrapes_may_use_plain_http() -> None:
    statuses = {
        address: get(address, "127.0.0.1").status_code for address in ("/livez", "/metrics")
    }

    assert statuses == {"/livez": 200, "/metrics": 200}


def production() -> dict[str, str]:
    """The settings of the example in docs/installing.md."""
    text = (ROOT / "docs" / "installing.md").read_text()
    _, _, example = text.partition("```ini\n# production\n")
    lines = example.partition("```")[0].splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_the_documented_settings_of_production_pass_djangos_deployment_check() -> None:
    given = production()
    assert {"SECURE_COOKIES", "SSL_REDIRECT", "HSTS_SECONDS", "TRUSTED_PROXIES"} <= given.keys()
    own = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")}
    secret = {"SECRET_KEY": configured.SECRET_KEY}

    checked = subprocess.run(
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**os.environ, **given, **own, **secret},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
